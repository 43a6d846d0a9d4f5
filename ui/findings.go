package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
)

// findingsPage is the third page: what is wrong, by Studio and cluster, and the selected one in full.
type findingsPage struct {
	x    *Explorer
	list list[*findingRow]
	text reader // of the selected finding
	open bool   // whether the finding fills the page
	any  linting
}

func newFindingsPage(x *Explorer) *findingsPage {
	return &findingsPage{x: x, list: newFindingList(x.keys), text: reader{keys: x.keys}}
}

func (p *findingsPage) title() string { return "Findings" }
func (p *findingsPage) typing() bool  { return p.list.filter.typing }

// badge counts what EMR misses and nobody has accepted, under the glyph of the worst.
func (p *findingsPage) badge() string {
	n, worst := 0, model.Note
	for _, f := range p.x.analysis.Findings() {
		if _, accepted := p.x.accepted(f); f.State == model.Unmet && !accepted {
			n++
			worst = max(worst, f.Severity)
		}
	}
	if n == 0 {
		return ""
	}
	glyph, _ := p.x.theme.severity(worst)
	return fmt.Sprintf("%s%d", glyph, n)
}

func (p *findingsPage) refresh() {
	p.list.setRows(p.rows())
	p.selectionMoved()
}

// selectionMoved tells the selected finding below the list.
func (p *findingsPage) selectionMoved() {
	r, ok := p.selected()
	if !ok {
		p.text.set(nil)
		p.open = false
		return
	}
	story := findingStory(p.x.analysis, p.x.theme, r.finding)
	p.text.set(slices.Concat(story[:1], p.x.acceptance(r.finding), story[1:]))
}

func (p *findingsPage) update(msg tea.Msg) tea.Cmd {
	if p.open {
		p.text.update(msg)
		return nil
	}
	before, _ := p.selected()
	cmd := p.list.update(msg)
	if now, _ := p.selected(); now.finding.Key() != before.finding.Key() {
		p.text.at = 0
	}
	p.selectionMoved()
	return cmd
}

func (p *findingsPage) actions() []action {
	k := p.x.keys
	return []action{
		{key: k.fix, do: p.fix, off: p.whyNotFix, hint: true},
		{key: k.open, do: p.toggle, off: p.whyNone, hint: true},
		{key: bind("o", "open the group", "o"), do: p.openGroup, off: p.whyNoGroup, hint: true},
		{key: k.filter, do: p.startFilter, hint: true},
		{key: bind("t", "checks of any group, on or off", "t"), do: p.toggleLint, off: p.x.whyNotReady, hint: true},
		{key: bind("a", "accept: the lines for .sgscope.yaml", "a"), do: p.acceptLines, off: p.whyNotAccept},
		{key: k.sortNext, do: p.sorted(1)},
		{key: k.sortPrev, do: p.sorted(-1)},
		{key: k.sortReverse, do: func() tea.Cmd { p.list.reverseOrder(); p.selectionMoved(); return nil }},
		{key: k.copy, do: p.copy, off: p.whyNone, hint: true},
		{key: k.explain, do: p.x.openExplain},
		{key: k.back, do: p.back, off: p.whyNotBack},
	}
}

func (p *findingsPage) startFilter() tea.Cmd {
	p.open = false
	return p.list.filter.start()
}

func (p *findingsPage) sorted(step int) func() tea.Cmd {
	return func() tea.Cmd {
		p.list.sortBy(step)
		p.selectionMoved()
		return nil
	}
}

func (p *findingsPage) toggle() tea.Cmd {
	p.open = !p.open
	return nil
}

func (p *findingsPage) back() tea.Cmd {
	if p.open {
		p.open = false
		return nil
	}
	p.list.clearFilter()
	p.selectionMoved()
	return nil
}

func (p *findingsPage) whyNotBack() string {
	if p.open || p.list.filter.active() {
		return ""
	}
	return "there is nothing to go back to"
}

func (p *findingsPage) whyNone() string {
	if _, ok := p.selected(); !ok {
		return "no finding is selected"
	}
	return ""
}

func (p *findingsPage) whyNoGroup() string {
	if r, _ := p.selected(); r.finding.Subject.Kind != model.SubjectGroup || r.finding.Subject.ID == "" {
		return "the finding is about no group"
	}
	return ""
}

func (p *findingsPage) openGroup() tea.Cmd {
	r, _ := p.selected()
	return p.x.openGroup(r.finding.Subject.ID)
}

func (p *findingsPage) fix() tea.Cmd {
	r, _ := p.selected()
	return p.x.fixFindings([]model.Finding{r.finding})
}

func (p *findingsPage) whyNotFix() string {
	r, ok := p.selected()
	if !ok {
		return "no finding is selected"
	}
	return p.x.whyNotFix(r.finding)
}

// copy offers what there is to take away: the advised command, the ids, the key for --fix.
func (p *findingsPage) copy() tea.Cmd {
	r, ok := p.selected()
	if !ok {
		return nil
	}
	f := r.finding
	var items []copyItem
	if a, isAdvice := f.Remedy.(model.Advice); isAdvice && a.Command != "" {
		items = append(items, copyItem{"command", a.Command})
	}
	add := func(what, value string) {
		if value != "" && !slices.Contains(items, copyItem{what, value}) {
			items = append(items, copyItem{what, value})
		}
	}
	add(f.Subject.Kind.String()+" id", f.Subject.ID)
	for _, e := range f.Evidence {
		add("rule id", e.RuleID)
	}
	add("key", f.Key())
	add("source", f.Source)
	return p.x.copy(items...)
}

func (p *findingsPage) view(s size) frame {
	t := p.x.theme
	if len(p.list.rows) == 0 {
		return p.x.noFindings(s)
	}
	if p.open {
		return p.text.view(t, s)
	}
	head := p.list.status(t, s, "finding", "causes first")
	room := s.minus(head.height())
	body := p.split(room)
	f := stack(head, body)
	if p.list.filter.typing {
		f.Cursor = head.Cursor
	}
	return f
}

// split puts the selected finding under the list, where both have room.
func (p *findingsPage) split(s size) frame {
	t := p.x.theme
	top := min(len(p.list.visual)+1, max(s.h*2/5, 4))
	if s.h < 9 {
		return p.list.view(t, s, p.toggle)
	}
	upper := p.list.view(t, size{s.w, top}, p.toggle).sized(size{s.w, top})
	lower := p.text.still(t, s.minus(top+1))
	lower.Cursor = nil
	return stack(upper, lines(t.divider(s.w)), lower)
}

// selected gives the row that the cursor is on, and reports whether there is one.
func (p *findingsPage) selected() (findingRow, bool) {
	if r, ok := p.list.selected(); ok {
		return *r, true
	}
	return findingRow{}, false
}
