package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// view stacks the Studios, the drawing of the selected one, and the inspector.
func (p *studiosPage) view(s size) frame {
	if len(p.rows) == 0 {
		return p.noStudio(s)
	}
	head := p.unusedHead(s)
	rest := s.minus(head.height())
	list := p.listView(size{s.w, min(len(p.rows), max(rest.h/4, 1))})
	rest = rest.minus(list.height())
	if rest.h < 4 {
		return stack(head, list)
	}
	told := rest.h * 3 / 5 // who looks at the Studios wants the reasons, who is in the drawing the drawing
	if p.inside {
		told = rest.h * 2 / 5
	}
	drawing, hidden := p.drawing(size{rest.w, rest.h - max(told, 3)})
	title, story := p.story(telling{brief: true})
	rest = rest.minus(drawing.height() + 1)
	inspector := reader{keys: p.x.keys, lines: story}
	return stack(head, list, drawing, p.x.theme.titled(title, hidden, s.w), inspector.still(p.x.theme, rest))
}

// unusedHead says that there is no Studio, where the lines are groups that none uses.
func (p *studiosPage) unusedHead(s size) frame {
	for _, r := range p.rows {
		if r.line.Pair.Studio != "" {
			return frame{}
		}
	}
	t := p.x.theme
	if p.x.load.phase == loadReading || s.h < minHeight-4 {
		return frame{}
	}
	if r := p.x.analysis.Snapshot().Reading(model.PartStudios, p.x.scope.VPC); !r.Whole() {
		text := " Studios " + readingWord(r) + ": whether one uses these groups is not known"
		return lines(t.unknown.Render(ansi.Truncate(t.unsure+text, s.w, t.ellipsis)))
	}
	what := "groups that would serve one:"
	if len(p.lonely()) > 0 {
		what = "the clusters and groups that are here:"
	}
	text := "No EMR Studio in " + model.Printable(p.where()) + "; " + what
	return lines(t.title.Render(ansi.Truncate(text, s.w, t.ellipsis)))
}

// list draws the window of Studios around the cursor; its last row counts those that do not fit.
func (p *studiosPage) listView(s size) frame {
	rows := s.h
	if len(p.rows) > rows && rows > 2 {
		rows--
	}
	p.top = max(min(p.top, p.at), p.at-rows+1)
	p.top = max(min(p.top, len(p.rows)-rows), 0)
	names := 0
	for _, r := range p.rows {
		names = max(names, textWidth(p.nameOf(r)))
	}
	names = min(names, max(s.w/3, 10))
	var f frame
	var out []string
	for y := 0; y < rows && p.top+y < len(p.rows); y++ {
		i := p.top + y
		out = append(out, p.studioLine(i, names, s.w))
		if i == p.at && !p.inside {
			f.Cursor = cursorAt(0, y)
		}
		f.Hits = append(f.Hits, hit{0, y, s.w, 1, func() tea.Cmd { return p.clickLine(i) }})
	}
	if rows < s.h {
		out = append(out, p.x.theme.muted.Render("  "+p.x.theme.beyond(p.top, len(p.rows)-p.top-rows)))
	}
	f.Content = strings.Join(out, "\n")
	return f
}

// clickLine selects a Studio; a click on the selected one goes into its drawing.
func (p *studiosPage) clickLine(i int) tea.Cmd {
	if i == p.at && !p.inside {
		p.enter()
		return nil
	}
	p.stepLine(i - p.at)
	return nil
}

// nameOf gives the first word of a row.
func (p *studiosPage) nameOf(r studioRow) string {
	switch r.kind {
	case studioPair:
		return model.Printable(r.line.Pair.Name)
	case studioCluster:
		return model.Printable(r.cluster.Name)
	case studioFailed:
		return "  " + model.Printable(r.cluster.Name)
	case studioVirtual:
		return model.Printable(r.virtual.Name)
	case studioEnded:
	}
	return ""
}

// said gives glyph, words and style of a row, and what stands at its right end in several lengths.
func (p *studiosPage) said(r studioRow) (glyph, text string, right []string, style lipgloss.Style) {
	t := p.x.theme
	switch r.kind {
	case studioPair:
		glyph, style = t.verdict(r.line.Verdict)
		if r.line.Verdict == model.Allowed && r.line.Gravest() > model.Note {
			glyph, style = t.severity(r.line.Gravest())
		}
		return glyph, r.line.Summary, clusterCounts(r.line), style
	case studioCluster:
		g := p.graphs[r.key()+" "]
		if g.Nodes == nil {
			g = p.x.analysis.ClusterGraph(r.cluster.ID, "")
			p.graphs[r.key()+" "] = g
		}
		verdict, words := insideWords(g)
		glyph, style = t.verdict(verdict)
		if wrong := p.x.analysis.InsideOf(r.cluster.ID); verdict == model.Allowed && wrong.Any() {
			words = wrong.String() // of tags and the like, which are no way
			glyph, style = t.severity(wrong.Worst())
		}
		return glyph, p.whose(r.cluster) + words, []string{joined("  ", r.cluster.State, r.cluster.Release), r.cluster.State}, style
	case studioVirtual:
		verdict, words := insideWords(p.x.analysis.VirtualGraph(r.virtual.ID))
		glyph, style = t.verdict(verdict)
		return glyph, "EMR on EKS: " + words, []string{"EKS " + model.Printable(r.virtual.EKSCluster), "EKS"}, style
	case studioEnded:
		return t.fail, fmt.Sprintf("ended with errors: %d", len(p.x.analysis.FailedClusters())), []string{"in the last 72 hours", "72 h"}, t.bad
	case studioFailed:
		c := r.cluster
		return t.fail, joined(" ", c.StateReasonCode, c.StateReason), []string{p.ago(c.EndedAt)}, t.bad
	}
	return "", "", nil, t.text
}

