package apply_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

// towardsNamed plans those of the changes that the world does not show yet, with the ids that new groups
// have by now, in the order of DESIGN.
func towardsNamed(changes ...model.Change) func(model.Snapshot) model.Plan {
	return func(s model.Snapshot) model.Plan {
		p := model.Plan{Goal: model.EditRules{Changes: changes}}
		for _, c := range changes {
			for _, other := range changes {
				if n, ok := other.(model.CreateGroup); ok {
					if g, there := s.GroupNamed(n.VPC, n.Name); there {
						c = model.Rebind(c, n.Target(), g.ID)
					}
				}
			}
			if r, ok := c.(model.Revoke); ok {
				g, _ := s.Group(r.Group)
				have, _ := g.Find(r.Rule)
				r.RuleID = have.ID
				c = r
			}
			if _, creates := c.(model.CreateGroup); !shown(s, c) || !creates && model.IsPending(c.Target()) {
				p.Steps = append(p.Steps, model.Step{Change: c})
			}
		}
		return p
	}
}

// randomWorld draws a world of a few groups with rules, descriptions and tags.
func randomWorld(t *testing.T, rt *rapid.T) *world {
	t.Helper()
	names := []string{"Alpha", "Beta", "Gamma"}
	var groups []model.Group
	for i, n := range names[:rapid.IntRange(2, 3).Draw(rt, "groups")] { // rules name the first two
		g := group(fmt.Sprintf("sg-%d", i), n)
		g.Tags = randomTags(rt, "tags")
		for k, r := range rapid.SliceOfNDistinct(rapid.SampledFrom(rulePool()), 0, 4, rapid.ID).Draw(rt, "rules") {
			g.Rules = append(g.Rules, model.GroupRule{
				Rule: r, ID: fmt.Sprintf("sgr-%d-%d", i, k), Tags: randomTags(rt, "ruleTags"),
				Description: rapid.SampledFrom([]string{"", "for tests", "from the office"}).Draw(rt, "description"),
			})
		}
		slices.SortStableFunc(g.Rules, func(a, b model.GroupRule) int { return int(a.Rule.Direction) - int(b.Rule.Direction) })
		groups = append(groups, g)
	}
	return newWorld(t, groups...)
}

func randomTags(t *rapid.T, label string) model.Tags {
	var out model.Tags
	for _, k := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"team", "env", model.TagEMR}), 0, 2, rapid.ID).Draw(t, label) {
		out = out.With(model.Tag{Key: k, Value: rapid.SampledFrom([]string{"true", "data", ""}).Draw(t, "value")})
	}
	return out
}

func rulePool() []model.Rule {
	var out []model.Rule
	for _, text := range []string{
		"ingress tcp 18888 from sg-0", "ingress tcp 22 from 0.0.0.0/0", "ingress all from sg-1", "ingress icmp 8/0 from 10.0.0.0/8",
		"egress all to 0.0.0.0/0", "egress tcp 443 to ::/0", "egress tcp 18888 to sg-0", "egress udp 53 to 10.0.0.2/32",
	} {
		out = append(out, rule(text))
	}
	return out
}

