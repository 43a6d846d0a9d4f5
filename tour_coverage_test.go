package main

import (
	"slices"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/tour"
)

// planting makes a fact wrong in an account in which a lesson is done.
type planting struct {
	fact, lesson string
	plant        func(*testing.T, tour.World) model.Snapshot
}

// rules plants by changes of groups, in the words of tour.World.Outside.
func rules(changes ...string) func(*testing.T, tour.World) model.Snapshot {
	return func(t *testing.T, w tour.World) model.Snapshot {
		t.Helper()
		s := w.Snapshot()
		for _, text := range changes {
			c, ok, err := tour.See(s).Outside(text)
			if err != nil || !ok {
				t.Fatalf("%s: %v", text, err)
			}
			if s, err = s.With(c); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
		}
		return s
	}
}

// built plants by building the account anew, with something else in it.
func built(change func(tour.World, *model.Builder)) func(*testing.T, tour.World) model.Snapshot {
	return func(_ *testing.T, w tour.World) model.Snapshot {
		b := model.NewBuilderFrom(w.Snapshot())
		change(w, b)
		return b.Snapshot()
	}
}

// group plants a group that is not as it was.
func group(name string, change func(tour.World, *model.Group)) func(*testing.T, tour.World) model.Snapshot {
	return built(func(w tour.World, b *model.Builder) {
		g := w.Group(name)
		change(w, &g)
		b.AddGroup(g)
	})
}

func named(name string) func(tour.World, *model.Group) {
	return func(_ tour.World, g *model.Group) { g.Name = name }
}

// plantings is one way to make each statement wrong where it is taught.
func plantings() []planting {
	const engine, ws = "DefaultEngineSecurityGroup", "DefaultWorkspaceSecurityGroupGit"
	return []planting{
		{"S14", "first-repair", rules("-workspace:data-science egress tcp 18888 to sg:engine:data-science")},
		{"S13", "first-repair", rules("-engine:data-science ingress tcp 18888 from sg:workspace:data-science")},
		{"S1", "first-repair", built(func(w tour.World, b *model.Builder) {
			st := w.Studio("data-science")
			st.Engine = st.Workspace // one group, not two
			b.AddStudio(st)
		})},
		{"S8", "closed-by-default", rules(
			"-engine:clinical-trials ingress tcp 18888 from sg:workspace:clinical-trials",
			"+engine:clinical-trials ingress tcp 18888 from sg:bastion")},
		{"E10", "closed-by-default", rules("+engine:clinical-trials ingress tcp 18888 from sg:app-servers")},
		{"E1", "two-lists", rules(
			"-service:policies egress tcp 8443 to sg:primary:policies", "+primary:policies egress tcp 8443 to sg:service:policies")},
		{"E9", "at-once", rules("-engine:research ingress tcp 18888 from sg:workspace:research")},
		{"E11", "most-permissive", rules("+bastion ingress tcp 0-65535 from 192.0.2.0/24")},
		{"S9", "nothing-wrong", group(engine, named("engine"))},
		{"S9", "make-a-pair", group(ws, named("workspace"))},
		{"S2", "port-typo", rules(
			"-studio-engine ingress tcp 18888 from sg:studio-workspace", "+studio-engine ingress tcp 18889 from sg:studio-workspace")},
		{"S14", "own-mirror", rules("-studio-workspace egress tcp 18888 to sg:studio-engine")},
		{"S14", "rule-on-engine", rules("-studio-workspace egress tcp 18888 to sg:studio-engine")},
		{"S13", "rule-on-engine", rules("-studio-engine ingress tcp 18888 from sg:studio-workspace")},
		{"S7", "no-way-in", rules("+workspace:route-planning ingress tcp 22 from sg:bastion")},
		{"S6", "two-workspaces", rules("-engine:audit ingress tcp 18888 from sg:workspace:pricing")},
		{"E8", "joins-late", built(func(w tour.World, b *model.Builder) {
			c := w.Cluster("ml-gpu")
			c.AdditionalPrimary = append(slices.Clone(c.AdditionalPrimary), w.Group("engine:ml-team").ID)
			b.AddCluster(c)
		})},
		{"S4", "joins-late", built(func(w tour.World, b *model.Builder) {
			for _, i := range w.Snapshot().InterfacesOf(w.Group("engine:ml-team").ID) {
				i.Groups = []string{w.Group("engine:ml-team").ID} // instead of the cluster's groups
				b.AddInterface(i)
			}
		})},
		{"S5", "make-a-pair", group(engine, named("somebody-else"))},
		{"S12", "make-a-pair", func(t *testing.T, w tour.World) model.Snapshot { // the id that was noted leads nowhere
			t.Helper()
			s, err := w.Snapshot().With(model.DeleteGroup{Group: w.Group(engine).ID})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}},
		{"S13", "make-a-pair", rules("-" + engine + " ingress tcp 18888 from sg:" + ws)},
		{"S14", "make-a-pair", rules("-" + ws + " egress tcp 18888 to sg:" + engine)},
		{"S10", "make-a-pair", group(engine, func(_ tour.World, g *model.Group) { g.VPC = "vpc-0000000000elsewhere" })},
	}
}

