package report

import (
	"io"
	"time"

	"github.com/sgscope/sgscope/model"
)

// Journals is the document of `sgscope journal -o json`.
type Journals struct {
	SchemaVersion int       `json:"schemaVersion"`
	Journals      []Journal `json:"journals"`
}

// JournalShown is the document of `sgscope journal ID -o json`.
type JournalShown struct {
	SchemaVersion int           `json:"schemaVersion"`
	Journal       Journal       `json:"journal"`
	Steps         []JournalStep `json:"steps"`
}

// Journal is what one run wrote down.
type Journal struct {
	ID      string         `json:"id"`
	State   string         `json:"state"`
	Open    bool           `json:"open"`    // it waits to be decided about
	CanUndo bool           `json:"canUndo"` // something of it can be taken back
	Left    bool           `json:"left"`
	Started string         `json:"started"`
	Last    string         `json:"last"`
	What    string         `json:"what"`
	Changes JournalTally   `json:"changes"`
	Place   JournalPlace   `json:"place"`
	Caller  string         `json:"caller"`
	Tool    string         `json:"tool"`
	Sandbox bool           `json:"sandbox"`
	Torn    bool           `json:"torn"`
	Reasons []string       `json:"reasons"`
	Follows string         `json:"follows"`
	Taken   []JournalTaken `json:"taken"`
	Path    string         `json:"path"`
}

// JournalTally counts changes by what became of them.
type JournalTally struct {
	Done      int `json:"done"`
	AlreadySo int `json:"alreadySo"`
	NotDone   int `json:"notDone"`
	Unsettled int `json:"unsettled"`
	NotSent   int `json:"notSent"`
}

// JournalPlace says where a run was.
type JournalPlace struct {
	Endpoint  string `json:"endpoint"`
	Partition string `json:"partition"`
	Account   string `json:"account"`
	Region    string `json:"region"`
	VPC       string `json:"vpc"`
}

// JournalTaken is a later run that carries one on, or takes it back.
type JournalTaken struct {
	ID    string `json:"id"`
	Undo  bool   `json:"undo"`
	State string `json:"state"`
}

