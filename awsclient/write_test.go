package awsclient_test

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
)

// send makes a change that must succeed.
func send(t *testing.T, c *awsclient.Client, ch model.Change) string {
	t.Helper()
	id, err := c.Send(t.Context(), ch)
	if err != nil {
		t.Fatalf("%s %v: %v", model.ChangeKind(ch), ch, err)
	}
	return id
}

// find reads a group that must be there.
func find(t *testing.T, c *awsclient.Client, id string) model.Group {
	t.Helper()
	g, p, err := c.Group(t.Context(), id)
	if err != nil || p != model.Present {
		t.Fatalf("group %s: %v, %v", id, p, err)
	}
	return g
}

func TestSendMakesEveryChange(t *testing.T) {
	c, w := open(t)
	s := load(t, c, model.Source{})
	vpc := slices.Collect(s.VPCs())[0].ID
	peer := groupNamed(t, s, "bastion").ID

	id := send(t, c, model.CreateGroup{VPC: vpc, Name: "made", Description: "by a test", Tag: model.EMRTag()})
	g := find(t, c, id)
	diff(t, "the new group's tags", model.NewTags(model.EMRTag()), g.Tags)
	if g.Name != "made" || g.Description != "by a test" || g.VPC != vpc || len(g.Rules) != 1 {
		t.Errorf("the new group: %+v", g)
	}
	if n := len(w.of("ec2:CreateTags")); n != 0 {
		t.Errorf("%d calls of CreateTags: want the tag in the create call", n)
	}

	in := model.TCPRule(model.Ingress, 18888, model.GroupPeer(peer))
	out := model.TCPRule(model.Egress, 443, model.AnyIPv4())
	six := model.Rule{
		Protocol: model.ICMPv6, Ports: model.AllPorts(),
		Peer: model.CIDRPeer(netip.MustParsePrefix("2001:db8::/32")),
	}
	for _, r := range []model.Rule{in, out, six} {
		rule := send(t, c, model.Authorize{Group: id, Rule: r, Description: "why " + r.Traffic()})
		have, ok := find(t, c, id).Find(r)
		if !ok || have.ID != rule || !strings.HasPrefix(rule, "sgr-") || have.Description != "why "+r.Traffic() {
			t.Errorf("%v: id %q, in the group %+v", r, rule, have)
		}
	}
	entry, _ := find(t, c, id).Find(in)
	send(t, c, model.Revoke{Group: id, Rule: in, RuleID: entry.ID})
	send(t, c, model.Revoke{Group: id, Rule: model.AllTraffic(model.Egress, model.AnyIPv4())})
	send(t, c, model.Revoke{Group: id, Rule: six})
	if g := find(t, c, id); len(g.Rules) != 1 || g.Rules[0].Rule != out {
		t.Errorf("after the revocations: %v; want %v alone", g.Rules, out)
	}
	f := w.of("ec2:RevokeSecurityGroupIngress")[0].form
	if f.Get("SecurityGroupRuleId.1") != entry.ID || f.Has("IpPermissions.1.IpProtocol") {
		t.Errorf("revoked by %v: want the rule's id alone", f)
	}

	send(t, c, model.SetTag{Group: id, Key: "team", New: "data"})
	if v, _ := find(t, c, id).Tags.Get("team"); v != "data" {
		t.Errorf("tag team is %q", v)
	}
	send(t, c, model.RemoveTag{Group: id, Key: "team", Old: "somebody else's"})
	if _, ok := find(t, c, id).Tags.Get("team"); !ok {
		t.Error("a tag that has another value than was said is gone")
	}
	send(t, c, model.RemoveTag{Group: id, Key: "team", Old: "data"})
	if _, ok := find(t, c, id).Tags.Get("team"); ok {
		t.Error("the tag is still there")
	}
	send(t, c, model.DeleteGroup{Group: id})
	if _, p, err := c.Group(t.Context(), id); p != model.Gone || err != nil {
		t.Errorf("the deleted group is %v, %v", p, err)
	}
	for _, a := range awsclient.Actions(true)[len(awsclient.Actions(false)):] {
		if len(w.of(a)) == 0 && a != "sts:DecodeAuthorizationMessage" { // which changes nothing
			t.Errorf("%s is in the policy and in no change", a)
		}
	}
}

