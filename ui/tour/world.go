package tour

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/lint"
	"github.com/sgscope/sgscope/model/reach"
)

// World is a snapshot with the looks that lessons take at it. Things go by the names that their
// scenario gives them; what is not there is never allowed, has no rule and holds nothing.
type World struct {
	snap     model.Snapshot
	analysis *emr.Analysis
	lint     []model.Finding
}

// See judges a snapshot, all of it whatever the screen shows.
func See(s model.Snapshot) World {
	return World{s, emr.Analyse(s, emr.Scope{}), lint.Run(s, lint.Options{})}
}

// Snapshot gives what is looked at.
func (w World) Snapshot() model.Snapshot { return w.snap }

// Analysis gives what is said of it; nil of the zero World.
func (w World) Analysis() *emr.Analysis { return w.analysis }

// Studio gives a Studio by name or id; the zero Studio if there is none.
func (w World) Studio(name string) model.Studio {
	for st := range w.snap.Studios() {
		if st.Name == name || st.ID == name {
			return st
		}
	}
	return model.Studio{}
}

// Cluster gives a cluster by name or id; the zero Cluster if there is none.
func (w World) Cluster(name string) model.Cluster {
	for c := range w.snap.Clusters() {
		if c.Name == name || c.ID == name {
			return c
		}
	}
	return model.Cluster{}
}

// Group gives a group by id, by name ("web-alb"; "other-vpc/default" where a name is in several VPCs) or by
// role: workspace:STUDIO, engine:STUDIO, primary:CLUSTER, core:CLUSTER, service:CLUSTER. It gives the
// zero Group if there is none.
func (w World) Group(name string) model.Group {
	if g, ok := w.snap.Group(w.roleID(name)); ok {
		return g
	}
	vpc, rest, qualified := strings.Cut(name, "/")
	var found model.Group
	for g := range w.snap.Groups() {
		v, _ := w.snap.VPC(g.VPC)
		if g.ID == name || g.Name == name || qualified && g.Name == rest && (v.Name == vpc || v.ID == vpc) {
			found = g
			break
		}
	}
	return found
}

func (w World) roleID(name string) string {
	role, of, ok := strings.Cut(name, ":")
	if !ok {
		return ""
	}
	switch role {
	case "workspace":
		return w.Studio(of).Workspace
	case "engine":
		return w.Studio(of).Engine
	case "primary":
		return w.Cluster(of).ManagedPrimary
	case "core":
		return w.Cluster(of).ManagedCore
	case "service":
		return w.Cluster(of).ServiceAccess
	}
	return ""
}

// Rule reads a rule as Rule.String writes it, but for the group at its end, which goes by "self" or a name:
// "ingress tcp 18888 from sg:ml-studio-workspace". It is of the group that is given.
func (w World) Rule(group, text string) (model.Rule, error) {
	for _, word := range []string{" from ", " to "} {
		head, far, ok := strings.Cut(text, word)
		if !ok {
			continue
		}
		if far == "self" {
			far = w.Group(group).ID
		}
		if name, named := strings.CutPrefix(far, "sg:"); named {
			far = cmp.Or(w.Group(name).ID, name)
		}
		r, err := model.ParseRule(head + word + far)
		if err != nil {
			return r, fmt.Errorf("read rule of %s: %w", group, err)
		}
		return r, nil
	}
	return model.Rule{}, fmt.Errorf("read rule %q of %s: neither from nor to in it", text, group)
}

// HasRule reports whether a group has a rule, just as it is written.
func (w World) HasRule(group, text string) bool {
	r, err := w.Rule(group, text)
	if err != nil {
		return false
	}
	_, has := w.Group(group).Find(r)
	return has
}

// Count gives how many rules of a direction a group has.
func (w World) Count(group string, d model.Direction) int { return w.Group(group).Count(d) }

// Tagged reports whether a group has EMR's tag.
func (w World) Tagged(group string) bool {
	v, has := w.Group(group).Tags.Get(model.TagEMR)
	return has && v == "true"
}

// Pair gives a Studio's groups; the zero Pair if there is no such Studio.
func (w World) Pair(studio string) emr.Pair {
	if w.analysis == nil {
		return emr.Pair{}
	}
	for _, p := range w.analysis.Pairs() {
		if p.Name == studio || p.ID == studio {
			return p
		}
	}
	return emr.Pair{}
}

// Edge gives an arrow of a Studio's drawing: EdgeAttach, EdgeGit or a cluster's name.
func (w World) Edge(studio, edge string) emr.Edge {
	if w.analysis == nil {
		return emr.Edge{}
	}
	g := w.analysis.Graph(w.Pair(studio).ID)
	for i, e := range g.Edges {
		to, _ := g.Node(e.To)
		switch {
		case edge == EdgeAttach && i == 0,
			edge == EdgeGit && to.Kind == emr.NodeInternet,
			to.Kind == emr.NodeCluster && (to.Title == edge || to.Name == edge):
			return e
		}
	}
	return emr.Edge{}
}

