package ui

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/canvas"
)

// telling collects lines of text. A brief one stands under the drawing and calls the groups by their
// boxes; else every group is named with its id.
type telling struct {
	brief bool
	theme theme
	names *strings.Replacer // of a brief telling
	lines []textLine
}

func (s *telling) say(style lipgloss.Style, prefix, text string) {
	if text == "" {
		return
	}
	if s.names != nil {
		text = s.names.Replace(text)
	}
	s.lines = append(s.lines, textLine{prefix: prefix, text: model.Printable(s.theme.spell(text)), style: style})
}

// command adds a line to paste: what stands in it is never replaced.
func (s *telling) command(style lipgloss.Style, prefix, text string) {
	names := s.names
	s.names = nil
	s.say(style, prefix, text)
	s.names = names
}

// story gives the title and the text of what is selected: the inspector's, and the whole of it where
// it is opened.
func (p *studiosPage) story(s telling) (string, []textLine) {
	s.theme = p.x.theme
	if s.brief {
		s.names = p.boxNames()
	}
	if title, ok := p.failureStory(&s); ok {
		return title, s.lines
	}
	if id := p.selectedFold(); id != "" {
		return p.foldStory(&s, id), s.lines
	}
	title := model.Printable(p.pair().Name)
	switch p.sel.Kind {
	case canvas.NodeKind:
		if n, ok := p.graph().Node(p.sel.ID); ok {
			title = p.nodeStory(&s, n)
		}
	case canvas.EdgeKind:
		if e, ok := p.graph().Edge(p.sel.ID); ok {
			title = p.edgeStory(&s, e)
		}
	case canvas.NoKind:
	}
	if c, ok := p.x.analysis.Snapshot().Cluster(p.graph().Cluster); ok && p.inside {
		title = model.Printable(c.Name) + ": " + title
	}
	return title, s.lines
}

// boxNames replaces the groups of the boxes by the boxes' titles. One group that is in two boxes keeps its
// name, for then the titles would not tell which is meant.
func (p *studiosPage) boxNames() *strings.Replacer {
	snap := p.x.analysis.Snapshot()
	titles := map[string]string{}
	for _, n := range p.graph().Nodes {
		if _, twice := titles[n.Group]; twice {
			titles[n.Group] = ""
			continue
		}
		titles[n.Group] = n.Title
	}
	var by []string
	for _, n := range p.graph().Nodes {
		if n.Group == "" || titles[n.Group] == "" {
			continue
		}
		if g, ok := snap.Group(n.Group); ok {
			by = append(by, g.Label(), n.Title)
		}
		by = append(by, n.Group, n.Title)
	}
	if len(by) == 0 {
		return nil
	}
	return strings.NewReplacer(by...)
}

// edgeStory tells of an arrow: first what blocks it, then what lets it through, then what is not known.
func (p *studiosPage) edgeStory(s *telling, e emr.Edge) string {
	t := p.x.theme
	from, _ := p.graph().Node(e.From)
	to, _ := p.graph().Node(e.To)
	title := from.Title + " " + t.arrow + " " + to.Title
	if e.Label != "" {
		title += "  " + e.Label
	}
	p.path(s, e.Trace)
	inside := p.graph().Cluster != ""
	switch {
	case len(e.Trace.Forward.Hops) > 0:
	case e.Exposes:
		p.wayIn(s, e)
	case len(e.Read) > 0:
		p.readings(s, e)
	default:
		for _, r := range e.Reasons {
			s.say(t.text, "  ", r)
		}
	}
	if inside && to.Kind == emr.NodeInternet {
		p.wayOut(s)
	}
	if to.Kind == emr.NodeCluster {
		p.clusterFacts(s, to)
	}
	p.others(s, e)
	if len(e.Unread) > 0 {
		s.say(t.unknown, t.unsure+" not read  ", strings.Join(e.Unread, "; "))
	}
	p.suspects(s, e)
	if s.brief {
		p.legend(s, from, to)
	}
	return model.Printable(title + "  " + e.Word)
}

// others tells of the pair's further findings while the cursor is on the Studio itself.
func (p *studiosPage) others(s *telling, e emr.Edge) {
	if p.inside {
		return
	}
	t, pair := p.x.theme, p.pair()
	told := map[string]bool{}
	for _, k := range e.Findings {
		told[k] = true
	}
	type line struct {
		glyph, word, text string
		style             lipgloss.Style
	}
	var list []line
	count := map[string]int{}
	own := p.x.findingsOf(pair)
	for _, f := range slices.Concat(own, p.x.insideOf(p.line(), own)) {
		if told[f.Key()] || f.Severity <= model.Note {
			continue
		}
		glyph, word, style := t.finding(f)
		text := f.Title
		if f.Subject.ID != pair.Workspace && f.Subject.ID != pair.Engine {
			text += ": " + f.Subject.Label()
		}
		if count[text] == 0 {
			list = append(list, line{glyph, word, text, style})
		}
		count[text]++
	}
	for _, l := range list {
		if n := count[l.text]; n > 1 {
			l.text += " (" + plural(n, "rule") + ")"
		}
		s.say(l.style, l.glyph+" "+l.word+"  ", l.text)
	}
}

