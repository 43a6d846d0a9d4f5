package reach_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// oracleForEach runs f on random cases and stops at the first failure, whose case it names.
func oracleForEach(t *testing.T, stream uint64, n int, f func(t *testing.T, d oracleDice, c oracleCase)) {
	t.Helper()
	for i := range n {
		d := newOracleDice(oracleSeed+stream, uint64(i))
		c := oracleCase{question: d.question()}
		c.world = d.worldFor(c.question)
		if f(t, d, c); t.Failed() {
			t.Logf("seed %d, case %d: %s", oracleSeed+stream, i, c)
			return
		}
	}
}

// TestOracleHops judges each hop by itself, as a trace does that names every blocking reason.
func TestOracleHops(t *testing.T) {
	oracleForEach(t, 2, oracleCount(500, 5_000), func(t *testing.T, _ oracleDice, c oracleCase) {
		t.Helper()
		trace := reach.Ask(c.world.snapshot(), c.question)
		if from, _ := oracleAsked(c.question); len(from) == 0 {
			return
		}
		want := map[reach.HopKind]model.Verdict{}
		j := oracleQuick(c.world)
		if c.question.From.Guarded {
			j.passes = oracleWorld.leaves
			want[reach.HopEgress] = j.verdict(c.question)
		}
		if c.question.To.Guarded {
			j.passes = oracleWorld.enters
			want[reach.HopIngress] = j.verdict(c.question)
		}
		got := map[reach.HopKind]model.Verdict{}
		for _, h := range trace.Forward.Hops {
			got[h.Kind] = h.Verdict
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("hops (-want +got):\n%s", diff)
		}
		if (trace.Passes != "") != (trace.Verdict == model.Partly) {
			t.Errorf("%s, and what passes is %q", trace.Verdict, trace.Passes)
		}
		if trace.Verdict == model.Blocked && len(trace.Reasons()) == 0 {
			t.Error("blocked, and no reason says why")
		}
	})
}

// TestOracleCitedRules requires that a rule that a hop cites is one of an end's groups and can let
// some of the traffic through.
func TestOracleCitedRules(t *testing.T) {
	oracleForEach(t, 3, oracleCount(500, 5_000), func(t *testing.T, _ oracleDice, c oracleCase) {
		t.Helper()
		for _, h := range reach.Ask(c.world.snapshot(), c.question).Forward.Hops {
			for _, m := range h.Rules {
				only := c.world
				only.groups = map[string][]model.Rule{m.Group: {m.Entry.Rule}}
				q := c.question
				own := &q.From
				j := oracleQuick(only)
				j.passes = oracleWorld.leaves
				if h.Kind == reach.HopIngress {
					own, j.passes = &q.To, oracleWorld.enters
				}
				own.Groups, own.Unsure = []string{m.Group}, false
				if v := j.verdict(q); v == model.Blocked {
					t.Errorf("%s cites %s of %s, which lets none of it through", h.Kind, m.Entry.Rule, m.Group)
				}
			}
		}
	})
}

// TestOracleRepairs requires that a repair opens the path and that no part of it does.
func TestOracleRepairs(t *testing.T) {
	repaired, left := 0, 0
	oracleForEach(t, 4, oracleCount(500, 6_000), func(t *testing.T, _ oracleDice, c oracleCase) {
		t.Helper()
		s := c.world.snapshot()
		trace := reach.Ask(s, c.question)
		if trace.Repair == nil {
			left++
			if oracleMustRepair(c, trace.Verdict) {
				t.Errorf("%s, both ends carry a group that was read, and there is no repair", trace.Verdict)
			}
			return
		}
		repaired++
		if trace.Verdict == model.Allowed {
			t.Errorf("allowed, and yet a repair: %v", trace.Repair)
		}
		if n := len(trace.Repair); n == 0 || n > 2 {
			t.Fatalf("a repair of %d changes, where one a direction is enough", n)
		}
		for _, change := range trace.Repair {
			oracleRepairIsNarrow(t, c.question, change)
		}
		for part := range 1 << len(trace.Repair) {
			oraclePartOfRepair(t, c, s, trace.Repair, part)
		}
	})
	t.Logf("%d repaired, %d without a repair", repaired, left)
}

