package emr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

// network is what most cases share: a tagged VPC with two subnets and a Studio in both.
const network = `
vpc vpc-1 10.0.0.0/16 tagged
subnet subnet-a vpc-1 10.0.1.0/24 tagged
subnet subnet-b vpc-1 10.0.2.0/24 tagged
`

const studio = network + `
studio es-1 data vpc-1 sg-ws sg-eng subnet-a,subnet-b
`

// pair gives the two groups with these rules; "" stands for the documented ones.
func pair(ws, eng string) string {
	if ws == "" {
		ws = "egress tcp 18888 to sg-eng\negress tcp 443 to 0.0.0.0/0"
	}
	if eng == "" {
		eng = "ingress tcp 18888 from sg-ws"
	}
	return "group sg-ws vpc-1 DefaultWorkspaceSecurityGroupGit tagged\n" + ws +
		"\ngroup sg-eng vpc-1 DefaultEngineSecurityGroup tagged\n" + eng + "\n"
}

func analyse(text string) *emr.Analysis { return emr.Analyse(fixture.Snapshot(text), emr.Scope{}) }

// listed gives the findings as "severity state key", worst first.
func listed(a *emr.Analysis) []string {
	var out []string
	for _, f := range a.Findings() {
		state := ""
		if f.State != model.Unmet {
			state = " " + f.State.String()
		}
		out = append(out, f.Severity.String()+state+" "+f.Key())
	}
	return out
}

func planned(p model.Plan) []string {
	var out []string
	for _, s := range p.Steps {
		line := s.Purpose.String() + " " + said(s.Change)
		if s.Blocked != "" {
			line += " [" + s.Blocked + "]"
		}
		out = append(out, line)
	}
	return out
}

func said(c model.Change) string {
	switch c := c.(type) {
	case model.Authorize:
		return "+ " + c.Group + " " + c.Rule.String()
	case model.Revoke:
		return "- " + c.Group + " " + c.Rule.String()
	case model.SetTag:
		return "~ " + c.Group + " " + c.Key + "=" + c.New
	case model.CreateGroup:
		return "create " + c.Name
	case model.DeleteGroup:
		return "delete " + c.Name
	case model.RemoveTag:
		return "untag " + c.Group + " " + c.Key
	}
	return fmt.Sprint(c)
}

