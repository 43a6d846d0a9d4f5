package main

// A peerStep is one command of aws-cli, sent to both peers.
//
// {name} in its words stands for an id that an earlier step kept. What keeps is NAME=PATH: the text at
// that path of the answer under that name. Undo takes back what only a wrong peer does, so that later
// steps start from the same place; it is left out where it names something that was not made.
type peerStep struct{ name, command, keeps, undo string }

const (
	permission = "--ip-permissions IpProtocol=tcp,FromPort=18888,ToPort=18888,UserIdGroupPairs=[{GroupId="
	unmake     = "ec2 delete-security-group --group-id {wrong}"
	cidr443    = "--ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=0.0.0.0/0,Description=to Git}]'"
)

// peerScript makes groups, reads them in every way, edits them, and asks for what cannot be. {vpc} is a
// VPC that has no group of these names.
func peerScript() []peerStep {
	return []peerStep{
		{"create", "ec2 create-security-group --group-name peer-ws --description 'The workspace side.' --vpc-id {vpc}" +
			" --tag-specifications ResourceType=security-group,Tags=[{Key=peer-team,Value=peers}]", "ws=GroupId", ""},
		{"create second", "ec2 create-security-group --group-name peer-engine --description 'The engine side ( port 18888 )'" +
			" --vpc-id {vpc}", "eng=GroupId", ""},
		{"create duplicate", "ec2 create-security-group --group-name peer-ws --description Again --vpc-id {vpc}", "", ""},
		{"create duplicate in capitals", "ec2 create-security-group --group-name PEER-WS --description Again --vpc-id {vpc}", "wrong=GroupId", unmake},
		{"create with a bad name", "ec2 create-security-group --group-name 'peer|ws' --description Bar --vpc-id {vpc}", "wrong=GroupId", unmake},
		{"create with an id as name", "ec2 create-security-group --group-name sg-peer --description Id --vpc-id {vpc}", "wrong=GroupId", unmake},
		{"create with a bad description", "ec2 create-security-group --group-name peer-x --description 'Größe' --vpc-id {vpc}", "wrong=GroupId", unmake},
		{"create in no VPC", "ec2 create-security-group --group-name peer-x --description None --vpc-id vpc-0123456789abcdef0", "wrong=GroupId", unmake},
		{"create dry run", "ec2 create-security-group --group-name peer-x --description Dry --vpc-id {vpc} --dry-run", "", ""},

		{"describe by id", "ec2 describe-security-groups --group-ids {ws}", "", ""},
		{"describe by name", "ec2 describe-security-groups --filters Name=group-name,Values=peer-engine Name=vpc-id,Values={vpc}", "", ""},
		{"describe by pattern", "ec2 describe-security-groups --filters Name=group-name,Values=peer-*", "", ""},
		{"describe by tag", "ec2 describe-security-groups --filters Name=tag:peer-team,Values=peers", "", ""},
		{"describe by tag key", "ec2 describe-security-groups --filters Name=tag-key,Values=peer-team Name=vpc-id,Values={vpc}", "", ""},
		{"describe by description", "ec2 describe-security-groups --filters 'Name=description,Values=The engine*'", "", ""},
		{"describe nothing", "ec2 describe-security-groups --filters Name=group-name,Values=peer-none", "", ""},
		{"describe by a bad filter", "ec2 describe-security-groups --filters Name=colour,Values=blue", "", ""},
		{"describe by an unknown id", "ec2 describe-security-groups --group-ids sg-0123456789abcdef0", "", ""},
		{"describe by a malformed id", "ec2 describe-security-groups --group-ids sg-nonsense", "", ""},
		{"describe by an unknown name", "ec2 describe-security-groups --group-names peer-ws", "", ""},
		{"describe dry run", "ec2 describe-security-groups --dry-run", "", ""},
		{"create a third", "ec2 create-security-group --group-name peer-a --description Page --vpc-id {vpc}", "a=GroupId", ""},
		{"create a fourth", "ec2 create-security-group --group-name peer-b --description Page --vpc-id {vpc}", "b=GroupId", ""},
		{"create a fifth", "ec2 create-security-group --group-name peer-c --description Page --vpc-id {vpc}", "c=GroupId", ""},
		{"create a sixth", "ec2 create-security-group --group-name peer-d --description Page --vpc-id {vpc}", "d=GroupId", ""},
		{"first page", "ec2 describe-security-groups --no-paginate --max-results 5 --filters Name=group-name,Values=peer-*", "token=NextToken", ""},
		{"second page", "ec2 describe-security-groups --no-paginate --max-results 5 --filters Name=group-name,Values=peer-* --next-token {token}", "", ""},
		{"page with a bad token", "ec2 describe-security-groups --no-paginate --max-results 5 --next-token nonsense", "", ""},
		{"page of four", "ec2 describe-security-groups --no-paginate --max-results 4", "", ""},
		{"page with ids", "ec2 describe-security-groups --no-paginate --max-results 5 --group-ids {ws}", "", ""},

		{
			"authorize egress", "ec2 authorize-security-group-egress --group-id {ws} " + permission + "{eng},Description='to the engine'}]",
			"out=SecurityGroupRules.0.SecurityGroupRuleId", "",
		},
		{
			"authorize ingress", "ec2 authorize-security-group-ingress --group-id {eng} " + permission + "{ws}}]",
			"in=SecurityGroupRules.0.SecurityGroupRuleId", "",
		},
		{"authorize a block", "ec2 authorize-security-group-egress --group-id {ws} " + cidr443, "", ""},
		{"authorize two kinds at once", "ec2 authorize-security-group-ingress --group-id {eng} --ip-permissions" +
			" IpProtocol=icmp,FromPort=-1,ToPort=-1,IpRanges=[{CidrIp=10.0.0.0/8}] IpProtocol=tcp,FromPort=22,ToPort=23,Ipv6Ranges=[{CidrIpv6=2001:db8::/32}]", "", ""},
		{"authorize duplicate", "ec2 authorize-security-group-ingress --group-id {eng} " + permission + "{ws},Description=again}]", "", ""},
		{
			"authorize one old, one new", "ec2 authorize-security-group-ingress --group-id {eng} --ip-permissions" +
				" IpProtocol=tcp,FromPort=7,ToPort=7,IpRanges=[{CidrIp=10.7.0.0/16}] IpProtocol=tcp,FromPort=18888,ToPort=18888,UserIdGroupPairs=[{GroupId={ws}}]", "",
			"ec2 revoke-security-group-ingress --group-id {eng} --protocol tcp --port 7 --cidr 10.7.0.0/16",
		},
		{
			"authorize with host bits", "ec2 authorize-security-group-ingress --group-id {ws} --protocol tcp --port 80 --cidr 10.9.8.7/16",
			"host=SecurityGroupRules.0.SecurityGroupRuleId", "",
		},
		{"authorize all protocols", "ec2 authorize-security-group-ingress --group-id {ws} --ip-permissions" +
			" IpProtocol=-1,FromPort=1,ToPort=2,IpRanges=[{CidrIp=10.1.0.0/16}]", "", ""},
		{"authorize an unknown peer", "ec2 authorize-security-group-ingress --group-id {eng} " + permission + "sg-0123456789abcdef0}]", "", ""},
		{"authorize on an unknown group", "ec2 authorize-security-group-ingress --group-id sg-0123456789abcdef0 --protocol tcp --port 80 --cidr 10.0.0.0/8", "", ""},
		{"authorize a bad block", "ec2 authorize-security-group-ingress --group-id {ws} --protocol tcp --port 80 --cidr 10.0.0/8", "", ""},
		{
			"authorize ports that go backwards", "ec2 authorize-security-group-ingress --group-id {ws} --protocol tcp --port 90-80 --cidr 10.0.0.0/8",
			"wrong=SecurityGroupRules.0.SecurityGroupRuleId", "ec2 revoke-security-group-ingress --group-id {ws} --security-group-rule-ids {wrong}",
		},
		{"authorize dry run", "ec2 authorize-security-group-ingress --group-id {ws} --protocol tcp --port 81 --cidr 10.0.0.0/8 --dry-run", "", ""},

		{"describe with rules", "ec2 describe-security-groups --filters Name=group-name,Values=peer-*", "", ""},
		{"describe by a rule's peer", "ec2 describe-security-groups --filters Name=ip-permission.group-id,Values={ws}", "", ""},
		{"describe rules", "ec2 describe-security-group-rules --filters Name=group-id,Values={ws},{eng}", "", ""},
		{"describe a rule by id", "ec2 describe-security-group-rules --security-group-rule-ids {out}", "", ""},
		{"describe an unknown rule", "ec2 describe-security-group-rules --security-group-rule-ids sgr-0123456789abcdef0", "", ""},

		{"revoke dry run", "ec2 revoke-security-group-egress --group-id {ws} --security-group-rule-ids {out} --dry-run", "", ""},
		{"revoke by id", "ec2 revoke-security-group-egress --group-id {ws} --security-group-rule-ids {out}", "", ""},
		{"revoke by id again", "ec2 revoke-security-group-egress --group-id {ws} --security-group-rule-ids {out}", "", ""},
		{"revoke the other way", "ec2 revoke-security-group-egress --group-id {eng} --security-group-rule-ids {in}", "", ""},
		{"revoke by properties", "ec2 revoke-security-group-egress --group-id {ws} --ip-permissions IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}]", "", ""},
		{"revoke what is not there", "ec2 revoke-security-group-ingress --group-id {eng} --protocol tcp --port 81 --cidr 10.0.0.0/8", "", ""},
		{"revoke a part of a range", "ec2 revoke-security-group-ingress --group-id {eng} --ip-permissions" +
			" IpProtocol=tcp,FromPort=22,ToPort=22,Ipv6Ranges=[{CidrIpv6=2001:db8::/32}]", "", ""},
		{"revoke on an unknown group", "ec2 revoke-security-group-ingress --group-id sg-0123456789abcdef0 --protocol tcp --port 80 --cidr 10.0.0.0/8", "", ""},

		{"tag", "ec2 create-tags --resources {eng} --tags Key=peer-team,Value=peers", "", ""},
		{"tag an unknown group", "ec2 create-tags --resources sg-0123456789abcdef0 --tags Key=peer-team,Value=peers", "", ""},
		{"delete a group that a rule names", "ec2 delete-security-group --group-id {ws}", "", ""},
		{"delete an unknown group", "ec2 delete-security-group --group-id sg-0123456789abcdef0", "", ""},
		{"describe at the end", "ec2 describe-security-groups --filters Name=group-name,Values=peer-*", "", ""},
	}
}
