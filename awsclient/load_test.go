package awsclient_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
)

func TestLoadReadsEverything(t *testing.T) {
	c, w := open(t)
	s := load(t, c, model.Source{Sandbox: "analytics"})

	for _, p := range model.Parts() {
		if r := s.Reading(p, ""); !r.Whole() {
			t.Errorf("%s: %s, %v; want it read", p, r.State, r.Failure)
		}
	}
	o := s.Origin()
	diff(t, "origin", model.Origin{
		Caller: o.Caller, Partition: "aws", Region: "us-east-1", Kind: model.FromSandbox, Name: "analytics",
		ReadAt: epoch(),
	}, o)
	if o.Caller.Account != "123456789012" || !strings.Contains(o.Caller.ARN, "DataPlatformOperator") {
		t.Errorf("caller %+v: want the scenario's", o.Caller)
	}

	counts := fmt.Sprint(len(slices.Collect(s.VPCs())), len(slices.Collect(s.Subnets())),
		len(slices.Collect(s.Studios())), len(slices.Collect(s.Clusters())))
	if counts != "1 3 2 3" {
		t.Errorf("VPCs, subnets, Studios, clusters: %s; want 1 3 2 3", counts)
	}
	for st := range s.Studios() {
		if !st.Described || s.GroupPresence(st.Workspace) != model.Present || s.GroupPresence(st.Engine) != model.Present {
			t.Errorf("Studio %+v: want it described and its groups present", st)
		}
	}
	for cl := range s.Clusters() {
		if !cl.Described || len(cl.PrimaryInstances) == 0 {
			t.Errorf("cluster %+v: want it described, with its primary's instance", cl)
			continue
		}
		if i, ok := s.Instance(cl.PrimaryInstances[0]); !ok || len(i.Interfaces) == 0 {
			t.Errorf("instance %+v of cluster %s: want it read with its interface", i, cl.ID)
		}
	}
	engine := groupNamed(t, s, "DefaultEngineSecurityGroup")
	for _, r := range engine.Rules {
		if r.ID == "" || r.Description == "" {
			t.Errorf("rule %v of %s: want id and description", r, engine.Name)
		}
	}
	for g := range s.Groups() {
		if g.Name == "web-alb" && g.Rules[0].ID != "" {
			t.Errorf("rule ids of %s were read, which does not matter here", g.Name)
		}
	}
	if n := len(w.of("ec2:DescribeSecurityGroupRules")); n != 1 {
		t.Errorf("%d calls for rule ids; want one batch", n)
	}
}

func TestLoadAsksInPagesAndByFilter(t *testing.T) {
	c, w := openOn(t, wide)
	load(t, c, model.Source{})
	sizes := map[string]string{
		"ec2:DescribeRouteTables": "100", "ec2:DescribeManagedPrefixLists": "100", "ec2:GetManagedPrefixListEntries": "100",
		"ec2:DescribeEgressOnlyInternetGateways": "255",
		"ec2:DescribeAddresses":                  "none", "ec2:DescribeVpcBlockPublicAccessOptions": "none",
		"ec2:SearchTransitGatewayRoutes": "none",
	}
	ids := regexp.MustCompile(`Ids?\.\d+$`)
	for _, s := range w.sent {
		if !strings.HasPrefix(s.action, "ec2:") {
			continue
		}
		want, got := cmp.Or(sizes[s.action], "1000"), cmp.Or(s.form.Get("MaxResults"), "none")
		if got != want {
			t.Errorf("%s with MaxResults %s; want %s", s.action, got, want)
		}
		for key := range s.form {
			if ids.MatchString(key) {
				t.Errorf("%s names %s: an id that is gone would fail it", s.action, key)
			}
		}
	}
	if s := w.of("ec2:DescribeSecurityGroups")[0]; s.form.Get("Filter.1.Name") != "" {
		t.Errorf("groups of a Region are asked for with %v; want no filter", s.form)
	}
}

