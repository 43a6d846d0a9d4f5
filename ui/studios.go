package ui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/canvas"
)

// studiosPage is the first page: a line per Studio, the drawing of the selected one below, and at the
// bottom what there is to say of the selected box or arrow.
type studiosPage struct {
	x       *Explorer
	lines   []emr.StudioLine
	graphs  map[string]emr.Graph
	at, top int              // cursor on the lines, first visible one
	inside  bool             // whether the cursor is in the drawing
	sel     canvas.Selection // what is selected in the drawing; told even while the cursor is outside
	scroll  canvas.Point     // the drawing's first visible cell
	width   int              // of the last drawing; moving about needs its layout
}

func newStudiosPage(x *Explorer) *studiosPage { return &studiosPage{x: x} }

func (p *studiosPage) title() string { return "Studios" }
func (p *studiosPage) typing() bool  { return false }

// badge counts the Studios whose Workspaces cannot attach.
func (p *studiosPage) badge() string {
	n := 0
	for _, l := range p.lines {
		if l.Pair.Studio != "" && l.Worst == model.Broken {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s%d", p.x.theme.fail, n)
}

// refresh takes the lines of a new analysis. The cursor stays on its Studio; where it had none it
// starts on the worst, which is the first.
func (p *studiosPage) refresh() {
	was := p.pair().ID
	p.lines = p.x.analysis.Lines()
	p.graphs = map[string]emr.Graph{}
	p.at = min(p.at, max(len(p.lines)-1, 0))
	if !p.x.load.whole {
		p.at = 0
	}
	for i, l := range p.lines {
		if l.Pair.ID == was && p.x.load.whole {
			p.at = i
		}
	}
	if _, ok := p.find(p.sel); !ok {
		p.selectAttach()
	}
}

// pair gives the selected pair; the zero Pair if there is none.
func (p *studiosPage) pair() emr.Pair { return p.line().Pair }

func (p *studiosPage) line() emr.StudioLine {
	if p.at < len(p.lines) {
		return p.lines[p.at]
	}
	return emr.StudioLine{}
}

// graph gives the drawing of the selected pair, made once per analysis.
func (p *studiosPage) graph() emr.Graph {
	id := p.pair().ID
	g, ok := p.graphs[id]
	if !ok {
		g = p.x.analysis.Graph(id)
		p.graphs[id] = g
	}
	return g
}

// selectAttach selects the first arrow, Workspace to Engine: what a Studio is asked about first.
func (p *studiosPage) selectAttach() {
	p.sel, p.scroll = canvas.Selection{}, canvas.Point{}
	if g := p.graph(); len(g.Edges) > 0 {
		p.sel = canvas.Selection{Kind: canvas.EdgeKind, ID: g.Edges[0].ID}
	}
}

// find gives what a selection means in the present graph and reports whether it is there.
func (p *studiosPage) find(s canvas.Selection) (text string, ok bool) {
	g := p.graph()
	switch s.Kind {
	case canvas.NodeKind:
		n, ok := g.Node(s.ID)
		return n.Title, ok
	case canvas.EdgeKind:
		e, ok := g.Edge(s.ID)
		return e.Label, ok
	case canvas.NoKind:
	}
	return "", false
}

// selectStudio puts the cursor on a Studio.
func (p *studiosPage) selectStudio(id string) {
	for i, l := range p.lines {
		if l.Pair.Studio == id || l.Pair.ID == id {
			p.at, p.inside = i, false
			p.selectAttach()
		}
	}
}

// openStudio shows a Studio by its id.
func (x *Explorer) openStudio(id string) tea.Cmd {
	x.studios.selectStudio(id)
	return x.goTo(pageStudios)
}

func (p *studiosPage) actions() []action {
	k := p.x.keys
	return []action{
		{key: bind("f", "fix: review the changes", "f"), do: p.fix, off: p.whyNotFix, hint: true},
		{key: k.open, do: p.open, off: p.whyNone, hint: true},
		{key: bind("esc", "back to the Studios", "esc"), do: p.leave, off: p.whyNotInside, hint: true},
		{key: k.copy, do: p.copy, off: p.whyNone, hint: true},
	}
}

func (p *studiosPage) whyNone() string {
	if len(p.lines) == 0 {
		return "there is no Studio here"
	}
	return ""
}

func (p *studiosPage) whyNotInside() string {
	if !p.inside {
		return "the cursor is on the Studios already"
	}
	return ""
}

func (p *studiosPage) leave() tea.Cmd {
	p.inside = false
	return nil
}

// update moves the cursor: down from the last Studio goes into the drawing, up from its top comes out.
func (p *studiosPage) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		p.move(msg)
	case tea.MouseWheelMsg:
		n := 1
		if msg.Button == tea.MouseWheelUp {
			n = -1
		}
		p.stepLine(n)
	}
	return nil
}

