package awsclient

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/sgscope/sgscope/model"
)

// What EC2 takes for a page where it is less than pageSize.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeEgressOnlyInternetGateways.html
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html
const (
	routeTablePage  = 100
	egressOnlyPage  = 255
	prefixListsPage = 100
)

// readNetwork reads the network around the groups. Every part of it is optional and fails by itself. It lets
// the first groups go ahead: they are what somebody waits for, and the slots for calls are few.
func (l *load) readNetwork(ctx context.Context) {
	select {
	case <-l.groups:
	case <-ctx.Done():
		return
	}
	each([]func(context.Context){
		l.readRoutes, l.readACLs, l.readNATGateways, l.readInternetGateways, l.readEndpoints, l.readPrefixLists,
		l.readPeerings, l.readAssociations, l.readEgressOnlyGateways, l.readAddresses, l.readBlockPublicAccess,
		l.readBlockExclusions, l.readPublicAccess,
	}, func(read func(context.Context)) { read(ctx) })
}

// readAcross reads what the listings of the network, or rules together with them, named.
func (l *load) readAcross(ctx context.Context) {
	s := l.snapshot()
	l.readShared(ctx, s)
	s = l.snapshot()
	if ids := unique(append(l.associated(s), sharedIDs(s)...)); len(ids) > 0 {
		l.lookUp(ctx, ids)
		s = l.snapshot() // their rules may name lists
	}
	l.readEntries(ctx, s)
}

// spot is one optional part: what is read, by which call, and for which VPC ("" for all).
type spot struct {
	part  model.Part
	call  action
	scope string
}

// survey reads one listing of the network around the groups. add puts a page into the builder; its error says
// what could not be translated, and makes the part partial.
func survey[P, F any](
	ctx context.Context, l *load, at spot, from pager[P, F], with F, add func(b *model.Builder, page P) error,
) model.Reading {
	var bad error
	read, err := pages(ctx, l, at.part, at.call, from, with, func(page P) error {
		l.page(at.part, at.scope, func(b *model.Builder) { bad = errors.Join(bad, add(b, page)) })
		return nil
	})
	if err == nil && bad != nil {
		err = bad
	}
	return l.surveyed(at.part, at.scope, listed(read, err))
}

