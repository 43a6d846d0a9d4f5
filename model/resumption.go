package model

// StepState says of one step of a journal what the world shows now.
type StepState uint8

// The states. The zero value is what nobody can decide.
const (
	StepUndecided   StepState = iota
	StepDone                  // this run sent it, and it stands
	StepNotDone               // it does not stand
	StepDoneByOther           // it stands, though this run did not do it
	StepTakenBack             // it stood, and somebody took it back
)

// String gives the word that people and JSON read.
func (s StepState) String() string {
	switch s {
	case StepUndecided:
		return "undecided"
	case StepDone:
		return "done"
	case StepNotDone:
		return "not done"
	case StepDoneByOther:
		return "done by somebody else"
	case StepTakenBack:
		return "taken back since"
	}
	return "undecided"
}

// Assessed is a step of a journal beside the world as it is now.
type Assessed struct {
	JournalStep
	Change Change // with the ids that groups have now; pending where there is none
	State  StepState
	Why    string // one sentence where the state needs one; else ""
}

// Offer is a way on from a journal whose run did not reach its end.
type Offer uint8

// The ways on. Leaving a journal changes nothing but that it is no longer offered.
const (
	OfferContinue Offer = iota
	OfferUndo
	OfferLeave
)

// String gives the word that people read.
func (o Offer) String() string {
	switch o {
	case OfferContinue:
		return "continue"
	case OfferUndo:
		return "undo"
	case OfferLeave:
		return "leave"
	}
	return "leave"
}

// Resumption is a journal beside the world as it is now, and the ways on from there. Both plans are
// reviewed, drift-checked and confirmed like any other.
type Resumption struct {
	Journal  Journal
	Steps    []Assessed
	Rest     Plan // what remains; an Order of it names the journal as what it continues
	Undo     Plan // what takes back that which was done
	Offers   []Offer
	Snapshot Snapshot // what was read
}

// Count gives the number of steps in a state.
func (r Resumption) Count(s StepState) int {
	n := 0
	for _, a := range r.Steps {
		if a.State == s {
			n++
		}
	}
	return n
}
