package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// realAccount is what EMR Studio made in a real account.
const realAccount = "../shared/data/emr-studio-real-account/before-defaults.describe-security-groups.json"

// emrTag is EMR's tag, as aws-cli takes it.
const emrTag = "Key=for-use-with-amazon-emr-managed-policies,Value=true"

// TestPeerStudioIsFixed is the main job, done by keys in tmux on an account that nobody here wrote: a
// Studio whose groups are broken in two ways is fixed, and groups that are missing are created. aws-cli
// says what the account has before and after.
func TestPeerStudioIsFixed(t *testing.T) {
	if testing.Short() {
		t.Skip("skip: slow")
	}
	need(t, "tmux")
	url := serveMoto(t)
	s := newStudio(newAWS(t, url))
	before := s.groups()

	x := startTmux(t, url)
	x.wait("judge", "attach fails: 2 reasons", "18888")
	x.press("f")
	x.wait("nothing is sent before you confirm")
	x.confirm()
	s.fixed(before)

	x.create("Studio without Git", s.vpc)
	s.createdWithoutGit()
	x.create("Studio with Git", s.empty)
	s.createdAsInARealAccount()
	x.press("q")

	check := program(t, "check", "--endpoint-url", url, "--vpc", s.vpc)
	check.Env = append(check.Env, peerKeys()...)
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("check: %v\n%s", err, out)
	}
}

// studio is the account of the test: a VPC with a Studio, and an empty VPC.
type studio struct {
	aws        *awsCLI
	vpc, empty string
	ids        map[string]string // of the Studio's groups, by role
}

func newStudio(aws *awsCLI) *studio {
	aws.t.Helper()
	s := &studio{aws: aws, ids: map[string]string{}}
	s.vpc, s.empty = s.newVPC("10.30.0.0/16", "judge"), s.newVPC("10.31.0.0/16", "empty")
	subnets := []string{
		aws.must("ec2", "create-subnet", "--vpc-id", s.vpc, "--cidr-block", "10.30.1.0/24").at("Subnet.SubnetId"),
		aws.must("ec2", "create-subnet", "--vpc-id", s.vpc, "--cidr-block", "10.30.2.0/24").at("Subnet.SubnetId"),
	}
	aws.must(append([]string{"ec2", "create-tags", "--tags", emrTag, "--resources"}, subnets...)...)
	group := func(name string) string {
		return aws.must("ec2", "create-security-group", "--vpc-id", s.vpc, "--group-name", name, "--description",
			"Made by hand").at("GroupId")
	}
	workspace, engine := group("DefaultWorkspaceSecurityGroupGit"), group("DefaultEngineSecurityGroup")
	s.ids["ws"], s.ids["eng"] = workspace, engine
	group("bystander")
	aws.must("ec2", "create-tags", "--tags", emrTag, "--resources", workspace, engine)
	// Two faults: nothing lets the Workspace out on 18888, and the Engine lets it in on another port.
	aws.must("ec2", "revoke-security-group-egress", "--group-id", workspace, "--ip-permissions",
		"IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}]")
	aws.must("ec2", "authorize-security-group-egress", "--group-id", workspace, "--ip-permissions",
		"IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=0.0.0.0/0}]")
	aws.must("ec2", "authorize-security-group-ingress", "--group-id", engine, "--ip-permissions",
		"IpProtocol=tcp,FromPort=18889,ToPort=18889,UserIdGroupPairs=[{GroupId="+workspace+"}]")
	aws.must(append([]string{
		"emr", "create-studio", "--name", "judge", "--auth-mode", "IAM", "--vpc-id", s.vpc,
		"--service-role", "arn:aws:iam::123456789012:role/studio", "--workspace-security-group-id", workspace,
		"--engine-security-group-id", engine, "--default-s3-location", "s3://judge/studio", "--subnet-ids",
	}, subnets...)...)
	return s
}

func (s *studio) newVPC(block, name string) string {
	s.aws.t.Helper()
	return s.aws.must("ec2", "create-vpc", "--cidr-block", block, "--tag-specifications",
		"ResourceType=vpc,Tags=[{Key=Name,Value="+name+"},{"+emrTag+"}]").at("Vpc.VpcId")
}

