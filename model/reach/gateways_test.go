package reach_test

import "testing"

func TestInternet(t *testing.T) { runLayers(t, internetCases()) }

func internetCases() []layerCase {
	return []layerCase{
		{"out by NAT", "", "eni-a 198.51.100.7 tcp 443", "allowed"},
		{"out by NAT to everywhere", "", "eni-a internet tcp 443", "allowed"},
		{"out by its own address", "", "eni-p internet tcp 443", "allowed"},
		{"without a public address", "eni eni-q subnet-p 10.0.9.20 sg-1", "eni-q internet tcp 443", "blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"},
		{"a group's may have one or not", "", "sg-1 internet tcp 443", "unknown internet-gateway"},
		{"in to a public address", "", "198.51.100.7 52.0.0.5 tcp 22", "allowed"},
		{"in to an interface with one", "", "internet eni-p tcp 22", "allowed"},
		{"in to a private address", "", "198.51.100.7 10.0.9.5 tcp 22", "blocked IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"},
		{"in to an interface without", "", "internet eni-a tcp 22", "blocked IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"},
		{"in by IGW, back by NAT", "table rtb-p vpc-1 subnet-p | 10.0.0.0/16 local | 0.0.0.0/0 nat-2\nnat nat-2 subnet-b 10.0.2.9 52.0.0.8", "198.51.100.7 52.0.0.5 tcp 22", "blocked NGW_SOURCE_ADDRESS_REASSIGN"},
		{"in, and no way back", "table rtb-p vpc-1 subnet-p | 10.0.0.0/16 local", "198.51.100.7 52.0.0.5 tcp 22", "blocked NO_ROUTE_TO_DESTINATION"},
		{"some may come in", "group sg-1 vpc-1 | ingress tcp 22 from 198.51.100.0/24 | egress all to 0.0.0.0/0", "internet eni-p tcp 22", "partly ENI_SG_RULES_MISMATCH"},
		{"gateway of another VPC", "igw igw-1 vpc-2", "eni-p internet tcp 443", "blocked BAD_STATE"},
		{"gateway not read", "unread internet-gateways\ntable rtb-p vpc-1 subnet-p | 10.0.0.0/16 local | 0.0.0.0/0 igw-9", "eni-p internet tcp 443", "unknown internet-gateway internet-gateway"},
		{"gateway with a table of its own", "table rtb-e vpc-1 igw-1 | 10.0.0.0/16 local", "198.51.100.7 52.0.0.5 tcp 22", "allowed"},
		{"gateway that redirects", "table rtb-e vpc-1 igw-1 | 10.0.0.0/16 local | 10.0.9.0/24 eni-b", "198.51.100.7 52.0.0.5 tcp 22", "unknown INGRESS_RTB_TRAFFIC_REDIRECTION"},
		{"public to public in one subnet", "", "10.0.9.5 52.0.0.6 tcp 22", "allowed"},
		{"references do not hold over it", "group sg-1 vpc-1 | ingress all from sg-1 | egress all to 0.0.0.0/0", "10.0.9.5 52.0.0.6 tcp 22", "blocked SG_REFERENCES_NOT_PRESERVED"},
		{"references hold within", "group sg-1 vpc-1 | ingress all from sg-1 | egress all to sg-1", "10.0.9.5 10.0.9.6 tcp 22", "allowed"},
		{"from inside by NAT to a public address", "", "10.0.1.5 52.0.0.6 tcp 22", "allowed"},
		{"NAT's own address is what is seen", "group sg-1 vpc-1 | ingress all from 10.0.0.0/8 | egress all to 0.0.0.0/0", "10.0.1.5 52.0.0.6 tcp 22", "blocked ENI_SG_RULES_MISMATCH"},
		{"NAT's own address is let in", "group sg-1 vpc-1 | ingress all from 52.0.0.9/32 | egress all to 0.0.0.0/0", "10.0.1.5 52.0.0.6 tcp 22", "allowed"},
		{"an Elastic address of nothing", "eip 52.0.0.7", "eni-p 52.0.0.7 tcp 22", "blocked NO_POSSIBLE_DESTINATION"},
		{"two hosts elsewhere", "", "198.51.100.7 198.51.100.8 tcp 22", "unknown UNSUPPORTED_COMPONENT"},
	}
}

func TestNAT(t *testing.T) { runLayers(t, natCases()) }