// The table of verdicts, a line a case: what the groups have, what is found, what is planned.
func TestFindings(t *testing.T) {
	const bothHalves = "broken workspace-egress-18888:sg-ws:sg-eng\nbroken engine-ingress-18888:sg-eng:sg-ws"
	cases := []struct{ name, text, findings, plan string }{
		{"as AWS makes them", studio + pair("", ""), "", ""},
		{
			"nothing at all", studio + pair(" ", " "), bothHalves + "\nconditional workspace-egress-443:sg-ws",
			"repair + sg-ws egress tcp 18888 to sg-eng\nrepair + sg-eng ingress tcp 18888 from sg-ws\nrepair + sg-ws egress tcp 443 to 0.0.0.0/0",
		},
		{
			"one half each, the typo 18889", studio + pair("egress tcp 443 to 0.0.0.0/0", "ingress tcp 18889 from sg-ws"),
			bothHalves + "\nwider engine-extra-ingress:sg-eng:tcp/18889@sg-ws",
			"repair + sg-ws egress tcp 18888 to sg-eng\nrepair + sg-eng ingress tcp 18888 from sg-ws\ntighten - sg-eng ingress tcp 18889 from sg-ws",
		},
		{
			"no Studio uses it", network + pair(" ", ""),
			"conditional workspace-egress-443:sg-ws\nnote workspace-egress-18888:sg-ws:sg-eng", "?",
		},
		{
			"Workspace has ingress", studio + pair("ingress tcp 22 from 10.0.0.0/8\negress tcp 18888 to sg-eng\negress tcp 443 to 0.0.0.0/0", ""),
			"broken workspace-no-ingress:sg-ws", "repair - sg-ws ingress tcp 22 from 10.0.0.0/8",
		},
		{
			"ingress ranks below a blocked 18888", studio + pair("ingress tcp 22 from 10.0.0.0/8\negress tcp 443 to 0.0.0.0/0", ""),
			"broken workspace-egress-18888:sg-ws:sg-eng\nbroken workspace-no-ingress:sg-ws",
			"repair + sg-ws egress tcp 18888 to sg-eng\nrepair - sg-ws ingress tcp 22 from 10.0.0.0/8",
		},
		{
			"18888 egress to itself, the Notebooks page copied", studio + pair("egress tcp 18888 to sg-ws\negress tcp 443 to 0.0.0.0/0", ""),
			"broken workspace-egress-18888:sg-ws:sg-eng\nnote workspace-extra-egress:sg-ws:tcp/18888@sg-ws",
			"repair + sg-ws egress tcp 18888 to sg-eng",
		},
		{
			"18888 egress on Engine instead", studio + pair("egress tcp 443 to 0.0.0.0/0", "ingress tcp 18888 from sg-ws\negress tcp 18888 to sg-eng"),
			"broken workspace-egress-18888:sg-ws:sg-eng\nnote engine-extra-egress:sg-eng:tcp/18888@sg-eng",
			"repair + sg-ws egress tcp 18888 to sg-eng",
		},
		{
			"udp instead of tcp", studio + pair("", "ingress udp 18888 from sg-ws"),
			"broken engine-ingress-18888:sg-eng:sg-ws\nwider engine-extra-ingress:sg-eng:udp/18888@sg-ws",
			"repair + sg-eng ingress tcp 18888 from sg-ws\ntighten - sg-eng ingress udp 18888 from sg-ws",
		},
		{
			"Engine open to the world", studio + pair("", "ingress tcp 18888 from sg-ws\ningress all from 0.0.0.0/0"),
			"exposed engine-open-to-world:sg-eng:all@0.0.0.0/0", "tighten - sg-eng ingress all from 0.0.0.0/0",
		},
		{
			"the world in two halves", studio + pair("", "ingress tcp 18888 from sg-ws\ningress tcp 22 from 0.0.0.0/1\ningress tcp 22 from 128.0.0.0/1"),
			"exposed engine-open-to-world:sg-eng:tcp/22@0.0.0.0/1\nexposed engine-open-to-world:sg-eng:tcp/22@128.0.0.0/1",
			"tighten - sg-eng ingress tcp 22 from 0.0.0.0/1\ntighten - sg-eng ingress tcp 22 from 128.0.0.0/1",
		},
		{
			"half the world is only wider", studio + pair("", "ingress tcp 18888 from sg-ws\ningress tcp 22 from 0.0.0.0/1"),
			"wider engine-extra-ingress:sg-eng:tcp/22@0.0.0.0/1", "tighten - sg-eng ingress tcp 22 from 0.0.0.0/1",
		},
		{
			"the IPv6 world", studio + pair("", "ingress tcp 18888 from sg-ws\ningress tcp 22 from ::/0"),
			"exposed engine-open-to-world:sg-eng:tcp/22@::/0", "tighten - sg-eng ingress tcp 22 from ::/0",
		},
		{
			"the world stands for the documented rule", studio + pair("", "ingress tcp 18888 from 0.0.0.0/0"),
			"exposed engine-open-to-world:sg-eng:tcp/18888@0.0.0.0/0",
			"tighten + sg-eng ingress tcp 18888 from sg-ws\ntighten - sg-eng ingress tcp 18888 from 0.0.0.0/0",
		},
		{
			"a block covers every subnet", studio + pair("", "ingress tcp 18888 from 10.0.0.0/16"),
			"wider engine-extra-ingress:sg-eng:tcp/18888@10.0.0.0/16",
			"tighten + sg-eng ingress tcp 18888 from sg-ws\ntighten - sg-eng ingress tcp 18888 from 10.0.0.0/16",
		},
		{
			"a block covers one subnet", studio + pair("", "ingress tcp 18888 from 10.0.1.0/24"),
			"broken engine-ingress-18888:sg-eng:sg-ws\nwider engine-extra-ingress:sg-eng:tcp/18888@10.0.1.0/24",
			"repair + sg-eng ingress tcp 18888 from sg-ws\ntighten - sg-eng ingress tcp 18888 from 10.0.1.0/24",
		},
		{
			"two blocks cover them together", studio + pair("", "ingress tcp 18888 from 10.0.1.0/24\ningress tcp 18888 from 10.0.2.0/24"),
			"wider engine-extra-ingress:sg-eng:tcp/18888@10.0.1.0/24\nwider engine-extra-ingress:sg-eng:tcp/18888@10.0.2.0/24", "?",
		},
		{
			"a block beside the subnets", studio + pair("", "ingress tcp 18888 from 10.9.0.0/16"),
			"broken engine-ingress-18888:sg-eng:sg-ws\nwider engine-extra-ingress:sg-eng:tcp/18888@10.9.0.0/16", "?",
		},
		{
			"a block, subnets not read", `studio es-1 data vpc-1 sg-ws sg-eng subnet-x` + "\n" + pair("", "ingress tcp 18888 from 10.0.1.0/24"),
			"wider engine-extra-ingress:sg-eng:tcp/18888@10.0.1.0/24\nbroken unknown engine-ingress-18888:sg-eng:sg-ws", "?",
		},
		{
			"allow-all egress on both", studio + pair("egress tcp 18888 to sg-eng\negress tcp 443 to 0.0.0.0/0\negress all to 0.0.0.0/0", "ingress tcp 18888 from sg-ws\negress all to 0.0.0.0/0"),
			"wider engine-open-egress:sg-eng:all@0.0.0.0/0\nwider workspace-open-egress:sg-ws:all@0.0.0.0/0",
			"tighten - sg-eng egress all to 0.0.0.0/0\ntighten - sg-ws egress all to 0.0.0.0/0",
		},
		{
			"allow-all egress carries everything", studio + pair("egress all to 0.0.0.0/0", ""),
			"wider workspace-open-egress:sg-ws:all@0.0.0.0/0",
			"tighten + sg-ws egress tcp 18888 to sg-eng\ntighten + sg-ws egress tcp 443 to 0.0.0.0/0\ntighten - sg-ws egress all to 0.0.0.0/0",
		},
		{
			"Git narrowed", studio + pair("egress tcp 18888 to sg-eng\negress tcp 443 to 140.82.112.0/20", ""),
			"note workspace-egress-443:sg-ws", "?",
		},
		{
			"Git over IPv6 only", studio + pair("egress tcp 18888 to sg-eng\negress tcp 443 to ::/0", ""),
			"conditional workspace-egress-443:sg-ws", "repair + sg-ws egress tcp 443 to 0.0.0.0/0",
		},
		{
			"18888 through the prefix list", studio + pair("egress tcp 18888 to pl-1\negress tcp 443 to 0.0.0.0/0", ""),
			"note workspace-extra-egress:sg-ws:tcp/18888@pl-1\nbroken unknown workspace-egress-18888:sg-ws:sg-eng", "?",
		},
		{
			"untagged", studio + strings.ReplaceAll(pair("", ""), "SecurityGroup tagged", "SecurityGroup"),
			"conditional engine-tag:sg-eng", "repair ~ sg-eng for-use-with-amazon-emr-managed-policies=true",
		},
		{
			"tag with another value", studio + strings.ReplaceAll(pair("", ""), "SecurityGroup tagged", "SecurityGroup for-use-with-amazon-emr-managed-policies=True"),
			"conditional engine-tag:sg-eng", "repair ~ sg-eng for-use-with-amazon-emr-managed-policies=true",
		},
		{
			"Engine deleted", studio + "gone sg-eng\ngroup sg-ws vpc-1 DefaultWorkspaceSecurityGroupGit tagged\negress tcp 18888 to sg-eng\negress tcp 443 to 0.0.0.0/0",
			"broken engine-exists:sg-eng:es-1", "",
		},
		{
			"Engine not read", studio + "group sg-ws vpc-1 DefaultWorkspaceSecurityGroupGit tagged\negress tcp 18888 to sg-eng\negress tcp 443 to 0.0.0.0/0",
			"broken unknown engine-exists:sg-eng:es-1\nbroken unknown engine-ingress-18888:sg-eng:sg-ws", "",
		},
		{"Engine in another VPC", studio + strings.ReplaceAll(pair("", ""), "sg-eng vpc-1", "sg-eng vpc-2"), "broken engine-in-vpc:sg-eng:es-1", ""},
		{
			"Engine in another VPC, 18888 missing too", studio + strings.ReplaceAll(pair("egress tcp 443 to 0.0.0.0/0", ""), "sg-eng vpc-1", "sg-eng vpc-2"),
			"broken engine-in-vpc:sg-eng:es-1\nbroken workspace-egress-18888:sg-ws:sg-eng", "",
		},
		{
			"one group for both", network + "studio es-1 data vpc-1 sg-ws sg-ws subnet-a\ngroup sg-ws vpc-1 both tagged\ningress tcp 18888 from sg-ws\negress tcp 18888 to sg-ws",
			"broken role-conflict:sg-ws:es-1\nbroken workspace-no-ingress:sg-ws\nnote workspace-egress-443:sg-ws", "",
		},
		{
			"Workspace is another's Engine", studio + "studio es-2 other vpc-1 sg-w2 sg-ws subnet-a\ngroup sg-w2 vpc-1 w2 tagged\negress tcp 18888 to sg-ws\negress tcp 443 to 0.0.0.0/0\n" + pair("ingress tcp 18888 from sg-w2\negress tcp 18888 to sg-eng\negress tcp 443 to 0.0.0.0/0", ""),
			"broken role-conflict:sg-ws:es-1\nbroken workspace-no-ingress:sg-ws\nwider engine-extra-ingress:sg-ws:x", "?",
		},
		{"Engine is the managed primary", network + "studio es-1 data vpc-1 sg-ws sg-m subnet-a\ngroup sg-ws vpc-1 w tagged\negress tcp 18888 to sg-m\negress tcp 443 to 0.0.0.0/0\ngroup sg-m vpc-1 ElasticMapReduce-master\ningress tcp 18888 from sg-ws\ningress tcp 0-65535 from sg-m\ningress tcp 8443 from 54.240.217.8/29\negress all to 0.0.0.0/0", "", ""},
		{"the other Workspace's rule is not surplus", studio + "group sg-w2 vpc-1 DefaultWorkspaceSecurityGroupWithoutGit tagged\negress tcp 18888 to sg-eng\n" + pair("", "ingress tcp 18888 from sg-ws\ningress tcp 18888 from sg-w2"), "", ""},
		{
			"WithoutGit with allow-all", network + "studio es-1 data vpc-1 sg-w2 sg-eng subnet-a\ngroup sg-w2 vpc-1 DefaultWorkspaceSecurityGroupWithoutGit tagged\negress all to 0.0.0.0/0\ngroup sg-eng vpc-1 DefaultEngineSecurityGroup tagged\ningress tcp 18888 from sg-w2",
			"exposed workspace-open-egress:sg-w2:all@0.0.0.0/0", "tighten + sg-w2 egress tcp 18888 to sg-eng\ntighten - sg-w2 egress all to 0.0.0.0/0",
		},
		{
			"one Engine, two Workspace groups, one listed", studio + "studio es-2 nogit vpc-1 sg-w2 sg-eng subnet-a\ngroup sg-w2 vpc-1 DefaultWorkspaceSecurityGroupWithoutGit tagged\negress tcp 18888 to sg-eng\n" + pair("", ""),
			"broken engine-ingress-18888:sg-eng:sg-w2", "repair + sg-eng ingress tcp 18888 from sg-w2",
		},
		{
			"VPC and subnet untagged", strings.ReplaceAll(studio, " tagged", "") + pair("", ""),
			"conditional network-tag:subnet-a\nconditional network-tag:subnet-b\nconditional network-tag:vpc-1", "",
		},
		{
			"VPC shared from elsewhere", strings.ReplaceAll(studio, " tagged", " owner=999900001111") + pair("", ""),
			"conditional unknown network-tag:subnet-a\nconditional unknown network-tag:subnet-b\nconditional unknown network-tag:vpc-1", "",
		},
		{
			"a group of another account", studio + strings.ReplaceAll(pair(" ", ""), "Git tagged", "Git tagged owner=999900001111"),
			"broken workspace-egress-18888:sg-ws:sg-eng\nconditional workspace-egress-443:sg-ws\nnote group-owned-elsewhere:sg-ws",
			"repair + sg-ws egress tcp 18888 to sg-eng [owned by account 999900001111: only its owner may change it]\nrepair + sg-ws egress tcp 443 to 0.0.0.0/0 [owned by account 999900001111: only its owner may change it]",
		},
		{
			"usage not read", studio + "unread interfaces\n" + pair("", "ingress tcp 18888 from sg-ws\ningress all from 0.0.0.0/0"),
			"exposed engine-open-to-world:sg-eng:all@0.0.0.0/0",
			"tighten - sg-eng ingress all from 0.0.0.0/0 [usage unknown: network interfaces not read whole]",
		},
		{
			"an app server carries Engine too", studio + "eni eni-1 subnet-a 10.0.1.9 sg-eng instance=i-app\n" + pair("", "ingress tcp 18888 from sg-ws\ningress tcp 8080 from 10.0.0.0/8"),
			"wider engine-extra-ingress:sg-eng:tcp/8080@10.0.0.0/8", "",
		},
		{
			"only Engine lets the node out", studio + "eni eni-1 subnet-a 10.0.1.9 sg-eng instance=i-1 aws:elasticmapreduce:job-flow-id=j-1\n" + pair("", "ingress tcp 18888 from sg-ws\negress all to 0.0.0.0/0"),
			"wider engine-open-egress:sg-eng:all@0.0.0.0/0", "",
		},
	}
	for _, c := range cases {
		if strings.Contains(c.findings, ":x") {
			continue // judged in TestRoleConflictHasNoPlan
		}
		t.Run(c.name, func(t *testing.T) {
			a := analyse(c.text)
			if got := strings.Join(listed(a), "\n"); got != c.findings {
				t.Errorf("findings (-want +got)\n%s\nof %s", cmp.Diff(c.findings, got), c.text)
			}
			if got := strings.Join(planned(a.Plan(model.FixFindings{})), "\n"); c.plan != "?" && got != c.plan {
				t.Errorf("plan (-want +got)\n%s\nof %s", cmp.Diff(c.plan, got), c.text)
			}
			healed(t, a)
		})
	}
}