func TestLoadPages(t *testing.T) {
	whole, _ := open(t)
	want := load(t, whole, model.Source{})
	c, w := open(t, paged)
	got := load(t, c, model.Source{})
	if n := len(w.of("ec2:DescribeSecurityGroups")); n != 4 {
		t.Errorf("%d calls for 17 groups and the default one in pages of 5; want 4", n)
	}
	ids := func(s model.Snapshot) (out []string) {
		for g := range s.Groups() {
			out = append(out, fmt.Sprint(g))
		}
		for i := range s.Interfaces() {
			out = append(out, i.ID)
		}
		return out
	}
	diff(t, "what pages add up to", ids(want), ids(got))
}

func TestLoadOfOneVPC(t *testing.T) {
	c, w := open(t)
	all := load(t, c, model.Source{})
	vpc := slices.Collect(all.VPCs())[0].ID
	w.sent = nil
	s := load(t, c, model.Source{VPC: vpc})
	for _, a := range []string{"ec2:DescribeSecurityGroups", "ec2:DescribeNetworkInterfaces"} {
		if f := w.of(a)[0].form; f.Get("Filter.1.Name") != "vpc-id" || f.Get("Filter.1.Value.1") != vpc {
			t.Errorf("%s with %v; want it narrowed to %s", a, f, vpc)
		}
	}
	for _, p := range []model.Part{model.PartGroups, model.PartInterfaces} {
		if r := s.Reading(p, vpc); !r.Whole() {
			t.Errorf("%s of the VPC: %s; want it read", p, r.State)
		}
		if r := s.Reading(p, ""); r.State != model.ReadPartly {
			t.Errorf("%s of the Region: %s; want it partly read", p, r.State)
		}
	}
	if s := load(t, c, model.Source{VPC: "vpc-00000000000000000"}); s.GroupPresence("sg-none") != model.NotKnown {
		t.Error("a group that nothing names was looked up")
	} else if n := len(slices.Collect(s.Groups())); n == 0 {
		t.Error("the groups that Studios of another VPC name were not looked up")
	}
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

func TestLoadWithOneStudioDenied(t *testing.T) {
	c, w := open(t)
	w.account.SetFault(func(a string, n int) *sandbox.Fault {
		if a == "elasticmapreduce:DescribeStudio" && n == 1 {
			return &sandbox.Fault{Code: "AccessDeniedException", Message: "User: arn:aws:iam::1:user/x is not authorized " +
				"to perform: elasticmapreduce:DescribeStudio on resource: arn:aws:elasticmapreduce:us-east-1:1:studio/es-1"}
		}
		return nil
	})
	s := load(t, c, model.Source{})
	described := map[bool]int{}
	for st := range s.Studios() {
		described[st.Described]++
	}
	diff(t, "Studios by Described", map[bool]int{true: 1, false: 1}, described)
	r := s.Reading(model.PartStudios, "")
	if r.State != model.ReadPartly || !strings.HasPrefix(r.Failure.Resource, "es-") {
		t.Errorf("Studios: %s %+v; want them partly read and the Studio named", r.State, r.Failure)
	}
}

// An emulator that lacks an action says so in its own way.
func TestLoadWithOneActionUnsupported(t *testing.T) {
	cases := map[string]*http.Response{
		"elasticmapreduce:ListStudios":   reply(500, "<!doctype html><title>500 Internal Server Error</title>"),
		"ec2:DescribeSecurityGroupRules": reply(500, "<!doctype html><title>500 Internal Server Error</title>"),
		"ec2:DescribeNetworkInterfaces": reply(501, "<Response><Errors><Error><Code>InternalFailure</Code>"+
			"<Message>not implemented</Message></Error></Errors></Response>"),
		"ec2:DescribeInstances": reply(400, "<Response><Errors><Error><Code>InvalidAction</Code>"+
			"<Message>The action is not valid for this web service.</Message></Error></Errors></Response>"),
		"elasticmapreduce:ListInstances": reply(400, `{"__type":"UnknownOperationException"}`),
		"sts:GetCallerIdentity":          reply(404, "not here"),
	}
	parts := map[string]model.Part{
		"elasticmapreduce:ListStudios": model.PartStudios, "ec2:DescribeSecurityGroupRules": model.PartRuleIDs,
		"ec2:DescribeNetworkInterfaces": model.PartInterfaces, "ec2:DescribeInstances": model.PartInstances,
		"elasticmapreduce:ListInstances": model.PartInstances, "sts:GetCallerIdentity": model.PartCaller,
	}
	for action, answer := range cases {
		t.Run(action, func(t *testing.T) {
			c, w := open(t)
			text := readAll(t, answer) // one response is read once
			w.instead = func(s sent) *http.Response {
				if s.action != action {
					return nil
				}
				return reply(answer.StatusCode, text)
			}
			s := load(t, c, model.Source{})
			if r := s.Reading(parts[action], ""); r.State != model.ReadFailed || r.Failure.Kind != model.FailedUnsupported {
				t.Errorf("%s: %s %+v; want unsupported", parts[action], r.State, r.Failure)
			}
			if n := len(w.of(action)); action == "elasticmapreduce:ListStudios" && n != 1 {
				t.Errorf("asked %d times for what the endpoint does not have", n)
			}
		})
	}
}

func TestLoadLooksUpWhatTheListingLacks(t *testing.T) {
	c, w := open(t)
	all := load(t, c, model.Source{})
	engine := groupNamed(t, all, "DefaultEngineSecurityGroup")
	listing := "<DescribeSecurityGroupsResponse><securityGroupInfo/></DescribeSecurityGroupsResponse>"
	empty := func(s sent) *http.Response {
		if s.action == "ec2:DescribeSecurityGroups" && s.form.Get("Filter.1.Name") == "" {
			return reply(200, listing)
		}
		return nil
	}

	w.instead = empty
	s := load(t, c, model.Source{})
	if g, ok := s.Group(engine.ID); !ok || g.Rules[0].ID == "" {
		t.Errorf("%s was found by its id only, and its rule ids not read: %v", engine.ID, g)
	}

	w.instead = func(s sent) *http.Response {
		if s.action == "ec2:DescribeSecurityGroups" {
			return reply(200, listing)
		}
		return nil
	}
	if s := load(t, c, model.Source{}); s.GroupPresence(engine.ID) != model.Gone {
		t.Error("looked up, answered with nothing: want it gone")
	}

	w.instead = empty
	w.account.SetFault(func(a string, _ int) *sandbox.Fault {
		if a == "ec2:DescribeSecurityGroups" {
			return &sandbox.Fault{Status: 403, Code: "UnauthorizedOperation"}
		}
		return nil
	})
	if s := load(t, c, model.Source{}); s.GroupPresence(engine.ID) != model.NotKnown {
		t.Error("the look-up was denied: want it unknown")
	}
}

func TestLoadIsPartialWhereAPageFails(t *testing.T) {
	c, w := open(t, paged)
	w.account.SetFault(func(a string, n int) *sandbox.Fault {
		if a == "ec2:DescribeSecurityGroups" && n == 2 {
			return &sandbox.Fault{Code: "InvalidParameterValue", Message: "the token has expired"}
		}
		return nil
	})
	s := load(t, c, model.Source{})
	r := s.Reading(model.PartGroups, "")
	if r.State != model.ReadPartly || r.Failure.Kind != model.FailedInvalid {
		t.Errorf("groups: %s %v; want them partly read, and why", r.State, r.Failure)
	}
	if n := len(slices.Collect(s.Groups())); n < 5 {
		t.Errorf("%d groups: want the first page kept", n)
	}
}

func TestLoadFailsWhereNothingUsefulComes(t *testing.T) {
	all := func(f sandbox.Fault) func(string, int) *sandbox.Fault {
		return func(string, int) *sandbox.Fault { return &f }
	}
	cases := []struct {
		name  string
		fault func(string, int) *sandbox.Fault
		want  model.FailureKind
	}{
		{"all denied", all(sandbox.Fault{Status: 403, Code: "AccessDeniedException"}), model.FailedDenied},
		{"expired", all(sandbox.Fault{Code: "ExpiredTokenException"}), model.FailedExpired},
		{"expired in one service", func(a string, _ int) *sandbox.Fault {
			if a == "ec2:DescribeVpcs" {
				return &sandbox.Fault{Code: "RequestExpired"}
			}
			return nil
		}, model.FailedExpired},
		{"unreachable", all(sandbox.Fault{Lost: true}), model.FailedOffline},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			c, w := open(t)
			w.account.SetFault(tt.fault)
			_, err := c.Load(t.Context(), model.Source{}, nil)
			if f := failure(t, err); f.Kind != tt.want {
				t.Errorf("%v: want %v", f, tt.want)
			}
		})
	}
}

