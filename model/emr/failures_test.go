package emr_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

// plant puts one failure of the catalogue into the healthy account.
type plant struct {
	number int
	name   string
	do     func(*edit)
	finds  string   // "severity key" of what names it
	also   []string // what it brings with it that is conditional or worse, each with its reason in a comment
	remedy string   // "fix", or a piece of the advice; "" for a note that asks for nothing
	holds  bool     // told on request: among what holds
}

// among gives the keys of a row for both nodes with both.
func amongBoth(severity string, ids ...string) []string {
	var out []string
	for _, id := range ids {
		for _, from := range []string{"sg-m", "sg-c"} {
			for _, to := range []string{"sg-m", "sg-c"} {
				out = append(out, severity+" "+id+":"+from+":"+to)
			}
		}
	}
	return out
}

// plants gives every failure that the API's facts can decide (emr.md §10), in order of number.
func plants() []plant {
	return slices.Concat(clusterPlants(), studioPlants(), openPlants(), otherPlants())
}

func clusterPlants() []plant {
	return []plant{
		{
			number: 1, name: "ServiceAccess9443", do: drop("sg-s", "ingress tcp 9443"),
			finds: "broken service-ingress-9443:sg-s:sg-m", remedy: "fix",
		},
		{
			number: 2, name: "NoServiceAccess",
			do: all(line("cluster j-2 bare WAITING emr-7.5.0 subnet-a sg-m2 sg-c2 primary=i-2"+strings.TrimSuffix(apps, "\n")),
				func(e *edit) {
					e.lines = append(e.lines, strings.Split(nodes("vpc-1", "sg-m2", "sg-c2", "", "m2", "c2"), "\n")...)
				}),
			finds: "broken service-access-missing:j-2", remedy: "create it again",
		},
		{
			number: 3, name: "NoEgress", do: all(drop("sg-m", "egress all"), drop("sg-c", "egress all")),
			finds: "broken nodes-tcp-egress:sg-m:sg-c", remedy: "fix",
			// Without any egress each thing that nodes send to is missing: one another by three protocols, EMR, Amazon S3.
			also: append(append(amongBoth("broken", "nodes-tcp-egress"), amongBoth("conditional", "nodes-udp-egress", "nodes-icmp-egress")...),
				"broken primary-egress-9443:sg-m:sg-s", "broken primary-egress-443:sg-m:sg-s", "broken core-egress-443:sg-c:sg-s",
				"broken nodes-egress-s3:sg-m", "broken nodes-egress-s3:sg-c"),
		},
		{
			number: 4, name: "GroupOfAnotherVPC", do: swap("cluster j-7", "service=", "additional=sg-w9 service="),
			finds: "broken cluster-group-in-vpc:j-7", remedy: "again with groups of its own VPC",
		},
		{
			number: 21, name: "Port8433", do: all(drop("sg-m", "ingress tcp 8443"), rule("sg-m", "ingress tcp 8433 from sg-s")),
			finds: "broken primary-ingress-8443:sg-m:sg-s", remedy: "fix",
		},
		{
			number: 22, name: "WrongDirection8443",
			do: all(drop("sg-s", "egress tcp 8443"), rule("sg-s", "ingress tcp 8443 from sg-m"), rule("sg-s", "ingress tcp 8443 from sg-c")),
			// Both groups of the nodes are meant.
			finds: "broken service-egress-8443-primary:sg-s:sg-m", also: []string{"broken service-egress-8443-core:sg-s:sg-c"}, remedy: "fix",
		},
		{
			number: 28, name: "OnlyTCP", do: all(drop("sg-m", "ingress udp"), drop("sg-c", "ingress udp")),
			// All four ways between primary and core are closed at once.
			finds: "conditional nodes-udp-ingress:sg-m:sg-c", also: amongBoth("conditional", "nodes-udp-ingress"), remedy: "fix",
		},
		{
			number: 32, name: "NoInternetGateway", do: swap("table rtb-q", ",0.0.0.0/0>igw-2", ""),
			finds: "broken cluster-internet-route:j-p", remedy: "--gateway-id igw-2",
		},
		{
			number: 35, name: "Release8Without443", do: drop("sg-ds", "ingress tcp 443"),
			finds: "broken service-ingress-443:sg-ds:10.0.0.0/16", remedy: "fix",
		},
		{
			number: 36, name: "SecondBlock", do: swap("vpc vpc-1", "10.0.0.0/16", "10.0.0.0/16,10.8.0.0/16"),
			finds: "broken service-ingress-443:sg-ds:10.8.0.0/16", remedy: "fix",
		},
		{
			number: 38, name: "UntaggedGroupRoleV2", do: swap("group sg-dm", " tagged", ""),
			finds: "conditional cluster-group-tag:sg-dm", remedy: "fix",
		},
		{
			number: 44, name: "SharedGroups", do: line("cluster j-6 twin WAITING emr-7.5.0 subnet-a sg-m sg-c primary=i-6 service=sg-s" + apps),
			finds: "note clusters-share-groups:sg-m", remedy: "managed groups of its own",
		},
		{
			number: 45, name: "Release7And8", do: line("cluster j-9 eight WAITING emr-spark-8.0.0 subnet-a sg-m sg-c primary=i-9 service=sg-s" + apps),
			finds: "broken service-ingress-443:sg-s:10.0.0.0/16", remedy: "fix",
		},
	}
}