// oracleRepairIsNarrow requires that a rule of a repair opens nothing but what was asked about.
func oracleRepairIsNarrow(t *testing.T, q reach.Question, change model.Change) {
	t.Helper()
	a, ok := change.(model.Authorize)
	if !ok {
		t.Fatalf("a repair that is no new rule: %#v", change)
	}
	own, peer, r := q.To, q.From, a.Rule
	if r.Direction == model.Egress {
		own, peer = q.From, q.To
	}
	within := func(p netip.Prefix) bool { return p.Bits() <= r.Peer.Prefix.Bits() && p.Contains(r.Peer.Prefix.Addr()) }
	fits := slices.ContainsFunc(peer.Addresses, within)
	if r.Peer.Kind == model.PeerGroup {
		fits = slices.Contains(peer.Groups, r.Peer.ID)
	}
	ports := q.Ports.First <= r.Ports.First && r.Ports.Last <= q.Ports.Last
	if r.Protocol != q.Protocol || !ports || !fits || !slices.Contains(own.Groups, a.Group) {
		t.Errorf("a repair wider than the question: %v", a)
	}
}

// oraclePartOfRepair applies the changes whose bits are set, and asks evaluator and oracle.
func oraclePartOfRepair(t *testing.T, c oracleCase, s model.Snapshot, repair []model.Change, part int) {
	t.Helper()
	var changes []model.Change
	w := c.world
	for i, change := range repair {
		if part&(1<<i) == 0 {
			continue
		}
		a := change.(model.Authorize) // as oracleRepairIsNarrow has seen
		changes = append(changes, change)
		w = w.with(a.Group, a.Rule)
	}
	next, err := s.With(changes...)
	if err != nil {
		t.Fatalf("apply %v: %v", changes, err)
	}
	got := reach.Ask(next, c.question).Verdict
	if want := oracleQuick(w).verdict(c.question); got != want {
		t.Errorf("after %v: got %s, want %s", changes, got, want)
	}
	if whole := part == 1<<len(repair)-1; whole != (got == model.Allowed) {
		t.Errorf("%s after %v, of %v", got, changes, repair)
	}
}

// oracleMustRepair reports whether one rule a direction is sure to open the path: it is known to be
// closed, in part at least, each guard has a group that can be edited, and one peer says the far end: its one
// block of the family that is asked about, or a group that it carries.
func oracleMustRepair(c oracleCase, v model.Verdict) bool {
	editable := func(e reach.End) bool {
		return slices.ContainsFunc(e.Groups, func(g string) bool { _, read := c.world.groups[g]; return read })
	}
	opens := func(own, peer reach.End, blocks []netip.Prefix) bool {
		isOne := len(blocks) == 1 && len(peer.Addresses) > 0 || editable(peer) && (peer.Kind == reach.EndGroup || len(blocks) > 1)
		return !own.Guarded || editable(own) && isOne
	}
	from, to := oracleAsked(c.question)
	return (v == model.Blocked || v == model.Partly) && len(from) > 0 &&
		opens(c.question.From, c.question.To, to) && opens(c.question.To, c.question.From, from)
}

// TestOracleMoreRulesNeverBlock adds a rule: what was allowed stays so, and what was not blocked
// does not become so.
func TestOracleMoreRulesNeverBlock(t *testing.T) {
	oracleForEach(t, 5, oracleCount(300, 2_500), func(t *testing.T, d oracleDice, c oracleCase) {
		t.Helper()
		s := c.world.snapshot()
		before := reach.Ask(s, c.question).Verdict
		for range 3 {
			change := model.Authorize{
				Group: oracleOne(d, "sg-a", "sg-b", "sg-c", "sg-d"),
				Rule:  d.rule(oracleOne(d, model.Ingress, model.Egress)),
			}
			next, err := s.With(change)
			if err != nil {
				continue // the group was not read, or has the rule
			}
			after := reach.Ask(next, c.question).Verdict
			if before == model.Allowed && after != model.Allowed || before != model.Blocked && after == model.Blocked {
				t.Errorf("%s, and %s after %v", before, after, change)
			}
			if want := oracleQuick(c.world.with(change.Group, change.Rule)).verdict(c.question); after != want {
				t.Errorf("after %v: got %s, want %s", change, after, want)
			}
		}
	})
}

