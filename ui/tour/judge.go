package tour

import (
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
	Changed    bool // whether the change that the lesson asks for was there, in between
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
		return Outcome{Wrong, l.named(a, changed, why)}
	}
	for _, g := range l.Goals {
		if g.Holds(a.Now) {
			continue
		}
		if a.Claimed && len(changed) == 0 && l.Mode != Leave {
			return Outcome{Wrong, "Something does have to change. " + g.Else}
		}
		return Outcome{NotYet, l.missed(a, changed, g.Else)}
	}
	switch l.Mode {
	case Mend:
		return l.mended(a, changed)
	case Leave:
		if !a.Claimed {
			return Outcome{NotYet, "If you think that nothing has to be changed here, say so."}
		}
		return Outcome{Done, l.beside(a, changed)}
	case Revert:
		if !a.Changed {
			return Outcome{NotYet, "Make the change first; then take it back."}
		}
		if len(changed) > 0 {
			return Outcome{NotYet, "Not all is as it was at the start: " + a.say(a.differences(changed)) + "."}
		}
	}
	return Outcome{Done, ""}
}

// mended judges an account in which all goals are reached: no more may be open than the task needs, and the rule
// that was the mistake has to go. An old rule that does no harm may stay, and is named.
func (l Lesson) mended(a Attempt, changed []string) Outcome {
	if more := l.unfit(a, changed, added); len(more) > 0 {
		return Outcome{Wrong, "What was broken works now, but more passes than that needs: " + a.say(more) + ". Remove it."}
	}
	if still := l.left(a, '-'); still != "" {
		return Outcome{NotYet, "What was missing is there now. The mistake has to go too: " + still + ". e on the group takes it away."}
	}
	if still := l.left(a, '?'); still != "" {
		return Outcome{Done, "Left over: " + still + ". It helps nobody; e on the group takes it away."}
	}
	return Outcome{Done, ""}
}

// beside tells of groups that were made where nothing had to be changed: they do no harm.
func (l Lesson) beside(a Attempt, changed []string) string {
	if len(changed) == 0 {
		return ""
	}
	var names []string
	for _, id := range changed {
		names = append(names, a.label(id))
	}
	return "You made " + strings.Join(names, ", ") + ": nothing here uses what is new."
}

// missed says which goal is not reached, and which new rule does not help there.
func (l Lesson) missed(a Attempt, changed []string, otherwise string) string {
	if l.Mode != Mend {
		return otherwise
	}
	if more := l.unfit(a, changed, added); len(more) > 0 {
		return otherwise + " This does not help: " + a.say(more) + "."
	}
	return otherwise
}

// named makes sure that an explanation names what did it.
func (l Lesson) named(a Attempt, changed []string, why string) string {
	did := l.culprits(a, changed)
	if len(did) == 0 || slices.ContainsFunc(did, func(d difference) bool { return strings.Contains(why, d.text) }) {
		return why
	}
	return why + " What did it: " + a.say(did) + "."
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
		what := a.Now.Plain(strings.TrimSuffix(f.Reason, "."))
		if did := l.culprits(a, changed); len(did) > 0 {
			what = a.say(did)
		}
		return what + ". That is new, and it is " + f.Severity.String() + ": " + f.Title + "."
	}
	if l.Mode == Leave {
		return l.undone(a, changed)
	}
	if l.Mode == Revert {
		return ""
	}
	if out := l.outside(a, changed); len(out) > 0 {
		return "The task is not about this: " + a.say(a.differences(out)) + ". Put it back as it was."
	}
	if other := l.unfit(a, changed, tagged); len(other) > 0 {
		return "The task is not about tags: " + a.say(other) + ". Put them back as they were."
	}
	if fewer := l.unfit(a, changed, lost); len(fewer) > 0 {
		return "The task is not about taking this away: " + a.say(fewer) + ". Put it back."
	}
	return ""
}

// undone says how to take back what was changed where an answer is wanted. Whether a change was needed it does not
// say before somebody has answered: that would be the answer. A group that was made is no change of what is there.
func (l Lesson) undone(a Attempt, changed []string) string {
	old := slices.DeleteFunc(slices.Clone(changed), func(id string) bool {
		_, had := a.Start.snap.Group(id)
		return !had
	})
	if len(old) == 0 {
		return ""
	}
	what := "Changed, and the goal is not nearer: "
	if a.Claimed {
		what = "Nothing had to be changed, but this was: "
	}
	return what + a.say(a.differences(old)) + ". Page 4 undoes what was applied here; what was done elsewhere is taken back there."
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

// SameScenario reports whether two worlds are one scenario's, however its groups stand: they share a VPC.
func SameScenario(a, b World) bool {
	for v := range a.snap.VPCs() {
		if _, has := b.snap.VPC(v.ID); has {
			return true
		}
	}
	return false
}

// Underway reports whether the change that a lesson asks for is there: where it has to be taken back, only one
// that shows its effect counts.
func (l Lesson) Underway(start, now World) bool {
	missed := func(g Goal) bool { return !g.Holds(now) }
	return Differs(start, now) && (l.Mode != Revert || slices.ContainsFunc(l.Goals, missed))
}

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
	lines = append(lines, tagLines(g)...)
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
