package ui

import (
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// mostMet is how many requirements that hold a brief telling names; more are counted.
const mostMet = 3

// readings tells what EMR asks for on a way inside of a cluster: what is missing with what comes near,
// then what is not decided, then what holds and by which rule.
func (p *studiosPage) readings(s *telling, e emr.Edge) {
	t := p.x.theme
	var met []model.Finding
	for _, state := range []model.State{model.Unmet, model.StateUnknown, model.Met} {
		for _, f := range e.Read {
			if f.State != state {
				continue
			}
			if state == model.Met {
				met = append(met, f)
				continue
			}
			glyph, word, style := t.finding(f)
			s.say(style, glyph+" "+align(word, 7, false)+"  ", f.Reason)
			p.evidence(s, f)
			p.advice(s, f)
		}
	}
	if len(met) > mostMet && s.brief {
		s.say(t.good, t.pass+" met      ", fmt.Sprintf("%d requirements hold; enter names the rules", len(met)))
		return
	}
	for _, f := range met {
		s.say(t.good, t.pass+" met      ", f.Reason)
	}
}

// evidence names the rules that came near, which the reason does not.
func (p *studiosPage) evidence(s *telling, f model.Finding) {
	for _, ev := range f.Evidence {
		if rest, near := strings.CutPrefix(ev.Text, "nearest: "); near && !strings.Contains(f.Reason, rest) {
			s.say(p.x.theme.muted, "  nearest  ", rest)
		}
	}
}

// wayIn tells how the internet gets into a part of a cluster.
func (p *studiosPage) wayIn(s *telling, e emr.Edge) {
	t := p.x.theme
	for _, r := range e.Reasons {
		s.say(t.bad, t.exposed+" open     ", r)
	}
	for _, k := range e.Findings {
		if f, ok := p.x.analysis.Finding(k); ok {
			glyph, word, style := t.finding(f)
			s.say(style, glyph+" "+align(word, 11, false)+"  ", f.Reason)
			p.advice(s, f)
		}
	}
}

// wayOut says what the way to the internet is good for: EMR itself does not ask for it.
func (p *studiosPage) wayOut(s *telling) {
	s.say(p.x.theme.muted, "  ", "EMR does not ask for this way by itself: S3 and AWS's services may be reached through VPC endpoints. "+
		"Packages and repositories of the internet need it.")
}

// partStory tells of a part of an opened cluster: the cluster, what Studios can do with it, its groups
// with all their roles.
func (p *studiosPage) partStory(s *telling, n emr.Node) {
	t, snap, g := p.x.theme, p.x.analysis.Snapshot(), p.graph()
	c, ok := snap.Cluster(g.Cluster)
	if n.Kind == emr.NodePrimary && ok {
		p.standing(s, c)
		s.say(t.text, "  cluster  ", joined("  ", c.ID, c.State, c.Release, strings.Join(c.Applications, ", ")))
		s.say(t.muted, "  where    ", joined("  ", n.VPC, c.Subnet, p.x.analysis.SubnetKindOf(c.Subnet).String()+" subnet"))
	}
	s.names = nil // here the groups are told
	for _, id := range append([]string{n.Group}, n.More...) {
		if id == "" {
			continue
		}
		word := "group"
		if id != n.Group {
			word = "also"
		}
		s.say(t.text, "  "+align(word, 7, false)+"  ", groupLabel(snap, id))
		p.roles(s, id, "           ")
	}
	if n.Kind == emr.NodeService {
		s.say(t.muted, "  ", "EMR's own service, which manages the cluster, comes through here. Keep the group for EMR only.")
	}
}

// eksStory says what a box of EMR on EKS is there for.
func (p *studiosPage) eksStory(s *telling, n emr.Node) {
	t, snap := p.x.theme, p.x.analysis.Snapshot()
	switch n.Kind {
	case emr.NodeVirtual:
		v, _ := snap.VirtualCluster(p.graph().Virtual)
		s.say(t.text, "  where    ", joined("  ", v.VPC, strings.Join(v.Subnets, ", ")))
		s.say(t.muted, "  ", "A namespace of the EKS cluster in which EMR runs jobs. The groups of a Studio for it belong in the VPC of "+
			"the EKS nodes; Engine guards nothing there.")
	case emr.NodeEndpoint:
		s.say(t.muted, "  ", "Workspaces reach the virtual cluster through its load balancer. EMR makes and deletes the group.")
	case emr.NodeWorkers:
		s.say(t.muted, "  ", "The pods of the endpoint run on nodes with these groups. They are EKS's and nothing of them is changed from here.")
	case emr.NodeWorkspace, emr.NodeEngine, emr.NodeCluster, emr.NodeInternet, emr.NodePrimary, emr.NodeCore, emr.NodeService,
		emr.NodeStudio:
	}
}

// standing says whether Workspaces of the Studio from which the cluster was opened can attach to it.
func (p *studiosPage) standing(s *telling, c model.Cluster) {
	pair := p.pair()
	if pair.ID == "" {
		return
	}
	e, ok := p.x.analysis.ClusterGraph(c.ID, pair.ID).Edge("engine:" + pair.ID + ">primary:" + c.ID)
	if ok {
		glyph, style := p.x.theme.verdict(e.Verdict)
		s.say(style, glyph+" "+pair.Name+": ", strings.Join(append([]string{e.Word}, e.Reasons...), ": "))
	}
}

// mostRoles is how many roles of a kind a brief telling names: a default group has one for each cluster.
const mostRoles = 2

// roles tells every part that a group plays, and why we say so.
func (p *studiosPage) roles(s *telling, group, indent string) {
	t := p.x.theme
	count := map[emr.RoleKind]int{}
	list := p.x.analysis.Roles(group)
	for _, r := range list {
		count[r.Kind]++
		if !s.brief || count[r.Kind] <= mostRoles {
			s.say(t.muted, indent+r.Kind.String()+": ", basisWords(r.Basis)+r.Why)
		}
	}
	for _, r := range list {
		if n := count[r.Kind] - mostRoles; s.brief && n > 0 {
			s.say(t.muted, indent+r.Kind.String()+": ", fmt.Sprintf("and %d more like it", n))
			count[r.Kind] = 0
		}
	}
}