// groups gives every group of the account by VPC and name.
func (s *studio) groups() map[string]any {
	s.aws.t.Helper()
	return byName(s.aws.must("ec2", "describe-security-groups"))
}

func byName(doc document) map[string]any {
	out := map[string]any{}
	root, _ := doc.root.(map[string]any)
	list, _ := root["SecurityGroups"].([]any)
	for _, e := range list {
		g := document{e}
		out[g.at("VpcId")+"/"+g.at("GroupName")] = e
	}
	return out
}

// The descriptions that EMR Studio gives to its rules, seen in a real account.
const (
	toEngine = "Required for Amazon EMR Studio Workspace and cluster communication."
	fromWS   = "Allows traffic from the default Amazon EMR Studio Workspace security group."
)

// pair is a permission of tcp 18888 with a group.
func pair(group, description string) map[string]any {
	return map[string]any{"IpProtocol": "tcp", "FromPort": 18888.0, "ToPort": 18888.0, "UserIdGroupPairs": []any{
		map[string]any{"GroupId": group, "UserId": "123456789012", "Description": description},
	}}
}

// fixed requires that the Studio's groups have the two missing rules and that nothing else changed.
func (s *studio) fixed(before map[string]any) {
	s.aws.t.Helper()
	add := func(group, list string, permission map[string]any) {
		g, _ := before[s.vpc+"/"+group].(map[string]any)
		had, _ := g[list].([]any)
		g[list] = append(slices.Clone(had), permission)
	}
	add("DefaultWorkspaceSecurityGroupGit", "IpPermissionsEgress", pair(s.ids["eng"], toEngine))
	add("DefaultEngineSecurityGroup", "IpPermissions", pair(s.ids["ws"], fromWS))
	s.same("after the fix", s.groups(), before)
}

// same requires that groups are equal, whatever the order of rules.
func (s *studio) same(when string, got, want any) {
	s.aws.t.Helper()
	p := &peer{ids: s.ids}
	c := comparison{step: when}
	c.values("", p.anonymous("", got), p.anonymous("", want))
	for _, d := range c.found {
		s.aws.t.Errorf("%s: %s: got %s, want %s", d.step, d.what, d.sandbox, d.moto)
	}
}

// createdWithoutGit requires the third default group, and that the Engine lets it in.
//
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-security-groups.html
func (s *studio) createdWithoutGit() {
	s.aws.t.Helper()
	got, _ := s.groups()[s.vpc+"/DefaultWorkspaceSecurityGroupWithoutGit"].(map[string]any)
	id := document{got}.at("GroupId")
	want := map[string]any{
		"GroupId": id, "GroupName": "DefaultWorkspaceSecurityGroupWithoutGit", "VpcId": s.vpc, "OwnerId": "123456789012",
		"Description":         got["Description"], // what AWS writes is not known; ours is labelled so in the form
		"SecurityGroupArn":    got["SecurityGroupArn"],
		"Tags":                []any{map[string]any{"Key": "for-use-with-amazon-emr-managed-policies", "Value": "true"}},
		"IpPermissionsEgress": []any{pair(s.ids["eng"], toEngine)},
	}
	s.same("Workspace without Git", got, want)
	engine, err := json.Marshal(s.groups()[s.vpc+"/DefaultEngineSecurityGroup"])
	if err != nil || id == "" || !strings.Contains(string(engine), id) {
		s.aws.t.Errorf("Engine does not let %q in: %s", id, engine)
	}
}

// createdAsInARealAccount requires the groups of the empty VPC to be those that EMR Studio makes.
func (s *studio) createdAsInARealAccount() {
	s.aws.t.Helper()
	text, err := os.ReadFile(realAccount)
	if err != nil {
		s.aws.t.Logf("skip the comparison: %v", err)
		return
	}
	doc, err := parseDocument(string(text))
	if err != nil {
		s.aws.t.Fatal(err)
	}
	got, want := s.pairOf(s.groups(), s.empty), s.pairOf(byName(doc), "vpc-vtcapp0000000000")
	c := comparison{step: "created"}
	c.values("", got, want)
	for _, d := range c.found {
		s.aws.t.Errorf("created: %s: got %s, a real account has %s", d.what, d.sandbox, d.moto)
	}
}

