package report

import (
	"strings"

	"github.com/sgscope/sgscope/model"
)

// Template gives what has to be said in the template of a group's owner, so that its next update does
// not take the change back: a snippet of CloudFormation, or of Terraform's JSON syntax where the sign
// of the owner says Terraform. It is "" for an owner without templates and for changes of none.
// Sources: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html,
// https://developer.hashicorp.com/terraform/language/syntax/json
func Template(c model.Change, sign string) string {
	terraform := strings.Contains(sign, "Terraform")
	if !terraform && !strings.Contains(sign, "CloudFormation") && !strings.Contains(sign, "CDK") {
		return ""
	}
	switch c := c.(type) {
	case model.Authorize:
		return "add " + ruleSnippet(c.Group, c.Rule, c.Description, terraform)
	case model.Revoke:
		return "remove " + ruleSnippet(c.Group, c.Rule, "", terraform)
	case model.SetTag:
		return "add the tag " + compact(map[string]any{"Key": c.Key, "Value": c.New})
	case model.CreateGroup, model.DeleteGroup, model.RemoveTag: // these never touch a group of somebody else
	}
	return ""
}

func ruleSnippet(group string, r model.Rule, description string, terraform bool) string {
	if terraform {
		return compact(terraformRule(group, r, description))
	}
	return compact(stackRule(group, r, description))
}

// stackRule is a rule as a resource of CloudFormation.
func stackRule(group string, r model.Rule, description string) map[string]any {
	kind, far := "AWS::EC2::SecurityGroupIngress", "Source"
	if r.Direction == model.Egress {
		kind, far = "AWS::EC2::SecurityGroupEgress", "Destination"
	}
	p := map[string]any{"GroupId": group, "IpProtocol": r.Protocol.API()}
	ports(p, r, "FromPort", "ToPort")
	peer(p, r.Peer, "CidrIp", "CidrIpv6", far+"SecurityGroupId", far+"PrefixListId")
	if description != "" {
		p["Description"] = description
	}
	return map[string]any{"Type": kind, "Properties": p}
}

// terraformRule is a rule as a resource of Terraform's AWS provider.
func terraformRule(group string, r model.Rule, description string) map[string]any {
	p := map[string]any{"security_group_id": group, "ip_protocol": r.Protocol.API()}
	ports(p, r, "from_port", "to_port")
	peer(p, r.Peer, "cidr_ipv4", "cidr_ipv6", "referenced_security_group_id", "prefix_list_id")
	if description != "" {
		p["description"] = description
	}
	kind := "aws_vpc_security_group_" + r.Direction.String() + "_rule"
	return map[string]any{"resource": map[string]any{kind: map[string]any{"emr_studio": p}}}
}

func ports(p map[string]any, r model.Rule, from, to string) {
	if first, last, wanted := r.APIPorts(); wanted {
		p[from], p[to] = first, last
	}
}

func peer(p map[string]any, far model.Peer, v4, v6, group, list string) {
	switch far.Kind {
	case model.PeerCIDR:
		key := v4
		if far.Prefix.Addr().Is6() {
			key = v6
		}
		p[key] = far.Prefix.String()
	case model.PeerGroup:
		p[group] = far.ID
	case model.PeerPrefixList:
		p[list] = far.ID
	case model.PeerNone:
	}
}
