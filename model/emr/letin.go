package emr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// DoorKind says which sort of group lets somebody in.
type DoorKind uint8

// The kinds of door: a group that EMR manages, an additional group that the cluster was given, and a
// group made for clusters to come.
const (
	DoorManaged DoorKind = iota
	DoorAdditional
	DoorNext
)

// Wish is what somebody wants to be let in: to the primary node of a cluster, or of one that is not
// created yet.
type Wish struct {
	Cluster     string // id; "" for the next cluster
	VPC         string // of the next cluster
	Rule        model.Rule
	Description string // of the rule
	Name        string // of the group that is made for the next cluster; "" for NextGroupName
}

// NextGroupName is the name of an additional group for primary nodes if nobody gives one.
const NextGroupName = "emr-primary-access"

// NextGroupDescription is ours: AWS makes no such group.
const NextGroupDescription = "Lets chosen addresses in to the primary node of EMR clusters."

// Door is one way to grant a wish: what it means, who else gets in by it, and the plan.
type Door struct {
	Kind     DoorKind
	Group    model.Group
	Means    []string          // what it means and how long it lasts, a sentence each
	Clusters []model.Cluster   // other live clusters that carry the group
	Others   []model.Interface // interfaces that carry it and belong to no node of the cluster
	Off      string            // why it cannot be taken; "" if it can
	Goal     model.EditRules   // without changes where the group lets it in already
}

// LetIn gives the ways to let somebody in to a cluster's primary node: by a rule on each group that the
// running cluster gave to it, which holds at once, or by an additional group for the next cluster.
// Groups are given to a cluster when it is created, and never later.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-security-groups.html
func (a *Analysis) LetIn(w Wish) []Door {
	var out []Door
	c, _ := a.snap.Cluster(w.Cluster)
	for _, id := range c.PrimaryGroups() {
		out = append(out, a.doorOf(c, id, w))
	}
	vpc := w.VPC
	if v := a.vpcOf(c); w.Cluster != "" && v != "" {
		vpc = v
	}
	if vpc != "" {
		out = append(out, a.nextDoor(vpc, w))
	}
	return out
}

// AlreadyIn gives the rules by which a cluster's primary node lets the wish in now, and reports whether
// they let in all of it.
func (a *Analysis) AlreadyIn(w Wish) ([]reach.Match, bool) {
	c, ok := a.snap.Cluster(w.Cluster)
	if !ok || w.Rule.Peer.Kind != model.PeerCIDR {
		return nil, false
	}
	end := reach.GroupEnd(a.snap, c.ManagedPrimary).InSubnets(a.snap, present([]string{c.Subnet}))
	end.Groups = c.PrimaryGroups()
	t := reach.Ask(a.snap, reach.Question{
		From: reach.Block(w.Rule.Peer.Prefix), To: end, Protocol: w.Rule.Protocol, Ports: w.Rule.Ports,
	})
	for _, h := range t.Forward.Hops {
		if h.Kind == reach.HopIngress {
			return h.Rules, h.Verdict == model.Allowed
		}
	}
	return nil, false
}

// doorOf is a rule on a group that the cluster has.
func (a *Analysis) doorOf(c model.Cluster, id string, w Wish) Door {
	g, ok := a.snap.Group(id)
	if !ok {
		g.ID = id
	}
	d := Door{Kind: DoorAdditional, Group: g, Off: a.EditRefusal(id)}
	if id == c.ManagedPrimary {
		d.Kind = DoorManaged
	}
	for _, other := range a.liveWith(id) {
		if other.ID != c.ID {
			d.Clusters = append(d.Clusters, other)
		}
	}
	for _, i := range a.snap.InterfacesOf(id) {
		if a.clusterOf(i) != c.ID {
			d.Others = append(d.Others, i)
		}
	}
	d.Means = append(d.Means, "It holds at once, for the cluster as it runs.")
	switch {
	case d.Kind == DoorAdditional:
		d.Means = append(d.Means, "EMR never changes an additional group, and clusters are given it by name: "+
			"the next one has it only if it is named again.")
	case isDefault(a, id):
		d.Means = append(d.Means, "EMR is documented to add missing inbound rules to its managed groups, not to take any "+
			"away: the rule stays until somebody removes it, and opens every cluster that is created with the default groups.")
	default:
		d.Means = append(d.Means, "EMR is documented to add missing inbound rules to its managed groups, not to take any "+
			"away: the rule stays until somebody removes it, and opens every cluster that is created with this group.")
	}
	if sign := OwnerSign(g); sign != "" {
		d.Means = append(d.Means, upperFirst(sign)+": an edit here is drift, and the next update there may undo it.")
	}
	d.Means = append(d.Means, a.othersToo(d))
	if _, has := g.Find(w.Rule); !has {
		d.Goal.Changes = []model.Change{model.Authorize{Group: id, Rule: w.Rule, Description: w.Description}}
	}
	return d
}