func natCases() []layerCase {
	return []layerCase{
		{"other protocols", "", "eni-a internet 50", "blocked PROTOCOL_RESTRICTION"},
		{"ping", "", "eni-a internet icmp 8/0", "allowed"},
		{"not available", "nat nat-1 subnet-p 10.0.9.9 52.0.0.9 state=failed", "eni-a internet tcp 443", "blocked BAD_STATE"},
		{"not read", "unread nat-gateways\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 0.0.0.0/0 nat-9", "eni-a internet tcp 443", "unknown nat-gateway"},
		{"its subnet lets nothing in", "acl acl-p vpc-1 subnet-p | in 1 allow tcp 1024-65535 from 0.0.0.0/0 | out 1 allow all to 0.0.0.0/0", "eni-a internet tcp 443", "blocked SUBNET_ACL_RESTRICTION"},
		{"its subnet lets replies in", "acl acl-p vpc-1 subnet-p | in 1 allow tcp 443 from 10.0.0.0/16 | in 2 allow tcp 1024-65535 from 0.0.0.0/0 | out 1 allow all to 0.0.0.0/0", "eni-a internet tcp 443", "allowed"},
		{"its subnet lets Linux's replies in only", "acl acl-p vpc-1 subnet-p | in 1 allow tcp 443 from 10.0.0.0/16 | in 2 allow tcp 32768-60999 from 0.0.0.0/0 | out 1 allow all to 0.0.0.0/0", "eni-a internet tcp 443", "partly SUBNET_ACL_RESTRICTION"},
		{"its subnet lets no replies in", "acl acl-p vpc-1 subnet-p | in 1 allow tcp 443 from 0.0.0.0/0 | out 1 allow all to 0.0.0.0/0", "eni-a internet tcp 443", "blocked SUBNET_ACL_RESTRICTION"},
		{"replies not on to the client", "acl acl-p vpc-1 subnet-p | in 1 allow all from 0.0.0.0/0 | out 1 deny tcp 1024-65535 to 10.0.0.0/16 | out 2 allow all to 0.0.0.0/0", "eni-a internet tcp 443", "blocked SUBNET_ACL_RESTRICTION"},
		{"its subnet has no way out", "table rtb-p vpc-1 subnet-p | 10.0.0.0/16 local", "eni-a internet tcp 443", "blocked NO_ROUTE_TO_DESTINATION"},
		{"without a public address", "nat nat-1 subnet-p 10.0.9.9 - private=1", "eni-a internet tcp 443", "blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"},
		{"private, to a peered VPC", "table rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/16 nat-1\nnat nat-1 subnet-p 10.0.9.9 - private=1", "eni-a eni-x tcp 22", "allowed"},
		{"private, seen as itself", "table rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/16 nat-1\nnat nat-1 subnet-p 10.0.9.9 - private=1\ngroup sg-2 vpc-2 | ingress all from 10.0.1.0/24", "eni-a eni-x tcp 22", "blocked ENI_SG_RULES_MISMATCH"},
		{"private, no references", "table rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/16 nat-1\nnat nat-1 subnet-p 10.0.9.9 - private=1\ngroup sg-2 vpc-2 | ingress all from sg-1", "eni-a eni-x tcp 22", "blocked SG_REFERENCES_NOT_PRESERVED"},
		{"nothing new comes in by it", "", "eni-a 10.0.9.9 tcp 22", "blocked NO_POSSIBLE_DESTINATION"},
		{"nor from outside", "", "198.51.100.7 52.0.0.9 tcp 22", "blocked NO_POSSIBLE_DESTINATION"},
		{"of a whole VPC", "nat nat-1 - - 52.0.0.9 vpc=vpc-1", "eni-a internet tcp 443", "allowed"},
		{"of a whole VPC, with a table", "nat nat-1 - - 52.0.0.9 vpc=vpc-1\ntable rtb-n vpc-1 nat-1 | 10.0.0.0/16 local | 0.0.0.0/0 igw-1", "eni-a internet tcp 443", "allowed"},
	}
}

func TestIPv6Gateways(t *testing.T) { runLayers(t, ipv6Cases()) }

