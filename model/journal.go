package model

import (
	"slices"
	"strings"
	"time"
)

// JournalState says how the run of a journal ended.
type JournalState uint8

// The ends. The zero value is a run that was cut off: a crash, a kill, or one that is still at work.
const (
	JournalCutOff JournalState = iota
	JournalDone
	JournalFailed
	JournalStopped   // on request
	JournalOvertaken // somebody else changed what it rested on
	JournalTorn      // cut off before its first line was whole: nothing was sent in its name
	JournalDamaged   // it cannot be read; Failure says why
)

// String gives the word that people and JSON read.
func (s JournalState) String() string {
	switch s {
	case JournalCutOff:
		return "cut off"
	case JournalDone:
		return "done"
	case JournalFailed:
		return "failed"
	case JournalStopped:
		return "stopped"
	case JournalOvertaken:
		return "overtaken"
	case JournalTorn:
		return "torn"
	case JournalDamaged:
		return "damaged"
	}
	return "cut off"
}

// Journal is what one run wrote down: where, by whom, what for, and what became of each change. Of a
// torn or damaged one only Path, State and Failure are known.
type Journal struct {
	Path    string
	State   JournalState
	Place   Place
	Sandbox bool // of the sandbox inside a process: never offered for an account
	Tool    string
	Caller  Caller
	Goal    Goal
	Started time.Time
	Last    time.Time      // of its last whole line; a cut-off one that is seconds old may be at work still
	Steps   []JournalStep  // what was chosen, in the order in which it is sent
	Before  []Group        // the groups that are changed, as they were before the first write
	Reasons []string       // why it stopped, in words
	Failure Failure        // what stopped it, or why the file cannot be read
	Torn    bool           // the last line was cut short and is left out
	Follows string         // the journal whose rest this one carries out; "" for none
	Earlier []Journal      // the runs whose rest this one carried out, the nearest first: an undo takes back all of them
	LeftOut int            // steps of its plan that were not chosen
	Taken   []JournalTaken // what later journals made of it
	Left    bool           // somebody decided to leave it as it is
}

// JournalStep is a chosen step and the last record of it; one that was never sent is Planned.
type JournalStep struct {
	Step   Step
	Record Record // Step is the index in the plan that was reviewed
}

// JournalTaken is a later journal that carries on with, or takes back, what an earlier one did.
type JournalTaken struct {
	Path  string
	Undo  bool
	Part  bool // it left steps of its plan out
	State JournalState
}

// ID gives the name by which people and commands know the journal: its file's, without folder and ending.
func (j Journal) ID() string {
	name := j.Path[strings.LastIndexAny(j.Path, `/\`)+1:]
	name, _, _ = strings.Cut(name, ".jsonl")
	return name
}

// Tally counts a journal's changes by what became of them.
type Tally struct {
	Done, AlreadySo, NotDone, Unsettled, Planned int // Unsettled has those that were sent without an answer
}

// Tally counts.
func (j Journal) Tally() Tally {
	var t Tally
	for _, s := range j.Steps {
		switch s.Record.Outcome {
		case Done:
			t.Done++
		case AlreadySo:
			t.AlreadySo++
		case NotDone:
			t.NotDone++
		case Sent, Unsettled:
			t.Unsettled++
		case Planned:
			t.Planned++
		}
	}
	return t
}

// Open reports whether the journal is to be offered at the next start: its run did not reach its end,
// nobody carried on with it or took it back, and nobody decided to leave it.
func (j Journal) Open() bool {
	switch j.State {
	case JournalDone, JournalTorn, JournalDamaged:
		return false
	case JournalCutOff, JournalFailed, JournalStopped, JournalOvertaken:
	}
	return !j.Left && len(j.Taken) == 0 && len(j.Steps) > 0
}

// CanUndo reports whether there is anything to take back that was not taken back already.
func (j Journal) CanUndo() bool {
	if j.State == JournalTorn || j.State == JournalDamaged {
		return false
	}
	undone := func(t JournalTaken) bool { return t.Undo && !t.Part && t.State == JournalDone }
	t := j.Tally()
	return t.Done+t.Unsettled > 0 && !slices.ContainsFunc(j.Taken, undone)
}

// Covers reports whether a journal of place q may be offered where somebody works at p. A place
// without a VPC is a whole Region.
func (p Place) Covers(q Place) bool {
	if p.VPC == "" {
		q.VPC = ""
	}
	return p == q
}

// PlaceOf gives the place of a snapshot's VPC; "" stands for the whole Region.
func PlaceOf(s Snapshot, vpc string) Place {
	o := s.Origin()
	return Place{
		Endpoint: o.Endpoint, Partition: o.Partition, Account: o.Caller.Account, Region: o.Region, VPC: vpc,
	}
}