// Attaches gives what the drawing says of Workspace to Engine.
func (w World) Attaches(studio string) model.Verdict { return w.Edge(studio, EdgeAttach).Verdict }

// Git gives what the drawing says of Workspace to the internet.
func (w World) Git(studio string) model.Verdict { return w.Edge(studio, EdgeGit).Verdict }

// Offered gives whether a Studio can attach to a cluster, as far as the cluster goes.
func (w World) Offered(studio, cluster string) model.Verdict {
	c := w.Cluster(cluster)
	if w.analysis == nil || c.ID == "" {
		return model.Unknown
	}
	v, _ := w.analysis.Eligible(w.Pair(studio), c)
	return v
}

// Finding gives the first unmet finding of a requirement or check that is about a group, Studio or
// cluster ("" for any), and reports whether there is one.
func (w World) Finding(id, about string) (model.Finding, bool) {
	of := ""
	if about != "" {
		of = cmp.Or(w.Group(about).ID, w.Studio(about).ID, w.Cluster(about).ID, about)
	}
	for _, f := range w.Findings() {
		if f.ID == id && f.State == model.Unmet && (of == "" || concerns(f, of)) {
			return f, true
		}
	}
	return model.Finding{}, false
}

// Has reports whether there is such a finding.
func (w World) Has(id, about string) bool {
	_, has := w.Finding(id, about)
	return has
}

// Findings gives what is said of EMR's groups and then what is said of any group.
func (w World) Findings() []model.Finding {
	if w.analysis == nil {
		return nil
	}
	return append(append([]model.Finding{}, w.analysis.Findings()...), w.lint...)
}

func concerns(f model.Finding, id string) bool {
	return f.Subject.ID == id || slices.Contains(f.Studios, id) || slices.Contains(f.Clusters, id)
}

// Reaches gives whether traffic ("tcp 22", "icmp 8/0") passes by the security groups alone: replies always do.
// An end is a group's name, a role (workspace:STUDIO, primary:CLUSTER, …), internet, an address, eni-… or i-….
func (w World) Reaches(from, to, traffic string) model.Verdict {
	return w.ask(from, to, traffic, reach.GroupsOnly).Verdict
}

// Passes is Reaches with everything around the groups that was read: network ACLs and routes, both ways.
func (w World) Passes(from, to, traffic string) model.Verdict {
	return w.ask(from, to, traffic, reach.AsFarAsRead).Verdict
}

// Trace gives the whole answer to Passes.
func (w World) Trace(from, to, traffic string) reach.Trace {
	return w.ask(from, to, traffic, reach.AsFarAsRead)
}

func (w World) ask(from, to, traffic string, layers reach.Layers) reach.Trace {
	if w.analysis == nil {
		return reach.Trace{}
	}
	rule, err := model.ParseRule("ingress " + traffic + " from 0.0.0.0/0")
	if err != nil {
		return reach.Trace{}
	}
	a, okA := w.end(from)
	b, okB := w.end(to)
	if !okA || !okB {
		return reach.Trace{}
	}
	return reach.Ask(w.snap, reach.Question{
		From: a, To: b, Protocol: rule.Protocol, Ports: rule.Ports, Layers: layers,
	})
}

func (w World) end(name string) (reach.End, bool) {
	text := name
	if g := w.Group(name); g.ID != "" && !strings.HasPrefix(name, "workspace:") {
		text = g.ID
	}
	e, err := w.analysis.End(text)
	return e, err == nil
}

// Plain gives a sentence of a finding without ids: in a lesson the names are enough, and they are few.
func (w World) Plain(text string) string {
	var out []string
	for word := range strings.FieldsSeq(text) {
		bare := strings.Trim(word, "(),.;:")
		isID := strings.HasPrefix(bare, "sgr-") || strings.HasPrefix(word, "(sg-")
		if g, ok := w.snap.Group(bare); ok && !isID {
			word = strings.Replace(word, bare, g.Name, 1)
		}
		if isID {
			if n := len(out); n > 0 {
				out[n-1] += strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(word, "("), bare), ")")
			}
			continue
		}
		out = append(out, word)
	}
	return strings.Join(out, " ")
}

// Carries reports whether some interface that has the one group has the other too.
func (w World) Carries(group, other string) bool {
	id := w.Group(other).ID
	for _, i := range w.snap.InterfacesOf(w.Group(group).ID) {
		for _, g := range i.Groups {
			if g == id && id != "" {
				return true
			}
		}
	}
	return false
}
