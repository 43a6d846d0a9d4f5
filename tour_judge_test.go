package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	plans "github.com/sgscope/sgscope/model/judge"
	"github.com/sgscope/sgscope/ui/tour"
)

// made applies changes from outside; "*NAME" makes a group in the VPC of the first cluster. It reports whether all
// of them can be made: a rule that is there already cannot be added.
func made(t *testing.T, w tour.World, lines ...string) (tour.World, bool) {
	t.Helper()
	s := w.Snapshot()
	for _, line := range lines {
		var c model.Change
		if name, is := strings.CutPrefix(line, "*"); is {
			c = model.CreateGroup{VPC: w.Group("app-servers").VPC, Name: name, Description: "by hand"}
		} else {
			var err error
			if c, _, err = tour.See(s).Outside(line); err != nil {
				return w, false
			}
		}
		if add, is := c.(model.Authorize); is {
			if g, _ := s.Group(add.Group); slices.ContainsFunc(g.Rules, func(e model.GroupRule) bool { return e.Rule == add.Rule }) {
				return w, false
			}
		}
		next, err := s.With(c)
		if err != nil {
			return w, false
		}
		s = next
	}
	return tour.See(s), true
}

// Right fixes pass: the smallest, others that do the same, and the one that f plans.
func TestTourRightFixes(t *testing.T) {
	fixes := rightFixes()
	for _, l := range tour.Lessons() {
		if l.Mode != tour.Mend {
			continue
		}
		t.Run(l.ID, func(t *testing.T) {
			t.Parallel()
			w := worlds(t, l.Scenario)
			if len(fixes[l.ID]) == 0 {
				t.Fatal("no right fix is written down")
			}
			for i, lines := range fixes[l.ID] {
				now, ok := made(t, w, lines...)
				if !ok {
					t.Fatalf("fix %d cannot be made", i)
				}
				if o := l.Judge(tour.Attempt{Start: w, Now: now, Changed: true}); o.State != tour.Done {
					t.Errorf("fix %d is refused: %v, %s", i, o.State, o.Why)
				}
				unmended(t, l, now)
			}
			planned(t, l, w)
		})
	}
}

// unmended says which findings are left at the end of a lesson on the groups that it is about.
func unmended(t *testing.T, l tour.Lesson, w tour.World) {
	t.Helper()
	for _, name := range l.Touch {
		for _, f := range w.Findings() {
			if f.State == model.Unmet && f.Severity >= model.Conditional && f.Subject.ID == w.Group(name).ID {
				t.Errorf("done, and %s is left: %s", f.ID, f.Reason)
			}
		}
	}
}

// planned applies what sgscope itself would do about the groups that a lesson is about.
func planned(t *testing.T, l tour.Lesson, w tour.World) {
	t.Helper()
	var keys []string
	for _, f := range w.Findings() {
		_, can := f.Remedy.(model.Fix)
		touched := slices.ContainsFunc(l.Touch, func(name string) bool {
			return f.Subject.ID == w.Group(name).ID || f.Subject.ID == w.Studio(l.Point.Studio).ID && f.Subject.ID != ""
		})
		if can && f.State == model.Unmet && f.Severity >= model.Wider && touched {
			keys = append(keys, f.Key())
		}
	}
	if len(keys) == 0 {
		return
	}
	plan := plans.Plan(w.Analysis(), model.FixFindings{Keys: keys})
	for _, all := range []bool{false, true} {
		s, n := w.Snapshot(), 0
		for _, step := range plan.Steps {
			if step.Purpose != model.Repair && !all || step.Blocked != "" {
				continue
			}
			next, err := s.With(step.Change)
			if err != nil {
				t.Fatal(err)
			}
			s = next
			n++
		}
		if n == 0 {
			continue
		}
		o := l.Judge(tour.Attempt{Start: w, Now: tour.See(s), Changed: true})
		more := slices.Contains([]string{"port-typo", "pages-mistake"}, l.ID) // what f plans, and then the old mistake
		if o.State == tour.Wrong || o.State == tour.NotYet && !more {
			t.Errorf("what f plans (tightenings too: %v) is %v: %s", all, o.State, o.Why)
		}
	}
}

// attack is a wrong fix: lines, of which the last is what is wrong with it.
type attack struct {
	name  string
	lines []string
}

