package tour

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/sgscope/sgscope/model"
)

// Fault is something that an exam breaks in a healthy account.
type Fault struct {
	ID, Title string
	Where     string   // faults of one place are not planted together
	Signs     []string // ids of the findings that are there until it is mended
	Group     string   // role whose group it is in: workspace, engine, service
	plant     func(World, names) []string
}

// names are the roles of an exam's account, as World.Group takes them.
type names struct{ workspace, engine, primary, service string }

// Exam is two faults in an account that was healthy.
type Exam struct {
	Seed     uint64
	Scenario string
	Faults   []Fault
}

// ExamOf gives the exam of a seed: the same one each time.
func ExamOf(seed uint64) Exam {
	const streams = 0x5ca1ab1e
	r := rand.New(rand.NewPCG(seed, streams))
	scenarios := []string{"healthy", "shared-defaults", "rules-fine"}
	e := Exam{Seed: seed, Scenario: scenarios[r.IntN(len(scenarios))]}
	all := faults()
	for _, i := range r.Perm(len(all)) {
		f := all[i]
		if len(e.Faults) < 2 && !slices.ContainsFunc(e.Faults, func(g Fault) bool { return g.Where == f.Where }) {
			e.Faults = append(e.Faults, f)
		}
	}
	return e
}

func (e Exam) names(w World) names {
	var n names
	for st := range w.snap.Studios() {
		n.workspace, n.engine = "workspace:"+st.ID, "engine:"+st.ID
		break
	}
	for c := range w.snap.Clusters() {
		if c.Live() && c.ServiceAccess != "" {
			n.primary, n.service = "primary:"+c.ID, "service:"+c.ID
			break
		}
	}
	return n
}

// Plant gives the changes that break the account.
func (e Exam) Plant(s model.Snapshot) ([]model.Change, error) {
	w := See(s)
	n := e.names(w)
	var out []model.Change
	for _, f := range e.Faults {
		for _, text := range f.plant(w, n) {
			c, _, err := w.Outside(text)
			if err != nil {
				return nil, fmt.Errorf("plant %s: %w", f.ID, err)
			}
			out = append(out, c)
		}
	}
	return out, nil
}

// Lesson gives the exam as a lesson without prediction and hints, on the account as it was planted.
func (e Exam) Lesson(w World) Lesson {
	n := e.names(w)
	l := Lesson{
		ID: fmt.Sprintf("exam-%d", e.Seed), Title: fmt.Sprintf("Exam, seed %d", e.Seed), Scenario: e.Scenario,
		Story: "Two things were broken here, and nobody says which.",
		Idea:  "Find what is wrong before you change anything; change nothing else.",
		Task:  "Find both failures and mend them. Change nothing else. The clock runs.",
		Point: Point{Words: "pages 1 and 3"}, Source: pageStudio,
	}
	for _, f := range e.Faults {
		group := map[string]string{"workspace": n.workspace, "engine": n.engine, "service": n.service}[f.Group]
		l.Touch = append(l.Touch, group)
		l.Goals = append(l.Goals, Holds("Something is still broken, or a wrong rule is still there.", func(w World) bool {
			return !slices.ContainsFunc(f.Signs, func(id string) bool { return w.Has(id, group) }) && !f.left(w, n)
		}))
		for _, text := range f.plant(w, n) {
			back := map[byte]string{'-': "+", '+': "-"}[text[0]] // what was taken away comes back, what was added goes
			l.Exact = append(l.Exact, back+text[1:])
		}
		l.Learnt = append(l.Learnt, f.Title+".")
	}
	return l
}

// left reports whether a wrong rule that was planted is still there.
func (f Fault) left(w World, n names) bool {
	for _, text := range f.plant(w, n) {
		c, _, err := w.Outside(text)
		if add, ok := c.(model.Authorize); ok && err == nil {
			if _, has := w.Group(add.Group).Find(add.Rule); has {
				return true
			}
		}
	}
	return false
}

// Mended counts the exam's faults that are gone.
func (e Exam) Mended(w World) int {
	n := 0
	for _, g := range e.Lesson(w).Goals {
		if g.Holds(w) {
			n++
		}
	}
	return n
}