func (p *studiosPage) move(m tea.KeyPressMsg) {
	k := p.x.keys
	switch {
	case key.Matches(m, k.up):
		p.steer(canvas.Up)
	case key.Matches(m, k.down):
		p.steer(canvas.Down)
	case key.Matches(m, k.left):
		p.steer(canvas.Left)
	case key.Matches(m, k.right):
		p.steer(canvas.Right)
	case key.Matches(m, k.pageUp), key.Matches(m, k.first):
		p.stepLine(-len(p.lines))
	case key.Matches(m, k.pageDown), key.Matches(m, k.last):
		p.stepLine(len(p.lines))
	}
}

func (p *studiosPage) stepLine(n int) {
	was := p.at
	p.inside = false
	p.at = max(min(p.at+n, len(p.lines)-1), 0)
	if p.at != was {
		p.selectAttach()
	}
}

func (p *studiosPage) steer(d canvas.Direction) {
	if p.inside {
		next := p.neighbour(d)
		if next == p.sel && d == canvas.Up {
			p.inside = false
		}
		p.sel = next
		return
	}
	switch d {
	case canvas.Up:
		p.stepLine(-1)
	case canvas.Down:
		if p.at < len(p.lines)-1 {
			p.stepLine(1)
			return
		}
		p.inside = len(p.lines) > 0
	case canvas.Right:
		p.inside = len(p.lines) > 0
	case canvas.Left:
	}
}

// open goes from the line into the drawing, from a box to its group, from an arrow to its whole story.
func (p *studiosPage) open() tea.Cmd {
	if !p.inside {
		p.inside = true
		return nil
	}
	if n, ok := p.graph().Node(p.sel.ID); ok && p.sel.Kind == canvas.NodeKind && n.Group != "" {
		return p.x.openGroup(n.Group)
	}
	title, story := p.story()
	return p.x.openText(title, story)
}

// told gives the findings about what the cursor is on: the Studio's, a box's or an arrow's.
func (p *studiosPage) told() []model.Finding {
	if !p.inside {
		return p.x.findingsOf(p.pair())
	}
	var keys []string
	switch p.sel.Kind {
	case canvas.NodeKind:
		n, _ := p.graph().Node(p.sel.ID)
		keys = n.Findings
	case canvas.EdgeKind:
		e, _ := p.graph().Edge(p.sel.ID)
		keys = e.Findings
	case canvas.NoKind:
	}
	var out []model.Finding
	for _, k := range keys {
		if f, ok := p.x.analysis.Finding(k); ok {
			out = append(out, f)
		}
	}
	return out
}

func (p *studiosPage) fix() tea.Cmd { return p.x.fixFindings(p.told()) }

func (p *studiosPage) whyNotFix() string {
	if why := p.x.whyNotReady(); why != "" {
		return why
	}
	if len(p.lines) == 0 {
		return "there is no Studio here"
	}
	if len(fixKeys(p.told())) == 0 {
		return "nothing is wrong here that a change of groups would clear"
	}
	return ""
}

// copy offers the ids of what the cursor is on.
func (p *studiosPage) copy() tea.Cmd {
	l := p.pair()
	var items []copyItem
	add := func(what, value string) {
		if value != "" {
			items = append(items, copyItem{what, value})
		}
	}
	if p.inside && p.sel.Kind == canvas.NodeKind {
		if n, ok := p.graph().Node(p.sel.ID); ok {
			add("group id", n.Group)
			if n.Kind == emr.NodeCluster {
				add("cluster id", n.Name)
			}
		}
		return p.x.copy(items...)
	}
	add("Studio id", l.Studio)
	add("Workspace group id", l.Workspace)
	add("Engine group id", l.Engine)
	for _, s := range p.line().Suspects {
		add("check", s.Command)
	}
	return p.x.copy(items...)
}

