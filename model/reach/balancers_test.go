package reach_test

import "testing"

const balancedNetwork = `
subnet subnet-c vpc-1 10.0.3.0/24
table rtb-c vpc-1 subnet-c | 10.0.0.0/16 local | 10.1.0.0/16 pcx-1
group sg-t vpc-1 | ingress tcp 8080 from 198.51.100.0/24 | ingress tcp 8080 from 10.0.1.0/24 | egress all to 0.0.0.0/0
eni eni-n subnet-p 10.0.9.30 - type=network_load_balancer desc=ELB_net/front/1 public=52.0.0.30
eni eni-t subnet-c 10.0.3.5 sg-t instance=i-t
eni eni-u subnet-b 10.0.2.6 sg-t instance=i-u
instance i-t running
instance i-u running
lb net/front/1 network cross=false
listen net/front/1 TCP 80 tg-1
tg tg-1 instance TCP 8080 | i-t 8080 healthy
`

func TestBalancers(t *testing.T) { runLayers(t, balancersCases()) }

func balancersCases() []layerCase {
	cases := []layerCase{
		{"from outside, the client's address kept", "", "198.51.100.7 52.0.0.30 tcp 80", "allowed"},
		{"from outside, somebody else", "", "203.0.113.7 52.0.0.30 tcp 80", "blocked ENI_SG_RULES_MISMATCH"},
		{"from inside", "", "eni-a 10.0.9.30 tcp 80", "allowed"},
		{"no listener", "", "eni-a 10.0.9.30 tcp 81", "blocked ELBV2_LISTENER_PORT_RESTRICTION"},
		{"no ping", "", "eni-a 10.0.9.30 icmp 8/0", "blocked ELBV2_LISTENER_PORT_RESTRICTION"},
		{"a listener for some of it", "", "eni-a 10.0.9.30 tcp 80-81", "partly ELBV2_LISTENER_PORT_RESTRICTION"},
		{"not active", "lb net/front/1 network state=provisioning", "eni-a 10.0.9.30 tcp 80", "blocked BAD_STATE"},
		{"its own address", "tg tg-1 instance TCP 8080 keep=false | i-t 8080 healthy", "eni-a 10.0.9.30 tcp 80", "blocked ENI_SG_RULES_MISMATCH"},
		{"its own address is let in", "tg tg-1 instance TCP 8080 keep=false | i-t 8080 healthy\ngroup sg-t vpc-1 | ingress tcp 8080 from 10.0.9.30/32", "203.0.113.7 52.0.0.30 tcp 80", "allowed"},
		{"targets by address do not see the client", "tg tg-1 ip TCP 8080 | 10.0.3.5 8080 healthy\ngroup sg-t vpc-1 | ingress tcp 8080 from 10.0.9.30/32", "203.0.113.7 52.0.0.30 tcp 80", "allowed"},
		{"targets of UDP do", "tg tg-1 ip UDP 8080 | 10.0.3.5 8080 healthy\nlisten net/front/1 UDP 80 tg-1\ngroup sg-t vpc-1 | ingress udp 8080 from 203.0.113.0/24", "203.0.113.7 52.0.0.30 udp 80", "allowed"},
		{"another port behind it", "tg tg-1 instance TCP 8080 | i-t 9090 healthy", "eni-a 10.0.9.30 tcp 80", "blocked ENI_SG_RULES_MISMATCH"},
		{"the healthy one of two", "tg tg-1 instance TCP 8080 | i-t 8080 healthy | i-t 9090 unhealthy", "eni-a 10.0.9.30 tcp 80", "allowed"},
		{"all of them where none is healthy", "tg tg-1 instance TCP 8080 | i-t 8080 unhealthy", "eni-a 10.0.9.30 tcp 80", "allowed"},
		{"one of two is shut", "tg tg-1 instance TCP 8080 | i-t 8080 healthy | i-t 9090 healthy", "eni-a 10.0.9.30 tcp 80", "partly ENI_SG_RULES_MISMATCH"},
		{"none that takes connections", "tg tg-1 instance TCP 8080 | i-t 8080 draining", "eni-a 10.0.9.30 tcp 80", "blocked ELBV2_LISTENER_HAS_NO_TG"},
		{"none in the zone", "tg tg-1 instance TCP 8080 | i-u 8080 healthy", "eni-a 10.0.9.30 tcp 80", "blocked ELBV2_NO_TARGETS_IN_AZ"},
		{"across zones", "tg tg-1 instance TCP 8080 | i-u 8080 healthy\nlb net/front/1 network cross=true", "eni-a 10.0.9.30 tcp 80", "allowed"},
		{"no target group", "listen net/front/1 TCP 80", "eni-a 10.0.9.30 tcp 80", "blocked ELBV2_LISTENER_HAS_NO_TG"},
		{"a target group that was not read", "listen net/front/1 TCP 80 tg-9", "eni-a 10.0.9.30 tcp 80", "unknown load-balancer-target"},
		{"listeners not read", "unread listeners\nlb net/other/2 network\neni eni-n subnet-p 10.0.9.30 - type=network_load_balancer desc=ELB_net/other/2", "eni-a 10.0.9.30 tcp 80", "unknown ELBV2_LISTENERS_MISMATCH"},
		{"not read", "unread load-balancers\neni eni-n subnet-p 10.0.9.30 - type=network_load_balancer desc=ELB_net/other/2", "eni-a 10.0.9.30 tcp 80", "unknown load-balancer"},
		{"a stopped target", "instance i-t stopped", "eni-a 10.0.9.30 tcp 80", "blocked BAD_STATE"},
		{"the target asks itself", "", "eni-t 10.0.9.30 tcp 80", "blocked ELBV2_SOURCE_ADDRESS_PRESERVATION"},
		{"ACL of its subnet", "acl acl-p vpc-1 subnet-p | in 1 allow tcp 80 from 0.0.0.0/0 | out 1 allow all to 0.0.0.0/0", "eni-a 10.0.9.30 tcp 80", "blocked SUBNET_ACL_RESTRICTION"},
		{"ACL of the target's subnet", "acl acl-c vpc-1 subnet-c | in 1 allow tcp 8080 from 0.0.0.0/0 | out 1 allow tcp 1024-65535 to 0.0.0.0/0", "eni-a 10.0.9.30 tcp 80", "allowed"},
		{"ACL of the target's subnet lets no replies out", "acl acl-c vpc-1 subnet-c | in 1 allow tcp 8080 from 0.0.0.0/0", "eni-a 10.0.9.30 tcp 80", "blocked SUBNET_ACL_RESTRICTION"},
		{"with groups of its own", "group sg-n vpc-1 | ingress tcp 80 from 10.0.1.0/24 | egress tcp 8080 to sg-t\neni eni-n subnet-p 10.0.9.30 sg-n type=network_load_balancer desc=ELB_net/front/1\ngroup sg-t vpc-1 | ingress tcp 8080 from sg-n", "eni-a 10.0.9.30 tcp 80", "allowed"},
		{"with groups that let nothing in", "group sg-n vpc-1 | egress all to 0.0.0.0/0\neni eni-n subnet-p 10.0.9.30 sg-n type=network_load_balancer desc=ELB_net/front/1", "eni-a 10.0.9.30 tcp 80", "blocked SG_HAS_NO_RULES"},
		{"an application load balancer answers itself", "lb app/web/1 application\nlisten app/web/1 HTTPS 443 tg-9\neni eni-w subnet-p 10.0.9.31 sg-1 desc=ELB_app/web/1", "eni-a 10.0.9.31 tcp 443", "allowed"},
		{"and not without a listener", "lb app/web/1 application\nlisten app/web/1 HTTPS 443 tg-9\neni eni-w subnet-p 10.0.9.31 sg-1 desc=ELB_app/web/1", "eni-a 10.0.9.31 tcp 80", "blocked ELBV2_LISTENER_PORT_RESTRICTION"},
		{"from a load balancer to its target", "", "eni-n eni-t tcp 8080", "blocked ENI_SG_RULES_MISMATCH"},
		{"a classic one", "eni eni-k subnet-p 10.0.9.32 sg-1 desc=ELB_old", "eni-a 10.0.9.32 tcp 80", "unknown UNSUPPORTED_COMPONENT"},
		{"one of appliances", "eni eni-g subnet-p 10.0.9.33 - type=gateway_load_balancer", "eni-a 10.0.9.33 tcp 80", "unknown UNSUPPORTED_COMPONENT"},
	}
	for i := range cases {
		cases[i].lines = balancedNetwork + cases[i].lines
	}
	return cases
}

