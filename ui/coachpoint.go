package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/ui/canvas"
	"github.com/sgscope/sgscope/ui/tour"
)

// goTo shows the place that a lesson speaks of, with the cursor on it.
func (c *coach) goTo(p tour.Point) tea.Cmd {
	x := c.x
	if c.inPlan() {
		return nil
	}
	switch p.Page {
	case tour.OnStudios:
		return c.goToStudio(p)
	case tour.OnGroups:
		x.groups.detail = nil
		if id := c.now.Group(p.Group).ID; id != "" {
			return x.openGroup(id)
		}
		return x.goTo(pageGroups)
	case tour.OnFindings:
		return x.goTo(pageFindings)
	case tour.OnChanges:
		return x.goTo(pageChanges)
	}
	return nil
}

// inPlan reports whether somebody is in the middle of a plan, from which no look leads away.
func (c *coach) inPlan() bool {
	s := c.x.changes.state
	return c.x.at == pageChanges && (s == changesReview || s == changesRunning)
}

func (c *coach) goToStudio(p tour.Point) tea.Cmd {
	s := c.x.studios
	if id := c.now.Studio(p.Studio).ID; id != "" {
		s.selectStudio(id)
	}
	if e := c.now.Edge(p.Studio, p.Edge); e.ID != "" {
		if at := (canvas.Selection{Kind: canvas.EdgeKind, ID: e.ID}); s.has(at) {
			s.sel, s.inside = at, true
		}
	}
	return c.x.goTo(pageStudios)
}
