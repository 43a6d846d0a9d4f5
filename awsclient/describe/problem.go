package describe

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/sgscope/sgscope/model"
)

// Problem is one thing that could not be read.
type Problem struct {
	Path         string // of the file
	Line, Column int    // from 1, column in characters; 0 if the problem is the file as a whole
	Text         string // what is wrong, and what was expected
}

// String gives "path:line:column: text".
func (p Problem) String() string {
	if p.Line == 0 {
		return p.Path + ": " + p.Text
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.Path, p.Line, p.Column, p.Text)
}

// failure gives the problem as the reason why a part is not whole.
func (p Problem) failure() model.Failure {
	return model.Failure{Kind: model.FailedInvalid, Message: p.String()}
}

// Malformed lists everything that could not be read, in order of path and position. The snapshot
// that comes with it holds all the rest, and marks the parts that are affected as read in part.
type Malformed struct { //nolint:errname // a list of problems, as model.Failure is one
	Problems []Problem
	More     int // problems beyond those listed
}

// maxProblems bounds the list: a file of another format can have one problem per item.
const maxProblems = 200

// Error gives one line per problem.
func (m *Malformed) Error() string {
	lines := make([]string, 0, len(m.Problems)+1)
	for _, p := range m.Problems {
		lines = append(lines, p.String())
	}
	if m.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", m.More))
	}
	return strings.Join(lines, "\n")
}

func (m *Malformed) full() bool { return len(m.Problems) == maxProblems }

func (m *Malformed) add(p Problem) {
	if m.full() {
		m.More++
		return
	}
	m.Problems = append(m.Problems, p)
}

// position turns a byte offset into line and column.
func position(src string, at int) (line, column int) {
	before := src[:min(at, len(src))]
	line = 1 + strings.Count(before, "\n")
	return line, 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
}
