package awsclient

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"github.com/sgscope/sgscope/model"
)

// readShared reads the groups that can be used in the VPCs that matter though they were made elsewhere.
//
// Equivalent to: aws ec2 get-security-groups-for-vpc --vpc-id ID, for each.
func (l *load) readShared(ctx context.Context, s model.Snapshot) {
	vpcs := l.servedVPCs(s)
	if len(vpcs) == 0 && l.reading(model.PartGroups).State < model.ReadPartly {
		return
	}
	home := s.Origin().Caller.Account
	var answered faults
	each(vpcs, func(vpc string) {
		from := ec2.NewGetSecurityGroupsForVpcPaginator(l.r.ec2,
			&ec2.GetSecurityGroupsForVpcInput{VpcId: aws.String(vpc), MaxResults: l.r.opts.page()},
			func(o *ec2.GetSecurityGroupsForVpcPaginatorOptions) { once(&o.StopOnDuplicateToken) })
		_, err := pages(ctx, l, model.PartSharedGroups, callGetSecurityGroupsForVPC, from, l.ec2With,
			func(page *ec2.GetSecurityGroupsForVpcOutput) error {
				l.page(model.PartSharedGroups, "", func(b *model.Builder) {
					for _, g := range page.SecurityGroupForVpcs {
						x := sharedGroupOf(g, vpc, l.r.region)
						if x.PrimaryVPC != vpc || home != "" && x.Owner != home {
							b.AddSharedGroup(x)
						}
					}
				})
				return nil
			})
		answered.note(about(err, vpc))
	})
	l.surveyed(model.PartSharedGroups, "", answered.reading())
}

// sharedIDs gives the groups that were made elsewhere and can be used in the VPCs that matter. Their rules are
// shown to those that may use them.
//
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html
func sharedIDs(s model.Snapshot) []string {
	var ids []string
	for g := range s.SharedGroups() {
		ids = append(ids, g.Group)
	}
	return unique(ids)
}
