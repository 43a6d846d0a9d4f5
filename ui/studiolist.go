package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// view stacks the Studios, the drawing of the selected one, and the inspector.
func (p *studiosPage) view(s size) frame {
	if len(p.lines) == 0 {
		return p.noStudio(s)
	}
	head := p.unusedHead(s)
	rest := s.minus(head.height())
	list := p.list(size{s.w, min(len(p.lines), max(rest.h/4, 1))})
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
	for _, l := range p.lines {
		if l.Pair.Studio != "" {
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
	text := "No EMR Studio in " + model.Printable(p.where()) + "; groups that would serve one:"
	return lines(t.title.Render(ansi.Truncate(text, s.w, t.ellipsis)))
}

// list draws the window of Studios around the cursor; its last row counts those that do not fit.
func (p *studiosPage) list(s size) frame {
	rows := s.h
	if len(p.lines) > rows && rows > 2 {
		rows--
	}
	p.top = max(min(p.top, p.at), p.at-rows+1)
	p.top = max(min(p.top, len(p.lines)-rows), 0)
	names := 0
	for _, l := range p.lines {
		names = max(names, textWidth(model.Printable(l.Pair.Name)))
	}
	names = min(names, max(s.w/3, 10))
	var f frame
	var out []string
	for y := 0; y < rows && p.top+y < len(p.lines); y++ {
		i := p.top + y
		out = append(out, p.studioLine(i, names, s.w))
		if i == p.at && !p.inside {
			f.Cursor = cursorAt(0, y)
		}
		f.Hits = append(f.Hits, hit{0, y, s.w, 1, func() tea.Cmd { return p.clickLine(i) }})
	}
	if rows < s.h {
		out = append(out, p.x.theme.muted.Render("  "+p.x.theme.beyond(p.top, len(p.lines)-p.top-rows)))
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

func (p *studiosPage) studioLine(i, names, w int) string {
	t, l := p.x.theme, p.lines[i]
	glyph, style := t.verdict(l.Verdict)
	if l.Verdict == model.Allowed && l.Worst > model.Note {
		glyph, style = t.severity(l.Worst)
	}
	marker := "  "
	if i == p.at {
		marker = "> "
	}
	name := align(cutText(model.Printable(l.Pair.Name), names, t.ellipsis), names, false)
	left := marker + glyph + " " + name + "  " + model.Printable(l.Summary)
	for _, right := range clusterCounts(l) {
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