// JournalStep is a change of a run and the last that was written down of it.
type JournalStep struct {
	Change  Change `json:"change"`
	Outcome string `json:"outcome"`
	ID      string `json:"id"`
	At      string `json:"at"`
	Failure string `json:"failure"`
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func journalDoc(j model.Journal, list []model.Journal) Journal {
	t := j.Tally()
	doc := Journal{
		ID: j.ID(), State: j.State.String(), Open: j.Open(), CanUndo: j.CanUndo(), Left: j.Left, Started: stamp(j.Started),
		Last: stamp(j.Last), What: JournalWhat(j, list), Caller: j.Caller.ARN, Tool: j.Tool, Sandbox: j.Sandbox, Torn: j.Torn,
		Changes: JournalTally{t.Done, t.AlreadySo, t.NotDone, t.Unsettled, t.Planned},
		Place:   JournalPlace(j.Place), Reasons: asList(j.Reasons), Follows: model.Journal{Path: j.Follows}.ID(),
		Taken: []JournalTaken{}, Path: j.Path,
	}
	if j.State == model.JournalDamaged {
		doc.Reasons = append(doc.Reasons, j.Failure.Message)
	}
	for _, k := range j.Taken {
		doc.Taken = append(doc.Taken, JournalTaken{model.Journal{Path: k.Path}.ID(), k.Undo, k.State.String()})
	}
	return doc
}

// asList gives the list, never nil.
func asList(l []string) []string { return append([]string{}, l...) }

// JournalsJSON gives the document of a list of runs.
func JournalsJSON(js []model.Journal) Journals {
	doc := Journals{SchemaVersion: SchemaVersion, Journals: []Journal{}}
	for _, j := range js {
		doc.Journals = append(doc.Journals, journalDoc(j, js))
	}
	return doc
}

// JournalJSON gives the document of one run. v knows the groups as they were before it.
func JournalJSON(v View, j model.Journal, list []model.Journal) JournalShown {
	doc := JournalShown{SchemaVersion: SchemaVersion, Journal: journalDoc(j, list), Steps: []JournalStep{}}
	for _, s := range j.Steps {
		c := v.change(s.Step.Change, s.Step.Purpose)
		c.Reason, c.Clears, c.Blocked, c.Drift = s.Step.Why, asList(s.Step.Clears), s.Step.Blocked, s.Step.Drift
		step := JournalStep{Change: c, Outcome: s.Record.Outcome.String(), ID: s.Record.ID, At: stamp(s.Record.At)}
		if s.Record.Failure != (model.Failure{}) {
			step.Failure = s.Record.Failure.Error()
		}
		doc.Steps = append(doc.Steps, step)
	}
	return doc
}

// JournalsText lists runs, the newest first.
func JournalsText(w io.Writer, m Marks, js []model.Journal) error {
	p := &printer{w: w, marks: m}
	if len(js) == 0 {
		p.line(0, "Nothing was applied by this user on this machine.")
	}
	for _, j := range js {
		if j.State == model.JournalDamaged {
			p.line(0, m.Blocked, " cannot be read: ", j.Path)
			p.line(2, j.Failure.Message)
			continue
		}
		p.line(0, journalSign(m, j), " ", Moment(j.Started), "  ", JournalState(j), ", ", TallyWords(j.Tally()))
		p.line(2, JournalWhat(j, js))
		p.line(2, placeWords(j.Place))
		p.line(2, "sgscope journal ", j.ID())
		if j.Open() {
			p.line(2, m.Alarm, " It waits to be decided about: the explorer offers to go on, to undo or to leave it.")
		}
	}
	return p.err
}

func journalSign(m Marks, j model.Journal) string {
	switch { //nolint:staticcheck // the cases ask of more than the state
	case j.State == model.JournalDone:
		return m.Allowed
	case j.State == model.JournalFailed, j.State == model.JournalDamaged:
		return m.Blocked
	}
	return m.Alarm
}

func placeWords(p model.Place) string {
	text := "account " + p.Account + ", " + p.Region + ", " + p.VPC
	if p.Endpoint != "" {
		text += ", at " + p.Endpoint
	}
	return text
}

// JournalText tells one run: how it ended and what became of each change.
func JournalText(w io.Writer, v View, j model.Journal, list []model.Journal) error {
	m := v.marks()
	p := &printer{w: w, marks: m}
	if j.State == model.JournalDamaged {
		p.line(0, m.Blocked, " The journal cannot be read: ", j.Failure.Message)
		p.line(0, "Journal: ", j.Path)
		return p.err
	}
	p.line(0, "Run of ", Moment(j.Started), ": ", JournalWhat(j, list))
	p.line(0, journalSign(m, j), " ", JournalState(j), ", ", TallyWords(j.Tally()))
	for _, r := range j.Reasons {
		p.line(2, r)
	}
	if j.Torn {
		p.line(2, "The last line was cut short, and is left out.")
	}
	p.gap()
	for _, s := range j.Steps {
		p.line(0, s.Record.Outcome.String(), "  ", m.Change(s.Step.Change), " ",
			ChangeText(v.snapshot(), s.Step.Change))
		if s.Record.ID != "" {
			p.line(2, "made: ", s.Record.ID)
		}
		if s.Record.Failure != (model.Failure{}) && s.Record.Outcome != model.Done {
			p.line(2, s.Record.Failure.Error())
		}
	}
	p.gap()
	p.line(0, "Place: ", placeWords(j.Place))
	p.line(0, "Caller: ", j.Caller.ARN)
	for _, k := range j.Taken {
		word := "Carried on by "
		if k.Undo {
			word = "Taken back by "
		}
		p.line(0, word, model.Journal{Path: k.Path}.ID(), " (", k.State.String(), ")")
	}
	p.line(0, "Journal: ", j.Path)
	if j.CanUndo() && !j.Sandbox {
		p.line(0, "To see what takes it back: sgscope plan --undo ", j.ID())
	}
	return p.err
}
