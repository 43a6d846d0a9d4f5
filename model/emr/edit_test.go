package emr_test

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

func ruleOf(t *testing.T, text string) model.Rule {
	t.Helper()
	r, err := model.ParseRule(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// managed is a cluster with groups that EMR manages, and ssh from a few places.
const managedCluster = network + `
cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-prim sg-core
group sg-prim vpc-1 ElasticMapReduce-master
  ingress all from sg-prim
  ingress all from sg-core
  ingress tcp 8443 from 72.21.217.0/24
  ingress tcp 22 from 192.0.2.12/32
  ingress tcp 0-65535 from 192.0.2.0/24
  ingress tcp 8088 from 198.51.100.7/32
  ingress tcp 22 from sg-dead
  ingress tcp 22 from 0.0.0.0/0
  egress all to 0.0.0.0/0
group sg-core vpc-1 ElasticMapReduce-slave
  ingress all from sg-prim
  ingress all from sg-core
  egress all to 0.0.0.0/0
gone sg-dead
`

func TestWhatARuleIsFor(t *testing.T) {
	want := []string{
		"ingress all from sg-prim: needed: the cluster's nodes among each other (etl)",
		"ingress all from sg-core: needed: the cluster's nodes among each other (etl)",
		"ingress tcp 8443 from 72.21.217.0/24: EMR's own: its service reaches clusters in public subnets",
		"ingress tcp 22 from 192.0.2.12/32: redundant: allowed by tcp 0-65535 from 192.0.2.0/24",
		"ingress tcp 0-65535 from 192.0.2.0/24: nothing of EMR's is known to ask for it",
		"ingress tcp 8088 from 198.51.100.7/32: nothing of EMR's is known to ask for it",
		"ingress tcp 22 from sg-dead: matches nothing: sg-dead is deleted",
		"ingress tcp 22 from 0.0.0.0/0: exposed: ssh to the primary node is open to the world",
		"egress all to 0.0.0.0/0: needed: the cluster's nodes among each other (etl)",
	}
	var got []string
	for _, st := range analyse(managedCluster).RuleStories("sg-prim") {
		got = append(got, st.Entry.Rule.String()+": "+st.Purpose)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	got = nil
	for _, st := range analyse(studio + pair("egress tcp 18888 to sg-eng\negress tcp 443 to 0.0.0.0/0",
		"ingress tcp 18888 from sg-ws\ningress tcp 22 from 10.0.0.0/8")).RuleStories("sg-eng") {
		got = append(got, st.Purpose)
	}
	want = []string{"needed: Workspace → Engine (Studio data)", "wider: Engine lets more in than tcp 18888 from Workspaces"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// An edited rule is first added as it will be; what it was goes only after that, and not without it.
func TestAnEditAddsBeforeItRemoves(t *testing.T) {
	a := analyse(managedCluster)
	world := model.GroupRule{Rule: ruleOf(t, "ingress tcp 22 from 0.0.0.0/0"), ID: "sgr-1"}
	edits := emr.RuleEdits{Group: "sg-prim"}.
		With(-1, emr.RuleEdit{New: ruleOf(t, "ingress tcp 443 from 10.0.0.0/8")}).
		With(-1, emr.RuleEdit{Old: world, New: ruleOf(t, "ingress tcp 22 from 198.51.100.0/24"), Description: "office"}).
		With(-1, emr.RuleEdit{Old: model.GroupRule{Rule: ruleOf(t, "ingress tcp 8088 from 198.51.100.7/32")}})
	p := a.Plan(edits.Goal())
	want := []string{
		"repair + sg-prim ingress tcp 22 from 198.51.100.0/24",
		"repair + sg-prim ingress tcp 443 from 10.0.0.0/8",
		"repair - sg-prim ingress tcp 8088 from 198.51.100.7/32",
		"repair - sg-prim ingress tcp 22 from 0.0.0.0/0",
	}
	if diff := cmp.Diff(want, planned(p)); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
	if fmt.Sprint(p.Steps[2].Needs, p.Steps[3].Needs) != "[] [0]" {
		t.Errorf("needs %v %v", p.Steps[2].Needs, p.Steps[3].Needs)
	}
	if r, _ := p.Steps[3].Change.(model.Revoke); r.RuleID != "sgr-1" {
		t.Errorf("it removes %+v", r)
	}
	if p.Steps[3].Why != "asked for by hand" {
		t.Errorf("why %q", p.Steps[3].Why)
	}
	c := a.Consequences(edits.Goal())
	if len(c.Vanish) != 1 || c.Vanish[0].ID != "primary-ssh-from-world" || len(c.Appear) > 0 || c.Problem != "" {
		t.Errorf("consequences %+v", c)
	}
	if len(edits.Without(1).List) != 2 || len(edits.List) != 3 {
		t.Error("an edit taken back changes the edits themselves")
	}
}

func TestEditsThatCannotStand(t *testing.T) {
	ssh := model.GroupRule{Rule: ruleOf(t, "ingress tcp 22 from 192.0.2.12/32"), Description: "me"}
	web := emr.RuleEdit{New: ruleOf(t, "ingress tcp 80 from 10.0.0.0/8")}
	cases := []struct {
		name   string
		staged []emr.RuleEdit
		edit   emr.RuleEdit
		want   string
	}{
		{"a new rule", nil, web, ""},
		{"a removal", nil, emr.RuleEdit{Old: ssh}, ""},
		{"one that is there", nil, emr.RuleEdit{New: ssh.Rule}, "the group has this rule already"},
		{"one that is staged", []emr.RuleEdit{web}, web, "this rule is staged already"},
		{"one whose removal is staged", []emr.RuleEdit{{Old: ssh}}, emr.RuleEdit{New: ssh.Rule}, "its removal is staged"},
		{"nothing", nil, emr.RuleEdit{Old: ssh, New: ssh.Rule, Description: "me"}, "nothing is changed yet"},
		{"only words", nil, emr.RuleEdit{Old: ssh, New: ssh.Rule, Description: "x"}, emr.ErrOnlyDescription.Error()},
		{"bad words", nil, emr.RuleEdit{New: web.New, Description: `say "hi"`}, "description: "},
		{"a dead peer", nil, emr.RuleEdit{New: ruleOf(t, "ingress tcp 1 from sg-dead")}, "there is no group sg-dead any more"},
		{"a far peer", nil, emr.RuleEdit{New: ruleOf(t, "ingress tcp 1 from sg-far")}, "is in vpc-2"},
		{"a list nobody has", nil, emr.RuleEdit{New: ruleOf(t, "ingress tcp 1 from pl-7")}, "no prefix list pl-7"},
		{"a group in sight of nobody", nil, emr.RuleEdit{New: ruleOf(t, "ingress tcp 1 from sg-new")}, ""},
	}
	b := model.NewBuilderFrom(analyse(managedCluster + "vpc vpc-2 10.9.0.0/16\ngroup sg-far vpc-2 far\n").Snapshot())
	for _, p := range []model.Part{model.PartPeerings, model.PartPrefixLists} {
		b.Mark(p, "", model.Reading{State: model.ReadWhole})
	}
	a := emr.Analyse(b.Snapshot(), emr.Scope{})
	for _, c := range cases {
		err := a.CheckEdit(emr.RuleEdits{Group: "sg-prim", List: c.staged}, -1, c.edit)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		if c.name == "only words" && !errors.Is(err, emr.ErrOnlyDescription) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if err := a.CheckEdit(emr.RuleEdits{Group: "sg-prim", List: []emr.RuleEdit{web}}, 0, web); err != nil {
		t.Errorf("an edit stands in its own way: %v", err)
	}
}

func TestWhatAnEditWarnsOf(t *testing.T) {
	cases := []struct{ group, old, add, want string }{
		{"sg-prim", "", "ingress tcp 8080 from 0.0.0.0/0", "exposed: it lets anybody in"},
		{"sg-prim", "", "ingress tcp 8080 from 192.0.2.0/24", ""},
		{"sg-prim", "ingress all from sg-core", "", "EMR may put it back when the next cluster is created. Needed: the cluster's nodes"},
		{"sg-prim", "egress all to 0.0.0.0/0", "", "EMR never puts an outbound rule back. Needed:"},
		{"sg-prim", "ingress tcp 22 from 192.0.2.12/32", "", "EMR may put it back"},
		{"sg-ws", "", "ingress tcp 22 from 192.0.2.12/32", "AWS does not accept a Workspace group that lets anything in."},
		{"sg-eng", "ingress tcp 18888 from sg-ws", "", "Needed: Workspace → Engine (Studio data)."},
		{"sg-eng", "ingress tcp 18888 from sg-ws", "ingress tcp 18888-18889 from sg-ws", ""},
	}
	a := analyse(managedCluster + "studio es-1 data vpc-1 sg-ws sg-eng subnet-a,subnet-b\n" + pair("", ""))
	for _, c := range cases {
		var e emr.RuleEdit
		if c.old != "" {
			e.Old.Rule = ruleOf(t, c.old)
		}
		if c.add != "" {
			e.New = ruleOf(t, c.add)
		}
		got := a.EditWarning(c.group, e)
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s - %s + %s: %q, want %q", c.group, c.old, c.add, got, c.want)
		}
	}
	if w := strings.Join(a.EditWarnings("sg-prim"), "\n"); !strings.Contains(w, "EMR puts missing inbound rules back, and never") {
		t.Errorf("warnings %q", w)
	}
	if w := a.EditWarnings("sg-eng"); len(w) > 0 {
		t.Errorf("warnings %q", w)
	}
}

func TestWhoseGroupsCannotBeEdited(t *testing.T) {
	a := analyse(managedCluster + "group sg-theirs vpc-1 theirs owner=999900001111\ngroup sg-stack vpc-1 s aws:cloudformation:stack-name=base\n")
	for id, want := range map[string]string{
		"sg-theirs": "owned by account 999900001111: only its owner may change it", "sg-dead": "sg-dead is deleted",
		"sg-who": "sg-who was not read", "sg-stack": "", "sg-prim": "",
	} {
		if got := a.EditRefusal(id); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	if w := a.EditWarnings("sg-stack"); len(w) != 1 || !strings.HasPrefix(w[0], "Owned by a CloudFormation stack") {
		t.Errorf("warnings %q", w)
	}
}

// A group at its quota of rules says so while the edit is still a draft.
func TestEditBeyondTheQuotaIsSaid(t *testing.T) {
	var b strings.Builder
	for i := range model.DefaultRulesPerGroup {
		fmt.Fprintf(&b, "ingress tcp %d from 10.0.0.0/8\n", i+1)
	}
	a := analyse(network + "group sg-x vpc-1 x\n" + b.String())
	e := emr.RuleEdits{Group: "sg-x"}.With(-1, emr.RuleEdit{New: model.TCPRule(model.Ingress, 999,
		model.CIDRPeer(netip.MustParsePrefix("192.0.2.0/24")))})
	if c := a.Consequences(e.Goal()); len(c.Quota) != 1 || c.Quota[0].Peak != 61 {
		t.Errorf("consequences %+v", c)
	}
}
