package model

import "time"

// Place says where a plan is applied; journals are kept apart by it.
type Place struct {
	Endpoint  string // "" for AWS's own
	Partition string
	Account   string
	Region    string
	VPC       string
}

// Outcome is what became of a change, as far as is known.
type Outcome uint8

// The outcomes. Sent without an answer after it is a change whose fate must be read again.
const (
	Planned Outcome = iota
	Sent
	Done      // answered or read back: it stands
	AlreadySo // somebody else had made it so
	NotDone   // answered or read back: it does not stand
	Unsettled // neither the answer nor reading again could tell
)

// String gives the word that journals and screens use.
func (o Outcome) String() string {
	names := [...]string{"planned", "sent", "done", "already so", "not done", "unsettled"}
	if int(o) < len(names) {
		return names[o]
	}
	return "unsettled"
}

// Record is one line of a journal about one change.
type Record struct {
	At      time.Time
	Step    int // index in the plan, from 0
	Change  Change
	Outcome Outcome
	ID      string // what EC2 gave: sg-… of a new group, sgr-… of a new rule
	Maker   Maker
	Failure Failure
	// Held is how long the call is held back before it is sent again, because of Failure. The record is
	// then not the change's last. 0 otherwise.
	Held time.Duration
}

// Maker says who made a group that a plan wanted.
type Maker uint8

// MakerUnknown groups appeared while the plan ran: they are used but never deleted by an undo.
const (
	MakerNone Maker = iota
	MakerUs
	MakerUnknown
)