// healed is the property that every plan has: applied, it leaves nothing to plan for those findings,
// opens nothing that was not asked for, and makes nothing worse.
func healed(t *testing.T, a *emr.Analysis) {
	t.Helper()
	goal := model.FixFindings{}
	p := a.Plan(goal)
	if q := a.Plan(goal); !p.Same(q) {
		t.Errorf("planning twice differs: %v, then %v", planned(p), planned(q))
	}
	before := a.Snapshot()
	digests := map[string]string{}
	for g := range before.Groups() {
		digests[g.ID] = g.Digest()
	}
	after, err := before.With(p.Changes(func(model.Step) bool { return true })...)
	if err != nil {
		t.Fatalf("apply the plan: %v", err)
	}
	for g := range before.Groups() {
		if g.Digest() != digests[g.ID] {
			t.Errorf("With edited its receiver: %s", g.ID)
		}
	}
	b := emr.Analyse(after, a.Scope())
	for _, s := range b.Plan(goal).Steps {
		if s.Blocked == "" {
			t.Errorf("after the plan there is still %s", said(s.Change))
		}
	}
	had := listed(a)
	for _, f := range b.Findings() {
		line := f.Severity.String() + " " + f.Key()
		if f.State == model.Unmet && f.Severity > model.Note && !slices.Contains(had, line) {
			t.Errorf("the plan made %s", line)
		}
	}
}

