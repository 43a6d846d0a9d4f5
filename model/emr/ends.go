package emr

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// UnclearError says that a text may mean several ends, or one of which too little was read, so that
// any answer about it is unknown.
type UnclearError struct {
	Text string // as it was given
	Why  string
}

// Error gives the text and why it is not clear.
func (e *UnclearError) Error() string { return e.Text + " " + e.Why }

func unclear(text, format string, args ...any) error {
	return &UnclearError{text, fmt.Sprintf(format, args...)}
}

// End finds the end that a text means: sg-…, eni-…, i-…, an address, internet, or a role of the scope
// (workspace:es-…, engine:es-…, cluster:j-…; the role alone where only one matches). The error is an
// UnclearError where the answer to any question about the end is unknown.
func (a *Analysis) End(text string) (reach.End, error) {
	text = strings.TrimSpace(text)
	role, id, _ := strings.Cut(text, ":")
	switch {
	case text == "internet":
		return reach.Internet(), nil
	case strings.HasPrefix(text, "sg-"), model.IsPending(text):
		return a.groupEnd(text)
	case strings.HasPrefix(text, "eni-"):
		if i, ok := a.snap.Interface(text); ok {
			return reach.InterfaceEnd(i), nil
		}
		return reach.End{}, a.notThere(text, model.PartInterfaces)
	case strings.HasPrefix(text, "i-"):
		return a.instanceEnd(text)
	case role == "workspace", role == "engine":
		return a.roleEnd(text, role, id)
	case role == "cluster":
		return a.clusterEnd(text, id)
	}
	if addr, err := netip.ParseAddr(text); err == nil && addr.Zone() == "" {
		return a.addressEnd(addr.Unmap())
	}
	return reach.End{}, fmt.Errorf("%q is no end: want sg-…, eni-…, i-…, an IP address, internet, workspace:es-…, "+
		"engine:es-… or cluster:j-…", text)
}

// notThere says that a thing is not there, or that it may be but was not read.
func (a *Analysis) notThere(text string, p model.Part) error {
	if a.snap.Reading(p, a.scope.VPC).Whole() {
		return fmt.Errorf("%s: there is no such thing among the %s read", text, p.Name())
	}
	return unclear(text, "is not known: the %s were not read whole", p.Name())
}

func (a *Analysis) groupEnd(id string) (reach.End, error) {
	if _, ok := a.snap.Group(id); ok {
		return reach.GroupEnd(a.snap, id), nil
	}
	if a.snap.GroupPresence(id) == model.Gone {
		return reach.End{}, fmt.Errorf("%s: the group was deleted", id)
	}
	return reach.End{}, a.notThere(id, model.PartGroups)
}

// instanceEnd gives an instance's interface; of several it cannot choose.
func (a *Analysis) instanceEnd(id string) (reach.End, error) {
	found := a.snap.InterfacesOn(id)
	switch len(found) {
	case 0:
		if _, ok := a.snap.Instance(id); ok {
			return reach.End{}, unclear(id, "has no interface that was read")
		}
		return reach.End{}, a.notThere(id, model.PartInstances)
	case 1:
		e := reach.InterfaceEnd(found[0])
		e.Name = id + " (" + found[0].ID + ")"
		return e, nil
	}
	return reach.End{}, unclear(id, "has several interfaces: name one of %s", interfaceIDs(found))
}

func interfaceIDs(list []model.Interface) string {
	var ids []string
	for _, i := range list {
		ids = append(ids, i.ID)
	}
	return strings.Join(ids, ", ")
}

// addressEnd finds whose address it is, in the scope's VPC where there is one.
func (a *Analysis) addressEnd(addr netip.Addr) (reach.End, error) {
	var vpcs []string
	if a.scope.VPC != "" {
		vpcs = append(vpcs, a.scope.VPC)
	}
	e := reach.AddressEnd(a.snap, addr, vpcs...)
	if e.Unclear != "" {
		return reach.End{}, unclear(addr.String(), "%s", e.Unclear)
	}
	return e, nil
}

// roleEnd gives the Workspace or Engine group of a pair, in all of its Studio's subnets: the way between
// the two is then judged as the Studio's own check judges it.
func (a *Analysis) roleEnd(text, role, id string) (reach.End, error) {
	var found []Pair
	var names []string
	for _, p := range a.pairs {
		names = append(names, role+":"+p.ID)
		if id == "" || id == p.ID || id == p.Name {
			found = append(found, p)
		}
	}
	switch {
	case len(found) == 0 && len(names) == 0:
		return reach.End{}, a.notThere(text, model.PartStudios)
	case len(found) == 0:
		return reach.End{}, fmt.Errorf("%s: there is no such Studio; there are %s", text, strings.Join(names, ", "))
	case len(found) > 1:
		return reach.End{}, fmt.Errorf("%s: say which: %s", text, strings.Join(names, ", "))
	}
	p := found[0]
	group := p.Engine
	if role == "workspace" {
		group = p.Workspace
	}
	if group == "" {
		return reach.End{}, unclear(text, "is not known: the Studio's groups were not read")
	}
	if e, err := a.groupEnd(group); err != nil {
		return e, err
	}
	workspace, engine := a.ends(p)
	if role == "workspace" {
		return workspace, nil
	}
	return engine, nil
}

// clusterEnd gives the primary node of a live cluster: its interface if that was read, else what the
// cluster says of its groups.
func (a *Analysis) clusterEnd(text, id string) (reach.End, error) {
	var found []model.Cluster
	var names []string
	for c := range a.snap.Clusters() {
		if !c.Live() || !a.scope.hasVPC(a.vpcOf(c)) && a.vpcOf(c) != "" {
			continue
		}
		names = append(names, "cluster:"+c.ID)
		if id == "" || id == c.ID || id == c.Name {
			found = append(found, c)
		}
	}
	switch {
	case len(found) == 0 && len(names) == 0:
		return reach.End{}, a.notThere(text, model.PartClusters)
	case len(found) == 0:
		return reach.End{}, fmt.Errorf("%s: there is no such live cluster; there are %s", text, strings.Join(names, ", "))
	case len(found) > 1:
		return reach.End{}, fmt.Errorf("%s: say which: %s", text, strings.Join(names, ", "))
	}
	c := found[0]
	if len(c.PrimaryInstances) == 1 {
		if e, err := a.instanceEnd(c.PrimaryInstances[0]); err == nil {
			e.Name = "primary node of " + c.Name + " (" + c.ID + ")"
			return e, nil
		}
	}
	groups := c.PrimaryGroups()
	if len(groups) == 0 {
		return reach.End{}, unclear(text, "is not known: the cluster was not described")
	}
	e := reach.End{
		Kind: reach.EndGroup, ID: "cluster:" + c.ID, Name: "primary node of " + c.Name + " (" + c.ID + ")",
		Groups: groups, Guarded: true, VPC: a.vpcOf(c), Where: reach.Somewhere,
	}
	if sub, ok := a.snap.Subnet(c.Subnet); ok {
		e.Addresses, e.Subnets = sub.CIDRs, []string{sub.ID}
	}
	return e, nil
}
