package awsclient

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/sgscope/sgscope/model"
)

func filter(name string, values ...string) types.Filter {
	return types.Filter{Name: aws.String(name), Values: values}
}

// inScope narrows a listing to the VPC that was asked for, if one was.
func (l *load) inScope() []types.Filter {
	if l.scope() == "" {
		return nil
	}
	return []types.Filter{filter("vpc-id", l.scope())}
}

func (l *load) readVPCs(ctx context.Context) {
	from := ec2.NewDescribeVpcsPaginator(l.r.ec2, &ec2.DescribeVpcsInput{MaxResults: l.r.opts.page()},
		func(o *ec2.DescribeVpcsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	read, err := pages(ctx, l, model.PartVPCs, callDescribeVpcs, from, l.ec2With,
		func(page *ec2.DescribeVpcsOutput) error {
			l.page(model.PartVPCs, "", func(b *model.Builder) {
				for _, v := range page.Vpcs {
					b.AddVPC(vpcOf(v, l.r.region))
				}
			})
			return nil
		})
	l.settled(model.PartVPCs, "", listed(read, err))
}

func (l *load) readSubnets(ctx context.Context) {
	// Not narrowed: which VPC a cluster is in is told only by its subnet.
	from := ec2.NewDescribeSubnetsPaginator(l.r.ec2, &ec2.DescribeSubnetsInput{MaxResults: l.r.opts.page()},
		func(o *ec2.DescribeSubnetsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	read, err := pages(ctx, l, model.PartSubnets, callDescribeSubnets, from, l.ec2With,
		func(page *ec2.DescribeSubnetsOutput) error {
			l.page(model.PartSubnets, "", func(b *model.Builder) {
				for _, s := range page.Subnets {
					b.AddSubnet(subnetOf(s, l.r.region))
				}
			})
			return nil
		})
	l.settled(model.PartSubnets, "", listed(read, err))
}

func (l *load) readInterfaces(ctx context.Context) {
	from := ec2.NewDescribeNetworkInterfacesPaginator(l.r.ec2,
		&ec2.DescribeNetworkInterfacesInput{MaxResults: l.r.opts.page(), Filters: l.inScope()},
		func(o *ec2.DescribeNetworkInterfacesPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	read, err := pages(ctx, l, model.PartInterfaces, callDescribeNetworkInterfaces, from, l.ec2With,
		func(page *ec2.DescribeNetworkInterfacesOutput) error {
			l.page(model.PartInterfaces, l.scope(), func(b *model.Builder) {
				for _, n := range page.NetworkInterfaces {
					b.AddInterface(interfaceOf(n, l.r.region))
				}
			})
			return nil
		})
	l.settled(model.PartInterfaces, l.scope(), listed(read, err))
}

func (l *load) readGroups(ctx context.Context) {
	defer l.groupsCame()
	from := ec2.NewDescribeSecurityGroupsPaginator(l.r.ec2,
		&ec2.DescribeSecurityGroupsInput{MaxResults: l.r.opts.page(), Filters: l.inScope()},
		func(o *ec2.DescribeSecurityGroupsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	var bad error
	read, err := pages(ctx, l, model.PartGroups, callDescribeSecurityGroups, from, l.ec2With,
		func(page *ec2.DescribeSecurityGroupsOutput) error {
			groups, e := groupsOf(page.SecurityGroups, l.r.region)
			bad = errors.Join(bad, e)
			l.page(model.PartGroups, l.scope(), func(b *model.Builder) { b.AddGroup(groups...) })
			return nil
		})
	if err == nil && bad != nil {
		err = failureOf("", "", bad)
	}
	l.settled(model.PartGroups, l.scope(), listed(read, err))
}

// groupsOf translates a page. The groups are all there; the error says of which a rule is missing.
func groupsOf(page []types.SecurityGroup, region string) ([]model.Group, error) {
	out := make([]model.Group, 0, len(page))
	var bad error
	for _, sg := range page {
		g, err := groupOf(sg, region)
		out = append(out, g)
		if err != nil {
			bad = errors.Join(bad, model.Failure{
				Kind: model.FailedOther, Call: callDescribeSecurityGroups, Resource: g.Label(),
				Message: err.Error(),
			})
		}
	}
	return out, bad
}

// page adds what a page of a part holds. The part is partial until its last page; the very first page of
// groups is shown at once, because that is what somebody waits for.
func (l *load) page(p model.Part, scope string, add func(b *model.Builder)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	add(l.b)
	first := l.readings[p].State == model.NotRead
	if first {
		l.mark(p, scope, model.Reading{State: model.ReadPartly})
	}
	l.changed = true
	if first && p == model.PartGroups {
		l.show(always)
		l.groupsCame()
		return
	}
	l.show(whenDue)
}

// groupsCame lets those begin that wait for the first groups to be on their way.
func (l *load) groupsCame() { l.came.Do(func() { close(l.groups) }) }
