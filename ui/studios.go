package ui

import tea "charm.land/bubbletea/v2"

// studiosPage is the first page: a line per Studio, and the drawing of the selected one below.
type studiosPage struct{ x *Explorer }

func newStudiosPage(x *Explorer) *studiosPage { return &studiosPage{x: x} }

func (p *studiosPage) title() string          { return "Studios" }
func (p *studiosPage) badge() string          { return "" }
func (p *studiosPage) update(tea.Msg) tea.Cmd { return nil }
func (p *studiosPage) actions() []action      { return nil }
func (p *studiosPage) typing() bool           { return false }
func (p *studiosPage) refresh()               {}
func (p *studiosPage) view(s size) frame      { return p.x.message(s, "Studios") }
func (p *studiosPage) selectStudio(id string) {}

// openStudio shows a Studio by its id.
func (x *Explorer) openStudio(id string) tea.Cmd {
	x.studios.selectStudio(id)
	return x.goTo(pageStudios)
}
