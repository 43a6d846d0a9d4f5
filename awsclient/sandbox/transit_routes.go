package sandbox

// foundRoute is a route of a hub's table as a search finds it.
type foundRoute struct {
	transitRoute
	kind string // static or propagated
}

func (r foundRoute) state() string {
	if r.by == nil {
		return "blackhole"
	}
	return "active"
}

// found are the static routes, then those that attachments add by themselves; a static route hides a
// propagated one of the same destination.
//
// Source: https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
func (t *transitTable) found() []*foundRoute {
	var out []*foundRoute
	taken := map[string]bool{}
	for _, r := range t.routes {
		taken[r.destination] = true
		out = append(out, &foundRoute{r, "static"})
	}
	for _, a := range t.from {
		for _, block := range a.cidrs {
			if !taken[block] {
				taken[block] = true
				out = append(out, &foundRoute{transitRoute{block, a}, "propagated"})
			}
		}
	}
	return out
}

// transitTableAsked is the table that the call cannot do without.
func (c *call) transitTableAsked() (*transitTable, error) {
	id := c.q.get("TransitGatewayRouteTableId")
	if id == "" {
		return nil, missing("TransitGatewayRouteTableId")
	}
	if err := transitTableKind().check(id); err != nil {
		return nil, err
	}
	t := first(c.tablesSeen(), func(t *transitTable) bool { return t.id == id })
	if t == nil {
		return nil, transitTableKind().absent(id)
	}
	return t, nil
}

// searchTransitRoutes finds routes of a table. Without a filter it finds none but refuses.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SearchTransitGatewayRoutes.html
func searchTransitRoutes(c *call) error {
	t, err := c.transitTableAsked()
	if err != nil {
		return err
	}
	if len(c.q.list("Filter")) == 0 {
		return missing("Filters")
	}
	by := func(of func(*transitAttachment) string) func(*foundRoute) []string {
		return func(r *foundRoute) []string {
			if r.by == nil {
				return nil
			}
			return []string{of(r.by)}
		}
	}
	err = listing[*foundRoute]{
		set: "routeSet", all: t.found(),
		attrs: attrs[*foundRoute]{
			"attachment.resource-id":                   by(func(a *transitAttachment) string { return a.vpc }),
			"attachment.resource-type":                 by(func(*transitAttachment) string { return "vpc" }),
			"attachment.transit-gateway-attachment-id": by(func(a *transitAttachment) string { return a.id }),
			"route-search.exact-match":                 func(r *foundRoute) []string { return []string{r.destination} },
			"state":                                    func(r *foundRoute) []string { return []string{r.state()} },
			"type":                                     func(r *foundRoute) []string { return []string{r.kind} },
		},
		size: pageSize{least: 5, most: 1000, usual: 1000},
		write: func(x *xmlWriter, r *foundRoute) {
			x.text("destinationCidrBlock", r.destination)
			x.text("type", r.kind)
			x.text("state", r.state())
			if r.by == nil {
				return
			}
			items(x, "transitGatewayAttachments", []*transitAttachment{r.by}, func(a *transitAttachment) {
				x.text("transitGatewayAttachmentId", a.id)
				x.text("resourceId", a.vpc)
				x.text("resourceType", "vpc")
			})
		},
	}.answer(c)
	c.x.flag("additionalRoutesAvailable", false)
	return err
}

func transitPropagations(c *call) error {
	t, err := c.transitTableAsked()
	if err != nil {
		return err
	}
	return listing[*transitAttachment]{
		set: "transitGatewayRouteTablePropagations", all: t.from,
		attrs: attrs[*transitAttachment]{
			"resource-id":                   func(a *transitAttachment) []string { return []string{a.vpc} },
			"resource-type":                 func(*transitAttachment) []string { return []string{"vpc"} },
			"transit-gateway-attachment-id": func(a *transitAttachment) []string { return []string{a.id} },
		},
		size: pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, a *transitAttachment) {
			x.text("transitGatewayAttachmentId", a.id)
			x.text("resourceId", a.vpc)
			x.text("resourceType", "vpc")
			x.text("state", "enabled")
		},
	}.answer(c)
}
