package tour

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// State says how far a lesson's task is.
type State uint8

// NotYet is the zero value: nothing wrong was done, and more is wanted.
const (
	NotYet State = iota
	Done
	Wrong
)

// String gives not yet, done or wrong.
func (s State) String() string {
	names := [...]string{"not yet", "done", "wrong"}
	if int(s) < len(names) {
		return names[s]
	}
	return "not yet"
}

// Attempt is what somebody has made of a lesson.
type Attempt struct {
	Start, Now World
	Changed    bool // whether there was, in between, a difference to the start
	Claimed    bool // whether somebody says that nothing has to be changed
}

// Outcome is what is to be said of an attempt.
type Outcome struct {
	State State
	Why   string
}

// Judge says whether a lesson's task is done. A wrong fix comes before everything else: an account
// that works and is open to the world is not mended.
func (l Lesson) Judge(a Attempt) Outcome {
	changed := changedGroups(a.Start.snap, a.Now.snap)
	if why := l.wrong(a, changed); why != "" {
		return Outcome{Wrong, why}
	}
	for _, g := range l.Goals {
		if g.Holds(a.Now) {
			continue
		}
		if a.Claimed && len(changed) == 0 && l.Mode != Leave {
			return Outcome{Wrong, "Something does have to change. " + g.Else}
		}
		return Outcome{NotYet, g.Else}
	}
	switch l.Mode {
	case Mend:
		if why := l.surplus(a, changed); why != "" {
			return Outcome{Wrong, why}
		}
	case Leave:
		if !a.Claimed {
			return Outcome{NotYet, "If you think that nothing has to be changed here, say so."}
		}
	case Revert:
		if !a.Changed {
			return Outcome{NotYet, "Make the change first; then take it back."}
		}
		if len(changed) > 0 {
			return Outcome{NotYet, listNames(a, changed) + " is not yet as it was at the start."}
		}
	}
	return Outcome{Done, ""}
}

// wrong explains what must not be so, the most telling first; "" if nothing is wrong.
func (l Lesson) wrong(a Attempt, changed []string) string {
	for _, t := range l.Traps {
		if t.When(a.Start, a.Now) {
			return t.Why
		}
	}
	f, is := worse(a.Start, a.Now)
	if is && (l.Mode != Revert || model.PurposeOf(f.Severity) == model.Tighten) { // what is to be reverted may break
		return strings.TrimSuffix(f.Reason, ".") + ". That is new, and it is " + f.Severity.String() + ": " + f.Title + "."
	}
	if l.Mode == Leave && len(changed) > 0 {
		return l.undone(a, changed)
	}
	if out := l.outside(a, changed); len(out) > 0 && l.Mode != Revert {
		return listNames(a, out) + wasOrWere(len(out)) + "changed, and the task is not about that. Put it back as it was."
	}
	return ""
}

// undone says how to take back what was changed where an answer is wanted. Whether a change was needed it does not
// say before somebody has answered: that would be the answer.
func (l Lesson) undone(a Attempt, changed []string) string {
	what := "Changed, and the goal is not nearer: "
	if a.Claimed {
		what = "Nothing had to be changed, but this was: "
	}
	return what + listNames(a, changed) + ". Page 4 undoes what was applied here; what was done elsewhere is taken back there."
}

func wasOrWere(n int) string {
	if n == 1 {
		return " was "
	}
	return " were "
}

// outside gives the changed groups that the task is not about.
func (l Lesson) outside(a Attempt, changed []string) []string {
	var may []string
	for _, name := range l.Touch {
		may = append(may, a.Start.Group(name).ID, a.Now.Group(name).ID)
	}
	return slices.DeleteFunc(slices.Clone(changed), func(id string) bool { return slices.Contains(may, id) })
}

// worse gives the worst finding of wider or above that is there now and was not, or was milder, at the
// start.
func worse(start, now World) (model.Finding, bool) {
	was := map[string]model.Severity{}
	for _, f := range start.Findings() {
		if f.State == model.Unmet {
			was[f.Key()] = f.Severity
		}
	}
	var found []model.Finding
	for _, f := range now.Findings() {
		before, had := was[f.Key()]
		if f.State == model.Unmet && f.Severity >= model.Wider && (!had || f.Severity > before) {
			found = append(found, f)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].Severity > found[j].Severity })
	if len(found) == 0 {
		return model.Finding{}, false
	}
	return found[0], true
}

// changedGroups gives the ids of the groups that are not as they were, in order.
func changedGroups(start, now model.Snapshot) []string {
	seen := map[string]bool{}
	var out []string
	note := func(id string) {
		if !seen[id] {
			seen[id] = true
			if face(start, id) != face(now, id) {
				out = append(out, id)
			}
		}
	}
	for g := range start.Groups() {
		note(g.ID)
	}
	for g := range now.Groups() {
		note(g.ID)
	}
	slices.Sort(out)
	return out
}

// Differs reports whether some group is not as it was.
func Differs(start, now World) bool { return len(changedGroups(start.snap, now.snap)) > 0 }

// face is what of a group counts as changed: rules and tags, not texts or the ids of rules.
func face(s model.Snapshot, id string) string {
	g, ok := s.Group(id)
	if !ok {
		return ""
	}
	lines := []string{"group " + g.Name}
	for _, r := range g.Rules {
		lines = append(lines, r.Rule.String())
	}
	for _, t := range g.Tags {
		lines = append(lines, fmt.Sprintf("tag %q=%q", t.Key, t.Value))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// listNames names groups for a sentence; one that is gone by its name of the start.
func listNames(a Attempt, ids []string) string {
	var names []string
	for _, id := range ids {
		g, ok := a.Now.snap.Group(id)
		if !ok {
			g, _ = a.Start.snap.Group(id)
		}
		names = append(names, model.Printable(g.Label()))
	}
	return strings.Join(names, ", ")
}
