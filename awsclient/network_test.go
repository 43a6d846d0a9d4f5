package awsclient_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
)

// wide is the default scenario and everything around it that the sandbox can have: a second VPC with IPv6, an
// ACL of its own, peerings, a transit gateway, block public access.
const wide = `{"base": "analytics",
	"vpcs": [{"name": "shared", "cidr": "10.30.0.0/16", "more": ["10.31.0.0/16"], "ipv6": ["2001:db8:30::/56"]}],
	"subnets": [{"name": "shared-a", "vpc": "shared", "cidr": "10.30.0.0/24", "ipv6": "2001:db8:30::/64", "az": "a",
		"routes": "shared-routes", "acl": "shared-acl"}],
	"egressOnly": [{"name": "shared-eigw", "vpc": "shared"}],
	"internet": [{"name": "shared-igw", "vpc": "shared"}],
	"peerings": [{"name": "analytics-shared", "from": "analytics", "to": "shared"},
		{"name": "far", "from": "shared", "to": "999999999999/vpc-0aaaaaaaaaaaaaaaa 10.99.0.0/16", "status": "pending-acceptance"}],
	"acls": [{"name": "shared-acl", "vpc": "shared", "tags": {"Name": "shared"},
		"in": ["100 allow tcp 443 10.0.0.0/8", "110 deny icmp 8/0 0.0.0.0/0", "120 allow icmpv6 ::/0", "90 allow udp 1024-65535 0.0.0.0/0"],
		"out": ["100 allow all 0.0.0.0/0", "110 allow 50 10.0.0.0/8"]}],
	"routeTables": [{"name": "shared-routes", "vpc": "shared", "routes": ["10.20.0.0/16 pcx:analytics-shared",
		"::/0 eigw:shared-eigw", "10.40.0.0/16 tgw:hub", "pl:corporate-offices tgw:hub", "10.66.0.0/16 eni:warehouse blackhole",
		"10.67.0.0/16 i:app-1"]}],
	"prefixLists": [{"name": "partners", "entries": ["192.0.2.0/24 : One"]}],
	"eksClusters": [{"name": "lake", "vpc": "shared", "subnets": ["shared-a"], "groups": ["shared-tools"], "clusterGroup": "shared-tools"}],
	"virtualClusters": [{"name": "jobs", "id": "vc1", "eks": "lake", "namespace": "spark"}, {"name": "old", "eks": "lake", "state": "TERMINATED"}],
	"managedEndpoints": [{"name": "studio", "id": "ep1", "virtualCluster": "jobs", "release": "emr-7.5.0-latest", "group": "shared-tools",
		"notebookGroup": "shared-tools", "subnets": ["shared-a"]}],
	"serverless": [{"name": "adhoc", "id": "00app", "release": "emr-7.5.0", "vpc": "shared", "subnets": ["shared-a"],
		"groups": ["shared-tools"], "studio": true}],
	"roles": [{"name": "EMRStudio_Service_Role", "boundary": "Fence", "attached": [{"name": "Base", "version": "v2",
		"document": {"Statement": [{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}]}}],
		"policies": [{"name": "own", "document": {"Statement": []}}]}],
	"regions": [{"name": "eu-west-1", "noBPA": true}, {"name": "us-west-2", "bpa": {"off": true, "permit": ["22", "100-101"]}}],
	"clusters": [{"name": "failed", "id": "j-FAILED", "state": "TERMINATED_WITH_ERRORS", "subnet": "private-a", "release": "emr-7.5.0",
		"master": "ElasticMapReduce-Master-Private", "slave": "ElasticMapReduce-Slave-Private",
		"created": "2026-03-01T00:00:00Z", "ended": "2026-03-01T01:00:00Z", "reason": "VALIDATION_ERROR", "message": "no",
		"errors": [{"code": "OTHER", "message": "more", "data": [{"vpc": "vpc-1"}, {"group": "sg-1", "a": "b"}]}]},
		{"name": "older", "state": "TERMINATED_WITH_ERRORS", "subnet": "private-a",
		"master": "ElasticMapReduce-Master-Private", "slave": "ElasticMapReduce-Slave-Private",
		"created": "2026-02-20T00:00:00Z", "ended": "2026-02-20T01:00:00Z"}],
	"groups": [{"name": "shared-tools", "vpc": "shared", "description": "Used from analytics too", "in": ["tcp 443 from pl:partners"]}],
	"associations": [{"name": "tools", "group": "shared-tools", "vpc": "analytics"}],
	"transit": [{"name": "hub", "referencing": true, "cidrs": ["10.255.0.0/24"],
		"tables": [{"name": "all", "default": true, "routes": ["10.40.0.0/16 far", "10.66.0.0/16 blackhole"]}],
		"attachments": [{"name": "shared", "vpc": "shared", "subnets": ["shared-a"], "table": "all", "propagate": ["all"],
			"ipv6": true, "referencing": true},
			{"name": "far", "vpc": "999999999999/vpc-0bbbbbbbbbbbbbbbb 10.40.0.0/16", "table": "all", "appliance": true}]}],
	"block": {"mode": "block-ingress", "exclusions": [{"name": "public", "subnet": "public-a", "mode": "allow-bidirectional"},
		{"name": "whole", "vpc": "shared", "mode": "allow-egress", "state": "disable-complete"}]}
}`

