package model_test

import (
	"errors"
	"fmt"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/fixture"
)

const groups = `
vpc vpc-1 10.0.0.0/16
vpc vpc-6 10.6.0.0/16,2001:db8::/56
group sg-a vpc-1 Alpha tagged
  ingress tcp 22 from sg-b
  egress all to 0.0.0.0/0
group sg-b vpc-1 beta
  egress tcp 443 to sg-a
eni eni-1 subnet-1 10.0.0.9 sg-a,sg-b
gone sg-dead
`

func TestWith(t *testing.T) {
	ssh := model.TCPRule(model.Ingress, 22, model.GroupPeer("sg-b"))
	dns := model.TCPRule(model.Ingress, 53, model.AnyIPv4())
	for _, c := range []struct {
		name    string
		changes []model.Change
		want    string // rules of the last change's target, or the failure's kind
	}{
		{"authorize", []model.Change{model.Authorize{Group: "sg-a", Rule: dns}}, "[ingress tcp 22 from sg-b ingress tcp 53 from 0.0.0.0/0 egress all to 0.0.0.0/0]"},
		{"authorize what is there", []model.Change{model.Authorize{Group: "sg-a", Rule: ssh}}, "duplicate"},
		{"authorize with another text", []model.Change{model.Authorize{Group: "sg-a", Rule: ssh, Description: "again"}}, "duplicate"},
		{"revoke", []model.Change{model.Revoke{Group: "sg-a", Rule: ssh}}, "[egress all to 0.0.0.0/0]"},
		{"revoke what is not there", []model.Change{model.Revoke{Group: "sg-a", Rule: dns}}, "not found"},
		{"no such group", []model.Change{model.Authorize{Group: "sg-x", Rule: dns}}, "not found"},
		{"create", []model.Change{model.CreateGroup{VPC: "vpc-1", Name: "new"}}, "[egress all to 0.0.0.0/0]"},
		{"create where there is IPv6", []model.Change{model.CreateGroup{VPC: "vpc-6", Name: "new"}}, "[egress all to 0.0.0.0/0 egress all to ::/0]"},
		{"create a name that is there, in other case", []model.Change{model.CreateGroup{VPC: "vpc-1", Name: "ALPHA"}}, "duplicate"},
		{"create twice", []model.Change{model.CreateGroup{VPC: "vpc-1", Name: "n"}, model.CreateGroup{VPC: "vpc-1", Name: "N"}}, "duplicate"},
		{"create and use", []model.Change{model.CreateGroup{VPC: "vpc-1", Name: "n"}, model.Authorize{Group: "new:vpc-1/n", Rule: dns}}, "[ingress tcp 53 from 0.0.0.0/0 egress all to 0.0.0.0/0]"},
		{"delete", []model.Change{model.DeleteGroup{Group: "sg-a"}, model.Authorize{Group: "sg-a", Rule: dns}}, "not found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			after, err := fixture.Snapshot(groups).With(c.changes...)
			if f, ok := errors.AsType[model.Failure](err); ok {
				if f.Kind.String() != c.want {
					t.Errorf("failure %v, want %s", f, c.want)
				}
				return
			}
			g, _ := after.Group(c.changes[len(c.changes)-1].Target())
			var got []string
			for _, r := range g.Rules {
				got = append(got, r.Rule.String())
			}
			if fmt.Sprint(got) != c.want {
				t.Errorf("rules %v, want %s", got, c.want)
			}
		})
	}
}

func TestTagsChange(t *testing.T) {
	s := fixture.Snapshot(groups)
	after, err := s.With(model.SetTag{Group: "sg-b", Key: "k", New: "v"}, model.RemoveTag{Group: "sg-a", Key: model.TagEMR})
	if err != nil {
		t.Fatal(err)
	}
	a, _ := after.Group("sg-a")
	b, _ := after.Group("sg-b")
	if len(a.Tags) != 0 || !cmp.Equal(b.Tags, model.NewTags(model.Tag{Key: "k", Value: "v"})) {
		t.Errorf("tags %v and %v", a.Tags, b.Tags)
	}
}

func TestPresenceAndLookups(t *testing.T) {
	s := fixture.Snapshot(groups)
	for id, want := range map[string]model.Presence{"sg-a": model.Present, "sg-dead": model.Gone, "sg-x": model.NotKnown} {
		if got := s.GroupPresence(id); got != want {
			t.Errorf("%s: %v, want %v", id, got, want)
		}
	}
	if g, ok := s.GroupNamed("vpc-1", "BETA"); !ok || g.ID != "sg-b" {
		t.Errorf("BETA: %v %v", g.ID, ok)
	}
	if refs := s.Referrers("sg-a"); len(refs) != 1 || refs[0].ID != "sg-b" {
		t.Errorf("referrers of sg-a: %v", refs)
	}
	after, _ := s.With(model.Revoke{Group: "sg-b", Rule: model.TCPRule(model.Egress, 443, model.GroupPeer("sg-a"))},
		model.CreateGroup{VPC: "vpc-1", Name: "n"}, model.Authorize{Group: "new:vpc-1/n", Rule: model.TCPRule(model.Egress, 1, model.GroupPeer("sg-a"))})
	if refs := after.Referrers("sg-a"); len(refs) != 1 || refs[0].ID != "new:vpc-1/n" {
		t.Errorf("referrers after the change: %v", refs)
	}
	if len(s.InterfacesOf("sg-b")) != 1 || len(s.InterfacesOf("sg-x")) != 0 {
		t.Error("interfaces of groups")
	}
	if got := (model.Snapshot{}).GroupPresence("sg-a"); got != model.NotKnown {
		t.Errorf("the zero snapshot knows a group: %v", got)
	}
}