// othersToo says who else is opened by a rule on a group.
func (a *Analysis) othersToo(d Door) string {
	var who []string
	for _, c := range d.Clusters {
		who = append(who, c.Name+" ("+c.ID+")")
	}
	more := 0
	for _, i := range d.Others {
		if a.clusterOf(i) == "" {
			who = append(who, i.ID+describing(i))
		} else if !slices.ContainsFunc(d.Clusters, func(c model.Cluster) bool { return c.ID == a.clusterOf(i) }) {
			who = append(who, i.ID+describing(i))
		}
	}
	const most = 4
	if len(who) > most {
		more = len(who) - most
		who = who[:most]
	}
	text := strings.Join(who, ", ")
	if more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	unread := a.usageUnknown(d.Group)
	switch {
	case text != "" && unread != "":
		return "It opens too: " + model.Printable(text) + "; there may be more (" + unread + ")."
	case text != "":
		return "It opens too: " + model.Printable(text) + "."
	case unread != "":
		return "Whom else it opens is not known (" + unread + ")."
	}
	return "Nobody else carries the group now."
}

// nextDoor is an additional group for clusters to come. One of the name that is there is used.
func (a *Analysis) nextDoor(vpc string, w Wish) Door {
	name := w.Name
	if name == "" {
		name = NextGroupName
	}
	d := Door{Kind: DoorNext, Group: model.Group{ID: model.PendingID(vpc, name), Name: name, VPC: vpc}}
	d.Means = append(d.Means,
		"Groups are given to a cluster when it is created, and never later: no running cluster is opened by it.",
		"Only clusters that are created with this group let the address in, and EMR never changes it.")
	if err := model.CheckGroupName(name); err != nil {
		d.Off = "name: " + err.Error()
		return d
	}
	create := model.CreateGroup{VPC: vpc, Name: name, Description: NextGroupDescription, Tag: model.EMRTag()}
	g, there := a.snap.GroupNamed(vpc, name)
	if there {
		return a.usedAgain(d, g, w)
	}
	d.Means = append(d.Means, "The group is tagged as AWS's EMR roles ask for, and gets no outbound rule: those of the "+
		"managed group count.")
	d.Goal.Changes = append(d.Goal.Changes, create)
	if made, err := a.snap.With(create); err == nil {
		fresh, _ := made.Group(create.Target())
		for _, e := range fresh.In(model.Egress) {
			d.Goal.Changes = append(d.Goal.Changes, model.Revoke{Group: fresh.ID, Rule: e.Rule})
		}
	}
	d.Goal.Changes = append(d.Goal.Changes, model.Authorize{Group: create.Target(), Rule: w.Rule, Description: w.Description})
	return d
}

// usedAgain takes a group of the name that is there already.
func (a *Analysis) usedAgain(d Door, g model.Group, w Wish) Door {
	d.Group, d.Off = g, a.EditRefusal(g.ID)
	d.Means = append(d.Means, "A group of this name is there ("+g.ID+") and is used again.")
	d.Clusters = a.liveWith(g.ID)
	d.Others = a.snap.InterfacesOf(g.ID)
	d.Means = append(d.Means, a.othersToo(d))
	if _, has := g.Find(w.Rule); !has {
		d.Goal.Changes = []model.Change{model.Authorize{Group: g.ID, Rule: w.Rule, Description: w.Description}}
	}
	return d
}

// LetInWarnings says what should make whoever lets an address in think again.
func (a *Analysis) LetInWarnings(w Wish) []string {
	var out []string
	p := w.Rule.Peer.Prefix
	if w.Rule.Peer.Kind != model.PeerCIDR {
		return nil
	}
	if w.Rule.Peer == model.AnyIPv4() || w.Rule.Peer == model.AnyIPv6() {
		out = append(out, "exposed: this is the whole world, and nothing of EMR's needs it. Name your own addresses.")
		out = append(out, a.blockedThen(w.Rule)...)
	} else if most := map[bool]int{true: 8, false: 16}[p.Addr().Is4()]; p.Bits() < most {
		out = append(out, "This is a wide block: name the addresses that need it.")
	}
	private := p.Addr().IsPrivate()
	c, ok := a.snap.Cluster(w.Cluster)
	kind := subnetKind(a.snap, c.Subnet)
	switch {
	case ok && !private && kind == SubnetPrivate:
		out = append(out, "The cluster is in a private subnet ("+c.Subnet+"): no public address reaches it, whatever the groups say. "+
			"A VPN, a peering or a bastion in the VPC comes with an address of its own; let that one in.")
	case private && !a.inVPC(w, c):
		out = append(out, "A private address outside of the VPC reaches the cluster only through a VPN, a peering or a transit gateway.")
	}
	return out
}

// inVPC reports whether the wish's block overlaps the VPC's own.
func (a *Analysis) inVPC(w Wish, c model.Cluster) bool {
	id := w.VPC
	if v := a.vpcOf(c); v != "" {
		id = v
	}
	v, ok := a.snap.VPC(id)
	return !ok || slices.ContainsFunc(v.CIDRs, w.Rule.Peer.Prefix.Overlaps)
}