// networkRead are the parts of the network that a load reads; the others of model.NetworkParts it does not.
func networkRead() []model.Part {
	not := []model.Part{
		model.PartCustomerGateways, model.PartVPNGateways, model.PartBalancers, model.PartBalancerAttributes,
		model.PartListeners, model.PartTargetGroups, model.PartTargetAttributes, model.PartTargetHealth,
		model.PartStaleGroups,
	}
	return slices.DeleteFunc(model.NetworkParts(), func(p model.Part) bool { return slices.Contains(not, p) })
}

func everyPart() []model.Part { return slices.Concat(model.Parts(), networkRead(), model.EMRParts()) }

// subnetNamed gives a subnet of the scenario.
func subnetNamed(t *testing.T, s model.Snapshot, name string) model.Subnet {
	t.Helper()
	for sub := range s.Subnets() {
		if sub.Name == name {
			return sub
		}
	}
	t.Fatalf("the scenario has no subnet %q", name)
	return model.Subnet{}
}

func texts[T interface{ String() string }](all []T) (out []string) {
	for _, x := range all {
		out = append(out, x.String())
	}
	return out
}

func TestLoadReadsTheNetwork(t *testing.T) {
	c, _ := openOn(t, wide)
	s := load(t, c, model.Source{})
	for _, p := range everyPart() {
		if r := s.Reading(p, ""); !r.Whole() {
			t.Errorf("%s: %s, %v; want it read", p, r.State, r.Failure)
		}
	}
	private := subnetNamed(t, s, "analytics-private-a")
	var shared model.Subnet
	for sub := range s.Subnets() {
		if sub.VPC != private.VPC {
			shared = sub
		}
	}
	acl, ok := s.ACLOf(shared.ID)
	if !ok || acl.Default || acl.Name != "shared" {
		t.Errorf("ACL of the shared subnet: %+v", acl)
	}
	diff(t, "entries", []string{
		"90 allow udp 1024-65535 from 0.0.0.0/0", "100 allow tcp 443 from 10.0.0.0/8",
		"110 deny icmp 8/0 from 0.0.0.0/0", "120 allow all icmpv6 from ::/0",
		"* deny all traffic from 0.0.0.0/0", "* deny all traffic from ::/0",
		"100 allow all traffic to 0.0.0.0/0", "110 allow protocol 50 to 10.0.0.0/8",
		"* deny all traffic to 0.0.0.0/0", "* deny all traffic to ::/0",
	}, texts(acl.Entries))

	table, ok := s.RouteTableOf(private.ID)
	if !ok || table.Main || len(table.Routes) != 3 {
		t.Fatalf("route table of the private subnet: %+v", table)
	}
	for _, r := range table.Routes {
		if r.Target.Kind == model.TargetNATGateway {
			n, ok := s.NATGateway(r.Target.ID)
			if !ok || n.Private() || n.Owner != "123456789012" || n.State != "available" {
				t.Errorf("NAT gateway %+v", n)
			}
			if a, ok := s.ElasticAddressAt(n.Addresses[0].Public); !ok || a.ID != n.Addresses[0].Allocation {
				t.Errorf("address of the NAT gateway: %+v", a)
			}
			if out, ok := s.RouteTableOf(n.Subnet); !ok || !slices.ContainsFunc(out.Routes, func(r model.Route) bool {
				g, _ := s.Gateway(r.Target.ID)
				return g.Attached() && g.VPC == n.VPC
			}) {
				t.Errorf("no way from the NAT gateway's subnet to the internet: %v", texts(out.Routes))
			}
		} else if r.Target.Kind == model.TargetEndpoint {
			e, ok := s.Endpoint(r.Target.ID)
			l, listed := s.PrefixList(r.PrefixList)
			if !ok || !listed || !e.Available() || !l.EntriesRead || len(l.Entries) != 7 || l.Name != e.Service {
				t.Errorf("endpoint %+v, its list %+v", e, l)
			}
		} else if r.Target.Kind != model.TargetLocal {
			t.Errorf("route %s", r)
		}
	}
	if block, ok := s.BlockPublicAccess("123456789012", "us-east-1"); !ok || block.Mode != model.BlockIngress {
		t.Errorf("block public access: %+v", block)
	}
	tools := groupNamed(t, s, "shared-tools")
	diff(t, "VPCs of the shared group", []string{shared.VPC, private.VPC}, s.GroupVPCs(tools.ID))
	for x := range s.TransitTables() {
		if !x.RoutesRead || !x.PropagationsRead || len(x.Routes) != 5 || len(x.Propagations) != 1 {
			t.Errorf("transit table %+v", x)
		}
	}
}

