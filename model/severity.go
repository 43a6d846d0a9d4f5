package model

import (
	"fmt"
	"strings"
)

// Severity ranks findings; a higher value is worse. What is which is one table: the requirements of
// model/emr. The zero value is a note.
type Severity uint8

// From the mildest to the worst.
const (
	Note Severity = iota
	Wider
	Conditional
	Exposed
	Broken
)

// String gives the word that people, JSON and --fail-on use.
func (s Severity) String() string {
	switch s {
	case Note:
		return "note"
	case Wider:
		return "wider"
	case Conditional:
		return "conditional"
	case Exposed:
		return "exposed"
	case Broken:
		return "broken"
	}
	return "note"
}

// ParseSeverity reads what String writes.
func ParseSeverity(s string) (Severity, error) {
	for _, v := range []Severity{Note, Wider, Conditional, Exposed, Broken} {
		if strings.EqualFold(s, v.String()) {
			return v, nil
		}
	}
	return 0, fmt.Errorf("parse severity %q: want broken, exposed, conditional, wider or note", s)
}

// Purpose says what a change is for.
type Purpose uint8

// Repair clears broken and conditional findings and is preselected; Tighten clears exposed and
// wider ones and is chosen one by one.
const (
	Repair Purpose = iota
	Tighten
)

// String gives repair or tighten.
func (p Purpose) String() string {
	if p == Tighten {
		return "tighten"
	}
	return "repair"
}

// PurposeOf gives the purpose of a change that clears a finding of this severity.
func PurposeOf(s Severity) Purpose {
	if s == Exposed || s == Wider {
		return Tighten
	}
	return Repair
}
