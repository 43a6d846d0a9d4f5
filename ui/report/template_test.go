package report_test

import (
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
)

func TestTemplate(t *testing.T) {
	in := model.TCPRule(model.Ingress, 18888, model.GroupPeer("sg-ws"))
	out := model.AllTraffic(model.Egress, model.AnyIPv6())
	for _, c := range []struct {
		name, sign string
		change     model.Change
		want       string
	}{
		{
			"a stack gets a rule", "owned by a CloudFormation stack (tag …)",
			model.Authorize{Group: "sg-e", Rule: in, Description: "text"},
			`add {"Properties":{"Description":"text","FromPort":18888,"GroupId":"sg-e","IpProtocol":"tcp","SourceSecurityGroupId":"sg-ws","ToPort":18888},"Type":"AWS::EC2::SecurityGroupIngress"}`,
		},
		{
			"a stack loses one", "looks owned by an AWS CDK stack",
			model.Revoke{Group: "sg-e", Rule: out},
			`remove {"Properties":{"CidrIpv6":"::/0","GroupId":"sg-e","IpProtocol":"-1"},"Type":"AWS::EC2::SecurityGroupEgress"}`,
		},
		{
			"Terraform", "looks owned by Terraform (tag …)",
			model.Authorize{Group: "sg-e", Rule: in},
			`add {"resource":{"aws_vpc_security_group_ingress_rule":{"emr_studio":{"from_port":18888,"ip_protocol":"tcp","referenced_security_group_id":"sg-ws","security_group_id":"sg-e","to_port":18888}}}}`,
		},
		{"a tag", "looks owned by Terraform", model.SetTag{Group: "sg-e", Key: "k", New: "true"}, `add the tag {"Key":"k","Value":"true"}`},
		{"a controller has no template", "owned by an EKS cluster (tag …)", model.Authorize{Group: "sg-e", Rule: in}, ""},
		{"nobody", "", model.Authorize{Group: "sg-e", Rule: in}, ""},
	} {
		if got := report.Template(c.change, c.sign); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}