// Entries are read for lists that something names, and only for those.
func TestLoadReadsEntriesOfNamedLists(t *testing.T) {
	c, w := open(t)
	s := load(t, c, model.Source{})
	read := map[string]bool{}
	for l := range s.PrefixLists() {
		read[l.Name] = l.EntriesRead
	}
	diff(t, "lists", map[string]bool{
		"com.amazonaws.us-east-1.s3": true, "com.amazonaws.us-east-1.dynamodb": false, "corporate-offices": true,
	}, read)
	if n := len(w.of("ec2:GetManagedPrefixListEntries")); n != 2 {
		t.Errorf("%d calls for entries; want 2", n)
	}
	for _, a := range w.account.Calls() {
		if strings.Contains(a, "Transit") {
			t.Errorf("%s was called, and no route names a transit gateway", a)
		}
	}
}

func TestLoadKeepsNoHalfOfAList(t *testing.T) {
	c, w := openOn(t, wide, paged)
	w.instead = func(s sent) *http.Response {
		if s.action == "ec2:GetManagedPrefixListEntries" && s.form.Get("NextToken") != "" {
			return reply(400, "<Response><Errors><Error><Code>InvalidParameterValue</Code><Message>no</Message></Error></Errors></Response>")
		}
		return nil
	}
	s := load(t, c, model.Source{})
	for l := range s.PrefixLists() {
		if want := l.Owner != "AWS"; l.EntriesRead != want || len(l.Entries) > 0 != want {
			t.Errorf("%s: read %v, %v; its second page failed", l.Name, l.EntriesRead, l.Entries)
		}
	}
	r := s.Reading(model.PartPrefixListEntries, "")
	if r.State != model.ReadPartly || r.Failure.Resource != "pl-63a5400a" || r.Failure.Kind != model.FailedInvalid {
		t.Errorf("entries: %s %+v; want them partly read and the list named", r.State, r.Failure)
	}
}

// The listing of lists and what they hold are apart: one can be had without the other.
func TestLoadReadsEntriesWithoutTheListing(t *testing.T) {
	c, w := open(t)
	refuse(w, "ec2:DescribeManagedPrefixLists", "UnauthorizedOperation")
	s := load(t, c, model.Source{})
	l, ok := s.PrefixList("pl-63a5400a")
	if !ok || !l.EntriesRead || len(l.Entries) != 7 || l.Region != "us-east-1" {
		t.Errorf("%+v: want its entries", l)
	}
}