func (p *studiosPage) view(s size) frame {
	if len(p.lines) == 0 {
		return p.noStudio(s)
	}
	t := p.x.theme
	list := p.list(size{s.w, min(len(p.lines), max(s.h/4, 1))})
	rest := s.minus(list.height())
	if rest.h < 4 {
		return list
	}
	told := max(rest.h*2/5, 3)
	drawing := p.drawing(size{rest.w, rest.h - told})
	title, story := p.story()
	inspector := reader{keys: p.x.keys, lines: story}
	return stack(list, drawing, p.rule(title, rest.w), inspector.still(t, size{rest.w, rest.h - drawing.height() - 1}))
}

// rule is a line across the page with a title in it.
func (p *studiosPage) rule(title string, w int) frame {
	t := p.x.theme
	text := ansi.Truncate(title, max(w-4, 0), t.ellipsis)
	if t.plain {
		return lines(t.title.Render(text))
	}
	n := max(w-ansi.StringWidth(text)-3, 0)
	return lines(t.border.Render(t.rule) + " " + t.title.Render(text) + " " + t.border.Render(strings.Repeat(t.rule, n)))
}

// list draws the Studios' lines: a mark, the verdict, the name, what follows from it.
func (p *studiosPage) list(s size) frame {
	if p.at < p.top {
		p.top = p.at
	}
	if p.at >= p.top+s.h {
		p.top = p.at - s.h + 1
	}
	p.top = max(min(p.top, len(p.lines)-s.h), 0)
	names := 0
	for _, l := range p.lines {
		names = max(names, textWidth(model.Printable(l.Pair.Name)))
	}
	names = min(names, max(s.w/3, 10))
	var f frame
	var rows []string
	for y := 0; y < s.h && p.top+y < len(p.lines); y++ {
		i := p.top + y
		rows = append(rows, p.studioLine(i, names, s.w))
		if i == p.at && !p.inside {
			f.Cursor = cursorAt(0, y)
		}
		f.Hits = append(f.Hits, hit{0, y, s.w, 1, func() tea.Cmd { p.stepLine(i - p.at); return nil }})
	}
	f.Content = strings.Join(rows, "\n")
	return f
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
	right := plural(l.Clusters, "cluster")
	if l.Clusters == 0 {
		right = ""
	}
	left := marker + glyph + " " + name + "  " + model.Printable(l.Summary)
	if gap := w - textWidth(left) - textWidth(right); gap >= 2 && right != "" {
		left += strings.Repeat(" ", gap) + right
	}
	left = ansi.Truncate(left, w, t.ellipsis)
	if i == p.at && !p.inside {
		return t.selected.Render(pad(left, w))
	}
	return style.Render(left)
}

// noStudio says that there is none, where that was looked for, and what one can do.
func (p *studiosPage) noStudio(s size) frame {
	x, t := p.x, p.x.theme
	if x.load.phase == loadReading {
		return x.message(s, t.muted.Render("No Studio yet"), "They are shown as they arrive.")
	}
	o := x.analysis.Snapshot().Origin()
	r := x.analysis.Snapshot().Reading(model.PartStudios, x.scope.VPC)
	if !r.Whole() {
		return x.message(s, t.unknown.Render(t.unsure+" Whether there is a Studio is not known: "+readingWord(r)),
			failureOr(r.Failure, "Studios were not read."), nextOf(r.Failure))
	}
	where := "account " + firstOf(o.Caller.Account, "?") + ", Region " + firstOf(o.Region, x.source().Region, "?")
	if x.scope.VPC != "" {
		where += ", " + x.vpcLabel()
	}
	return x.message(s, t.title.Render("No EMR Studio in "+model.Printable(where)),
		"A Studio lives in one Region: check --region and --profile, or choose another VPC with v.",
		"c creates the two security groups that a new Studio needs. 2 lists the groups that are here.")
}
