package describe

import (
	"net/netip"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// transitGateways reads TransitGateways.
func (r *reader) transitGateways(_, list value) {
	r.each(list, "TransitGatewayId", func(v value, id string) {
		w := r.where(v, arn(r.str(v, "TransitGatewayArn")))
		o := r.object(v, "Options")
		x := model.TransitGateway{
			ID:               id,
			ARN:              r.str(v, "TransitGatewayArn"),
			Owner:            w.account,
			Region:           w.region,
			State:            r.str(v, "State"),
			GroupReferencing: r.str(o, "SecurityGroupReferencingSupport") == "enable",
			Tags:             r.tags(v, "Tags"),
		}
		x.Name = r.name(v, x.Tags)
		if r.str(o, "DefaultRouteTableAssociation") != "disable" {
			x.AssociationTable = r.str(o, "AssociationDefaultRouteTableId")
		}
		if r.str(o, "DefaultRouteTablePropagation") != "disable" {
			x.PropagationTable = r.str(o, "PropagationDefaultRouteTableId")
		}
		for _, c := range r.only(r.want(o, "TransitGatewayCidrBlocks", array), "TransitGatewayCidrBlocks", text) {
			p, err := netip.ParsePrefix(c.text)
			if err != nil {
				r.fault(c, "TransitGatewayCidrBlocks: %.60q is not a CIDR block", c.text)
				continue
			}
			x.CIDRs = append(x.CIDRs, p.Masked())
		}
		r.found.transits[id] = x
	})
}

// attachments reads TransitGatewayAttachments and TransitGatewayVpcAttachments: the first say the
// route table, the second the subnets.
func (r *reader) attachments(_, list value) {
	r.each(list, "TransitGatewayAttachmentId", func(v value, id string) {
		key := model.TransitAttachment{ID: id, Gateway: r.str(v, "TransitGatewayId")}.Key()
		old := r.found.attachments[key]
		a, o := r.object(v, "Association"), r.object(v, "Options")
		x := model.TransitAttachment{
			ID:               id,
			Gateway:          r.str(v, "TransitGatewayId"),
			Owner:            first(r.str(v, "TransitGatewayOwnerId"), old.Owner),
			Region:           first(r.where(v).region, old.Region),
			Type:             first(r.str(v, "ResourceType"), old.Type),
			Resource:         first(first(r.str(v, "ResourceId"), r.str(v, "VpcId")), old.Resource),
			ResourceOwner:    first(first(r.str(v, "ResourceOwnerId"), r.str(v, "VpcOwnerId")), old.ResourceOwner),
			State:            first(r.str(v, "State"), old.State),
			Table:            first(r.str(a, "TransitGatewayRouteTableId"), old.Table),
			TableState:       first(r.str(a, "State"), old.TableState),
			Subnets:          r.texts(v, "SubnetIds"),
			IPv6:             old.IPv6 || r.str(o, "Ipv6Support") == "enable",
			ApplianceMode:    old.ApplianceMode || r.str(o, "ApplianceModeSupport") == "enable",
			GroupReferencing: old.GroupReferencing || r.str(o, "SecurityGroupReferencingSupport") == "enable",
			Tags:             mergedTags(old.Tags, r.tags(v, "Tags")),
		}
		x.Name = first(r.name(v, x.Tags), old.Name)
		if len(x.Subnets) == 0 {
			x.Subnets = old.Subnets
		}
		if x.Type == "" && v.get("VpcId").kind == text {
			x.Type = "vpc"
		}
		r.found.attachments[key] = x
	})
}

// peeringAttachments reads TransitGatewayPeeringAttachments: one attachment at two transit gateways.
func (r *reader) peeringAttachments(_, list value) {
	r.each(list, "TransitGatewayAttachmentId", func(v value, id string) {
		one, other := r.object(v, "RequesterTgwInfo"), r.object(v, "AccepterTgwInfo")
		for _, side := range [...][2]value{{one, other}, {other, one}} {
			here, there := side[0], side[1]
			x := model.TransitAttachment{
				ID:            id,
				Gateway:       r.str(here, "TransitGatewayId"),
				Owner:         r.str(here, "OwnerId"),
				Region:        r.str(here, "Region"),
				Type:          "peering",
				Resource:      r.str(there, "TransitGatewayId"),
				ResourceOwner: r.str(there, "OwnerId"),
				State:         r.str(v, "State"),
				Tags:          r.tags(v, "Tags"),
			}
			if x.Gateway == "" {
				continue
			}
			x.Name = r.name(v, x.Tags)
			if old, ok := r.found.attachments[x.Key()]; ok {
				x.Table, x.TableState = old.Table, old.TableState
			}
			r.found.attachments[x.Key()] = x
		}
	})
}

// transitTables reads TransitGatewayRouteTables.
func (r *reader) transitTables(_, list value) {
	r.each(list, "TransitGatewayRouteTableId", func(v value, id string) {
		x := r.found.transitTables[id]
		x.ID, x.Gateway, x.Region = id, r.str(v, "TransitGatewayId"), first(r.where(v).region, x.Region)
		x.State = r.str(v, "State")
		x.AssociatesByDefault = r.flag(v, "DefaultAssociationRouteTable")
		x.PropagatesByDefault = r.flag(v, "DefaultPropagationRouteTable")
		x.Tags = mergedTags(x.Tags, r.tags(v, "Tags"))
		x.Name = r.name(v, x.Tags)
		r.found.transitTables[id] = x
	})
}

// transitRoutes reads TransitGatewayStaticRoutes: what search-transit-gateway-routes prints, wrapped
// per table by a collector.
func (r *reader) transitRoutes(_, list value) {
	r.each(list, "TransitGatewayRouteTableId", r.routesOf)
}

// bareTransitRoutes reads what search-transit-gateway-routes prints. It does not say of which table;
// the file's name has to.
func (r *reader) bareTransitRoutes(doc, _ value) {
	if id := idIn(r.file.path, "tgw-rtb-"); id != "" {
		r.routesOf(doc, id)
	}
}

func (r *reader) routesOf(v value, id string) {
	x := r.found.transitTables[id]
	x.ID, x.RoutesRead, x.Routes = id, true, nil
	x.Region = first(x.Region, r.place.region)
	for _, item := range r.objects(v, "Routes") {
		p, ok := r.prefix(item, "DestinationCidrBlock")
		route := model.TransitRoute{
			Prefix:     p,
			PrefixList: r.str(item, "PrefixListId"),
			Type:       r.str(item, "Type"),
			State:      r.str(item, "State"),
		}
		for _, a := range r.objects(item, "TransitGatewayAttachments") {
			if attachment := r.id(a, "TransitGatewayAttachmentId"); attachment != "" {
				route.Attachments = append(route.Attachments, attachment)
			}
		}
		if !ok && route.PrefixList == "" {
			r.fault(item, "route left out: no destination")
			continue
		}
		if route.Type == "" && !r.saved {
			route.Type = "static" // the wrapper's name says so
		}
		x.Routes = append(x.Routes, route)
	}
	if r.flag(v, "AdditionalRoutesAvailable") {
		x.RoutesRead = false
		if !r.saved {
			r.fault(v, "the table has more routes than are listed (AdditionalRoutesAvailable)")
		}
	}
	r.found.transitTables[id] = x
}

// propagations reads TransitGatewayPropagations: what get-transit-gateway-route-table-propagations
// prints, wrapped per table by a collector.
func (r *reader) propagations(_, list value) {
	r.each(list, "TransitGatewayRouteTableId", r.propagationsOf)
}

// barePropagations reads what get-transit-gateway-route-table-propagations prints. It does not say of
// which table; the file's name has to.
func (r *reader) barePropagations(doc, _ value) {
	if id := idIn(r.file.path, "tgw-rtb-"); id != "" {
		r.propagationsOf(doc, id)
	}
}

func (r *reader) propagationsOf(v value, id string) {
	x := r.found.transitTables[id]
	x.ID, x.PropagationsRead, x.Propagations = id, true, nil
	x.Region = first(x.Region, r.place.region)
	for _, item := range r.objects(v, "TransitGatewayRouteTablePropagations") {
		p := model.TransitPropagation{
			Attachment: r.str(item, "TransitGatewayAttachmentId"),
			Resource:   r.str(item, "ResourceId"),
			Type:       r.str(item, "ResourceType"),
			State:      r.str(item, "State"),
		}
		if !slices.Contains(x.Propagations, p) {
			x.Propagations = append(x.Propagations, p)
		}
	}
	r.found.transitTables[id] = x
}