func TestLoadNarrowsTheNetwork(t *testing.T) {
	c, w := openOn(t, wide)
	all := load(t, c, model.Source{})
	vpc := subnetNamed(t, all, "analytics-private-a").VPC
	w.sent = nil
	s := load(t, c, model.Source{VPC: vpc})
	narrowed := map[string]string{
		"ec2:DescribeNetworkAcls": "vpc-id", "ec2:DescribeRouteTables": "vpc-id", "ec2:DescribeNatGateways": "vpc-id",
		"ec2:DescribeVpcEndpoints": "vpc-id", "ec2:DescribeInternetGateways": "attachment.vpc-id",
	}
	for a, by := range narrowed {
		f := w.of(a)[0].form
		if f.Get("Filter.1.Name") != by || f.Get("Filter.1.Value.1") != vpc {
			t.Errorf("%s with %v; want it narrowed to %s", a, f, vpc)
		}
	}
	for _, p := range []model.Part{
		model.PartACLs, model.PartRoutes, model.PartNATGateways, model.PartEndpoints, model.PartInternetGateways,
	} {
		if r := s.Reading(p, vpc); !r.Whole() {
			t.Errorf("%s of the VPC: %s; want it read", p, r.State)
		}
		if r := s.Reading(p, ""); r.State != model.ReadPartly || r.Failure != (model.Failure{}) {
			t.Errorf("%s of the Region: %s %v; want it partly read", p, r.State, r.Failure)
		}
	}
	for _, p := range []model.Part{
		model.PartEgressOnlyGateways, model.PartPeerings, model.PartAddresses, model.PartPrefixLists,
		model.PartPrefixListEntries, model.PartGroupAssociations, model.PartBlockPublicAccess, model.PartBlockExclusions,
	} {
		if r := s.Reading(p, ""); !r.Whole() {
			t.Errorf("%s of the Region: %s %v; want it read", p, r.State, r.Failure)
		}
	}
	if _, ok := s.Group(groupNamed(t, all, "shared-tools").ID); !ok {
		t.Error("a group of another VPC serves this one and was not looked up")
	}
	for l := range s.PrefixLists() {
		if l.Name == "partners" && !l.EntriesRead {
			t.Error("what that group's rule lets in was not read")
		}
	}
	for table := range s.RouteTables() {
		if table.VPC != vpc {
			t.Errorf("route table of %s", table.VPC)
		}
	}
}

// Nothing of the network may keep the first groups waiting, however slow it is.
func TestLoadLetsTheFirstGroupsGoAhead(t *testing.T) {
	c, w := openOn(t, wide, paged)
	groups := false
	early := []string{}
	network := networkActions()
	w.instead = func(s sent) *http.Response {
		w.mu.Lock()
		defer w.mu.Unlock()
		switch {
		case s.action == "ec2:DescribeSecurityGroups":
			groups = true
		case !groups && slices.Contains(network, s.action):
			early = append(early, s.action)
		}
		return nil
	}
	load(t, c, model.Source{})
	if len(early) > 0 {
		t.Errorf("sent before the first groups were asked for: %v", early)
	}
}

// A transit gateway that is shared to the account shows neither its tables nor who else is there.
func TestLoadOfASharedTransitGateway(t *testing.T) {
	c, _ := openOn(t, strings.Replace(wide, `"transit": [{"name": "hub",`,
		`"transit": [{"name": "hub", "owner": "999999999999",`, 1))
	s := load(t, c, model.Source{})
	for _, p := range []model.Part{
		model.PartTransitAttachments, model.PartTransitTables, model.PartTransitRoutes, model.PartTransitPropagations,
	} {
		r := s.Reading(p, "")
		if r.State != model.ReadPartly || !strings.HasPrefix(r.Failure.Resource, "tgw-") ||
			!strings.Contains(r.Failure.Message, "999999999999") {
			t.Errorf("%s: %s %+v; want it partly read, gateway and owner named", p, r.State, r.Failure)
		}
	}
	if n := len(slices.Collect(s.TransitAttachments())); n != 1 {
		t.Errorf("%d attachments; want the own one", n)
	}
}

// networkActions are the optional actions of the policy.
func networkActions() []string {
	var out []string
	for _, d := range denials() {
		if !slices.Contains(model.Parts(), d.part) {
			out = append(out, d.action)
		}
	}
	return out
}