// suspects says what to look at next where the groups are fine: silence is never taken for health.
func (p *studiosPage) suspects(s *telling, e emr.Edge) {
	list := p.line().Suspects
	if first, _ := p.attach(); len(list) == 0 || e.ID != first.ID {
		return
	}
	t := p.x.theme
	s.say(t.good, "", "Not a security-group problem as far as read. If attaching fails, look next at:")
	for _, next := range list {
		s.say(t.text, "  "+t.dot+" ", next.Text)
		s.say(t.muted, "    ", next.Command)
	}
}

// legend names the groups of an arrow's ends, which a brief telling calls by their boxes.
func (p *studiosPage) legend(s *telling, ends ...emr.Node) {
	t, snap := p.x.theme, p.x.analysis.Snapshot()
	s.names = nil
	const widest = 9 // of a Studio's boxes
	wide := max(widest, textWidth(ends[0].Title), textWidth(ends[len(ends)-1].Title))
	for _, n := range ends {
		g, ok := snap.Group(n.Group)
		if ok {
			s.say(t.muted, "  "+align(n.Title, wide, false)+"  ", g.Label())
		}
	}
}

// nodeStory tells of a box: the group, its roles, its facts, what is wrong with it.
func (p *studiosPage) nodeStory(s *telling, n emr.Node) string {
	t := p.x.theme
	title := n.Title
	if n.Name != "" {
		title += "  " + n.Name
	}
	if n.Group != "" && n.Group != n.Name {
		title += " (" + n.Group + ")"
	}
	for _, k := range n.Findings {
		if f, ok := p.x.analysis.Finding(k); ok {
			glyph, word, style := t.finding(f)
			s.say(style, glyph+" "+word+"  ", f.Reason)
			p.advice(s, f)
		}
	}
	if n.Kind == emr.NodeCluster {
		p.clusterFacts(s, n)
		s.say(t.muted, "  ", "enter opens it into its nodes and what EMR needs between them.")
		return model.Printable(title)
	}
	for _, f := range n.Facts {
		glyph, style := t.noteDot, t.text
		if f.Judged {
			glyph, style = t.verdict(f.Verdict)
		}
		s.say(style, glyph+" ", f.Text)
	}
	switch n.Kind {
	case emr.NodePrimary, emr.NodeCore, emr.NodeService:
		p.partStory(s, n)
	case emr.NodeInternet:
		if p.graph().Cluster == "" {
			p.gitStory(s)
		}
	case emr.NodeEndpoint, emr.NodeWorkers:
		p.partStory(s, n)
		p.eksStory(s, n)
	case emr.NodeVirtual:
		p.eksStory(s, n)
	case emr.NodeStudio:
		s.say(t.muted, "  ", "A Studio of the same VPC. It offers an endpoint with which it shares a private subnet.")
	case emr.NodeWorkspace, emr.NodeEngine, emr.NodeCluster:
		p.roles(s, n.Group, "  ")
	}
	return model.Printable(title)
}

// advice says what only the operator can do about a finding.
func (p *studiosPage) advice(s *telling, f model.Finding) {
	if a, ok := f.Remedy.(model.Advice); ok {
		s.say(p.x.theme.accent, "  do  ", a.Text)
		s.command(p.x.theme.muted, "      ", a.Command)
	}
}

func (p *studiosPage) gitStory(s *telling) {
	t := p.x.theme
	s.say(t.text, "  ", "Linking a Git repository takes tcp 443 out of Workspace to the internet.")
	s.say(t.muted, "  ", "A security group is part of it: the Workspace's subnet needs a route through a NAT gateway, "+
		"and network ACLs that let it pass. The arrow to here says how far that was read.")
}

// clusterFacts tells of a cluster: what it runs, where it is, which groups its primary node has.
func (p *studiosPage) clusterFacts(s *telling, n emr.Node) {
	t, snap := p.x.theme, p.x.analysis.Snapshot()
	c, ok := snap.Cluster(n.Name)
	if !ok {
		return
	}
	for _, e := range p.graph().Edges {
		if e.To == n.ID && p.sel.Kind == canvas.NodeKind {
			glyph, style := t.verdict(e.Verdict)
			s.say(style, glyph+" ", strings.Join(append([]string{e.Word}, e.Reasons...), ": "))
		}
	}
	s.say(t.text, "  cluster    ", joined("  ", c.ID, c.State, c.Release))
	if words := faultWords(n, t); words != "" {
		s.say(t.bad, "  inside     ", strings.Trim(words, " ()")+"; enter opens the cluster")
	}
	s.say(t.muted, "  runs       ", strings.Join(c.Applications, ", "))
	s.say(t.muted, "  where      ", joined("  ", n.VPC, c.Subnet))
	for _, id := range c.PrimaryGroups() {
		s.say(t.muted, "  primary    ", groupLabel(snap, id))
	}
}

// joined joins what is not empty.
func joined(by string, parts ...string) string {
	var out []string
	for _, s := range parts {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, by)
}

// groupLabel gives "Name (id)", or the id of a group that was not read.
func groupLabel(s model.Snapshot, id string) string {
	if g, ok := s.Group(id); ok {
		return g.Label()
	}
	return id
}