func ipv6Cases() []layerCase {
	return []layerCase{
		{"out by an egress-only gateway", "", "eni-a 2001:db8::7 tcp 443", "allowed"},
		{"nothing in by it", "table rtb-p vpc-1 subnet-p | 10.0.0.0/16 local | 2600:1::/56 local | ::/0 eigw-1", "2001:db8::7 2600:1:0:9::5 tcp 22", "blocked CANNOT_ROUTE"},
		{"in by an internet gateway, back by the other", "", "2001:db8::7 2600:1:0:1::5 tcp 22", "blocked CANNOT_ROUTE"},
		{"in and out by an internet gateway", "", "2001:db8::7 2600:1:0:9::5 tcp 22", "allowed"},
		{"out by an internet gateway", "", "eni-p 2001:db8::7 tcp 22", "allowed"},
		{"no route", "", "eni-x 2001:db8::7 tcp 22", "blocked NO_ROUTE_TO_DESTINATION"},
		{"a gateway elsewhere", "eigw eigw-1 vpc-2", "eni-a 2001:db8::7 tcp 443", "blocked BAD_STATE"},
		{"NAT64", "table rtb-a vpc-1 main | 2600:1::/56 local | 64:ff9b::/96 nat-1", "eni-a 64:ff9b::808:808 tcp 443", "unknown UNSUPPORTED_COMPONENT"},
	}
}

func TestBlockPublicAccess(t *testing.T) { runLayers(t, blockPublicAccessCases()) }

func blockPublicAccessCases() []layerCase {
	return []layerCase{
		{"off", "bpa off", "eni-p internet tcp 443", "allowed"},
		{"out", "bpa block-bidirectional", "eni-p internet tcp 443", "blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED"},
		{"in", "bpa block-bidirectional", "198.51.100.7 52.0.0.5 tcp 22", "blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED"},
		{"NAT", "bpa block-bidirectional", "eni-a internet tcp 443", "blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED"},
		{"egress-only", "bpa block-bidirectional", "eni-a 2001:db8::7 tcp 443", "blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED"},
		{"ingress only, in", "bpa block-ingress", "198.51.100.7 52.0.0.5 tcp 22", "blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED"},
		{"ingress only, out", "bpa block-ingress", "eni-p internet tcp 443", "blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED"},
		{"ingress only, NAT", "bpa block-ingress", "eni-a internet tcp 443", "allowed"},
		{"ingress only, egress-only gateway", "bpa block-ingress", "eni-a 2001:db8::7 tcp 443", "allowed"},
		{"VPC excluded", "bpa block-bidirectional\nexclude vpc-1 allow-bidirectional", "198.51.100.7 52.0.0.5 tcp 22", "allowed"},
		{"subnet excluded", "bpa block-bidirectional\nexclude subnet-p allow-bidirectional", "198.51.100.7 52.0.0.5 tcp 22", "allowed"},
		{"another subnet excluded", "bpa block-bidirectional\nexclude subnet-a allow-bidirectional", "198.51.100.7 52.0.0.5 tcp 22", "blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED"},
		{"excluded for egress, in", "bpa block-bidirectional\nexclude vpc-1 allow-egress", "198.51.100.7 52.0.0.5 tcp 22", "blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED"},
		{"excluded for egress, NAT", "bpa block-bidirectional\nexclude vpc-1 allow-egress", "eni-a internet tcp 443", "allowed"},
		{"excluded for egress, of no use beside ingress only", "bpa block-ingress\nexclude vpc-1 allow-egress", "eni-p internet tcp 443", "blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED"},
		{"not allowed to be read", "failed block-public-access", "eni-p internet tcp 443", "unknown vpc-block-public-access"},
		{"exclusions not read", "bpa block-bidirectional\nunread block-public-access-exclusions", "eni-p internet tcp 443", "unknown vpc-block-public-access"},
		{"nothing to do with peering", "bpa block-bidirectional", "eni-p eni-x tcp 443", "allowed"},
	}
}

func TestPeering(t *testing.T) { runLayers(t, peeringCases()) }

