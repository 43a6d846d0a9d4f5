package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
)

// changesPage is the fourth page: the plan under review, its run, and what became of it.
type changesPage struct{ x *Explorer }

func newChangesPage(x *Explorer) *changesPage { return &changesPage{x: x} }

func (p *changesPage) title() string          { return "Changes" }
func (p *changesPage) badge() string          { return "" }
func (p *changesPage) update(tea.Msg) tea.Cmd { return nil }
func (p *changesPage) actions() []action      { return nil }
func (p *changesPage) typing() bool           { return false }
func (p *changesPage) refresh()               {}
func (p *changesPage) view(s size) frame      { return p.x.message(s, "Changes", "No change is planned.") }

// review makes the plan of a goal and shows it; nothing is written by it.
func (x *Explorer) review(model.Goal) tea.Cmd { return x.goTo(pageChanges) }