// The policy's table is equal to the calls that are made.
func TestPolicyHasEveryCallAndNoOther(t *testing.T) {
	c, w := openOn(t, wide)
	load(t, c, model.Source{})
	if _, err := c.PublicAccessEverywhere(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	w.account.SetFault(func(string, int) *sandbox.Fault { return &sandbox.Fault{Code: "UnauthorizedOperation"} })
	rule := model.TCPRule(model.Ingress, 22, model.AnyIPv4())
	back := model.TCPRule(model.Egress, 22, model.AnyIPv4())
	for _, ch := range []model.Change{
		model.CreateGroup{VPC: "vpc-1", Name: "n", Description: "d"},
		model.Authorize{Group: "sg-1", Rule: rule},
		model.Authorize{Group: "sg-1", Rule: back},
		model.Revoke{Group: "sg-1", Rule: rule},
		model.Revoke{Group: "sg-1", Rule: back},
		model.SetTag{Group: "sg-1", Key: "k"},
		model.RemoveTag{Group: "sg-1", Key: "k"},
		model.DeleteGroup{Group: "sg-1"},
	} {
		_, err := c.Send(t.Context(), ch)
		f := failure(t, err)
		if f.Kind != model.FailedDenied || f.Missing != f.Call || f.Resource != ch.Target() {
			t.Errorf("%s denied: %+v", model.ChangeKind(ch), f)
		}
	}
	if _, err := c.DecodeDenial(t.Context(), "encoded"); failure(t, err).Kind != model.FailedDenied {
		t.Errorf("decoding denied: %v", err)
	}
	diff(t, "actions", sorted(awsclient.Actions(true)), slices.Compact(sorted(w.account.Calls())))
}

func TestSendFails(t *testing.T) {
	c, _ := open(t)
	s := load(t, c, model.Source{})
	vpc := slices.Collect(s.VPCs())[0].ID
	g := groupNamed(t, s, "bastion")
	none := model.TCPRule(model.Ingress, 9, model.AnyIPv4())
	used := groupNamed(t, s, "ElasticMapReduce-Master-Private").ID
	cases := []struct {
		name   string
		change model.Change
		want   model.Failure // without the service's words
	}{
		{"name taken", model.CreateGroup{VPC: vpc, Name: "BASTION", Description: "d"}, model.Failure{
			Kind: model.FailedDuplicate, Call: "ec2:CreateSecurityGroup", Code: "InvalidGroup.Duplicate",
			Resource: model.PendingID(vpc, "BASTION"),
		}},
		{"rule is there", model.Authorize{Group: g.ID, Rule: g.Rules[0].Rule}, model.Failure{
			Kind: model.FailedDuplicate, Call: "ec2:AuthorizeSecurityGroupIngress", Code: "InvalidPermission.Duplicate",
			Resource: g.ID,
		}},
		{"rule is not there", model.Revoke{Group: g.ID, Rule: none}, model.Failure{
			Kind: model.FailedNotFound, Call: "ec2:RevokeSecurityGroupIngress", Code: "InvalidPermission.NotFound",
			Resource: g.ID,
		}},
		{"in use", model.DeleteGroup{Group: used}, model.Failure{
			Kind: model.FailedInUse, Call: "ec2:DeleteSecurityGroup", Code: "DependencyViolation", Resource: used,
		}},
		{"not made yet", model.Authorize{
			Group: g.ID, Rule: model.TCPRule(model.Ingress, 1, model.GroupPeer("new:vpc-1/x")),
		}, model.Failure{
			Kind: model.FailedInvalid, Resource: "new:vpc-1/x",
		}},
		{"target not made yet", model.SetTag{Group: "new:vpc-1/x", Key: "k"}, model.Failure{
			Kind: model.FailedInvalid, Resource: "new:vpc-1/x",
		}},
	}
	for _, tt := range cases {
		_, err := c.Send(t.Context(), tt.change)
		f := failure(t, err)
		if f.Message == "" {
			t.Errorf("%s: no words", tt.name)
		}
		f.Message = ""
		if f != tt.want {
			t.Errorf("%s: %+v; want %+v", tt.name, f, tt.want)
		}
	}
}

// In a default VPC EC2 calls it a success when there was nothing to revoke.
func TestRevokeOfNothingIsNotFound(t *testing.T) {
	for _, d := range []model.Direction{model.Ingress, model.Egress} {
		c, w := open(t)
		action := "RevokeSecurityGroupIngress"
		if d == model.Egress {
			action = "RevokeSecurityGroupEgress"
		}
		w.instead = func(sent) *http.Response {
			return reply(200, "<"+action+"Response><return>true</return><unknownIpPermissionSet><item>"+
				"<ipProtocol>tcp</ipProtocol></item></unknownIpPermissionSet></"+action+"Response>")
		}
		_, err := c.Send(t.Context(), model.Revoke{Group: "sg-1", Rule: model.TCPRule(d, 22, model.AnyIPv4())})
		f := failure(t, err)
		f.Message = ""
		if f != (model.Failure{
			Kind: model.FailedNotFound, Code: "UnknownIpPermissions", Call: "ec2:" + action, Resource: "sg-1",
		}) {
			t.Errorf("%v: %+v", d, f)
		}
	}
}

// A change is sent once, whatever comes back: the applier journals that it is held back.
func TestSendIsNeverRepeated(t *testing.T) {
	cases := []struct {
		name  string
		fault sandbox.Fault
		calls int
		want  model.FailureKind
	}{
		{"throttled once", sandbox.Fault{Status: 503, Code: "RequestLimitExceeded"}, 1, model.FailedThrottled},
		{"internal error", sandbox.Fault{Status: 500, Code: "InternalError"}, 1, model.FailedOther},
		{"unavailable", sandbox.Fault{Status: 503, Code: "Unavailable"}, 1, model.FailedOther},
		{"answer lost", sandbox.Fault{Lost: true}, 1, model.FailedOffline},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			c, w := open(t)
			vpc := slices.Collect(load(t, c, model.Source{}).VPCs())[0].ID
			w.account.SetFault(func(a string, n int) *sandbox.Fault {
				if a == "ec2:CreateSecurityGroup" && n == 1 {
					return &tt.fault
				}
				return nil
			})
			_, err := c.Send(t.Context(), model.CreateGroup{VPC: vpc, Name: "n", Description: "d"})
			if n := len(w.of("ec2:CreateSecurityGroup")); n != tt.calls {
				t.Errorf("sent %d times; want %d", n, tt.calls)
			}
			got := model.NoFailure
			if err != nil {
				got = failure(t, err).Kind
			}
			if got != tt.want {
				t.Errorf("%v; want %v", err, tt.want)
			}
		})
	}
}