// TestOracleLessReadIsLessKnown leaves out a group: no verdict may turn into another verdict.
func TestOracleLessReadIsLessKnown(t *testing.T) {
	oracleForEach(t, 6, oracleCount(300, 2_500), func(t *testing.T, _ oracleDice, c oracleCase) {
		t.Helper()
		before := reach.Ask(c.world.snapshot(), c.question).Verdict
		for g := range c.world.groups {
			after := reach.Ask(c.world.without(g).snapshot(), c.question).Verdict
			if after != model.Unknown && after != before {
				t.Errorf("%s, and %s where %s was not read", before, after, g)
			}
		}
	})
}

// TestOracleDeletedGroups deletes a group: its rules go, and what names it matches nothing.
func TestOracleDeletedGroups(t *testing.T) {
	oracleForEach(t, 9, oracleCount(300, 2_000), func(t *testing.T, _ oracleDice, c oracleCase) {
		t.Helper()
		for g := range c.world.groups {
			s, err := c.world.snapshot().With(model.DeleteGroup{Group: g})
			if err != nil {
				t.Fatal(err)
			}
			w := c.world.without(g)
			w.gone = map[string]bool{"sg-gone": true, g: true}
			if got, want := reach.Ask(s, c.question).Verdict, oracleQuick(w).verdict(c.question); got != want {
				t.Errorf("without %s: got %s, want %s", g, got, want)
			}
		}
	})
}

// TestOracleEndsAsMade asks between ends that reach makes of a snapshot, where the line says what
// they should be.
func TestOracleEndsAsMade(t *testing.T) {
	oracleForEach(t, 10, oracleCount(300, 2_000), func(t *testing.T, d oracleDice, c oracleCase) {
		t.Helper()
		s := c.world.snapshot()
		q := c.question
		q.From, q.To = reach.GroupEnd(s, "sg-a"), reach.GroupEnd(s, "sg-b").InSubnets(s, []string{"subnet-1"})
		c.question.From = oracleParseEnd("", "any sg-a@10.0.0.0/28,fd00::/126?")
		if _, read := c.world.groups["sg-a"]; !read {
			c.question.From.Addresses = nil
		}
		c.question.To = oracleParseEnd("", "any sg-b@10.0.0.0/29")
		switch {
		case d.oneIn(4):
			q.To, c.question.To = reach.Internet(), oracleParseEnd("", "-@0.0.0.0/0")
		case d.oneIn(4):
			block := d.smallBlock()
			q.To, c.question.To = reach.Block(block), oracleParseEnd("", "-@"+block.String())
		case d.oneIn(4):
			q.To = reach.InterfaceEnd(model.Interface{
				ID: "eni-1", VPC: "vpc-1", Subnet: "subnet-1", Groups: []string{"sg-c"},
				Addresses: []netip.Addr{netip.MustParseAddr("10.0.0.3"), netip.MustParseAddr("10.0.0.4")},
			})
			c.question.To = oracleParseEnd("", "sg-c@10.0.0.3,10.0.0.4")
		}
		if got, want := reach.Ask(s, q).Verdict, oracleQuick(c.world).verdict(c.question); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

// TestOracleAskOnlyReads requires that a question leaves snapshot and question as they were, and that
// asking again gives the same trace.
func TestOracleAskOnlyReads(t *testing.T) {
	same := cmpopts.EquateComparable(netip.Prefix{})
	oracleForEach(t, 7, oracleCount(200, 1_000), func(t *testing.T, _ oracleDice, c oracleCase) {
		t.Helper()
		s := c.world.snapshot()
		before := oracleDump(s) + c.String()
		first := reach.Ask(s, c.question)
		second := reach.Ask(s, c.question)
		if after := oracleDump(s) + c.String(); after != before {
			t.Errorf("asking changed something:\n%s", cmp.Diff(before, after))
		}
		if diff := cmp.Diff(first, second, same); diff != "" {
			t.Errorf("the same question twice (-first +second):\n%s", diff)
		}
		if other := reach.Ask(c.world.snapshot(), c.question); !cmp.Equal(first, other, same) {
			t.Errorf("the same world read again (-first +second):\n%s", cmp.Diff(first, other, same))
		}
	})
}

func oracleDump(s model.Snapshot) string {
	var b strings.Builder
	for g := range s.Groups() {
		fmt.Fprintf(&b, "%+v\n", g)
	}
	for v := range s.VPCs() {
		fmt.Fprintf(&b, "%+v\n", v)
	}
	fmt.Fprint(&b, s.Gone())
	return b.String()
}