// pairOf gives the default groups of a VPC, their ids named for what they are of.
func (s *studio) pairOf(groups map[string]any, vpc string) any {
	workspace, _ := groups[vpc+"/DefaultWorkspaceSecurityGroupGit"].(map[string]any)
	engine, _ := groups[vpc+"/DefaultEngineSecurityGroup"].(map[string]any)
	p := &peer{ids: map[string]string{
		"ws": document{workspace}.at("GroupId"), "eng": document{engine}.at("GroupId"), "vpc": vpc,
	}}
	for _, g := range []map[string]any{workspace, engine} {
		delete(g, "SecurityGroupArn") // newer than the real account's export
	}
	return p.anonymous("", []any{workspace, engine})
}

func peerKeys() []string {
	return []string{"AWS_ACCESS_KEY_ID=peer", "AWS_SECRET_ACCESS_KEY=peer", "AWS_REGION=us-east-1"}
}

// tmux is the explorer in a terminal of tmux.
type tmux struct {
	t   *testing.T
	env []string
}

// startTmux starts the explorer on the account at a URL.
func startTmux(t *testing.T, url string) *tmux {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "sgscope") // the test binary is the program under this name
	if err := os.Symlink(self, link); err != nil {
		t.Skipf("skip: %v", err)
	}
	x := &tmux{t: t, env: append(program(t).Env, append(peerKeys(), "TMUX_TMPDIR="+t.TempDir())...)}
	x.must("-f", "/dev/null", "new-session", "-d", "-x", "110", "-y", "40", link+" --endpoint-url "+url)
	t.Cleanup(func() { _, _ = x.run(context.Background(), "kill-server") }) // the test's own context is done by then
	return x
}

func (x *tmux) run(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "tmux", append([]string{"-L", "sgscope-judge", "-u"}, args...)...)
	cmd.Env = x.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (x *tmux) must(args ...string) string {
	x.t.Helper()
	out, err := x.run(x.t.Context(), args...)
	if err != nil {
		x.t.Fatalf("tmux %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return out
}

func (x *tmux) press(keys ...string) {
	x.t.Helper()
	x.must(append([]string{"send-keys"}, keys...)...)
}

// wait waits until the screen has all of the texts, and is the same twice.
func (x *tmux) wait(texts ...string) string {
	x.t.Helper()
	late := time.After(patience)
	look := time.NewTicker(quiet)
	defer look.Stop()
	for last := ""; ; {
		select {
		case <-look.C:
		case <-late:
			x.t.Fatalf("no %q after %v:\n%s", texts, patience, last)
		}
		screen := x.must("capture-pane", "-p")
		if screen == last && hasAll(screen, texts) {
			return screen
		}
		last = screen
	}
}

// leave presses enter until a text is gone. An answer that comes too early, or too soon after another key,
// does not count: each next one waits longer.
func (x *tmux) leave(text string) {
	x.t.Helper()
	for pause := range 8 {
		for range pause {
			x.wait()
		}
		x.press("Enter")
		if !strings.Contains(x.wait(), text) {
			return
		}
	}
	x.t.Fatalf("%q stays:\n%s", text, x.wait())
}

// confirm applies the plan under review.
func (x *tmux) confirm() {
	x.t.Helper()
	x.press("a")
	x.wait("> Cancel <", "Apply")
	x.press("Tab")
	x.wait("> Apply <")
	x.leave("> Apply <")
	x.wait("Done:", "reading again shows all of them")
}

// create makes a set of groups in a VPC by the form.
func (x *tmux) create(set, vpc string) {
	x.t.Helper()
	x.press("c")
	x.wait("Create the Studio groups")
	x.turn("< " + set + " >")
	x.press("Down")
	x.turn("< " + vpc)
	x.press("C-r")
	x.wait("nothing is sent before you confirm")
	x.confirm()
}

// turn presses right until the line of the form has the value.
func (x *tmux) turn(value string) {
	x.t.Helper()
	for range 8 { // more than there are values
		if strings.Contains(x.wait(), value) {
			return
		}
		x.press("Right")
	}
	x.wait(value)
}