func TestRoleConflictHasNoPlan(t *testing.T) {
	a := analyse(studio + "studio es-2 other vpc-1 sg-w2 sg-ws subnet-a\n" +
		"group sg-w2 vpc-1 w2 tagged\negress tcp 18888 to sg-ws\negress tcp 443 to 0.0.0.0/0\n" +
		pair("ingress tcp 18888 from sg-w2\negress tcp 18888 to sg-eng\negress tcp 443 to 0.0.0.0/0", ""))
	if got := a.Findings()[0].ID; got != "role-conflict" {
		t.Errorf("first finding: %s, want role-conflict", got)
	}
	for _, s := range a.Plan(model.FixFindings{}).Steps {
		if s.Change.Target() == "sg-ws" {
			t.Errorf("a plan for a group with conflicting roles: %s", said(s.Change))
		}
	}
}

func TestCreate(t *testing.T) {
	const fresh = `create DefaultEngineSecurityGroup
create DefaultWorkspaceSecurityGroupGit
+ new:vpc-1/DefaultEngineSecurityGroup ingress tcp 18888 from new:vpc-1/DefaultWorkspaceSecurityGroupGit
+ new:vpc-1/DefaultWorkspaceSecurityGroupGit egress tcp 18888 to new:vpc-1/DefaultEngineSecurityGroup
+ new:vpc-1/DefaultWorkspaceSecurityGroupGit egress tcp 443 to 0.0.0.0/0
- new:vpc-1/DefaultEngineSecurityGroup egress all to 0.0.0.0/0
- new:vpc-1/DefaultWorkspaceSecurityGroupGit egress all to 0.0.0.0/0`
	cases := []struct {
		name, text string
		goal       model.CreateGroups
		plan       string
	}{
		{"an empty VPC", network, model.CreateGroups{VPC: "vpc-1"}, fresh},
		{
			"IPv6 has an allow-all of its own", strings.Replace(network, "10.0.0.0/16", "10.0.0.0/16,2001:db8::/56", 1),
			model.CreateGroups{VPC: "vpc-1", Set: model.StudioWithoutGit, WorkspaceName: "w", EngineName: "e"},
			"create e\ncreate w\n+ new:vpc-1/e ingress tcp 18888 from new:vpc-1/w\n+ new:vpc-1/w egress tcp 18888 to new:vpc-1/e\n" +
				"- new:vpc-1/e egress all to 0.0.0.0/0\n- new:vpc-1/e egress all to ::/0\n- new:vpc-1/w egress all to 0.0.0.0/0\n- new:vpc-1/w egress all to ::/0",
		},
		{"both are there", network + pair("", ""), model.CreateGroups{VPC: "vpc-1"}, ""},
		{
			"one is there, in other case and bare", network + "group sg-e vpc-1 defaultenginesecuritygroup\n",
			model.CreateGroups{VPC: "vpc-1", Set: model.StudioWithoutGit},
			"~ sg-e for-use-with-amazon-emr-managed-policies=true\ncreate DefaultWorkspaceSecurityGroupWithoutGit\n" +
				"+ sg-e ingress tcp 18888 from new:vpc-1/DefaultWorkspaceSecurityGroupWithoutGit\n" +
				"+ new:vpc-1/DefaultWorkspaceSecurityGroupWithoutGit egress tcp 18888 to sg-e\n" +
				"- new:vpc-1/DefaultWorkspaceSecurityGroupWithoutGit egress all to 0.0.0.0/0",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := analyse(c.text)
			p := a.Plan(c.goal)
			var got []string
			for _, s := range p.Steps {
				got = append(got, said(s.Change))
			}
			if d := cmp.Diff(c.plan, strings.Join(got, "\n")); d != "" {
				t.Errorf("plan (-want +got)\n%s conflict %q", d, p.Conflict)
			}
			after, err := a.Snapshot().With(p.Changes(func(model.Step) bool { return true })...)
			if err != nil {
				t.Fatal(err)
			}
			b := emr.Analyse(after, emr.Scope{})
			if again := b.Plan(c.goal); len(again.Steps) > 0 {
				t.Errorf("a second plan: %v", planned(again))
			}
			for _, f := range b.Findings() {
				if f.Severity > model.Note {
					t.Errorf("a new group has a finding: %s", f.Key())
				}
			}
		})
	}
}