func peeringCases() []layerCase {
	return []layerCase{
		{"both ways", "", "eni-a eni-x tcp 22", "allowed"},
		{"not accepted", "pcx pcx-1 vpc-1 vpc-2 state=pending-acceptance", "eni-a eni-x tcp 22", "blocked BAD_STATE BAD_STATE"},
		{"not there", "table rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/16 pcx-9", "eni-a eni-x tcp 22", "blocked BAD_STATE"},
		{"not read", "unread peerings\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/16 pcx-9", "eni-a eni-x tcp 22", "unknown peering"},
		{"of another VPC", "pcx pcx-1 vpc-3 vpc-2", "eni-a eni-x tcp 22", "blocked BAD_STATE UNKNOWN_DESTINATION"},
		{"references hold in one Region", "group sg-2 vpc-2 | ingress tcp 22 from sg-1", "eni-a eni-x tcp 22", "allowed"},
		{"references do not hold across Regions", "pcx pcx-1 vpc-1 vpc-2 region=eu-west-1\ngroup sg-2 vpc-2 | ingress tcp 22 from sg-1", "eni-a eni-x tcp 22", "blocked SG_REFERENCING_SUPPORT"},
		{"a VPC that was not read", "pcx pcx-9 vpc-1 vpc-9\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 10.9.0.0/16 pcx-9", "eni-a 10.9.0.7 tcp 22", "unknown UNKNOWN_DESTINATION"},
		{"not an address of the other side", "vpc vpc-3 10.3.0.0/16\nsubnet subnet-z vpc-3 10.3.1.0/24\neni eni-z subnet-z 10.3.1.5 -\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 10.3.0.0/16 pcx-1\nacl acl-3 vpc-3 default | in 1 allow all from 0.0.0.0/0 | out 1 allow all to 0.0.0.0/0\ntable rtb-z vpc-3 main | 10.3.0.0/16 local", "eni-a eni-z tcp 22", "blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR SG_HAS_NO_RULES NO_ROUTE_TO_DESTINATION"},
		{"not in two VPCs' address", "vpc vpc-3 10.1.0.0/16", "eni-a 10.1.1.5 tcp 22", "unknown"},
		{"no transit through a VPC", "table rtb-x vpc-2 subnet-x | 10.1.0.0/16 local | 10.0.0.0/16 pcx-1 | 0.0.0.0/0 pcx-1", "eni-x 198.51.100.7 tcp 443", "blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR"},
		{"inactive, and every other reason", "pcx pcx-1 vpc-1 vpc-2 state=deleted\ngroup sg-2 vpc-2\nacl acl-x vpc-2 subnet-x", "eni-a eni-x tcp 22", "blocked BAD_STATE SUBNET_ACL_RESTRICTION SG_HAS_NO_RULES SUBNET_ACL_RESTRICTION BAD_STATE"},
	}
}

const transitNetwork = `
subnet subnet-t vpc-1 10.0.250.0/28
subnet subnet-u vpc-2 10.1.250.0/28
table rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/16 tgw-1
table rtb-x vpc-2 main | 10.1.0.0/16 local | 10.0.0.0/16 tgw-1
tgw tgw-1
attach att-1 tgw-1 vpc vpc-1 table=rt-1 subnets=subnet-t
attach att-2 tgw-1 vpc vpc-2 table=rt-1 subnets=subnet-u
tgwtable rt-1 | propagates att-1 vpc vpc-1 | propagates att-2 vpc vpc-2
`

func TestTransitGateways(t *testing.T) { runLayers(t, transitGatewaysCases()) }