// Result is how an exam went.
type Result struct {
	Exam   Exam
	Mended int
	Wrongs int // wrong fixes on the way
	Passed bool
	Took   time.Duration
}

// Text gives the result in a few lines.
func (r Result) Text() string {
	var b strings.Builder
	word := "not passed"
	if r.Passed {
		word = "passed"
	}
	wrongs := "no wrong fix"
	if r.Wrongs == 1 {
		wrongs = "1 wrong fix"
	} else if r.Wrongs > 1 {
		wrongs = fmt.Sprintf("%d wrong fixes", r.Wrongs)
	}
	fmt.Fprintf(&b, "Exam, seed %d: %s. %d of %d mended in %s, %s.\n", r.Exam.Seed, word, r.Mended, len(r.Exam.Faults),
		r.Took.Round(time.Second), wrongs)
	for _, f := range r.Exam.Faults {
		b.WriteString("  planted: " + f.Title + "\n")
	}
	fmt.Fprintf(&b, "Another one: sgscope tour --exam --seed %d\n", r.Exam.Seed+1)
	return b.String()
}

// faults gives what an exam can break.
func faults() []Fault { return slices.Concat(engineFaults(), workspaceFaults(), serviceFaults()) }

// port is what Workspaces speak to their cluster on.
const port = "tcp 18888"

// one is a fault that a single line plants.
func one(f func(names) string) func(World, names) []string {
	return func(_ World, n names) []string { return []string{f(n)} }
}

func engineFaults() []Fault {
	in := func(n names) string { return "-" + n.engine + " ingress " + port + " from sg:" + n.workspace }
	return []Fault{
		{"engine-shut", "Engine had lost its inbound rule", "engine in", []string{"engine-ingress-18888"}, "engine", one(in)},
		{
			"engine-port", "Engine let tcp 18889 in, not 18888", "engine in",
			[]string{"engine-ingress-18888"},
			"engine",
			func(_ World, n names) []string {
				return []string{in(n), "+" + n.engine + " ingress tcp 18889 from sg:" + n.workspace}
			},
		},
		{
			"engine-world", "Engine was open to the world", "engine in",
			[]string{"engine-open-to-world"},
			"engine",
			one(func(n names) string { return "+" + n.engine + " ingress all from 0.0.0.0/0" }),
		},
	}
}

func workspaceFaults() []Fault {
	out := func(n names) string { return "-" + n.workspace + " egress " + port + " to sg:" + n.engine }
	return []Fault{
		{
			"workspace-mute", "Workspace had lost its way out to Engine", "workspace out",
			[]string{"workspace-egress-18888"},
			"workspace", one(out),
		},
		{
			"workspace-udp", "Workspace let udp out to Engine, not tcp", "workspace out",
			[]string{"workspace-egress-18888"},
			"workspace", func(_ World, n names) []string {
				return []string{out(n), "+" + n.workspace + " egress udp 18888 to sg:" + n.engine}
			},
		},
		{
			"workspace-self", "Workspace pointed at itself", "workspace out",
			[]string{"workspace-egress-18888"},
			"workspace",
			func(_ World, n names) []string {
				return []string{out(n), "+" + n.workspace + " egress " + port + " to self"}
			},
		},
		{
			"workspace-in", "Workspace let something in", "workspace in",
			[]string{"workspace-no-ingress"},
			"workspace",
			one(func(n names) string { return "+" + n.workspace + " ingress tcp 8888 from 10.0.0.0/8" }),
		},
		{
			"git-shut", "Workspace had lost its way out to Git", "workspace git",
			[]string{"workspace-egress-443"},
			"workspace",
			one(func(n names) string { return "-" + n.workspace + " egress tcp 443 to 0.0.0.0/0" }),
		},
	}
}

func serviceFaults() []Fault {
	return []Fault{
		{
			"service-in", "Service access had lost tcp 9443 from the primary node", "service in",
			[]string{"service-ingress-9443"},
			"service", one(func(n names) string { return "-" + n.service + " ingress tcp 9443 from sg:" + n.primary }),
		},
		{
			"service-out", "Service access had lost tcp 8443 to the primary node", "service out",
			[]string{"service-egress-8443-primary"},
			"service",
			one(func(n names) string { return "-" + n.service + " egress tcp 8443 to sg:" + n.primary }),
		},
	}
}