func TestCreateRefuses(t *testing.T) {
	for _, c := range []struct {
		goal model.CreateGroups
		want string
	}{
		{model.CreateGroups{}, "choose the VPC"},
		{model.CreateGroups{VPC: "vpc-1", EngineName: "sg-x"}, "cannot begin with sg-"},
		{model.CreateGroups{VPC: "vpc-1", EngineName: "a", WorkspaceName: "a"}, "two groups"},
		{model.CreateGroups{VPC: "vpc-1", EngineDescription: "ünder"}, "not allowed"},
	} {
		if p := analyse(network).Plan(c.goal); !strings.Contains(p.Conflict, c.want) || len(p.Steps) > 0 {
			t.Errorf("%+v: conflict %q with %d steps, want %q", c.goal, p.Conflict, len(p.Steps), c.want)
		}
	}
}

// A revocation that rests on a replacement is not sent without it.
func TestNeeds(t *testing.T) {
	p := analyse(studio + pair("egress all to 0.0.0.0/0", "")).Plan(model.FixFindings{})
	if got := p.Selected([]int{2}).Steps; len(got) != 0 {
		t.Errorf("revoking alone is selected: %v", got)
	}
	if got := p.Selected([]int{0, 1, 2}).Steps; len(got) != 3 {
		t.Errorf("with its needs it is not: %v", got)
	}
}

