package lint

import (
	"net/netip"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// run is one Run: the snapshot with the look-ups that checks share.
type run struct {
	s      model.Snapshot
	o      Options
	checks []Check
	rank   map[string]int
	fix    map[string]bool
	named  map[string][]string            // group → who names it, in words
	emr    map[string]string              // group → the part of EMR that names it
	places map[string][]string            // group → VPCs that it is associated with beside its own
	stale  map[string]map[model.Rule]bool // group → rules that EC2 calls stale
	lists  map[string][]netip.Prefix      // prefix list → blocks, where its entries were read
	ofAWS  map[string]bool                // prefix lists that are AWS's own
	world  [2][]addresses                 // by family: what the internet routes
	groups map[string]int                 // VPC → how many groups it has
	nets   map[string][]model.Subnet      // VPC → its subnets
	sets   map[string][]*groupSet         // group → the sets of groups in which interfaces carry it
	pieces map[string][2]float64          // group → how much of each family its public blocks short of all are
}

func newRun(s model.Snapshot, o Options) *run {
	r := &run{
		s: s, o: o, checks: o.chosen(), rank: map[string]int{}, fix: map[string]bool{},
		named: map[string][]string{}, emr: map[string]string{}, places: map[string][]string{},
		stale: map[string]map[model.Rule]bool{}, lists: map[string][]netip.Prefix{}, ofAWS: map[string]bool{},
		world:  [2][]addresses{internet(ipv4), internet(ipv6)},
		groups: map[string]int{}, nets: map[string][]model.Subnet{}, sets: map[string][]*groupSet{},
		pieces: map[string][2]float64{},
	}
	for i, c := range Checks() {
		r.rank[c.ID] = i
	}
	for _, k := range o.Fix {
		r.fix[k] = true
	}
	for g := range s.Groups() {
		r.groups[g.VPC]++
	}
	for n := range s.Subnets() {
		r.nets[n.VPC] = append(r.nets[n.VPC], n)
	}
	r.readUsers()
	r.readSets()
	for a := range s.GroupAssociations() {
		if a.State == "associated" {
			r.places[a.Group] = append(r.places[a.Group], a.VPC)
		}
	}
	for st := range s.StaleGroups() {
		rules := map[model.Rule]bool{}
		for _, e := range st.Rules {
			rules[e.Rule] = true
		}
		r.stale[st.ID] = rules
	}
	for l := range s.PrefixLists() {
		r.ofAWS[l.ID] = l.Owner == "AWS"
		if !l.EntriesRead {
			continue
		}
		blocks := make([]netip.Prefix, 0, len(l.Entries))
		for _, e := range l.Entries {
			blocks = append(blocks, e.Prefix.Masked())
		}
		r.lists[l.ID] = blocks
	}
	return r
}

// readUsers notes who names a group beside interfaces and rules.
func (r *run) readUsers() {
	note := func(group, who, part string) {
		if group == "" {
			return
		}
		r.named[group] = append(r.named[group], who)
		if part != "" && r.emr[group] == "" {
			r.emr[group] = part
		}
	}
	for st := range r.s.Studios() {
		who := "Studio " + model.Printable(st.Name) + " (" + st.ID + ")"
		note(st.Workspace, who, who)
		note(st.Engine, who, who)
	}
	for c := range r.s.Clusters() {
		who := "cluster " + model.Printable(c.Name) + " (" + c.ID + ")"
		for _, id := range c.Groups() {
			note(id, who, who)
		}
	}
	for e := range r.s.Endpoints() {
		for _, id := range e.Groups {
			note(id, "VPC endpoint "+e.ID, "")
		}
	}
	for b := range r.s.Balancers() {
		for _, id := range b.Groups {
			note(id, "load balancer "+model.Printable(b.Name), "")
		}
	}
	r.readServices(note)
}

// readServices notes the groups of EMR on EKS and of EMR Serverless.
func (r *run) readServices(note func(group, who, part string)) {
	for v := range r.s.VirtualClusters() {
		who := "virtual cluster " + model.Printable(v.Name) + " (" + v.ID + ")"
		for _, id := range v.Groups() {
			note(id, who, who)
		}
	}
	for e := range r.s.ManagedEndpoints() {
		who := "EMR on EKS endpoint " + model.Printable(e.Name) + " (" + e.ID + ")"
		for _, id := range e.Groups() {
			note(id, who, who)
		}
	}
	for a := range r.s.ServerlessApps() {
		who := "EMR Serverless application " + model.Printable(a.Name) + " (" + a.ID + ")"
		for _, id := range a.Groups {
			note(id, who, who)
		}
	}
}

func (r *run) inScope(g model.Group) bool {
	return r.o.VPC == "" || g.VPC == r.o.VPC || slices.Contains(r.places[g.ID], r.o.VPC)
}

// examined is one group while it is examined; what several checks need is worked out once.
type examined struct {
	*run
	g     model.Group
	sides [2]*side // by direction; nil until asked for
}

func (x *examined) side(d model.Direction) *side {
	if x.sides[d] == nil {
		x.sides[d] = newSide(x.run, x.g.Rules, d)
	}
	return x.sides[d]
}

// examine asks every chosen check of one group.
func (r *run) examine(g model.Group) []model.Finding {
	x := &examined{run: r, g: g}
	said := map[string]map[string]bool{} // check → rules that it spoke of
	var out []model.Finding
	for _, c := range r.checks {
		if c.judge == nil {
			continue
		}
		for _, d := range c.judge(x) {
			f := r.finding(c, g, d)
			if f.Peer != "" && slices.ContainsFunc(c.Under, func(id string) bool { return said[id][f.Peer] }) {
				continue
			}
			if said[c.ID] == nil {
				said[c.ID] = map[string]bool{}
			}
			said[c.ID][f.Peer] = f.State == model.Unmet
			out = append(out, f)
		}
	}
	return out
}