// What an endpoint does not have was not read, which is no failure, and the reason is named.
func TestLoadOfANetworkThatIsUnsupported(t *testing.T) {
	for _, d := range denials() {
		if slices.Contains(model.Parts(), d.part) {
			continue
		}
		t.Run(d.action, func(t *testing.T) {
			c, w := openOn(t, wide)
			w.account.SetFault(func(a string, _ int) *sandbox.Fault {
				switch {
				case a == d.action && strings.HasPrefix(a, "ec2:"):
					return &sandbox.Fault{Code: "InvalidAction", Message: "The action is not valid for this web service."}
				case a == d.action:
					return &sandbox.Fault{Code: "UnknownOperationException"}
				}
				return nil
			})
			s := load(t, c, model.Source{})
			want := d.state
			if want == model.ReadFailed {
				want = model.NotRead
			}
			r := s.Reading(d.part, "")
			if r.State != want || r.Failure.Kind != model.FailedUnsupported || r.Failure.Call != d.action {
				t.Errorf("%s: %s %+v; want %s, and why", d.part, r.State, r.Failure, want)
			}
			for _, p := range model.Parts() {
				if r := s.Reading(p, ""); !r.Whole() {
					t.Errorf("%s: %s %v; want it read", p, r.State, r.Failure)
				}
			}
		})
	}
}

// What cannot be translated is left out, and its part is partial and says what.
func TestLoadOfANetworkThatIsNotUnderstood(t *testing.T) {
	c, w := open(t)
	w.instead = func(s sent) *http.Response {
		switch s.action {
		case "ec2:DescribeNetworkAcls":
			return reply(200, `<DescribeNetworkAclsResponse><networkAclSet><item><networkAclId>acl-1</networkAclId><entrySet>
				<item><ruleNumber>7</ruleNumber><egress>false</egress><ruleAction>perhaps</ruleAction><protocol>-1</protocol>
				<cidrBlock>10.0.0.0/8</cidrBlock></item></entrySet></item></networkAclSet></DescribeNetworkAclsResponse>`)
		case "ec2:DescribeRouteTables":
			return reply(200, `<DescribeRouteTablesResponse><routeTableSet><item><routeTableId>rtb-1</routeTableId><routeSet>
				<item><destinationCidrBlock>10.0.0.0/99</destinationCidrBlock><gatewayId>igw-1</gatewayId></item>
				</routeSet></item></routeTableSet></DescribeRouteTablesResponse>`)
		}
		return nil
	}
	s := load(t, c, model.Source{})
	for p, want := range map[model.Part][2]string{
		model.PartACLs: {"acl-1", "entry 7"}, model.PartRoutes: {"rtb-1", "route to igw-1"},
	} {
		r := s.Reading(p, "")
		if r.State != model.ReadPartly || r.Failure.Resource != want[0] || !strings.Contains(r.Failure.Message, want[1]) {
			t.Errorf("%s: %s %+v; want it partly read and %v named", p, r.State, r.Failure, want)
		}
	}
}

func TestLoadOfExclusionsInPages(t *testing.T) {
	c, w := open(t)
	w.instead = func(s sent) *http.Response {
		if s.action != "ec2:DescribeVpcBlockPublicAccessExclusions" {
			return nil
		}
		return reply(200, `<DescribeVpcBlockPublicAccessExclusionsResponse><vpcBlockPublicAccessExclusionSet><item><exclusionId>x`+
			s.form.Get("NextToken")+`</exclusionId></item></vpcBlockPublicAccessExclusionSet><nextToken>more</nextToken>
			</DescribeVpcBlockPublicAccessExclusionsResponse>`)
	}
	s := load(t, c, model.Source{})
	if n := len(slices.Collect(s.BlockExclusions())); n != 2 {
		t.Errorf("%d exclusions; want those of two pages, and an end to the same token", n)
	}
}

// Of the many parts of the network none is named while something is read that somebody waits for.
func TestLoadNamesTheNetworkLast(t *testing.T) {
	c, _ := openOn(t, wide, func(o *awsclient.Options) {
		o.Now = ticking()
	})
	names := func(parts []model.Part) (out []string) {
		for _, p := range parts {
			out = append(out, p.Name())
		}
		return out
	}
	first, last := names(model.Parts()), names(slices.Concat(model.NetworkParts(), model.EMRParts()))
	if _, err := c.Load(t.Context(), model.Source{}, func(p model.Progress) {
		doing := strings.Split(p.Doing, ", ")
		in := func(names []string) func(string) bool {
			return func(name string) bool { return slices.Contains(names, name) }
		}
		if slices.ContainsFunc(doing, in(first)) && slices.ContainsFunc(doing, in(last)) {
			t.Errorf("doing %q: want the network left out", p.Doing)
		}
	}); err != nil {
		t.Fatal(err)
	}
}