// randomChanges draws a plan without conflicts for a world.
func randomChanges(t *rapid.T, w *world) []model.Change {
	var tag, create, add, drop []model.Change
	var ids []string
	for g := range w.snap.Groups() {
		ids = append(ids, g.ID)
	}
	fresh := map[string]bool{}
	for _, n := range []string{"New-1", "New-2"}[:rapid.IntRange(0, 2).Draw(t, "new")] {
		c := model.CreateGroup{VPC: vpc, Name: n, Description: "made for tests", Tag: model.EMRTag()}
		create, ids = append(create, c), append(ids, c.Target())
		fresh[c.Target()] = true
	}
	for _, id := range ids {
		g, _ := w.snap.Group(id)
		pool := rulePool()
		if fresh[id] {
			g = model.Group{Rules: []model.GroupRule{{Rule: model.AllTraffic(model.Egress, model.AnyIPv4())}}}
		}
		for _, peer := range ids {
			pool = append(pool, model.TCPRule(model.Ingress, 9000, model.GroupPeer(peer)))
		}
		for _, r := range rapid.SliceOfNDistinct(rapid.SampledFrom(pool), 0, 3, rapid.ID).Draw(t, "touched") {
			have, has := g.Find(r)
			switch _, there := w.snap.Group(r.Peer.ID); {
			case has:
				drop = append(drop, model.Revoke{Group: id, Rule: r, RuleID: have.ID})
			case r.Peer.Kind != model.PeerGroup || there || model.IsPending(r.Peer.ID):
				add = append(add, model.Authorize{Group: id, Rule: r, Description: rapid.SampledFrom([]string{"", "new"}).Draw(t, "d")})
			}
		}
		if fresh[id] {
			continue
		}
		for _, k := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"team", "env"}), 0, 2, rapid.ID).Draw(t, "keys") {
			old, had := g.Tags.Get(k)
			if had && rapid.Bool().Draw(t, "remove") {
				tag = append(tag, model.RemoveTag{Group: id, Key: k, Old: old})
			} else if old != "ops" {
				tag = append(tag, model.SetTag{Group: id, Key: k, Old: old, HadOld: had, New: "ops"})
			}
		}
	}
	return slices.Concat(tag, create, add, drop)
}

// inFull gives a world's groups as lines without ids, with all that an undo must bring back.
func inFull(s model.Snapshot) []string {
	var names []string
	for g := range s.Groups() {
		names = append(names, g.ID, g.Name)
	}
	var out []string
	for g := range s.Groups() {
		var lines []string
		for _, r := range g.Rules {
			text := strings.NewReplacer(names...).Replace(r.Rule.String())
			lines = append(lines, fmt.Sprintf("%s (%s) %q", text, r.Description, r.Tags))
		}
		slices.Sort(lines)
		out = append(out, fmt.Sprintf("%s: %s %q\n\t%s", g.Name, g.Description, g.Tags, strings.Join(lines, "\n\t")))
	}
	slices.Sort(out)
	return out
}

// desk is an operator's program: it applies to one world and keeps its journals in memory.
type desk struct {
	*apply.Applier
	t    *testing.T
	w    *world
	disk apply.Disk
}

func newDesk(t *testing.T, w *world) *desk {
	t.Helper()
	w.strict = true
	disk := apply.Disk{}
	return &desk{apply.New(w, timed(apply.Options{})).KeepIn(disk), t, w, disk}
}

// do applies every step that can be selected of what plan makes of the world.
func (d *desk) do(plan func(model.Snapshot) model.Plan) model.Run {
	d.t.Helper()
	return d.order(all(plan(d.w.snap)), plan)
}

func (d *desk) order(o model.Order, plan func(model.Snapshot) model.Plan) model.Run {
	d.t.Helper()
	run, err := d.Apply(d.t.Context(), o, plan, nil)
	if err != nil {
		d.t.Fatalf("apply: %v", err)
	}
	return run
}

// noun gives the journal of a run as a noun.
func (d *desk) noun(path string) model.Journal {
	d.t.Helper()
	r, err := d.Assess(d.t.Context(), path)
	if err != nil {
		d.t.Fatalf("assess: %v", err)
	}
	return r.Journal
}

// undo takes back what a journal did.
func (d *desk) undo(path string) model.Run {
	d.t.Helper()
	j := d.noun(path)
	plan := func(s model.Snapshot) model.Plan { return d.UndoPlan(j, s) }
	if len(plan(d.w.snap).Steps) == 0 {
		return model.Run{}
	}
	return d.do(plan)
}

func cmpInts(list []int) string { return fmt.Sprint(list) }

func bytesOf(s string) *bytes.Buffer { return bytes.NewBufferString(s) }
