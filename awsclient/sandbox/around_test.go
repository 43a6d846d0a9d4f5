package sandbox_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// hub is a scenario with a transit gateway of OWNER and VPC block public access.
const hub = `{"account": "123456789012", "region": "us-east-1", "caller": "user/a", "now": "2026-03-02T03:12:00Z",
	"vpcs": [{"name": "v", "cidr": "10.0.0.0/16", "more": ["10.1.0.0/16"]}],
	"subnets": [{"name": "s", "cidr": "10.0.0.0/24", "az": "a", "routes": "r"}],
	"routeTables": [{"name": "r", "routes": ["10.9.0.0/16 tgw:hub"]}],
	"nat": [{"name": "n", "subnet": "s", "publicIP": "203.0.113.20"}, {"name": "inside", "subnet": "s", "private": true}],
	"transit": [{"name": "hub", "owner": "OWNER", "tables": [
			{"name": "t", "default": true, "routes": ["10.9.0.0/16 far", "10.1.0.0/16 blackhole"]}],
		"attachments": [{"name": "here", "vpc": "v", "subnets": ["s"], "table": "t", "propagate": ["t"]},
			{"name": "far", "vpc": "999999999999/vpc-0aaaaaaaaaaaaaaaa 10.9.0.0/16", "table": "t"}]}],
	"block": {"mode": "block-ingress", "exclusions": [{"name": "e", "subnet": "s", "mode": "allow-egress"}]}}`

func TestTransitGateway(t *testing.T) {
	a := account(t, strings.Replace(hub, "OWNER", "123456789012", 1))
	g := must(t, a, "DescribeTransitGateways", "").one("transitGatewaySet/item/transitGatewayId")
	if by := must(t, a, "DescribeRouteTables", "Filter.1.Name=route.transit-gateway-id&Filter.1.Value.1="+g); len(by.at("routeTableSet/item")) != 1 {
		t.Errorf("no route leads to %q", g)
	}
	tables := must(t, a, "DescribeTransitGatewayRouteTables", "Filter.1.Name=transit-gateway-id&Filter.1.Value.1="+g)
	table := tables.one("transitGatewayRouteTables/item/transitGatewayRouteTableId")
	found := must(t, a, "SearchTransitGatewayRoutes",
		"TransitGatewayRouteTableId="+table+"&Filter.1.Name=state&Filter.1.Value.1=active&Filter.1.Value.2=blackhole")
	want := []string{"10.9.0.0/16 static active", "10.1.0.0/16 static blackhole", "10.0.0.0/16 propagated active"}
	var got []string
	for _, r := range found.at("routeSet/item") {
		got = append(got, strings.Join([]string{r.one("destinationCidrBlock"), r.one("type"), r.one("state")}, " "))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("routes (-want +got):\n%s", d)
	}
	p := must(t, a, "GetTransitGatewayRouteTablePropagations", "TransitGatewayRouteTableId="+table)
	if got := p.one("transitGatewayRouteTablePropagations/item/state"); got != "enabled" {
		t.Errorf("propagation %q", got)
	}
	all := must(t, a, "DescribeTransitGatewayAttachments", "Filter.1.Name=transit-gateway-id&Filter.1.Value.1="+g)
	if got := all.all("transitGatewayAttachments/item/association/transitGatewayRouteTableId"); !cmp.Equal(got, []string{table, table}) {
		t.Errorf("associations %v", got)
	}
	vpcs := must(t, a, "DescribeTransitGatewayVpcAttachments", "")
	if got := vpcs.all("transitGatewayVpcAttachments/item/subnetIds/item"); len(got) != 1 {
		t.Errorf("subnets %v", got)
	}
	if r := ask(t, a, "SearchTransitGatewayRoutes", "TransitGatewayRouteTableId="+table); r.code != "MissingParameter" {
		t.Errorf("a search without a filter: %d %s", r.status, r.code)
	}
}

func TestSharedTransitGateway(t *testing.T) {
	own := account(t, strings.Replace(hub, "OWNER", "123456789012", 1))
	table := must(t, own, "DescribeTransitGatewayRouteTables", "").one("transitGatewayRouteTables/item/transitGatewayRouteTableId")
	a := account(t, strings.Replace(hub, "OWNER", "999999999999", 1))
	for action, path := range map[string]string{
		"DescribeTransitGateways":              "transitGatewaySet/item",
		"DescribeTransitGatewayAttachments":    "transitGatewayAttachments/item",
		"DescribeTransitGatewayVpcAttachments": "transitGatewayVpcAttachments/item",
	} {
		if got := must(t, a, action, "").at(path); len(got) != 1 {
			t.Errorf("%s: %d; want the one that shows to whom it is shared", action, len(got))
		}
	}
	if got := must(t, a, "DescribeTransitGatewayRouteTables", "").at("transitGatewayRouteTables/item"); len(got) != 0 {
		t.Errorf("%d tables show", len(got))
	}
	if r := ask(t, a, "GetTransitGatewayRouteTablePropagations", "TransitGatewayRouteTableId="+table); r.code != "InvalidRouteTableID.NotFound" {
		t.Errorf("propagations of a table of somebody else: %d %s", r.status, r.code)
	}
}

func TestAddressesAndVPCBlock(t *testing.T) {
	a := account(t, strings.Replace(hub, "OWNER", "123456789012", 1))
	addresses := must(t, a, "DescribeAddresses", "")
	nat := must(t, a, "DescribeNatGateways", "Filter.1.Name=connectivity-type&Filter.1.Value.1=public")
	if got, want := addresses.one("addressesSet/item/allocationId"),
		nat.one("natGatewaySet/item/natGatewayAddressSet/item/allocationId"); got != want || got == "" {
		t.Errorf("address %q, want that of the NAT gateway, %q", got, want)
	}
	if r := ask(t, a, "DescribeAddresses", "MaxResults=5"); r.status != http.StatusBadRequest {
		t.Error("addresses are paged")
	}
	const mode = "vpcBlockPublicAccessOptions/internetGatewayBlockMode"
	if got := must(t, a, "DescribeVpcBlockPublicAccessOptions", "").one(mode); got != "block-ingress" {
		t.Errorf("mode %q", got)
	}
	if got := must(t, account(t, ""), "DescribeVpcBlockPublicAccessOptions", "").one(mode); got != "off" {
		t.Errorf("mode of an account that never set it: %q", got)
	}
	e := must(t, a, "DescribeVpcBlockPublicAccessExclusions", "MaxResults=5").at("vpcBlockPublicAccessExclusionSet/item")
	if len(e) != 1 || !strings.HasPrefix(e[0].one("resourceArn"), "arn:aws:ec2:us-east-1:123456789012:subnet/subnet-") {
		t.Errorf("exclusions %+v", e)
	}
}

func TestMistakesAroundTheGroups(t *testing.T) {
	for _, tc := range []struct{ from, to, want string }{
		{`10.9.0.0/16 far`, `10.9.0.0/16 nowhere`, "no such attachment"},
		{`"table": "t", "propagate"`, `"table": "u", "propagate"`, `no route table "u"`},
		{`tgw:hub`, `tgw:other`, "no such target"},
		{`"mode": "allow-egress"`, `"mode": "egress"`, "allow-bidirectional or allow-egress"},
	} {
		wrong(t, strings.Replace(hub, tc.from, tc.to, 1), tc.want)
	}
}