// Whatever is laid over a snapshot, the snapshot itself and its other descendants stay as they are.
func TestWithNeverEditsItsReceiver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := fixture.Snapshot(groups)
		steps := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) model.Change {
			r := anyRule().Draw(t, "rule")
			id := rapid.SampledFrom([]string{"sg-a", "sg-b", "new:vpc-1/n", "sg-x"}).Draw(t, "group")
			return rapid.SampledFrom([]model.Change{
				model.Authorize{Group: id, Rule: r},
				model.Revoke{Group: id, Rule: r},
				model.CreateGroup{VPC: "vpc-1", Name: "n"},
				model.SetTag{Group: id, Key: "k", New: "v"},
				model.RemoveTag{Group: id, Key: "k"},
				model.DeleteGroup{Group: id},
			}).Draw(t, "change")
		}), 1, 8).Draw(t, "steps")
		line := []model.Snapshot{base}
		digests := []map[string]string{digestsOf(base)}
		for _, c := range steps {
			next, err := line[len(line)-1].With(c)
			if err != nil {
				continue
			}
			line = append(line, next)
			digests = append(digests, digestsOf(next))
		}
		for i, s := range line {
			if d := cmp.Diff(digests[i], digestsOf(s)); d != "" {
				t.Fatalf("snapshot %d of %v changed later:\n%s", i, steps, d)
			}
		}
	})
}

func digestsOf(s model.Snapshot) map[string]string {
	out := map[string]string{}
	for g := range s.Groups() {
		out[g.ID] = g.Digest()
	}
	return out
}

func TestReadingOfAVPCWinsOverTheWhole(t *testing.T) {
	b := model.NewBuilder(model.Origin{})
	b.Mark(model.PartGroups, "", model.Reading{State: model.ReadPartly})
	b.Mark(model.PartGroups, "vpc-1", model.Reading{State: model.ReadWhole})
	s := b.Snapshot()
	if !s.Reading(model.PartGroups, "vpc-1").Whole() || s.Reading(model.PartGroups, "vpc-2").Whole() {
		t.Error("readings by VPC")
	}
	if s.Reading(model.PartStudios, "").State != model.NotRead {
		t.Error("what was never marked is read")
	}
}

func TestRebind(t *testing.T) {
	p := model.PendingID("vpc-1", "n")
	r := model.TCPRule(model.Ingress, 1, model.GroupPeer(p))
	want := model.TCPRule(model.Ingress, 1, model.GroupPeer("sg-9"))
	if got := model.Rebind(model.Authorize{Group: p, Rule: r}, p, "sg-9"); got != (model.Authorize{Group: "sg-9", Rule: want}) {
		t.Errorf("authorize: %v", got)
	}
	if got := model.Rebind(model.Revoke{Group: "sg-1", Rule: r}, p, "sg-9"); got != (model.Revoke{Group: "sg-1", Rule: want}) {
		t.Errorf("revoke: %v", got)
	}
}

func TestSelectedKeepsNeeds(t *testing.T) {
	step := func(name string, needs ...int) model.Step {
		return model.Step{Change: model.CreateGroup{Name: name}, Needs: needs}
	}
	p := model.Plan{Steps: []model.Step{step("a"), step("b", 0), {Change: model.CreateGroup{Name: "c"}, Blocked: "no"}, step("d", 2), step("e", 1)}}
	for _, c := range []struct {
		picks []int
		want  string
	}{
		{[]int{0, 1, 4}, "[a b e]"}, {[]int{1, 4}, "[]"}, {[]int{0, 4}, "[a]"}, {[]int{0, 1, 2, 3, 4}, "[a b e]"}, {nil, "[]"},
	} {
		var got []string
		for _, s := range p.Selected(c.picks).Steps {
			got = append(got, s.Change.(model.CreateGroup).Name)
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("picks %v: %v, want %s", c.picks, got, c.want)
		}
	}
	if got := p.Selected([]int{0, 1, 4}).Steps[2].Needs; len(got) != 1 || got[0] != 1 {
		t.Errorf("needs of the selected plan: %v", got)
	}
}

func TestVPCWithIPv6(t *testing.T) {
	if (model.VPC{CIDRs: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}).HasIPv6() {
		t.Error("IPv4 counts as IPv6")
	}
}