// attacks gives wrong fixes of a lesson, made out of its smallest right one: all of them on the groups that it is
// about, two on each of the others.
func attacks(l tour.Lesson, w tour.World, right []string) []attack {
	var out []attack
	for i := range right {
		out = append(out, attack{"without " + right[i], slices.Delete(slices.Clone(right), i, i+1)})
	}
	for i, line := range right {
		for _, other := range variants(line) {
			rest := slices.Delete(slices.Clone(right), i, i+1)
			out = append(out, attack{"instead: " + other, append(rest, other)})
		}
	}
	turn := 0
	for g := range w.Snapshot().Groups() {
		more, less := beside(), g.Rules
		if !slices.ContainsFunc(l.Touch, func(name string) bool { return w.Group(name).ID == g.ID }) {
			turn++
			more = more[turn%len(more):][:1]
			less = less[:min(len(less), 1)]
		}
		for _, r := range more {
			out = append(out, attack{"more: " + g.Name + " " + r, append(slices.Clone(right), "+"+g.ID+" "+r)})
		}
		for _, e := range less {
			out = append(out, attack{"less: " + g.Name + " " + e.Rule.String(), append(slices.Clone(right), "-"+g.ID+" "+e.Rule.String())})
		}
		out = append(out, attack{"tag of " + g.Name, append(slices.Clone(right), "#"+g.ID+" for-use-with-amazon-emr-managed-policies=no")})
	}
	return append(out, attack{"a group more", append(slices.Clone(right), "*one-more-group")})
}

// tried gives a quarter of the attacks, and with thorough all.
func tried(all []attack) []attack {
	if os.Getenv(thorough) != "" {
		return all
	}
	var out []attack
	for i := len(all) % 4; i < len(all); i += 4 {
		out = append(out, all[i])
	}
	return out
}

// beside is rules that somebody adds to be sure.
func beside() []string {
	var out []string
	for _, what := range []string{"all", "tcp 0-65535", "tcp 18888", "tcp 22"} {
		for _, who := range []string{"0.0.0.0/0", "::/0", "10.0.0.0/8", "sg:app-servers", "self"} {
			out = append(out, "ingress "+what+" from "+who)
		}
	}
	return append(out, "egress all to 0.0.0.0/0", "egress all to ::/0", "egress tcp 443 to 0.0.0.0/0", "egress tcp 18888 to sg:bastion")
}

// variants gives a rule that is added with one thing wrong: protocol, ports, peer, direction, group.
func variants(line string) []string {
	if line[0] != '+' {
		return nil
	}
	group, rule, _ := strings.Cut(line[1:], " ")
	f := strings.Fields(rule) // direction protocol [ports] from|to peer
	peer := f[len(f)-1]
	head := strings.Join(f[:len(f)-2], " ")
	word := " " + f[len(f)-2] + " "
	direction, rest, _ := strings.Cut(head, " ")
	other := map[string]string{"ingress": "egress", "egress": "ingress"}[direction]
	otherWord := map[string]string{"ingress": " to ", "egress": " from "}[direction]
	out := []string{
		"+" + group + " " + direction + " all" + word + peer,
		"+" + group + " " + direction + " tcp 0-65535" + word + peer,
		"+" + group + " " + direction + " udp 0-65535" + word + peer,
		"+" + group + " " + direction + " tcp 18000-19000" + word + peer,
		"+" + group + " " + other + " " + rest + otherWord + peer,
		"+bastion " + rule,
	}
	for _, p := range []string{"0.0.0.0/0", "0.0.0.0/1", "::/0", "10.0.0.0/8", "10.40.0.0/16", "10.20.0.0/16", "sg:bastion", "sg:app-servers", "self"} {
		out = append(out, "+"+group+" "+head+word+p)
	}
	if name, is := strings.CutPrefix(peer, "sg:"); is {
		out = append(out, "+"+name+" "+head+word+"sg:"+group)
	}
	return slices.DeleteFunc(out, func(v string) bool { return v == line })
}

// harmless reports what looks like an attack and is none, of a lesson.
func harmless(id, name string) bool {
	for _, of := range map[string][]string{
		// Any way out of the nodes is one that AWS's own groups give them.
		"no-egress": {
			"instead: +emr-primary egress", "instead: +emr-core egress", "more: emr-primary egress", "more: emr-core egress",
		},
	}[id] {
		if strings.HasPrefix(name, of) && !strings.Contains(name, "::/0") {
			return true
		}
	}
	return false
}

