package apply_test

import (
	"bytes"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

func rules(t *rapid.T) model.Rule {
	var peer model.Peer
	switch rapid.IntRange(0, 4).Draw(t, "peer") {
	case 0:
		a := netip.AddrFrom4([4]byte(rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "v4")))
		peer = model.CIDRPeer(netip.PrefixFrom(a, rapid.IntRange(0, 32).Draw(t, "bits")))
	case 1:
		a := netip.AddrFrom16([16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "v6")))
		if a.Is4In6() {
			a = netip.IPv6Unspecified()
		}
		peer = model.CIDRPeer(netip.PrefixFrom(a, rapid.IntRange(0, 128).Draw(t, "bits")))
	case 2:
		peer = model.GroupPeer(rapid.StringMatching(`sg-[0-9a-f]{17}`).Draw(t, "group"))
	case 3:
		peer = model.GroupPeer(model.PendingID(vpc, rapid.String().Draw(t, "name")))
	case 4:
		peer = model.PrefixListPeer(rapid.StringMatching(`pl-[0-9a-f]{8}`).Draw(t, "list"))
	}
	proto := rapid.SampledFrom([]model.Protocol{
		model.AllProtocols, model.TCP, model.UDP, model.ICMP, model.ICMPv6, 0, 47,
		255,
	}).Draw(t, "protocol")
	from, to := rapid.IntRange(0, 255).Draw(t, "from"), rapid.IntRange(-1, 255).Draw(t, "to")
	if !proto.IsICMP() {
		from, to = min(from, max(to, 0)), max(from, to)*rapid.IntRange(1, 257).Draw(t, "wide")
	}
	r, err := model.NewRule(rapid.SampledFrom([]model.Direction{model.Ingress, model.Egress}).Draw(t, "direction"),
		proto, from, to, peer)
	if err != nil {
		t.Fatalf("make a rule: %v", err)
	}
	return r
}

func changes(t *rapid.T) model.Change {
	text := func(what string) string { return rapid.String().Draw(t, what) }
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		return model.CreateGroup{
			VPC: text("vpc"), Name: text("name"), Description: text("description"),
			Tag: model.Tag{Key: text("key"), Value: text("value")},
		}
	case 1:
		return model.Authorize{Group: text("group"), Rule: rules(t), Description: text("description")}
	case 2:
		return model.Revoke{Group: text("group"), Rule: rules(t), RuleID: text("id")}
	case 3:
		return model.SetTag{
			Group: text("group"), Key: text("key"), Old: text("old"),
			HadOld: rapid.Bool().Draw(t, "had"), New: text("new"),
		}
	case 4:
		return model.DeleteGroup{
			Group: text("group"), Name: text("name"), VPC: text("vpc"),
			Description: text("description"),
		}
	}
	return model.RemoveTag{Group: text("group"), Key: text("key"), Old: text("old")}
}

func TestChangesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := changes(t)
		data, err := apply.EncodeChange(c)
		if err != nil {
			t.Fatalf("write %v: %v", c, err)
		}
		back, err := apply.DecodeChange(data)
		if err != nil || back != c {
			t.Fatalf("%v came back from %s as %v: %v", c, data, back, err)
		}
		again, _ := apply.EncodeChange(back)
		if !bytes.Equal(again, data) {
			t.Fatalf("written as %s, then as %s", data, again)
		}
		if bytes.ContainsFunc(data, model.Hidden) {
			t.Fatalf("hidden characters in %q", data)
		}
	})
}

func TestChangesThatCannotBeWrittenOrRead(t *testing.T) {
	loose := authorize
	loose.Rule.Peer.Prefix = netip.MustParsePrefix("10.1.2.3/8")
	loose.Rule.Peer.Kind, loose.Rule.Peer.ID = model.PeerCIDR, ""
	nobody := authorize
	nobody.Rule = model.Rule{}
	for _, c := range []model.Change{nil, loose, nobody} {
		if data, err := apply.EncodeChange(c); err == nil {
			t.Errorf("%v was written as %s", c, data)
		}
	}
	for _, s := range []string{
		``, `[]`, `null`, `{}`, `{"kind":"format-disk"}`, `{"kind":"authorize"}`,
		`{"kind":"authorize","rule":{"direction":"up","protocol":"tcp","peer":{"kind":"cidr","value":"10.0.0.0/8"}}}`,
		`{"kind":"authorize","rule":{"direction":"egress","protocol":"tpc","peer":{"kind":"cidr","value":"10.0.0.0/8"}}}`,
		`{"kind":"authorize","rule":{"direction":"egress","protocol":"tcp","ports":"x",` +
			`"peer":{"kind":"cidr","value":"10.0.0.0/8"}}}`,
		`{"kind":"authorize","rule":{"direction":"egress","protocol":"tcp","peer":{"kind":"cidr","value":"ten"}}}`,
		`{"kind":"revoke","rule":{"direction":"egress","protocol":"tcp","peer":{"kind":"none"}}}`,
		`{"kind":"revoke","rule":{"direction":"egress","protocol":"tcp","peer":{"kind":"star","value":"x"}}}`,
	} {
		if c, err := apply.DecodeChange([]byte(s)); err == nil {
			t.Errorf("%s was read as %v", s, c)
		}
	}
}

