package awsclient

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/sgscope/sgscope/model"
)

// Group reads one group afresh, with its rule ids as far as they may be read. Gone means that EC2 answered
// that there is none; where nobody answered the presence is NotKnown and the error says why.
//
// Equivalent to: aws ec2 describe-security-groups --filters Name=group-id,Values=ID;
// aws ec2 describe-security-group-rules --filters Name=group-id,Values=ID.
func (r *Reader) Group(ctx context.Context, id string) (model.Group, model.Presence, error) {
	return r.findGroup(ctx, id, filter("group-id", id), func(g model.Group) bool { return g.ID == id })
}

// GroupNamed reads the group of that name in a VPC afresh, as Group does. Upper and lower case are alike, as
// EC2 has it for the uniqueness of names but not for its filters: so the VPC's groups are listed.
//
// Equivalent to: aws ec2 describe-security-groups --filters Name=vpc-id,Values=VPC.
func (r *Reader) GroupNamed(ctx context.Context, vpc, name string) (model.Group, model.Presence, error) {
	return r.findGroup(ctx, name, filter("vpc-id", vpc),
		func(g model.Group) bool { return g.VPC == vpc && strings.EqualFold(g.Name, name) })
}

func (r *Reader) findGroup(
	ctx context.Context, what string, by types.Filter, is func(model.Group) bool,
) (model.Group, model.Presence, error) {
	from := ec2.NewDescribeSecurityGroupsPaginator(r.ec2,
		&ec2.DescribeSecurityGroupsInput{MaxResults: r.opts.page(), Filters: []types.Filter{by}},
		func(o *ec2.DescribeSecurityGroupsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	for from.HasMorePages() {
		page, err := from.NextPage(ctx)
		if err != nil {
			return model.Group{}, model.NotKnown, failureOf(callDescribeSecurityGroups, what, err)
		}
		for _, sg := range page.SecurityGroups {
			g, err := groupOf(sg, r.region)
			if !is(g) {
				continue
			}
			if err != nil {
				_, err = groupsOf([]types.SecurityGroup{sg}, r.region)
				return g, model.Present, failureOf("", "", err)
			}
			g, err = r.withRuleIDs(ctx, g)
			return g, model.Present, err
		}
	}
	return model.Group{}, model.Gone, nil
}

// withRuleIDs adds rule ids. Where they may not be read or the endpoint has no such call, the group goes
// without: its rules can be told apart by what they say.
func (r *Reader) withRuleIDs(ctx context.Context, g model.Group) (model.Group, error) {
	from := ec2.NewDescribeSecurityGroupRulesPaginator(r.ec2,
		&ec2.DescribeSecurityGroupRulesInput{
			MaxResults: r.opts.page(), Filters: []types.Filter{filter("group-id", g.ID)},
		},
		func(o *ec2.DescribeSecurityGroupRulesPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	var entries []types.SecurityGroupRule
	for from.HasMorePages() {
		page, err := from.NextPage(ctx)
		if err == nil {
			entries = append(entries, page.SecurityGroupRules...)
			continue
		}
		f := failureOf(callDescribeSecurityGroupRules, g.ID, err)
		if f.Kind == model.FailedDenied || f.Kind == model.FailedUnsupported {
			break
		}
		return g, f
	}
	return withEntries(g, entries), nil
}