func studioPlants() []plant {
	return []plant{
		{
			number: 7, name: "UntaggedEngine", do: swap("group sg-eng", " tagged", ""),
			finds: "conditional engine-tag:sg-eng", remedy: "fix",
		},
		{
			number: 10, name: "WorkspaceIngress", do: rule("sg-w3", "ingress tcp 22 from 10.0.0.0/8"),
			finds: "broken workspace-no-ingress:sg-w3", remedy: "fix",
		},
		{
			number: 11, name: "EgressToItself", do: all(drop("sg-w2", "egress tcp 18888"), rule("sg-w2", "egress tcp 18888 to sg-w2")),
			finds: "broken workspace-egress-18888:sg-w2:sg-eng", remedy: "fix",
		},
		{
			number: 12, name: "EgressOnEngine", do: all(drop("sg-w3", "egress tcp 18888"), rule("sg-e3", "egress tcp 18888 to sg-e3")),
			finds: "broken workspace-egress-18888:sg-w3:sg-e3", remedy: "fix",
		},
		{
			number: 13, name: "NoEngineIngress", do: drop("sg-e3", "ingress tcp 18888"),
			finds: "broken engine-ingress-18888:sg-e3:sg-w3", remedy: "fix",
		},
		{
			number: 14, name: "OneOfTwoWorkspaces", do: drop("sg-eng", "ingress tcp 18888 from sg-w2"),
			finds: "broken engine-ingress-18888:sg-eng:sg-w2", remedy: "fix",
		},
		{
			number: 15, name: "PortTypo", do: all(drop("sg-eng", "ingress tcp 18888 from sg-ws"), rule("sg-eng", "ingress tcp 18889 from sg-ws")),
			finds: "broken engine-ingress-18888:sg-eng:sg-ws", remedy: "fix",
		},
		{
			number: 16, name: "NoGitEgress", do: drop("sg-ws", "egress tcp 443"),
			finds: "conditional workspace-egress-443:sg-ws", remedy: "fix",
		},
		{
			number: 17, name: "NoNAT", do: swap("table rtb-1", ",0.0.0.0/0>nat-1", ""),
			finds: "conditional git-path:es-1", remedy: "--nat-gateway-id nat-1",
		},
		{
			number: 18, name: "DNSServerShut", do: rule("sg-ws", "egress udp 53 to sg-dns"),
			finds: "conditional workspace-dns:sg-dns:sg-ws", remedy: "let DNS in",
		},
		{
			number: 30, name: "OrphanedInterface", do: line("eni eni-o subnet-a 10.0.1.77 sg-ws status=available"),
			finds: "note group-on-orphans:sg-ws", remedy: "delete the interfaces",
		},
		{
			number: 33, name: "NotOffered", do: swap("cluster j-8", "Livy,", ""),
			finds: "note clusters-not-offered:es-1", remedy: "create the next one",
		},
		{
			number: 37, name: "NoRoomForEngine", do: all(swap("eni eni-8", "sg-dm,sg-ssh", "sg-dm,sg-ssh,sg-app,sg-dns,sg-less")),
			finds: "conditional engine-no-room:j-8:es-1", remedy: "fewer additional groups",
			// The node is in the subnets of three Studios, and Engine of each would be the sixth group.
			also: []string{"conditional engine-no-room:j-8:es-2", "conditional engine-no-room:j-8:es-3"},
		},
		{
			number: 39, name: "DeletedEngine",
			do: all(line("studio es-4 old vpc-1 sg-w4 sg-gone subnet-a,subnet-b"), line("gone sg-gone"), line("group sg-w4 vpc-1 old-workspace tagged"),
				line("  egress tcp 18888 to sg-gone"), line("  egress tcp 443 to 0.0.0.0/0")),
			finds: "broken engine-exists:sg-gone:es-4", remedy: "make a new Studio",
		},
	}
}

