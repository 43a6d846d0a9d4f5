package tour

import "slices"

// Chapter is lessons that belong together, in order.
type Chapter struct {
	ID, Title string
	Lessons   []Lesson
}

// Lesson is one idea, learnt by doing.
type Lesson struct {
	ID, Title string
	Scenario  string // of the sandbox
	Story     string // what happened, at most three sentences
	Idea      string // the one thing to take away, one sentence
	Ask       Question
	Mode      Mode
	Task      string
	Hints     [3]string // from a nudge to nearly the keys
	Lines     [3]string // the same without a screen, where a hint speaks of pages or keys
	Point     Point
	Goals     []Goal
	Touch     []string // groups that the task is about, by name or role
	Exact     []string // what may differ at the end; doc.go has the marks
	Traps     []Trap
	Learnt    []string // in our words, a sentence each
	Source    string   // where AWS says it
	Plays     []Play
}

// Mode says what a lesson wants of the account.
type Mode uint8

// Mend wants the goals reached. Leave wants nothing changed, and somebody to say so. Revert wants a
// change and then everything as it was.
const (
	Mend Mode = iota
	Leave
	Revert
)

// Question is a prediction, made before the reveal.
type Question struct {
	Text    string
	At      Point // where to look for the answer; the list of groups unless it has words
	Choices []Choice
	Reveal  func(World) string // what the model says, and why
}

// Choice is an answer; whether it is right is asked of the world at the lesson's start.
type Choice struct {
	Text  string
	Right func(World) bool
}

// Right gives the index of the one right choice; -1 where none or several hold.
func (q Question) Right(w World) int {
	found := -1
	for i, c := range q.Choices {
		if !c.Right(w) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// Goal is something that must be so at the end of a lesson.
type Goal struct {
	Facts []string // statements that it stands for: E1 … E15, S1 … S15, N1 … N6
	Holds func(World) bool
	Else  string // said while it is not so
}

// Trap is a wrong turn with its own explanation.
type Trap struct {
	When func(start, now World) bool
	Why  string
}

// Point is a place on the screen that a lesson speaks of. Of the fields after Page those count that
// are not empty.
type Point struct {
	Page   Page
	Studio string // by name
	Edge   string // EdgeAttach, EdgeGit, or a cluster's name
	Group  string // by name or role
	Words  string // the place in words, for people who do not see the cursor
}

// Page names a page of the explorer.
type Page uint8

// The pages that lessons point at.
const (
	OnStudios Page = iota
	OnGroups
	OnFindings
	OnChanges
)

// The edges of a Studio's drawing that are no cluster's.
const (
	EdgeAttach = "attach"
	EdgeGit    = "git"
)

// Play is a way through a lesson's task, for the tests and the pictures.
type Play struct {
	Name  string
	Steps []string
	Ends  State
}

// Look gives where to look for the answer to the lesson's question: a place that does not tell it.
func (l Lesson) Look() Point {
	if l.Ask.At.Words != "" {
		return l.Ask.At
	}
	return Point{Page: OnGroups, Words: "page 2, the groups"}
}

// Facts gives the statements that a lesson teaches, each once, in the order of its goals.
func (l Lesson) Facts() []string {
	var out []string
	for _, g := range l.Goals {
		for _, f := range g.Facts {
			if !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}

// Find gives a lesson and its chapter by the lesson's id and reports whether there is one.
func Find(id string) (Lesson, Chapter, bool) {
	for _, c := range Chapters() {
		for _, l := range c.Lessons {
			if l.ID == id {
				return l, c, true
			}
		}
	}
	return Lesson{}, Chapter{}, false
}

// Lessons gives every lesson in order.
func Lessons() []Lesson {
	var out []Lesson
	for _, c := range Chapters() {
		out = append(out, c.Lessons...)
	}
	return out
}

// After gives the lesson that follows one and reports whether there is one.
func After(id string) (Lesson, bool) {
	all := Lessons()
	i := slices.IndexFunc(all, func(l Lesson) bool { return l.ID == id })
	if i < 0 || i+1 == len(all) {
		return Lesson{}, false
	}
	return all[i+1], true
}
