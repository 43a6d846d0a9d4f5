package awsclient

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/sgscope/sgscope/model"
)

// readTransit reads transit gateways that routes lead to: which they are, what is attached, and their own
// route tables. Most accounts have none, and then nothing is asked.
func (l *load) readTransit(ctx context.Context, gateways []string) {
	if len(gateways) == 0 {
		return
	}
	// The owners come first: only they see the route tables.
	l.readTransitGateways(ctx, gateways)
	var side sync.WaitGroup
	side.Go(func() { l.readTransitAttachments(ctx, gateways) })
	side.Go(func() { l.readTransitTables(ctx, gateways) })
	side.Wait()
}

func ofTransit(gateways []string) []types.Filter {
	return []types.Filter{filter("transit-gateway-id", gateways...)}
}

func (l *load) readTransitGateways(ctx context.Context, ids []string) {
	from := ec2.NewDescribeTransitGatewaysPaginator(l.r.ec2,
		&ec2.DescribeTransitGatewaysInput{MaxResults: l.r.opts.page(), Filters: ofTransit(ids)},
		func(o *ec2.DescribeTransitGatewaysPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	at := spot{model.PartTransitGateways, callDescribeTransitGateways, ""}
	survey(ctx, l, at, from, l.ec2With, func(b *model.Builder, page *ec2.DescribeTransitGatewaysOutput) error {
		for _, v := range page.TransitGateways {
			b.AddTransitGateway(transitGatewayOf(v, l.r.region))
		}
		return nil
	})
}

// readTransitAttachments reads what is attached from two listings: one names the route table of each, the
// other the subnets and options of those that are VPCs.
func (l *load) readTransitAttachments(ctx context.Context, gateways []string) {
	all := ec2.NewDescribeTransitGatewayAttachmentsPaginator(l.r.ec2,
		&ec2.DescribeTransitGatewayAttachmentsInput{MaxResults: l.r.opts.page(), Filters: ofTransit(gateways)},
		func(o *ec2.DescribeTransitGatewayAttachmentsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	found := map[string]model.TransitAttachment{}
	at := spot{model.PartTransitAttachments, callDescribeTransitAttachments, ""}
	reading := survey(ctx, l, at, all, l.ec2With,
		func(b *model.Builder, page *ec2.DescribeTransitGatewayAttachmentsOutput) error {
			for _, v := range page.TransitGatewayAttachments {
				x := transitAttachmentOf(v, l.r.region)
				found[x.Key()] = x
				b.AddTransitAttachment(x)
			}
			return nil
		})

	vpcs := ec2.NewDescribeTransitGatewayVpcAttachmentsPaginator(l.r.ec2,
		&ec2.DescribeTransitGatewayVpcAttachmentsInput{MaxResults: l.r.opts.page(), Filters: ofTransit(gateways)},
		func(o *ec2.DescribeTransitGatewayVpcAttachmentsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	read, err := pages(ctx, l, at.part, callDescribeTransitVPCAttachments, vpcs, l.ec2With,
		func(page *ec2.DescribeTransitGatewayVpcAttachmentsOutput) error {
			for _, v := range page.TransitGatewayVpcAttachments {
				x := withVPCAttachment(found[transitKey(v)], v, l.r.region)
				found[x.Key()] = x
			}
			return nil
		})
	l.add(func(b *model.Builder) { b.AddTransitAttachment(slices.Collect(maps.Values(found))...) })
	if err == nil {
		err = l.hidden(ctx, at.call, gateways)
	}
	switch {
	case reading.Whole() && err != nil:
		l.surveyed(at.part, "", listed(1, err)) // one listing without the other says something, and not all
	case !reading.Whole() && read > 0:
		l.surveyed(at.part, "", model.Reading{State: model.ReadPartly, Failure: reading.Failure})
	}
}

// readTransitTables reads the route tables of transit gateways, then what is in each.
func (l *load) readTransitTables(ctx context.Context, gateways []string) {
	from := ec2.NewDescribeTransitGatewayRouteTablesPaginator(l.r.ec2,
		&ec2.DescribeTransitGatewayRouteTablesInput{MaxResults: l.r.opts.page(), Filters: ofTransit(gateways)},
		func(o *ec2.DescribeTransitGatewayRouteTablesPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	var tables []model.TransitTable
	at := spot{model.PartTransitTables, callDescribeTransitTables, ""}
	reading := survey(ctx, l, at, from, l.ec2With,
		func(b *model.Builder, page *ec2.DescribeTransitGatewayRouteTablesOutput) error {
			for _, v := range page.TransitGatewayRouteTables {
				x := transitTableOf(v, l.r.region)
				tables = append(tables, x)
				b.AddTransitTable(x)
			}
			return nil
		})
	if err := l.hidden(ctx, at.call, gateways); err != nil && reading.Whole() {
		reading = l.surveyed(at.part, "", listed(1, err))
	}
	if reading.State < model.ReadPartly {
		return
	}
	var routes, propagations faults
	each(tables, func(x model.TransitTable) {
		var err error
		x.Routes, x.RoutesRead, err = l.transitRoutes(ctx, x.ID)
		routes.note(err)
		x.Propagations, err = l.propagations(ctx, x.ID)
		x.PropagationsRead = err == nil
		propagations.note(err)
		l.add(func(b *model.Builder) { b.AddTransitTable(x) })
	})
	l.surveyed(model.PartTransitRoutes, "", worse(reading, routes.reading()))
	l.surveyed(model.PartTransitPropagations, "", worse(reading, propagations.reading()))
}

// worse gives the reading that says less.
func worse(a, b model.Reading) model.Reading {
	if b.State < a.State {
		return b
	}
	return a
}

// hidden says which gateway is another account's: it shows its route tables to its owner only, and to whom it
// is shared only the own attachments, so that what is listed is not all there is.
//
// Source: https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-share.html
func (l *load) hidden(ctx context.Context, a action, gateways []string) error {
	home := l.home(ctx)
	s := l.snapshot()
	for _, id := range gateways {
		g, _ := s.TransitGateway(id)
		if g.Owner != "" && g.Owner == home {
			continue
		}
		owner := "its owner"
		if g.Owner != "" {
			owner += ", account " + g.Owner + ","
		}
		return untold(a, id, errors.New("only "+owner+" sees all of a shared transit gateway"))
	}
	return nil
}

// transitRoutes gives the routes of a table, static and propagated ones, and reports whether they are all.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SearchTransitGatewayRoutes.html
func (l *load) transitRoutes(ctx context.Context, table string) ([]model.TransitRoute, bool, error) {
	from := ec2.NewSearchTransitGatewayRoutesPaginator(l.r.ec2,
		&ec2.SearchTransitGatewayRoutesInput{
			TransitGatewayRouteTableId: aws.String(table), // without a size it gives the most, 1000
			// A filter is required: these are all the states that a route has.
			Filters: []types.Filter{filter("state", "active", "blackhole")},
		},
		func(o *ec2.SearchTransitGatewayRoutesPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	var routes []model.TransitRoute
	more := false
	_, err := pages(ctx, l, model.PartTransitRoutes, callSearchTransitRoutes, from, l.ec2With,
		func(page *ec2.SearchTransitGatewayRoutesOutput) error {
			for _, v := range page.Routes {
				r, err := transitRouteOf(v)
				if err != nil {
					return untold(callSearchTransitRoutes, table, err)
				}
				routes = append(routes, r)
			}
			more = aws.ToBool(page.AdditionalRoutesAvailable) && page.NextToken == nil
			return nil
		})
	if err == nil && more {
		err = model.Failure{
			Kind: model.FailedOther, Call: callSearchTransitRoutes, Message: "the table has more routes than EC2 gives",
		}
	}
	return routes, err == nil, about(err, table)
}

func (l *load) propagations(ctx context.Context, table string) ([]model.TransitPropagation, error) {
	from := ec2.NewGetTransitGatewayRouteTablePropagationsPaginator(l.r.ec2,
		&ec2.GetTransitGatewayRouteTablePropagationsInput{
			TransitGatewayRouteTableId: aws.String(table), MaxResults: l.r.opts.page(),
		},
		func(o *ec2.GetTransitGatewayRouteTablePropagationsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	var out []model.TransitPropagation
	_, err := pages(ctx, l, model.PartTransitPropagations, callGetTransitPropagations, from, l.ec2With,
		func(page *ec2.GetTransitGatewayRouteTablePropagationsOutput) error {
			for _, v := range page.TransitGatewayRouteTablePropagations {
				if p := propagationOf(v); !slices.Contains(out, p) {
					out = append(out, p)
				}
			}
			return nil
		})
	if err != nil {
		return nil, about(err, table)
	}
	return out, nil
}
