package reach

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// advice says how the ACL could be opened: by an entry before the one that denies.
// Source: https://docs.aws.amazon.com/cli/latest/reference/ec2/create-network-acl-entry.html
func (a aclTelling) advice(denies *model.ACLEntry) model.Advice {
	if a.far.loose {
		return model.Advice{}
	}
	q := a.leg.q
	ports := q.Ports
	if a.back {
		ports = a.leg.clients
	}
	side, word := "--ingress", "from"
	if a.d == model.Egress {
		side, word = "--egress", "to"
	}
	blocks := a.blocks()
	if len(blocks) == 0 {
		return model.Advice{}
	}
	family := "--cidr-block "
	if blocks[0].Addr().Is6() {
		family = "--ipv6-cidr-block "
	}
	entry := []string{"--protocol", strconv.Itoa(int(q.Protocol))}
	switch {
	case q.Protocol.IsICMP():
		entry = append(entry, "--icmp-type-code Type=-1,Code=-1")
	case q.Protocol.HasPorts():
		entry = append(entry, fmt.Sprintf("--port-range From=%d,To=%d", ports.First, ports.Last))
	}
	entry = append(entry, family+blocks[0].String(), "--rule-action allow")
	cmd := []string{
		"aws ec2 create-network-acl-entry --network-acl-id", a.acl.ID, side,
		"--rule-number", a.number(denies, strings.Join(entry, " ")),
	}
	what := model.Rule{Protocol: q.Protocol, Ports: ports}.Traffic()
	if q.Protocol.IsICMP() {
		what = q.Protocol.String()
	}
	name := labelled(a.acl.Name, a.acl.ID)
	if len(blocks) > 1 { // an entry has one block
		return model.Advice{Text: fmt.Sprintf("Allow %s %s %s in %s with %d entries, one for each of %s, of lower numbers than "+
			"the one that denies it.", what, word, a.leg.words(a.far), name, len(blocks), blockList(blocks))}
	}
	return model.Advice{
		Text: fmt.Sprintf("Allow %s %s %s in %s with an entry of a lower number than the one that denies it.", what, word,
			a.leg.words(a.far), name) + a.opening(blocks[0], what),
		Command: strings.Join(append(cmd, entry...), " "),
	}
}

// blocks gives what the entry is to be about: the world for the internet, unless it is one block of it.
func (a aclTelling) blocks() []netip.Prefix {
	own := a.far.prefixes()
	switch {
	case len(own) < 2 || !a.leg.isInternet(a.far):
		return own
	case a.far.From().Is6():
		return []netip.Prefix{model.AnyIPv6().Prefix}
	}
	return []netip.Prefix{model.AnyIPv4().Prefix}
}

// opening says what an entry about the whole world opens: all subnets of the ACL. Behind it the groups decide.
func (a aclTelling) opening(far netip.Prefix, what string) string {
	if far.Bits() != 0 {
		return ""
	}
	to := " That lets " + what + " into %s from the whole world, as far as the security groups there do."
	if a.d == model.Egress {
		to = " That lets " + what + " out of %s to any address, as far as the security groups there do."
	}
	return fmt.Sprintf(to, counted("subnet", a.acl.Subnets))
}

func blockList(blocks []netip.Prefix) string {
	words := make([]string, len(blocks))
	for i, b := range blocks {
		words[i] = b.String()
	}
	return strings.Join(words, ", ")
}

// number gives a free number of an entry that comes before another one. What has been proposed for other entries
// is taken, so that all lines of one answer can be run.
func (a aclTelling) number(denies *model.ACLEntry, entry string) string {
	key := proposal{a.acl.ID, a.d, entry}
	if n, ok := a.e.proposed[key]; ok {
		return strconv.Itoa(n)
	}
	taken := map[int]bool{}
	for _, x := range a.acl.Entries {
		if x.Direction == a.d {
			taken[x.Number] = true
		}
	}
	for other, n := range a.e.proposed {
		if other.acl == key.acl && other.d == key.d {
			taken[n] = true
		}
	}
	limit := 32767
	if denies != nil {
		limit = denies.Number
	}
	for n := min(limit-1, 100); n > 0; n-- {
		if !taken[n] {
			a.e.proposed[key] = n
			return strconv.Itoa(n)
		}
	}
	return "NUMBER"
}

// proposal is an entry that an ACL could have: what is allowed, as aws-cli's options say it.
type proposal struct {
	acl   string
	d     model.Direction
	entry string
}

// routeAdvice says which route is missing, with the target where one is at hand.
// Source: https://docs.aws.amazon.com/cli/latest/reference/ec2/create-route.html
func (t trip) routeAdvice(tb model.RouteTable, dst spot, goal site) model.Advice {
	block, flag, target := t.routeTo(tb, dst, goal)
	text := fmt.Sprintf("Add a route for %s to %s.", block, labelled(tb.Name, tb.ID))
	if target == "" {
		return model.Advice{Text: text}
	}
	family := "--destination-cidr-block "
	if strings.Contains(block, ":") {
		family = "--destination-ipv6-cidr-block "
	}
	return model.Advice{
		Text:    text,
		Command: fmt.Sprintf("aws ec2 create-route --route-table-id %s %s%s %s %s", tb.ID, family, block, flag, target),
	}
}

// routeTo finds what a missing route could lead to: what links the two VPCs, or the way out.
func (t trip) routeTo(tb model.RouteTable, dst spot, goal site) (block, flag, target string) {
	block = dst.text()
	if goal.vpc == "" || dst.public || goal.kind == siteOutside {
		return t.routeOut(tb, dst)
	}
	if v, ok := t.s.VPC(goal.vpc); ok {
		for _, c := range v.CIDRs {
			if c.Contains(dst.From()) {
				block = c.String()
			}
		}
	}
	for p := range t.s.Peerings() {
		if o, ok := p.Other(tb.VPC); ok && o.VPC == goal.vpc && p.Active() {
			return block, "--vpc-peering-connection-id", p.ID
		}
	}
	for a := range t.s.TransitAttachments() {
		if _, far := t.attachmentOf(a.Gateway, goal.vpc); far && a.Type == "vpc" && a.Resource == tb.VPC && attached(a) {
			return block, "--transit-gateway-id", a.Gateway
		}
	}
	return block, "", ""
}

func (t trip) routeOut(tb model.RouteTable, dst spot) (block, flag, target string) {
	block = "0.0.0.0/0"
	if dst.From().Is6() {
		block = "::/0"
	}
	if !t.back && dst.From().Is4() {
		for n := range t.s.NATGateways() {
			if n.VPC == tb.VPC && n.State == "available" && !n.Private() && n.Subnet != t.here {
				return block, "--nat-gateway-id", n.ID
			}
		}
	}
	for _, gw := range t.gatewaysOf(tb.VPC) {
		if gw.Kind == model.InternetGateway && gw.Attached() {
			return block, "--gateway-id", gw.ID
		}
	}
	return block, "", ""
}
