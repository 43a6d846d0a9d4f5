package tour

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Mark is how far somebody is in a lesson.
type Mark struct {
	Finished bool `json:"finished"`
	Answered bool `json:"answered"` // the prediction was made
	Right    bool `json:"right"`    // and it was right
	Hints    int  `json:"hints"`    // hints that were shown
	Wrongs   int  `json:"wrongs"`   // wrong fixes that were made on the way
}

// Progress is how far somebody is in the walkthrough. It is a value: With makes a new one. The zero value
// is the progress of somebody who has never been here.
type Progress struct {
	Offered bool // the walkthrough was offered once
	marks   map[string]Mark
	left    map[string]Left
}

// Mark gives the mark of a lesson and reports whether it was begun.
func (p Progress) Mark(lesson string) (Mark, bool) {
	m, ok := p.marks[lesson]
	return m, ok
}

// With gives the progress with one mark set. A lesson that is finished is no longer left in the middle.
func (p Progress) With(lesson string, m Mark) Progress {
	marks := maps.Clone(p.marks)
	if marks == nil {
		marks = map[string]Mark{}
	}
	marks[lesson] = m
	p.marks = marks
	if m.Finished {
		return p.Fresh(lesson)
	}
	return p
}

// Begun counts the lessons that were begun, finished ones among them.
func (p Progress) Begun() int { return len(p.marks) }

// Finished counts the lessons of the walkthrough that are finished.
func (p Progress) Finished() int {
	n := 0
	for _, l := range Lessons() {
		if p.marks[l.ID].Finished {
			n++
		}
	}
	return n
}

// Next gives the lesson to take up: the first that is not finished; the first of all where none is left.
func (p Progress) Next() Lesson {
	all := Lessons()
	for _, l := range all {
		if !p.marks[l.ID].Finished {
			return l
		}
	}
	return all[0]
}

// After gives the lesson to go on to from one: the next that is not finished, from the first again after the last.
// It reports whether there is one.
func (p Progress) After(id string) (Lesson, bool) {
	all := Lessons()
	at := slices.IndexFunc(all, func(l Lesson) bool { return l.ID == id })
	for i := range all {
		if l := all[(at+1+i)%len(all)]; l.ID != id && !p.marks[l.ID].Finished {
			return l, true
		}
	}
	return Lesson{}, false
}

// Open gives the lessons that are not finished, in order.
func (p Progress) Open() []Lesson {
	return slices.DeleteFunc(Lessons(), func(l Lesson) bool { return p.marks[l.ID].Finished })
}

// progressVersion is that of the form in which progress is kept.
const progressVersion = 1

type keptProgress struct {
	SchemaVersion int                 `json:"schemaVersion"`
	Offered       bool                `json:"offered"`
	Lessons       map[string]Mark     `json:"lessons"`
	Left          map[string]keptLeft `json:"left,omitempty"`
}

// Encode writes progress as JSON.
func (p Progress) Encode() ([]byte, error) {
	k := keptProgress{progressVersion, p.Offered, p.marks, map[string]keptLeft{}}
	for lesson, l := range p.left {
		k.Left[lesson] = l.kept()
	}
	b, err := json.MarshalIndent(k, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode progress: %w", err)
	}
	return append(b, '\n'), nil
}

// DecodeProgress reads what Encode writes. Lessons that are not known any more are kept; one whose middle cannot be
// read is begun anew.
func DecodeProgress(b []byte) (Progress, error) {
	var k keptProgress
	if err := json.Unmarshal(b, &k); err != nil {
		return Progress{}, fmt.Errorf("decode progress: %w", err)
	}
	if k.SchemaVersion != progressVersion {
		return Progress{}, fmt.Errorf("decode progress: it has version %d, this program knows %d", k.SchemaVersion,
			progressVersion)
	}
	p := Progress{Offered: k.Offered, marks: k.Lessons}
	for lesson, kept := range k.Left {
		if l, err := kept.left(); err == nil {
			p = p.Leave(lesson, l)
		}
	}
	return p, nil
}
