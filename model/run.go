package model

// Progress is what a load reports on its way. Snapshot is partial: its readings say what is missing.
type Progress struct {
	Snapshot Snapshot
	Done     int    // calls answered
	Total    int    // calls known of so far; grows while listings are paged
	Doing    string // what is being read, in words
	Retrying string // "" or why and how long a call is held back (throttling)
}

// Order is a reviewed plan and the steps of it that somebody chose. The plan is compared whole when
// it is made again before the first write; only the picked steps are sent.
type Order struct {
	Plan  Plan
	Picks []int // indexes of Plan.Steps, ascending
	VPC   string
	Seen  Snapshot // what the plan was made of: it says in words what differs at the first write; may be zero

	Continues string // path of the journal whose remaining changes these are; "" for a plan of its own
}

// Chosen gives the picked steps that can be selected, in the plan's order.
func (o Order) Chosen() []Step { return o.Plan.Selected(o.Picks).Steps }

// RunState says how applying an order ended.
type RunState uint8

// The ends of a run. A drifted run has written nothing; an overtaken one has.
const (
	RunFinished  RunState = iota // every chosen step stands, and reading again shows it
	RunDrifted                   // the world differs from what was reviewed; nothing was written
	RunFailed                    // a step failed; later ones were not sent
	RunStopped                   // the operator stopped it; the call in flight was finished
	RunOvertaken                 // between two writes somebody changed what it rests on; no more was sent
)

// Run is what became of an order.
type Run struct {
	State   RunState
	Records []Record // one per chosen step, in order
	After   Snapshot // read after the last write; zero if that failed
	Fresh   Plan     // the plan made again: of what is there now when drifted or overtaken, else after the writes
	Reasons []string // what differed, or what failed, in words
	Journal string   // path of the journal; "" if nothing was to be written
	Failure Failure  // the failure that stopped it; zero otherwise
}

// Remaining gives the records of the steps that do not stand.
func (r Run) Remaining() []Record {
	var out []Record
	for _, rec := range r.Records {
		if rec.Outcome != Done && rec.Outcome != AlreadySo {
			out = append(out, rec)
		}
	}
	return out
}