func TestEffects(t *testing.T) {
	s := fixture.Snapshot(studio + pair("egress tcp 443 to 0.0.0.0/0", "ingress tcp 18889 from sg-ws"))
	p := emr.Analyse(s, emr.Scope{}).Plan(model.FixFindings{})
	e := emr.EffectsOf(s, p.Changes(func(model.Step) bool { return true }))
	want := []string{"DefaultWorkspaceSecurityGroupGit (sg-ws) → DefaultEngineSecurityGroup (sg-eng) on tcp 18888"}
	if d := cmp.Diff(want, e.Opens); d != "" || len(e.Closes) > 0 {
		t.Errorf("opens (-want +got)\n%s closes %v", d, e.Closes)
	}
}

func TestOwnerSign(t *testing.T) {
	for tag, want := range map[string]string{
		"aws:cloudformation:stack-name=s": "owned by a CloudFormation stack", "kubernetes.io/cluster/x=owned": "owned by an EKS cluster",
		"ManagedBy=Terraform": "looks owned by Terraform", "terraform=true": "looks owned by Terraform", "team=data": "",
	} {
		k, v, _ := strings.Cut(tag, "=")
		got := emr.OwnerSign(model.Group{Tags: model.NewTags(model.Tag{Key: k, Value: v})})
		if !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

// Changes written by hand are planned once: what the account shows already is not planned again.
func TestEditPlansOnlyWhatIsMissing(t *testing.T) {
	a := analyse(studio + pair("", ""))
	ssh := model.TCPRule(model.Ingress, 22, model.GroupPeer("sg-ws"))
	goal := model.EditRules{Changes: []model.Change{
		model.Authorize{Group: "sg-eng", Rule: ssh},
		model.Authorize{Group: "sg-eng", Rule: model.TCPRule(model.Ingress, 18888, model.GroupPeer("sg-ws"))},
		model.Revoke{Group: "sg-eng", Rule: model.TCPRule(model.Ingress, 23, model.GroupPeer("sg-ws"))},
		model.SetTag{Group: "sg-eng", Key: model.TagEMR, New: "true"},
	}}
	p := a.Plan(goal)
	if got := planned(p); len(got) != 1 || got[0] != "repair + sg-eng ingress tcp 22 from sg-ws" {
		t.Fatalf("planned %v", got)
	}
	after, err := a.Snapshot().With(p.Changes(func(model.Step) bool { return true })...)
	if err != nil {
		t.Fatal(err)
	}
	if again := emr.Analyse(after, emr.Scope{}).Plan(goal); len(again.Steps) > 0 {
		t.Errorf("a second plan: %v", planned(again))
	}
}

func TestConflictingEditIsRefused(t *testing.T) {
	ssh := model.TCPRule(model.Ingress, 22, model.GroupPeer("sg-ws"))
	p := analyse(studio + pair("", "")).Plan(model.EditRules{Changes: []model.Change{
		model.Authorize{Group: "sg-eng", Rule: ssh}, model.Revoke{Group: "sg-eng", Rule: ssh},
	}})
	if p.Conflict == "" || len(p.Steps) > 0 {
		t.Errorf("conflict %q with %d steps", p.Conflict, len(p.Steps))
	}
}

// A narrow rule beside one that opens the world has no part in opening it.
func TestOnlyTheRulesThatOpenTheWorldAreBlamed(t *testing.T) {
	a := analyse(studio + pair("", "ingress tcp 18888 from sg-ws\ningress tcp 22 from 0.0.0.0/0\ningress tcp 22 from 198.51.100.7/32"))
	want := "exposed engine-open-to-world:sg-eng:tcp/22@0.0.0.0/0\nwider engine-extra-ingress:sg-eng:tcp/22@198.51.100.7/32"
	if got := strings.Join(listed(a), "\n"); got != want {
		t.Errorf("findings (-want +got)\n%s", cmp.Diff(want, got))
	}
}