func TestLoadIsCancelled(t *testing.T) {
	c, w := open(t)
	if _, err := c.Load(cancelled(t), model.Source{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("before the first call: %v; want context.Canceled", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	before := 0
	var once sync.Once
	w.account.SetFault(func(a string, _ int) *sandbox.Fault {
		if a == "elasticmapreduce:DescribeCluster" {
			once.Do(func() { before = len(w.account.Calls()) })
			cancel()
		}
		return nil
	})
	s, err := c.Load(ctx, model.Source{}, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("mid-way: %v; want context.Canceled", err)
	}
	if len(slices.Collect(s.Clusters())) == 0 {
		t.Error("what was listed before the cancellation is lost")
	}
	if n := len(w.account.Calls()) - before; n > 8 {
		t.Errorf("%d calls after a cancellation at the first DescribeCluster", n)
	}
}

func TestLoadTellsOfProgress(t *testing.T) {
	c, _ := open(t, paged)
	var inside, last int
	var shown []model.Progress
	s, err := c.Load(t.Context(), model.Source{}, func(p model.Progress) {
		inside++
		defer func() { inside-- }()
		if inside > 1 {
			t.Error("two reports at once")
		}
		if p.Done < last || p.Done > p.Total {
			t.Errorf("%d of %d calls after %d", p.Done, p.Total, last)
		}
		last = p.Done
		shown = append(shown, p)
	})
	if err != nil {
		t.Fatal(err)
	}
	first := slices.IndexFunc(shown, func(p model.Progress) bool {
		return len(slices.Collect(p.Snapshot.Groups())) > 0
	})
	if first < 0 {
		t.Fatal("no report has groups")
	}
	p := shown[first]
	if n := len(slices.Collect(p.Snapshot.Groups())); n != 5 {
		t.Errorf("%d groups in the first report that has some: want the first page alone", n)
	}
	if r := p.Snapshot.Reading(model.PartGroups, ""); r.State != model.ReadPartly {
		t.Errorf("groups are %s after one page of four", r.State)
	}
	if !strings.Contains(p.Doing, "security groups") {
		t.Errorf("doing %q: want the groups named", p.Doing)
	}
	final := shown[len(shown)-1].Snapshot
	for _, part := range model.Parts() {
		if final.Reading(part, "") != s.Reading(part, "") {
			t.Errorf("the last report does not have %s as the result has", part)
		}
	}
	// The clock stands: one report to begin with, one for the first page of groups, one for each part.
	if most := 2 + len(model.Parts()); len(shown) > most {
		t.Errorf("%d reports within one instant: want %d at most", len(shown), most)
	}
}

func TestLoadTellsWhyACallIsHeldBack(t *testing.T) {
	c, w := open(t, func(o *awsclient.Options) {
		o.Now = ticking()
	})
	w.account.SetFault(func(a string, n int) *sandbox.Fault {
		if a == "ec2:DescribeSecurityGroups" && n < 3 {
			return &sandbox.Fault{Status: 503, Code: "RequestLimitExceeded", Message: "Request limit exceeded."}
		}
		return nil
	})
	var told []string
	s, err := c.Load(t.Context(), model.Source{}, func(p model.Progress) {
		if p.Retrying != "" && !slices.Contains(told, p.Retrying) {
			told = append(told, p.Retrying)
		}
	})
	if err != nil || !s.Reading(model.PartGroups, "").Whole() {
		t.Fatalf("%v; groups %v", err, s.Reading(model.PartGroups, ""))
	}
	diff(t, "why", []string{"RequestLimitExceeded, next attempt in 0s"}, told)
}