// whose says why a cluster has a line of its own.
func (p *studiosPage) whose(c model.Cluster) string {
	if !p.x.analysis.Snapshot().Reading(model.PartStudios, p.x.analysis.VPCOf(c)).Whole() {
		return "cluster: "
	}
	for st := range p.x.analysis.Snapshot().Studios() {
		if st.VPC == p.x.analysis.VPCOf(c) {
			return "cluster outside the Studios' subnets: "
		}
	}
	return "cluster, no Studio: "
}

// countKind counts the boxes of some kinds.
func countKind(g emr.Graph, kinds ...emr.NodeKind) int {
	n := 0
	for _, x := range g.Nodes {
		if slices.Contains(kinds, x.Kind) {
			n++
		}
	}
	return n
}

// insideWords sums up what passes between the parts of a cluster.
func insideWords(g emr.Graph) (model.Verdict, string) {
	var shut []string
	v, open := model.Allowed, false
	for _, e := range g.Edges {
		switch {
		case e.Exposes:
			open = true
		case len(e.Read) == 0:
		case e.Verdict == model.Blocked || e.Verdict == model.Partly:
			if v != model.Blocked {
				v = e.Verdict
			}
			shut = append(shut, firstOf(e.Label, e.Word))
		case e.Verdict == model.Unknown && v == model.Allowed:
			v = model.Unknown
		}
	}
	tail := ""
	if open {
		tail = "; the world gets in"
	}
	switch {
	case len(shut) > 0:
		return v, "shut: " + strings.Join(slices.Compact(shut), ", ") + tail
	case v == model.Unknown:
		return v, "not all is decided" + tail
	}
	if g.Virtual != "" {
		return v, plural(len(g.Nodes)-countKind(g, emr.NodeVirtual, emr.NodeWorkers, emr.NodeStudio), "endpoint")
	}
	return v, "EMR's ways are open" + tail
}

func (p *studiosPage) studioLine(i, names, w int) string {
	t, r := p.x.theme, p.rows[i]
	glyph, text, ends, style := p.said(r)
	marker := "  "
	if i == p.at {
		marker = "> "
	}
	left := marker + glyph + " "
	if name := p.nameOf(r); name != "" {
		left += align(cutText(name, names, t.ellipsis), names, false) + "  "
	}
	left += model.Printable(text)
	for _, right := range ends {
		if gap := w - textWidth(left) - textWidth(right); gap >= 2 {
			left += strings.Repeat(" ", gap) + right
			break
		}
	}
	left = ansi.Truncate(left, w, t.ellipsis)
	if i == p.at && !p.inside {
		return t.selected.Render(pad(left, w))
	}
	return style.Render(left)
}

// clusterCounts says how many clusters there are for a Studio, in several lengths.
func clusterCounts(l emr.StudioLine) []string {
	switch {
	case l.Clusters == 0:
		return []string{"no cluster"}
	case l.Checked:
		n := fmt.Sprintf("clusters %d of %d", l.Eligible, l.Clusters)
		if l.Open > 0 { // what was not decided is not held against them
			return []string{
				fmt.Sprintf("%s eligible, %d not decided", n, l.Open), fmt.Sprintf("%s eligible, %d ?", n, l.Open), n + " eligible", n,
			}
		}
		return []string{n + " eligible", n}
	}
	return []string{plural(l.Clusters, "cluster")}
}

// where names the place that was looked in: account, Region and, if one is chosen, VPC.
func (p *studiosPage) where() string {
	x, o := p.x, p.x.analysis.Snapshot().Origin()
	out := "account " + firstOf(o.Caller.Account, "?") + ", Region " + firstOf(o.Region, x.source().Region, "?")
	if x.scope.VPC != "" {
		out += ", VPC " + x.vpcLabel()
	}
	return out
}

// noStudio says that there is none, where that was looked for, and what one can do.
func (p *studiosPage) noStudio(s size) frame {
	x, t := p.x, p.x.theme
	if x.load.phase == loadReading {
		return x.message(s, t.muted.Render("No Studio yet"), "They are shown as they arrive.")
	}
	r := x.analysis.Snapshot().Reading(model.PartStudios, x.scope.VPC)
	if !r.Whole() {
		return x.message(s, t.unknown.Render(t.unsure+" Whether there is a Studio is not known: "+readingWord(r)),
			failureOr(r.Failure, "Studios were not read."), nextOf(r.Failure),
			"2 lists the security groups, 3 what is found about them.")
	}
	head := t.title.Render("No EMR Studio here")
	return x.message(s, head, "Looked in "+model.Printable(p.where())+".",
		"A Studio lives in one Region: check --region and --profile, or choose another VPC with v.",
		"c creates the two security groups that a new Studio needs. 2 lists the groups that are here.")
}