// solved plays the first right way of a lesson and gives the account at its end.
func solved(t *testing.T, l tour.Lesson) tour.World {
	t.Helper()
	for _, p := range l.Plays {
		if p.Ends != tour.Done {
			continue
		}
		s := atTask(t, l, l.Ask.Right(worlds(t, l.Scenario)))
		for _, step := range p.Steps {
			s.do(step)
		}
		s.press("r") // a run reads by itself, past whoever watches
		return tour.See(s.seen)
	}
	t.Fatalf("%s has no right way", l.ID)
	return tour.World{}
}

// Where a fact is planted wrong the lesson that teaches it is not done.
func TestTourCoverage(t *testing.T) {
	ends := map[string]tour.World{}
	planted := map[string]bool{}
	for _, p := range append(plantings(), laterPlantings()...) {
		planted[p.fact+" "+p.lesson] = true
		t.Run(p.fact+"/"+p.lesson, func(t *testing.T) {
			l, _, ok := tour.Find(p.lesson)
			if !ok || !slices.Contains(l.Facts(), p.fact) {
				t.Fatalf("%s does not teach %s", p.lesson, p.fact)
			}
			if _, seen := ends[l.ID]; !seen {
				ends[l.ID] = solved(t, l)
			}
			good := ends[l.ID]
			a := tour.Attempt{Start: worlds(t, l.Scenario), Now: good, Changed: l.Mode != tour.Leave, Claimed: l.Mode == tour.Leave}
			if o := l.Judge(a); o.State != tour.Done {
				t.Fatalf("without the planted fault: %v, %s", o.State, o.Why)
			}
			bad := tour.See(p.plant(t, good))
			a.Now = bad
			if l.Mode != tour.Mend {
				a.Start = bad // nobody changed it: it was so when the lesson began
			}
			if o := l.Judge(a); o.State == tour.Done || o.Why == "" {
				t.Errorf("with %s wrong the lesson is done: %v, %q", p.fact, o.State, o.Why)
			}
		})
	}
	for _, l := range tour.Lessons() {
		for _, f := range l.Facts() {
			if !planted[f+" "+l.ID] {
				t.Errorf("%s says that it teaches %s, and no test plants that wrong", l.ID, f)
			}
		}
	}
	for _, s := range tour.Statements() {
		if taught := len(lessonsOf(s.ID)) > 0; taught == slices.Contains(untaught(), s.ID) {
			t.Errorf("%s is taught: %v; keep untaught() true. %s", s.ID, taught, s.Text)
		}
	}
}

// lessonsOf gives the lessons that teach a statement.
func lessonsOf(fact string) []tour.Lesson {
	var out []tour.Lesson
	for _, l := range tour.Lessons() {
		if slices.Contains(l.Facts(), fact) {
			out = append(out, l)
		}
	}
	return out
}