func TestDryRun(t *testing.T) {
	c, w := open(t)
	s := load(t, c, model.Source{})
	vpc, g := slices.Collect(s.VPCs())[0].ID, groupNamed(t, s, "bastion")
	rule, before := model.TCPRule(model.Egress, 9, model.AnyIPv4()), find(t, c, g.ID)
	for _, ch := range []model.Change{
		model.CreateGroup{VPC: vpc, Name: "n", Description: "d"},
		model.Authorize{Group: g.ID, Rule: rule},
		model.Revoke{Group: g.ID, Rule: g.Rules[0].Rule},
		model.SetTag{Group: g.ID, Key: "k", New: "v"},
		model.RemoveTag{Group: g.ID, Key: "team", Old: "platform"},
		model.DeleteGroup{Group: g.ID},
	} {
		if err := c.DryRun(t.Context(), ch); err != nil {
			t.Errorf("%s: %v", model.ChangeKind(ch), err)
		}
	}
	diff(t, "the group after dry runs", before, find(t, c, g.ID))
	refuse(w, "ec2:CreateTags", "UnauthorizedOperation")
	f := failure(t, c.DryRun(t.Context(), model.SetTag{Group: g.ID, Key: "k"}))
	if f.Kind != model.FailedDenied || f.Missing != "ec2:CreateTags" {
		t.Errorf("denied: %+v", f)
	}
	w.instead = func(sent) *http.Response {
		return reply(200, "<CreateTagsResponse><return>true</return></CreateTagsResponse>")
	}
	if f := failure(t, c.DryRun(t.Context(), model.SetTag{Group: g.ID, Key: "k"})); f.Kind != model.FailedUnsupported {
		t.Errorf("ignored: %+v", f)
	}
}

func TestReadOnlyHasNoWriter(t *testing.T) {
	c, w := open(t, readOnly)
	if c.Writer != nil {
		t.Error("a read-only client has a Writer")
	}
	_, err := c.Send(t.Context(), model.DeleteGroup{Group: "sg-1"})
	if f := failure(t, err); f.Kind != model.FailedInvalid || len(w.sent) != 0 {
		t.Errorf("%v, %d requests", f, len(w.sent))
	}
	if err := c.DryRun(t.Context(), model.DeleteGroup{Group: "sg-1"}); err == nil {
		t.Error("a read-only client dry-runs")
	}
}

func TestGroupNamed(t *testing.T) {
	c, w := open(t, paged)
	s := load(t, c, model.Source{})
	vpc, want := slices.Collect(s.VPCs())[0].ID, groupNamed(t, s, "web-alb")
	g, p, err := c.GroupNamed(t.Context(), vpc, "WEB-alb")
	if err != nil || p != model.Present || g.ID != want.ID || g.Rules[0].ID == "" {
		t.Errorf("%v %v %v; want %s with rule ids", g.ID, p, err, want.ID)
	}
	if _, p, err := c.GroupNamed(t.Context(), vpc, "no such"); err != nil || p != model.Gone {
		t.Errorf("no such name: %v, %v", p, err)
	}
	if _, p, err := c.GroupNamed(t.Context(), "vpc-0", "web-alb"); err != nil || p != model.Gone {
		t.Errorf("another VPC: %v, %v", p, err)
	}

	refuse(w, "ec2:DescribeSecurityGroupRules", "UnauthorizedOperation")
	g, p, err = c.Group(t.Context(), want.ID)
	if err != nil || p != model.Present || len(g.Rules) == 0 || g.Rules[0].ID != "" {
		t.Errorf("without the permission for rule ids: %v %v %v; want the group without them", g, p, err)
	}
	refuse(w, "ec2:DescribeSecurityGroups", "UnauthorizedOperation")
	_, p, err = c.Group(t.Context(), want.ID)
	if f := failure(t, err); p != model.NotKnown || f.Kind != model.FailedDenied || f.Resource != want.ID {
		t.Errorf("denied: %v, %+v; want it not known", p, f)
	}
}