func TestChangesAsText(t *testing.T) {
	c := model.Authorize{Group: "sg-1", Rule: rule("egress tcp 18888 to sg-2"), Description: "to the Engine"}
	want := `{"kind":"authorize","group":"sg-1","description":"to the Engine","rule":{"direction":"egress",` +
		`"protocol":"tcp","ports":"18888","peer":{"kind":"group","value":"sg-2"},"text":"egress tcp 18888 to sg-2"}}`
	if got, err := apply.EncodeChange(c); err != nil || string(got) != want {
		t.Errorf("%s %v\nwant %s", got, err, want)
	}
}

// Goals go through a journal as they are.
func TestGoalsComeBack(t *testing.T) {
	goals := []model.Goal{
		nil,
		model.CreateGroups{
			VPC: vpc, Set: model.StudioGit, WorkspaceName: "W", WorkspaceDescription: "w", EngineName: "E",
			EngineDescription: "e",
		},
		model.CreateGroups{VPC: vpc, Set: model.StudioWithoutGit},
		model.FixFindings{},
		model.FixFindings{Keys: []string{"workspace-egress-18888:sg-1:sg-2"}},
		model.EditRules{Changes: []model.Change{authorize, revoke, create, setTag, removeTag, remove}},
		model.Undo{Journal: "a.jsonl"},
	}
	for _, g := range goals {
		w := newWorld(t, brokenGroups()...)
		plan := func(s model.Snapshot) model.Plan {
			p := fixPlan()(s)
			p.Goal = g
			p.Steps[0].Why, p.Steps[0].Clears, p.Steps[0].Drift = "because", []string{"a:b"}, "CloudFormation"
			return p
		}
		order := all(plan(w.snap))
		run, err := apply.New(w, options(t)).Apply(t.Context(), order, planFor(w, plan, fixPlan()), nil)
		if err != nil {
			t.Fatal(err)
		}
		h := mustRead(t, run.Journal).Header
		if d := cmp.Diff(g, h.Goal, sameRules()); d != "" {
			t.Errorf("goal (-want +got):\n%s", d)
		}
		for i, s := range h.Steps {
			if s.Index != i || !reflect.DeepEqual(s.Step, order.Plan.Steps[i]) {
				t.Errorf("step %d: %+v, want %+v", i, s, order.Plan.Steps[i])
			}
		}
	}
	if unknown := apply.LastSet + 1; unknown.String() != model.GroupSet(0).String() {
		t.Errorf("the model has the set %q, which the journal does not know: raise lastSet", unknown)
	}
}

// FuzzReadJournal reads any text, and the same text with its checksums put right, so that what is
// behind them is reached too. What is read is within what a journal can say.
func FuzzReadJournal(f *testing.F) {
	f.Add(golden(f))
	f.Add([]byte("\n"))
	f.Add([]byte(`{"n":0,"at":"2026-08-11T10:15:02Z","header":{"schemaVersion":1,"goal":{"kind":"undo"}},"sum":"0"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var mended []byte
		for l := range bytes.Lines(data) {
			l = bytes.TrimSuffix(l, []byte("\n"))
			if at := bytes.LastIndex(l, []byte(`,"sum":"`)); at >= 0 {
				l = l[:at]
			}
			mended = append(append(mended, apply.Seal(l)...), '\n')
		}
		for _, text := range [][]byte{data, mended} {
			j, err := apply.ParseJournal(text)
			if err != nil {
				continue
			}
			for _, r := range j.Records {
				if data, err := apply.EncodeChange(r.Change); err == nil {
					if back, err := apply.DecodeChange(data); err != nil || back != r.Change {
						t.Errorf("%v came back as %v: %v", r.Change, back, err)
					}
				}
			}
			if len(j.Outcomes()) != len(j.Header.Steps) {
				t.Errorf("%d outcomes of %d steps", len(j.Outcomes()), len(j.Header.Steps))
			}
		}
	})
}

// golden gives the journal of a whole run, for a seed.
func golden(f *testing.F) []byte {
	f.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "create.jsonl"))
	if err != nil {
		f.Fatal(err)
	}
	return data
}