// surveyed records how an optional part ended. One that the endpoint does not have was not read, which is no
// failure of anything: emulators and some Regions lack most of them.
func (l *load) surveyed(p model.Part, scope string, r model.Reading) model.Reading {
	if r.State == model.ReadFailed && r.Failure.Kind == model.FailedUnsupported {
		r.State = model.NotRead
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mark(p, scope, r)
	l.show(whenDue)
	return r
}

// home gives the account that asks, "" where it was not told. Some listings show only what it owns and do
// not say so.
func (l *load) home(ctx context.Context) string {
	select {
	case <-l.asked:
	case <-ctx.Done():
		return ""
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Origin().Caller.Account
}

// untold is for what a listing holds and the model cannot: it is left out, and the part is partial.
func untold(a action, resource string, why error) error {
	if why == nil {
		return nil
	}
	return model.Failure{Kind: model.FailedOther, Call: a, Resource: resource, Message: why.Error()}
}

func (l *load) readACLs(ctx context.Context) {
	from := ec2.NewDescribeNetworkAclsPaginator(l.r.ec2,
		&ec2.DescribeNetworkAclsInput{MaxResults: l.r.opts.page(), Filters: l.inScope()},
		func(o *ec2.DescribeNetworkAclsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	at := spot{model.PartACLs, callDescribeNetworkAcls, l.scope()}
	survey(ctx, l, at, from, l.ec2With, func(b *model.Builder, page *ec2.DescribeNetworkAclsOutput) error {
		var bad error
		for _, v := range page.NetworkAcls {
			acl, err := aclOf(v, l.r.region)
			b.AddACL(acl)
			bad = errors.Join(bad, untold(at.call, acl.ID, err))
		}
		return bad
	})
}

// readRoutes reads the route tables, and the transit gateways if a route leads to one.
func (l *load) readRoutes(ctx context.Context) {
	from := ec2.NewDescribeRouteTablesPaginator(l.r.ec2,
		&ec2.DescribeRouteTablesInput{MaxResults: l.r.opts.pageOf(routeTablePage), Filters: l.inScope()},
		func(o *ec2.DescribeRouteTablesPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	at := spot{model.PartRoutes, callDescribeRouteTables, l.scope()}
	var transits []string
	survey(ctx, l, at, from, l.ec2With, func(b *model.Builder, page *ec2.DescribeRouteTablesOutput) error {
		var bad error
		for _, v := range page.RouteTables {
			table, err := routeTableOf(v, l.r.region)
			b.AddRouteTable(table)
			bad = errors.Join(bad, untold(at.call, table.ID, err))
			for _, r := range table.Routes {
				if r.Target.Kind == model.TargetTransitGateway {
					transits = append(transits, r.Target.ID)
				}
			}
		}
		return bad
	})
	l.readTransit(ctx, unique(transits))
}

func (l *load) readInternetGateways(ctx context.Context) {
	in := &ec2.DescribeInternetGatewaysInput{MaxResults: l.r.opts.page()}
	if l.scope() != "" {
		in.Filters = []types.Filter{filter("attachment.vpc-id", l.scope())}
	}
	from := ec2.NewDescribeInternetGatewaysPaginator(l.r.ec2, in,
		func(o *ec2.DescribeInternetGatewaysPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	at := spot{model.PartInternetGateways, callDescribeInternetGateways, l.scope()}
	survey(ctx, l, at, from, l.ec2With, func(b *model.Builder, page *ec2.DescribeInternetGatewaysOutput) error {
		for _, v := range page.InternetGateways {
			b.AddGateway(internetGatewayOf(v, l.r.region))
		}
		return nil
	})
}

func (l *load) readEgressOnlyGateways(ctx context.Context) {
	home := l.home(ctx)
	// Not narrowed: EC2 filters these by tags only.
	from := ec2.NewDescribeEgressOnlyInternetGatewaysPaginator(l.r.ec2,
		&ec2.DescribeEgressOnlyInternetGatewaysInput{MaxResults: l.r.opts.pageOf(egressOnlyPage)},
		func(o *ec2.DescribeEgressOnlyInternetGatewaysPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	at := spot{model.PartEgressOnlyGateways, callDescribeEgressOnlyGateways, ""}
	survey(ctx, l, at, from, l.ec2With,
		func(b *model.Builder, page *ec2.DescribeEgressOnlyInternetGatewaysOutput) error {
			for _, v := range page.EgressOnlyInternetGateways {
				b.AddGateway(egressOnlyGatewayOf(v, home, l.r.region))
			}
			return nil
		})
}

func (l *load) readNATGateways(ctx context.Context) {
	home := l.home(ctx)
	from := ec2.NewDescribeNatGatewaysPaginator(l.r.ec2,
		&ec2.DescribeNatGatewaysInput{MaxResults: l.r.opts.page(), Filter: l.inScope()},
		func(o *ec2.DescribeNatGatewaysPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	at := spot{model.PartNATGateways, callDescribeNatGateways, l.scope()}
	survey(ctx, l, at, from, l.ec2With, func(b *model.Builder, page *ec2.DescribeNatGatewaysOutput) error {
		for _, v := range page.NatGateways {
			b.AddNATGateway(natGatewayOf(v, home, l.r.region))
		}
		return nil
	})
}

// readAddresses reads the Elastic IP addresses. EC2 gives them all at once.
func (l *load) readAddresses(ctx context.Context) {
	out, err := call(ctx, l, model.PartAddresses, callDescribeAddresses, "",
		func(ctx context.Context) (*ec2.DescribeAddressesOutput, error) {
			return l.r.ec2.DescribeAddresses(ctx, &ec2.DescribeAddressesInput{}, l.ec2With)
		})
	if err == nil {
		l.add(func(b *model.Builder) {
			for _, v := range out.Addresses {
				b.AddElasticAddress(elasticAddressOf(v, l.r.region))
			}
		})
	}
	l.surveyed(model.PartAddresses, "", listed(0, err))
}

func (l *load) readEndpoints(ctx context.Context) {
	from := ec2.NewDescribeVpcEndpointsPaginator(l.r.ec2,
		&ec2.DescribeVpcEndpointsInput{MaxResults: l.r.opts.page(), Filters: l.inScope()},
		func(o *ec2.DescribeVpcEndpointsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	at := spot{model.PartEndpoints, callDescribeVpcEndpoints, l.scope()}
	survey(ctx, l, at, from, l.ec2With, func(b *model.Builder, page *ec2.DescribeVpcEndpointsOutput) error {
		for _, v := range page.VpcEndpoints {
			b.AddEndpoint(endpointOf(v, l.r.region))
		}
		return nil
	})
}

func (l *load) readPeerings(ctx context.Context) {
	// Not narrowed: a filter knows one of the two sides, and a VPC may be either.
	from := ec2.NewDescribeVpcPeeringConnectionsPaginator(l.r.ec2,
		&ec2.DescribeVpcPeeringConnectionsInput{MaxResults: l.r.opts.page()},
		func(o *ec2.DescribeVpcPeeringConnectionsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	at := spot{model.PartPeerings, callDescribePeerings, ""}
	survey(ctx, l, at, from, l.ec2With,
		func(b *model.Builder, page *ec2.DescribeVpcPeeringConnectionsOutput) error {
			for _, v := range page.VpcPeeringConnections {
				b.AddPeering(peeringOf(v))
			}
			return nil
		})
}

func (l *load) readAssociations(ctx context.Context) {
	// Not narrowed: what a group of the VPC does elsewhere matters to who would change it.
	from := ec2.NewDescribeSecurityGroupVpcAssociationsPaginator(l.r.ec2,
		&ec2.DescribeSecurityGroupVpcAssociationsInput{MaxResults: l.r.opts.page()},
		func(o *ec2.DescribeSecurityGroupVpcAssociationsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	at := spot{model.PartGroupAssociations, callDescribeGroupAssociations, ""}
	survey(ctx, l, at, from, l.ec2With,
		func(b *model.Builder, page *ec2.DescribeSecurityGroupVpcAssociationsOutput) error {
			for _, v := range page.SecurityGroupVpcAssociations {
				b.AddGroupAssociation(associationOf(v, l.r.region))
			}
			return nil
		})
}

// associated gives the groups of other VPCs that serve the one that is read: its own listing lacks them. Those
// of other accounts are left out, as in referenced.
//
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html
func (l *load) associated(s model.Snapshot) []string {
	home := s.Origin().Caller.Account
	var ids []string
	for a := range s.GroupAssociations() {
		if a.VPC == l.scope() && a.State == "associated" && (a.GroupOwner == "" || a.GroupOwner == home) {
			ids = append(ids, a.Group)
		}
	}
	return unique(ids)
}

// readBlockPublicAccess reads the one setting that an account has in a Region.
func (l *load) readBlockPublicAccess(ctx context.Context) {
	out, err := call(ctx, l, model.PartBlockPublicAccess, callDescribeBlockPublicAccess, "",
		func(ctx context.Context) (*ec2.DescribeVpcBlockPublicAccessOptionsOutput, error) {
			return l.r.ec2.DescribeVpcBlockPublicAccessOptions(ctx,
				&ec2.DescribeVpcBlockPublicAccessOptionsInput{}, l.ec2With)
		})
	switch {
	case err != nil:
	case out.VpcBlockPublicAccessOptions == nil:
		err = empty(callDescribeBlockPublicAccess, "")
	default:
		home := l.home(ctx)
		l.add(func(b *model.Builder) {
			b.AddBlockPublicAccess(blockPublicAccessOf(*out.VpcBlockPublicAccessOptions, home, l.r.region))
		})
	}
	l.surveyed(model.PartBlockPublicAccess, "", listed(0, err))
}

func (l *load) readBlockExclusions(ctx context.Context) {
	at := spot{model.PartBlockExclusions, callDescribeBlockExclusions, ""}
	from := &exclusionPages{of: l.r, more: true}
	survey(ctx, l, at, from, l.ec2With,
		func(b *model.Builder, page *ec2.DescribeVpcBlockPublicAccessExclusionsOutput) error {
			for _, v := range page.VpcBlockPublicAccessExclusions {
				b.AddBlockExclusion(blockExclusionOf(v, l.r.region))
			}
			return nil
		})
}

// exclusionPages is the paginator that the SDK lacks for this listing.
type exclusionPages struct {
	of    *Reader
	token *string
	more  bool
}

func (p *exclusionPages) HasMorePages() bool { return p.more }

func (p *exclusionPages) NextPage(
	ctx context.Context, with ...func(*ec2.Options),
) (*ec2.DescribeVpcBlockPublicAccessExclusionsOutput, error) {
	out, err := p.of.ec2.DescribeVpcBlockPublicAccessExclusions(ctx,
		&ec2.DescribeVpcBlockPublicAccessExclusionsInput{MaxResults: p.of.opts.page(), NextToken: p.token}, with...)
	if err != nil {
		return nil, err //nolint:wrapcheck // As the SDK's own paginators do; call makes a Failure of it.
	}
	before := aws.ToString(p.token)
	p.token = out.NextToken
	p.more = aws.ToString(p.token) != "" && before != *p.token
	return out, nil
}