func TestEndpoints(t *testing.T) { runLayers(t, endpointsCases()) }

func endpointsCases() []layerCase {
	const s3 = `
list pl-s3 192.0.2.0/24
endpoint vpce-s3 vpc-1 Gateway com.amazonaws.us-east-1.s3
table rtb-a vpc-1 main | 10.0.0.0/16 local | pl-s3 vpce-s3
`
	const api = `
eni eni-e subnet-b 10.0.2.40 sg-1 type=vpc_endpoint
endpoint vpce-i vpc-1 Interface com.amazonaws.us-east-1.elasticmapreduce enis=eni-e
`
	return []layerCase{
		{"a gateway endpoint", s3, "eni-a 192.0.2.7 tcp 443", "allowed"},
		{"TCP only", s3, "eni-a 192.0.2.7 icmp 8/0", "blocked VPCE_GATEWAY_PROTOCOL_RESTRICTION"},
		{"another address", s3, "eni-a 198.51.100.7 tcp 443", "blocked NO_ROUTE_TO_DESTINATION"},
		{"a part of the internet", s3, "eni-a internet tcp 443", "partly NO_ROUTE_TO_DESTINATION"},
		{"not available", s3 + "endpoint vpce-s3 vpc-1 Gateway s3 state=deleted", "eni-a 192.0.2.7 tcp 443", "blocked BAD_STATE"},
		{"replies not back in", s3 + "acl acl-a vpc-1 subnet-a | in 1 allow tcp 443 from 0.0.0.0/0 | out 1 allow all to 0.0.0.0/0", "eni-a 192.0.2.7 tcp 443", "blocked SUBNET_ACL_RESTRICTION"},
		{"by the prefix list in a rule", s3 + "group sg-1 vpc-1 | egress tcp 443 to pl-s3", "eni-a 192.0.2.7 tcp 443", "allowed"},
		{"by a prefix list that has it not", s3 + "group sg-1 vpc-1 | egress tcp 443 to pl-s3", "eni-a 192.0.3.7 tcp 443", "blocked ENI_SG_RULES_MISMATCH NO_ROUTE_TO_DESTINATION"},
		{"by a prefix list that was not read", s3 + "group sg-1 vpc-1 | egress tcp 443 to pl-x", "eni-a 192.0.2.7 tcp 443", "unknown security-group-egress"},
		{"not for a peered VPC", s3 + "table rtb-x vpc-2 subnet-x | 10.1.0.0/16 local | 192.0.2.0/24 pcx-1", "eni-x 192.0.2.7 tcp 443", "blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR"},
		{"an interface endpoint", api, "eni-a eni-e tcp 443", "allowed"},
		{"its groups", api + "group sg-e vpc-1\neni eni-e subnet-b 10.0.2.40 sg-e type=vpc_endpoint", "eni-a eni-e tcp 443", "blocked SG_HAS_NO_RULES"},
		{"another port of it", api, "eni-a eni-e tcp 80", "unknown UNSUPPORTED_COMPONENT"},
		{"no ping to it", api, "eni-a eni-e icmp 8/0", "blocked PROTOCOL_RESTRICTION"},
		{"somebody's own service", api + "endpoint vpce-i vpc-1 Interface com.amazonaws.vpce.us-east-1.vpce-svc-1 enis=eni-e", "eni-a eni-e tcp 443", "unknown UNSUPPORTED_COMPONENT"},
		{"one that is not available", api + "endpoint vpce-i vpc-1 Interface com.amazonaws.x enis=eni-e state=deleted", "eni-a eni-e tcp 443", "blocked BAD_STATE"},
		{"a function takes nothing", "eni eni-l subnet-b 10.0.2.41 sg-1 type=lambda", "eni-a eni-l tcp 443", "blocked NO_POSSIBLE_DESTINATION"},
		{"a function asks from more ports", "eni eni-l subnet-b 10.0.2.41 sg-1 type=lambda\nacl acl-a vpc-1 subnet-a | in 1 allow all from 0.0.0.0/0 | out 1 allow tcp 32768-65535 to 0.0.0.0/0", "eni-l eni-a tcp 443", "partly SUBNET_ACL_RESTRICTION"},
		{"a transit gateway answers nobody", "eni eni-l subnet-b 10.0.2.41 - type=transit_gateway", "eni-a eni-l tcp 443", "blocked NO_POSSIBLE_DESTINATION"},
	}
}
