package report

import "github.com/sgscope/sgscope/model"

// DescribeRule gives the line of aws-cli that gives a rule another description, which is no change of
// what it allows: sgscope never sends it.
// Source: https://docs.aws.amazon.com/cli/latest/reference/ec2/update-security-group-rule-descriptions-ingress.html
func DescribeRule(group string, r model.GroupRule, text string, at Place) string {
	what := arg{flag: "ip-permissions", member: "IpPermissions", json: permissions(r.Rule, text)}
	if r.ID != "" {
		what = arg{flag: "security-group-rule-descriptions", member: "SecurityGroupRuleDescriptions", json: []ruleDescription{
			{r.ID, text},
		}}
	}
	return line(at, "ec2 update-security-group-rule-descriptions-"+r.Rule.Direction.String(),
		arg{flag: "group-id", member: "GroupId", value: group}, what)
}

type ruleDescription struct {
	ID   string `json:"SecurityGroupRuleId"`
	Text string `json:"Description"`
}
