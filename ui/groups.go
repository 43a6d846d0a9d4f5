package ui

import (
	tea "charm.land/bubbletea/v2"
)

// groupsPage is the second page: every group in scope, and the detail of one.
type groupsPage struct {
	x      *Explorer
	list   list[*groupRow]
	detail []*groupDetail // open details, the one on top last: peers open over each other
}

func newGroupsPage(x *Explorer) *groupsPage {
	return &groupsPage{x: x, list: newGroupList(x.keys)}
}

func (p *groupsPage) title() string { return "Groups" }
func (p *groupsPage) badge() string { return "" }
func (p *groupsPage) typing() bool  { return p.top() == nil && p.list.filter.typing }

// top gives the open detail; nil while the list is shown.
func (p *groupsPage) top() *groupDetail {
	if n := len(p.detail); n > 0 {
		return p.detail[n-1]
	}
	return nil
}

func (p *groupsPage) refresh() {
	p.list.setRows(groupRows(p.x.analysis, p.x.theme))
	for _, d := range p.detail {
		d.refresh()
	}
}

func (p *groupsPage) update(msg tea.Msg) tea.Cmd {
	if d := p.top(); d != nil {
		d.text.update(msg)
		return nil
	}
	return p.list.update(msg)
}

func (p *groupsPage) actions() []action {
	if d := p.top(); d != nil {
		return d.actions()
	}
	k := p.x.keys
	none := func() string {
		if _, ok := p.selected(); !ok {
			return "no group is selected"
		}
		return ""
	}
	return []action{
		{key: k.open, do: p.openSelected, off: none, hint: true},
		{key: k.filter, do: p.list.filter.start, hint: true},
		{key: k.fix, do: p.fixSelected, off: p.whyNotFix, hint: true},
		{key: k.edit, do: p.editSelected, off: p.whyNotEdit, hint: true},
		{key: k.access, do: p.showAccess, off: p.whyNotAccess},
		{key: k.isolation, do: p.x.showIsolation, off: p.x.whyNoIsolation},
		{key: k.letIn, do: p.letIn, off: p.x.whyNotLetIn},
		{key: k.sortNext, do: p.sorted(1), hint: true},
		{key: k.sortPrev, do: p.sorted(-1)},
		{key: k.sortReverse, do: func() tea.Cmd { p.list.reverseOrder(); return nil }},
		{key: k.copy, do: p.copySelected, off: none, hint: true},
		{key: k.explain, do: p.x.openExplain},
		{key: k.back, do: p.list.clearFilter, off: p.whyNotBack},
	}
}

func (p *groupsPage) sorted(step int) func() tea.Cmd {
	return func() tea.Cmd { p.list.sortBy(step); return nil }
}

func (p *groupsPage) whyNotBack() string {
	if p.list.filter.active() {
		return ""
	}
	return "there is nothing to go back to"
}

func (p *groupsPage) openSelected() tea.Cmd {
	if r, ok := p.selected(); ok {
		p.detail = append(p.detail, newGroupDetail(p.x, r.group.ID))
	}
	return nil
}

func (p *groupsPage) copySelected() tea.Cmd {
	r, ok := p.selected()
	if !ok {
		return nil
	}
	return p.x.copy(copyItem{"group id", r.group.ID})
}

func (p *groupsPage) fixSelected() tea.Cmd {
	r, ok := p.selected()
	if !ok {
		return nil
	}
	return p.x.fixGroup(r.group.ID)
}

func (p *groupsPage) editSelected() tea.Cmd {
	r, _ := p.selected()
	return p.x.editGroup(r.group.ID)
}

func (p *groupsPage) showAccess() tea.Cmd {
	r, _ := p.selected()
	return p.x.showAccess(r.group.ID)
}

func (p *groupsPage) whyNotAccess() string {
	r, _ := p.selected()
	return p.x.whyNotAccess(r.group.ID)
}

func (p *groupsPage) letIn() tea.Cmd {
	r, _ := p.selected()
	return p.x.letIn(p.x.clusterWith(r.group.ID))
}

func (p *groupsPage) whyNotEdit() string {
	r, _ := p.selected()
	return p.x.whyNotEdit(r.group.ID)
}

func (p *groupsPage) whyNotFix() string {
	r, ok := p.selected()
	if !ok {
		return "no group is selected"
	}
	return p.x.whyNotFixGroup(r.group.ID)
}

// openGroup shows the detail of a group, from wherever it is asked for.
func (x *Explorer) openGroup(id string) tea.Cmd {
	p := x.groups
	if d := p.top(); d == nil || d.id != id {
		p.detail = append(p.detail, newGroupDetail(x, id))
	}
	p.list.selectID(id)
	return x.goTo(pageGroups)
}

func (p *groupsPage) view(s size) frame {
	if d := p.top(); d != nil {
		return d.view(s)
	}
	t := p.x.theme
	if len(p.list.rows) == 0 {
		return p.x.noGroups(s)
	}
	head := p.list.status(t, s, "group", "EMR first, worst first")
	why := p.why(s)
	body := p.list.view(t, s.minus(head.height()+why.height()), p.openSelected)
	if len(p.list.shown) == 0 {
		body = stack(body, lines("  nothing matches; esc clears the filter"))
	}
	f := stack(head, body.sized(s.minus(head.height()+why.height())), why)
	if p.list.filter.typing {
		f.Cursor = head.Cursor
	}
	return f
}

// why says under the list why the selected group has its roles, where there is room.
func (p *groupsPage) why(s size) frame {
	r, ok := p.selected()
	if !ok || s.h < 10 {
		return frame{}
	}
	t := p.x.theme
	return lines(t.muted.Render(cutText(" "+r.group.ID+"  "+r.because(), s.w, t.ellipsis)))
}

// selected gives the row that the cursor is on, and reports whether there is one.
func (p *groupsPage) selected() (groupRow, bool) {
	if r, ok := p.list.selected(); ok {
		return *r, true
	}
	return groupRow{}, false
}