func transitGatewaysCases() []layerCase {
	cases := []layerCase{
		{"both ways", "", "eni-a eni-x tcp 22", "allowed"},
		{"not the sender's zone", "", "eni-b eni-x tcp 22", "blocked TGW_ATTACH_VPC_AZ_RESTRICTION"},
		{"another zone, entered by the one that there is", "eni eni-x subnet-x 10.1.1.5 sg-2\nsubnet subnet-x vpc-2 10.1.1.0/24 us-east-1a\nsubnet subnet-t vpc-1 10.0.250.0/28 us-east-1b\nattach att-1 tgw-1 vpc vpc-1 table=rt-1 subnets=subnet-t", "eni-b eni-x tcp 22", "allowed"},
		{"static beats propagated", "tgwtable rt-1 | propagates att-1 vpc vpc-1 | propagates att-2 vpc vpc-2 | blackhole 10.1.0.0/16", "eni-a eni-x tcp 22", "blocked TGW_RTB_BAD_STATE_ROUTE"},
		{"a longer prefix", "tgwtable rt-1 | propagates att-1 vpc vpc-1 | propagates att-2 vpc vpc-2 | blackhole 10.1.1.0/24", "eni-a eni-x tcp 22", "blocked TGW_RTB_BAD_STATE_ROUTE"},
		{"a shorter one", "tgwtable rt-1 | propagates att-1 vpc vpc-1 | propagates att-2 vpc vpc-2 | blackhole 10.0.0.0/8", "eni-a eni-x tcp 22", "allowed"},
		{"static", "tgwtable rt-1 | static 10.1.0.0/16 att-2 | static 10.0.0.0/16 att-1", "eni-a eni-x tcp 22", "allowed"},
		{"no route", "tgwtable rt-1 | propagates att-1 vpc vpc-1", "eni-a eni-x tcp 22", "blocked TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT"},
		{"no route back", "tgwtable rt-1 | propagates att-2 vpc vpc-2", "eni-a eni-x tcp 22", "blocked TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT"},
		{"tables apart", "attach att-2 tgw-1 vpc vpc-2 table=rt-2 subnets=subnet-u\ntgwtable rt-2 | propagates att-1 vpc vpc-1", "eni-a eni-x tcp 22", "allowed"},
		{"no table", "attach att-1 tgw-1 vpc vpc-1 subnets=subnet-t", "eni-a eni-x tcp 22", "blocked TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION"},
		{"not attached", "attach att-1 tgw-1 vpc vpc-1 table=rt-1 subnets=subnet-t state=deleted", "eni-a eni-x tcp 22", "blocked BAD_STATE_ATTACHMENT BAD_STATE_ATTACHMENT"},
		{"routes not read", "tgwtable rt-1 routes=unread", "eni-a eni-x tcp 22", "unknown transit-gateway-route transit-gateway-route"},
		{"attachments not read", "unread transit-attachments\nattach att-1 tgw-9 vpc vpc-1\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/16 tgw-9", "eni-b eni-x tcp 22", "unknown transit-gateway transit-gateway-route"},
		{"subnets not read", "attach att-1 tgw-1 vpc vpc-1 table=rt-1", "eni-a eni-x tcp 22", "unknown transit-gateway transit-gateway"},
		{"a VPN behind it", "attach att-v tgw-1 vpn vpn-1 table=rt-1\ntgwtable rt-1 | propagates att-1 vpc vpc-1 | static 192.168.0.0/16 att-v\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 192.168.0.0/16 tgw-1", "eni-a 192.168.7.7 tcp 22", "unknown UNSUPPORTED_COMPONENT"},
		{"a VPN that may have the route", "attach att-v tgw-1 vpn vpn-1 table=rt-1\ntgwtable rt-1 | propagates att-1 vpc vpc-1 | propagates att-v vpn vpn-1\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 192.168.0.0/16 tgw-1", "eni-a 192.168.7.7 tcp 22", "unknown TGW_RTB_ROUTES_ARE_UNKNOWN"},
		{"ACL into it", "acl acl-t vpc-1 subnet-t | out 1 allow all to 0.0.0.0/0", "eni-a eni-x tcp 22", "blocked SUBNET_ACL_RESTRICTION"},
		{"ACL out of it", "acl acl-u vpc-2 subnet-u | in 1 allow all from 0.0.0.0/0", "eni-a eni-x tcp 22", "blocked SUBNET_ACL_RESTRICTION"},
		{"ACL out of it is not for what goes in", "acl acl-t vpc-1 subnet-t | in 1 allow all from 0.0.0.0/0 | out 1 allow all to 10.0.0.0/16", "eni-a eni-x tcp 22", "allowed"},
		{"references off", "group sg-2 vpc-2 | ingress all from sg-1", "eni-a eni-x tcp 22", "blocked SG_REFERENCING_SUPPORT"},
		{"references on", "group sg-2 vpc-2 | ingress all from sg-1\ntgw tgw-1 sgref=1\nattach att-1 tgw-1 vpc vpc-1 table=rt-1 subnets=subnet-t sgref=1\nattach att-2 tgw-1 vpc vpc-2 table=rt-1 subnets=subnet-u sgref=1", "eni-a eni-x tcp 22", "allowed"},
		{"references of egress", "group sg-1 vpc-1 | egress all to sg-2\ntgw tgw-1 sgref=1\nattach att-1 tgw-1 vpc vpc-1 table=rt-1 subnets=subnet-t sgref=1\nattach att-2 tgw-1 vpc vpc-2 table=rt-1 subnets=subnet-u sgref=1", "eni-a eni-x tcp 22", "blocked SG_REFERENCING_SUPPORT"},
		{"a peered transit gateway", "tgw tgw-2\nattach att-2 tgw-2 vpc vpc-2 table=rt-2 subnets=subnet-u\nattach att-p tgw-1 peering tgw-2 table=rt-1\nattach att-p tgw-2 peering tgw-1 table=rt-2\ntgwtable rt-1 | propagates att-1 vpc vpc-1 | static 10.1.0.0/16 att-p\ntgwtable rt-2 | propagates att-2 vpc vpc-2 | static 10.0.0.0/16 att-p\ntable rtb-x vpc-2 main | 10.1.0.0/16 local | 10.0.0.0/16 tgw-2\nattach att-2 tgw-1 vpc vpc-2 state=deleted", "eni-a eni-x tcp 22", "allowed"},
		{"the other VPC's NAT", "subnet subnet-v vpc-2 10.1.9.0/24\nigw igw-2 vpc-2\nnat nat-2 subnet-v 10.1.9.9 52.0.0.10\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 0.0.0.0/0 tgw-1\ntable rtb-u vpc-2 subnet-u | 10.1.0.0/16 local | 10.0.0.0/16 tgw-1 | 0.0.0.0/0 nat-2\ntable rtb-v vpc-2 subnet-v | 10.1.0.0/16 local | 10.0.0.0/16 tgw-1 | 0.0.0.0/0 igw-2\ntgwtable rt-1 | propagates att-1 vpc vpc-1 | propagates att-2 vpc vpc-2 | static 0.0.0.0/0 att-2", "eni-a internet tcp 443", "allowed"},
		{"the other VPC's NAT has no way back", "subnet subnet-v vpc-2 10.1.9.0/24\nigw igw-2 vpc-2\nnat nat-2 subnet-v 10.1.9.9 52.0.0.10\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 0.0.0.0/0 tgw-1\ntable rtb-u vpc-2 subnet-u | 10.1.0.0/16 local | 10.0.0.0/16 tgw-1 | 0.0.0.0/0 nat-2\ntable rtb-v vpc-2 subnet-v | 10.1.0.0/16 local | 0.0.0.0/0 igw-2\ntgwtable rt-1 | propagates att-1 vpc vpc-1 | propagates att-2 vpc vpc-2 | static 0.0.0.0/0 att-2", "eni-a internet tcp 443", "blocked IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS"},
		{"the other VPC's internet gateway, without NAT", "igw igw-2 vpc-2\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 0.0.0.0/0 tgw-1\ntable rtb-u vpc-2 subnet-u | 10.1.0.0/16 local | 0.0.0.0/0 igw-2\ntgwtable rt-1 | static 0.0.0.0/0 att-2", "eni-a internet tcp 443", "blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"},
		{"on to a peered VPC", "vpc vpc-3 10.3.0.0/16\nsubnet subnet-z vpc-3 10.3.1.0/24\neni eni-z subnet-z 10.3.1.5 sg-2\nacl acl-3 vpc-3 default | in 1 allow all from 0.0.0.0/0 | out 1 allow all to 0.0.0.0/0\npcx pcx-3 vpc-2 vpc-3\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 10.3.0.0/16 tgw-1\ntable rtb-u vpc-2 subnet-u | 10.1.0.0/16 local | 10.0.0.0/16 tgw-1 | 10.3.0.0/16 pcx-3\ntable rtb-z vpc-3 main | 10.3.0.0/16 local | 10.0.0.0/16 pcx-3\ntgwtable rt-1 | propagates att-1 vpc vpc-1 | propagates att-2 vpc vpc-2 | static 10.3.0.0/16 att-2", "eni-a eni-z tcp 22", "blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR PCX_REQUIRES_ADDRESS_IN_VPC_CIDR"},
		{"on to a gateway endpoint", "list pl-s3 192.0.2.0/24\nendpoint vpce-s3 vpc-2 Gateway com.amazonaws.us-east-1.s3\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 0.0.0.0/0 tgw-1\ntable rtb-u vpc-2 subnet-u | 10.1.0.0/16 local | 10.0.0.0/16 tgw-1 | pl-s3 vpce-s3\ntgwtable rt-1 | propagates att-1 vpc vpc-1 | static 0.0.0.0/0 att-2", "eni-a 192.0.2.7 tcp 443", "blocked VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION"},
		{"IPv6 not carried", "table rtb-a vpc-1 main | 2600:1::/56 local | ::/0 tgw-1", "2600:1:0:1::5 2600:2:0:1::5 tcp 22", "blocked BAD_STATE_ATTACHMENT NO_ROUTE_TO_DESTINATION"},
	}
	for i := range cases {
		cases[i].lines = transitNetwork + cases[i].lines
	}
	return cases
}