func openPlants() []plant {
	return []plant{
		{
			number: 20, name: "BlockPublicAccess", do: rule("sg-pc", "ingress tcp 8088 from 0.0.0.0/0"),
			finds: "conditional cluster-open-to-world:sg-pc:tcp/8088@0.0.0.0/0", remedy: "Narrow the rule",
			also: []string{"conditional cluster-create-again:j-p"}, // the same, said of the cluster
		},
		{
			number: 23, name: "SSHFromNowhere", do: drop("sg-ssh", "ingress tcp 22"),
			finds: "note primary-ssh-closed:j-8", remedy: "from your own address", holds: true,
		},
		{
			number: 24, name: "SSHFromWorld", do: rule("sg-pm", "ingress tcp 22 from 0.0.0.0/0"),
			finds: "exposed primary-ssh-from-world:sg-pm:tcp/22@0.0.0.0/0", remedy: "from your own",
		},
		{
			number: 25, name: "AllPorts", do: rule("sg-pc", "ingress all from 0.0.0.0/0"),
			finds: "exposed cluster-open-to-world:sg-pc:all@0.0.0.0/0", remedy: "Narrow the rule",
			also: []string{"conditional cluster-create-again:j-p"}, // unknown: what EMR makes of protocol -1 is not documented
		},
		{
			number: 26, name: "EngineFromWorld", do: rule("sg-eng", "ingress all from 0.0.0.0/0"),
			finds: "exposed engine-open-to-world:sg-eng:all@0.0.0.0/0", remedy: "fix",
		},
		{
			number: 27, name: "WithoutGitAllowAll", do: rule("sg-w2", "egress all to 0.0.0.0/0"),
			finds: "exposed workspace-open-egress:sg-w2:all@0.0.0.0/0", remedy: "fix",
		},
		{
			number: 34, name: "ServerlessFromWorld", do: rule("sg-less", "ingress tcp 22 from 0.0.0.0/0"),
			finds: "broken serverless-open-to-world:sg-less:tcp/22@0.0.0.0/0", remedy: "no inbound rule",
		},
	}
}

func otherPlants() []plant {
	return []plant{
		{
			number: 31, name: "GroupsLeft", do: line("group sg-left vpc-1 ElasticMapReduce-master"),
			finds: "note default-groups-left:vpc-1", remedy: "by hand",
		},
		{
			number: 40, name: "NodesShutToBalancer", do: drop("sg-eks", "ingress tcp 18888"),
			// No node's interface was seen, so it is not sure that the nodes have no other group.
			finds: "conditional eks-nodes-ingress:sg-eks:sg-lb", remedy: "load balancer's group",
		},
		{
			number: 41, name: "EndpointInOtherSubnet", do: swap("managedendpoint", "subnets=subnet-a", "subnets=subnet-p"),
			// None of the three Studios of the VPC shares a private subnet with it.
			finds: "conditional eks-endpoint-not-listed:ep-1:es-1", remedy: "Add a private subnet",
			also: []string{"conditional eks-endpoint-not-listed:ep-1:es-2", "conditional eks-endpoint-not-listed:ep-1:es-3"},
		},
	}
}

// failure plants one alone: it is found as the table says and named by its case; nothing of conditional or
// worse was there before, and nothing is there besides; its fix leaves an empty second plan.
func failure(t *testing.T, number int) {
	t.Helper()
	i := slices.IndexFunc(plants(), func(p plant) bool { return p.number == number })
	p := plants()[i]
	if !strings.Contains(t.Name(), p.name) {
		t.Errorf("%d is %s", number, p.name)
	}
	before := emr.Analyse(fixture.Snapshot(whole), emr.Scope{})
	for key := range worse(before) {
		t.Errorf("%d: the healthy account has %s", number, key)
	}
	a := emr.Analyse(fixture.Snapshot(edited(whole, p.do)), emr.Scope{})
	severity, key, _ := strings.Cut(p.finds, " ")
	f, ok := found(a, p, key)
	if was, there := found(before, p, key); there {
		t.Errorf("%d: %s was found before: %s", number, key, was.Reason)
	}
	if !ok || f.Severity.String() != severity {
		t.Fatalf("%d: %s %s is not found, but %v", number, severity, key, listed(a))
	}
	c, _ := emr.CaseOf(number)
	if !slices.Contains(c.Requirements, f.ID) {
		t.Errorf("%d: its case does not name %s", number, f.ID)
	}
	for key, x := range worse(a) {
		if line := x.Severity.String() + " " + key; line != p.finds && !slices.Contains(p.also, line) {
			t.Errorf("%d: invented %s %s: %s", number, x.State, line, x.Reason)
		}
	}
	remedied(t, a, p, f)
}

func found(a *emr.Analysis, p plant, key string) (model.Finding, bool) {
	list := a.Findings()
	if p.holds {
		list = a.Met()
	}
	for _, f := range list {
		if f.Key() == key && (f.State == model.Unmet || p.holds) {
			return f, true
		}
	}
	return model.Finding{}, false
}

