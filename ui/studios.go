package ui

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/canvas"
)

// studiosPage is the first page: a line per Studio, the drawing of the selected one below, and at the
// bottom what there is to say of the selected box or arrow.
type studiosPage struct {
	x        *Explorer
	rows     []studioRow
	at, top  int              // cursor on the rows, first visible one
	moved    bool             // somebody moved the cursor: it stays on its Studio while more is read
	inside   bool             // whether the cursor is in the drawing
	sel      canvas.Selection // what is selected in the drawing; told even while the cursor is outside
	scroll   canvas.Point     // the drawing's first visible cell
	unfolded map[string]bool  // lines that stand for many clusters, by foldKey
	opened   string           // id of the cluster of the selected pair that is drawn instead; "" for none
	graphs   map[string]emr.Graph
	drawn    laidOut // the last drawing; made again only if what it shows or its width has changed
}

func newStudiosPage(x *Explorer) *studiosPage {
	return &studiosPage{x: x, unfolded: map[string]bool{}}
}

func (p *studiosPage) title() string { return "Studios" }
func (p *studiosPage) typing() bool  { return false }

// badge counts the Studios that something is broken about, be it inside of a cluster that they could use, and
// the broken clusters that none could.
func (p *studiosPage) badge() string {
	n := 0
	for _, r := range p.rows {
		alone := r.kind == studioCluster && p.x.analysis.InsideOf(r.cluster.ID).Broken > 0
		if alone || r.line.Pair.Studio != "" && r.line.Gravest() == model.Broken {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s%d", p.x.theme.fail, n)
}

// refresh takes the rows of a new analysis. The cursor stays on its Studio once a load has ended or
// somebody has moved it; until then it is on the worst, which is the first.
func (p *studiosPage) refresh() {
	was, keep := p.row().key(), p.moved || p.x.load.whole
	p.graphs, p.drawn = map[string]emr.Graph{}, laidOut{}
	p.makeRows()
	p.at = min(p.at, max(len(p.rows)-1, 0))
	for i, r := range p.rows {
		if keep && r.key() == was {
			p.at = i
		}
	}
	p.inside = p.inside && len(p.rows) > 0
	if _, ok := p.x.analysis.Snapshot().Cluster(p.opened); !ok || p.row().key() != was {
		p.opened = ""
	}
	if !p.has(p.sel) {
		p.selectAttach()
	}
}

// row gives the selected row; the zero row if there is none.
func (p *studiosPage) row() studioRow {
	if p.at < len(p.rows) {
		return p.rows[p.at]
	}
	return studioRow{}
}

// line gives the selected pair's line; the zero line if the row is no pair's.
func (p *studiosPage) line() emr.StudioLine { return p.row().line }

// pair gives the selected pair; the zero Pair if there is none.
func (p *studiosPage) pair() emr.Pair { return p.line().Pair }

// whole gives the graph of the selected row, or of the cluster that is opened there, made once per
// analysis.
func (p *studiosPage) whole() emr.Graph {
	id := p.row().key() + " " + p.opened
	g, ok := p.graphs[id]
	if !ok {
		g = p.graphOf(p.row())
		p.graphs[id] = g
	}
	return g
}

// attach gives the first arrow, Workspace to Engine: what a Studio is asked about first.
func (p *studiosPage) attach() (emr.Edge, bool) {
	if g := p.whole(); len(g.Edges) > 0 {
		return g.Edges[0], true
	}
	return emr.Edge{}, false
}

// selectAttach selects the first arrow; of a cluster the worst, or where none is bad its primary node.
func (p *studiosPage) selectAttach() {
	p.sel, p.scroll = canvas.Selection{}, canvas.Point{}
	if g := p.whole(); g.Cluster != "" || g.Virtual != "" {
		p.sel = worstOf(g)
		return
	}
	if e, ok := p.attach(); ok {
		p.sel = canvas.Selection{Kind: canvas.EdgeKind, ID: e.ID}
	}
}

// has reports whether a selection is in the graph as it is drawn.
func (p *studiosPage) has(s canvas.Selection) bool {
	g, ok := p.graph(), false
	switch s.Kind {
	case canvas.NodeKind:
		_, ok = g.Node(s.ID)
	case canvas.EdgeKind:
		_, ok = g.Edge(s.ID)
	case canvas.NoKind:
	}
	return ok
}

// openStudio shows a Studio by its id.
func (x *Explorer) openStudio(id string) tea.Cmd {
	if !x.studios.selectStudio(id) {
		x.say("that Studio is not in " + x.vpcLabel() + "; v chooses another VPC")
	}
	return x.goTo(pageStudios)
}

// selectStudio puts the cursor on a Studio and reports whether it is here.
func (p *studiosPage) selectStudio(id string) bool {
	for i, r := range p.rows {
		if r.line.Pair.ID == id && id != "" {
			p.choose(i)
			return true
		}
	}
	return false
}

// choose puts the cursor on a row.
func (p *studiosPage) choose(i int) {
	p.at, p.inside, p.moved, p.opened = i, false, true, ""
	p.selectAttach()
}

func (p *studiosPage) actions() []action {
	k := p.x.keys
	return []action{
		{key: k.fix, do: p.fix, off: p.whyNotFix, hint: true},
		{key: k.open, do: p.open, off: p.whyNone, hint: true},
		{key: k.edit, do: func() tea.Cmd { return p.x.editGroup(p.editable()) }, off: func() string { return p.x.whyNotEdit(p.editable()) }},
		{key: k.isolation, do: p.x.showIsolation, off: p.x.whyNoIsolation},
		{key: k.letIn, do: func() tea.Cmd { return p.x.letIn(p.clusterHere()) }, off: p.x.whyNotLetIn},
		{key: bind("esc", p.backTo(), "esc"), do: p.leave, off: p.whyNotInside, hint: true},
		{key: k.copy, do: p.copy, off: p.whyNone, hint: true},
		{key: k.explain, do: p.x.openExplain},
	}
}

func (p *studiosPage) whyNone() string {
	if len(p.rows) == 0 {
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

// backTo says where esc leads.
func (p *studiosPage) backTo() string {
	if p.opened != "" {
		return "fold the cluster"
	}
	return "back to the Studios"
}

// leave folds the opened cluster, else goes out of the drawing.
func (p *studiosPage) leave() tea.Cmd {
	if p.opened != "" {
		p.foldCluster()
		return nil
	}
	p.inside = false
	return nil
}

// update moves the cursor: down from the last Studio goes into the drawing, up from its top comes out.
func (p *studiosPage) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		p.move(msg)
	case tea.MouseWheelMsg:
		p.wheel(msg)
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
	case key.Matches(m, k.pageUp):
		p.leap(canvas.Up, screenful)
	case key.Matches(m, k.pageDown):
		p.leap(canvas.Down, screenful)
	case key.Matches(m, k.first):
		p.leap(canvas.Up, len(p.rows)+len(p.whole().Edges))
	case key.Matches(m, k.last):
		p.leap(canvas.Down, len(p.rows)+len(p.whole().Edges))
	}
}

// screenful is how far a key that moves by screens goes.
const screenful = 10

// leap steps several times; it never enters or leaves the drawing.
func (p *studiosPage) leap(d canvas.Direction, n int) {
	if !p.inside {
		if d == canvas.Up {
			n = -n
		}
		p.stepLine(n)
		return
	}
	for range n {
		p.sel = p.neighbour(d)
	}
}

func (p *studiosPage) wheel(m tea.MouseWheelMsg) {
	d, n := canvas.Down, 1
	if m.Button == tea.MouseWheelUp {
		d, n = canvas.Up, -1
	}
	if p.inside {
		p.sel = p.neighbour(d)
		return
	}
	p.stepLine(n)
}

func (p *studiosPage) stepLine(n int) {
	p.inside, p.moved = false, true
	if to := max(min(p.at+n, len(p.rows)-1), 0); to != p.at {
		p.choose(to)
	}
}

func (p *studiosPage) steer(d canvas.Direction) {
	if p.inside {
		p.steerInside(d)
		return
	}
	switch d {
	case canvas.Up:
		p.stepLine(-1)
	case canvas.Down:
		if p.at < len(p.rows)-1 {
			p.stepLine(1)
			return
		}
		p.enter()
	case canvas.Right:
		p.enter()
	case canvas.Left:
	}
}

// steerInside walks the drawing: right from a cluster opens it, left from where nothing lies to the left
// folds it again, up from the top leads out.
func (p *studiosPage) steerInside(d canvas.Direction) {
	if d == canvas.Right && p.openCluster() {
		return
	}
	next := p.neighbour(d)
	switch {
	case next != p.sel:
	case d == canvas.Left && p.opened != "":
		p.foldCluster()
		return
	case d == canvas.Up:
		p.inside = false
	}
	p.sel = next
}

// enter goes into the drawing, if there is one.
func (p *studiosPage) enter() { p.inside, p.moved = len(p.whole().Nodes) > 0, true }

// open goes from the line into the drawing, from a box to its group, from an arrow to its whole
// story; a cluster, and a line that stands for many, opens into its parts.
func (p *studiosPage) open() tea.Cmd {
	if !p.inside {
		return p.openRow()
	}
	if p.toggleFold() || p.openCluster() {
		return nil
	}
	if n, ok := p.graph().Node(p.sel.ID); ok && p.sel.Kind == canvas.NodeKind && n.Group != "" {
		return p.openBox(n)
	}
	title, story := p.story(telling{})
	return p.x.openText(title, story)
}

// openBox opens a box's group; one that is not there has its story only.
func (p *studiosPage) openBox(n emr.Node) tea.Cmd {
	if _, ok := p.x.analysis.Snapshot().Group(n.Group); ok {
		return p.x.openGroup(n.Group)
	}
	title, story := p.story(telling{})
	return p.x.openText(title, story)
}

// told gives the findings about what the cursor is on: the Studio's, a box's or an arrow's.
func (p *studiosPage) told() []model.Finding {
	if !p.inside {
		return p.findingsOfRow()
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
	if len(out) == 0 && p.row().kind == studioFailed {
		return p.findingsOfRow() // nothing is found of the groups of a cluster that is no more, but what it ended with
	}
	return out
}

func (p *studiosPage) fix() tea.Cmd { return p.x.fixFindings(p.told()) }

func (p *studiosPage) whyNotFix() string {
	if why := p.x.whyNotReady(); why != "" {
		return why
	}
	if len(p.rows) == 0 {
		return "there is no Studio here; c creates the groups of a new one"
	}
	return p.x.whyNotFixAny(p.told())
}