// No wrong fix passes, and each is explained in words that name what is wrong.
func TestTourWrongFixes(t *testing.T) {
	fixes := rightFixes()
	for _, l := range tour.Lessons() {
		t.Run(l.ID, func(t *testing.T) {
			t.Parallel()
			w := worlds(t, l.Scenario)
			var right []string
			if l.Mode == tour.Mend {
				right = fixes[l.ID][0]
			}
			n := 0
			for _, a := range tried(attacks(l, w, right)) {
				now, ok := made(t, w, a.lines...)
				if !ok || slices.ContainsFunc(fixes[l.ID], func(f []string) bool { return slices.Equal(f, a.lines) }) {
					continue
				}
				n++
				attacked(t, l, w, now, a)
			}
			if n < 3 {
				t.Errorf("only %d wrong fixes could be tried", n)
			}
		})
	}
}

func attacked(t *testing.T, l tour.Lesson, w, now tour.World, a attack) {
	t.Helper()
	o := l.Judge(tour.Attempt{Start: w, Now: now, Changed: true, Claimed: l.Mode == tour.Leave})
	if o.State == tour.Done && (allowedLess(l, w, a) || harmless(l.ID, a.name) || l.Mode == tour.Leave && a.name == "a group more") {
		return
	}
	if o.State == tour.Done || o.Why == "" {
		t.Errorf("%s: %v, %q", a.name, o.State, o.Why)
		return
	}
	if o.State == tour.NotYet || strings.HasPrefix(a.name, "without ") {
		return
	}
	last := a.lines[len(a.lines)-1]
	want := strings.TrimPrefix(last, "*")
	if last[0] != '*' {
		group, rule, _ := strings.Cut(last[1:], " ")
		if g := now.Group(group); last[0] == '#' {
			want = g.Name
		} else if r, err := now.Rule(g.ID, rule); err == nil {
			want = now.Plain(r.String())
		}
	}
	if !strings.Contains(o.Why, want) {
		t.Errorf("%s: the explanation does not name %q: %s", a.name, want, o.Why)
	}
}

// allowedLess reports whether what an attack takes away is an old rule that a lesson puts up with or wants gone.
func allowedLess(l tour.Lesson, w tour.World, a attack) bool {
	if len(a.lines) == 0 {
		return false
	}
	last := a.lines[len(a.lines)-1]
	return slices.ContainsFunc(l.Exact, func(e string) bool {
		c, _, err := w.Outside("-" + e[1:])
		d, _, err2 := w.Outside(last)
		return e[0] != '+' && err == nil && err2 == nil && fmt.Sprint(c) == fmt.Sprint(d)
	})
}

// Where a mistake is to be made and taken back, no other change counts as the mistake.
func TestTourUnderway(t *testing.T) {
	l, _, _ := tour.Find("at-once")
	w := worlds(t, l.Scenario)
	for line, want := range map[string]bool{
		"-engine:research ingress tcp 18888 from sg:workspace:research": true,
		"-workspace:research egress tcp 18888 to sg:engine:research":    true,
		"+app-servers ingress tcp 22 from 10.0.0.0/8":                   false,
		"-workspace:research egress tcp 443 to 0.0.0.0/0":               false,
	} {
		if now, ok := made(t, w, line); !ok || l.Underway(w, now) != want {
			t.Errorf("%s counts as the mistake: %v, want %v", line, !want, want)
		}
	}
	if l.Underway(w, w) {
		t.Error("nothing was changed")
	}
}

// An exam is passed by what puts it right and by nothing more.
func TestTourExamWrongFixes(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			e := tour.ExamOf(seed)
			healthy := worlds(t, e.Scenario)
			planted, err := e.Plant(healthy.Snapshot())
			if err != nil {
				t.Fatal(err)
			}
			broken, err := healthy.Snapshot().With(planted...)
			if err != nil {
				t.Fatal(err)
			}
			w := tour.See(broken)
			l := e.Lesson(w)
			now, ok := made(t, w, l.Exact...)
			if o := l.Judge(tour.Attempt{Start: w, Now: now, Changed: true}); !ok || o.State != tour.Done {
				t.Fatalf("what puts it right (%s) is %v: %s", l.Exact, o.State, o.Why)
			}
			for _, a := range tried(attacks(l, w, l.Exact)) {
				if now, ok := made(t, w, a.lines...); ok {
					attacked(t, l, w, now, a)
				}
			}
		})
	}
}