func remedied(t *testing.T, a *emr.Analysis, p plant, f model.Finding) {
	t.Helper()
	advice, isAdvice := f.Remedy.(model.Advice)
	if p.remedy != "fix" {
		if !isAdvice || !strings.Contains(advice.Text+advice.Command, p.remedy) {
			t.Errorf("%d: its remedy is %+v, want advice with %q", p.number, f.Remedy, p.remedy)
		}
		return
	}
	var keys []string
	for _, line := range append([]string{p.finds}, p.also...) {
		_, key, _ := strings.Cut(line, " ")
		keys = append(keys, key)
	}
	goal := model.FixFindings{Keys: keys}
	plan := a.Plan(goal)
	after, err := a.Snapshot().With(plan.Changes(func(model.Step) bool { return true })...)
	if err != nil || len(plan.Steps) == 0 {
		t.Fatalf("%d: the plan %v: %v", p.number, planned(plan), err)
	}
	b := emr.Analyse(after, emr.Scope{})
	for key := range worse(b) {
		t.Errorf("%d: after the fix there is %s", p.number, key)
	}
	if again := b.Plan(goal); len(again.Steps) > 0 {
		t.Errorf("%d: the second plan has %v", p.number, planned(again))
	}
}

func TestFailure01ServiceAccess9443(t *testing.T)     { failure(t, 1) }
func TestFailure02NoServiceAccess(t *testing.T)       { failure(t, 2) }
func TestFailure03NoEgress(t *testing.T)              { failure(t, 3) }
func TestFailure04GroupOfAnotherVPC(t *testing.T)     { failure(t, 4) }
func TestFailure07UntaggedEngine(t *testing.T)        { failure(t, 7) }
func TestFailure10WorkspaceIngress(t *testing.T)      { failure(t, 10) }
func TestFailure11EgressToItself(t *testing.T)        { failure(t, 11) }
func TestFailure12EgressOnEngine(t *testing.T)        { failure(t, 12) }
func TestFailure13NoEngineIngress(t *testing.T)       { failure(t, 13) }
func TestFailure14OneOfTwoWorkspaces(t *testing.T)    { failure(t, 14) }
func TestFailure15PortTypo(t *testing.T)              { failure(t, 15) }
func TestFailure16NoGitEgress(t *testing.T)           { failure(t, 16) }
func TestFailure17NoNAT(t *testing.T)                 { failure(t, 17) }
func TestFailure18DNSServerShut(t *testing.T)         { failure(t, 18) }
func TestFailure20BlockPublicAccess(t *testing.T)     { failure(t, 20) }
func TestFailure21Port8433(t *testing.T)              { failure(t, 21) }
func TestFailure22WrongDirection8443(t *testing.T)    { failure(t, 22) }
func TestFailure23SSHFromNowhere(t *testing.T)        { failure(t, 23) }
func TestFailure24SSHFromWorld(t *testing.T)          { failure(t, 24) }
func TestFailure25AllPorts(t *testing.T)              { failure(t, 25) }
func TestFailure26EngineFromWorld(t *testing.T)       { failure(t, 26) }
func TestFailure27WithoutGitAllowAll(t *testing.T)    { failure(t, 27) }
func TestFailure28OnlyTCP(t *testing.T)               { failure(t, 28) }
func TestFailure30OrphanedInterface(t *testing.T)     { failure(t, 30) }
func TestFailure31GroupsLeft(t *testing.T)            { failure(t, 31) }
func TestFailure32NoInternetGateway(t *testing.T)     { failure(t, 32) }
func TestFailure33NotOffered(t *testing.T)            { failure(t, 33) }
func TestFailure34ServerlessFromWorld(t *testing.T)   { failure(t, 34) }
func TestFailure35Release8Without443(t *testing.T)    { failure(t, 35) }
func TestFailure36SecondBlock(t *testing.T)           { failure(t, 36) }
func TestFailure37NoRoomForEngine(t *testing.T)       { failure(t, 37) }
func TestFailure38UntaggedGroupRoleV2(t *testing.T)   { failure(t, 38) }
func TestFailure39DeletedEngine(t *testing.T)         { failure(t, 39) }
func TestFailure40NodesShutToBalancer(t *testing.T)   { failure(t, 40) }
func TestFailure41EndpointInOtherSubnet(t *testing.T) { failure(t, 41) }
func TestFailure44SharedGroups(t *testing.T)          { failure(t, 44) }
func TestFailure45Release7And8(t *testing.T)          { failure(t, 45) }

// TestEveryDecidableFailureIsPlanted holds the table to what emr.md lists as decidable.
func TestEveryDecidableFailureIsPlanted(t *testing.T) {
	var have []int
	for _, p := range plants() {
		have = append(have, p.number)
	}
	slices.Sort(have)
	if !slices.Equal(have, decidable()) {
		t.Errorf("planted %v, decidable are %v", have, decidable())
	}
}
