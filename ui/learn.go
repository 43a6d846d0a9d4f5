package ui

import tea "charm.land/bubbletea/v2"

// learnPage says what the fifth page will hold.
type learnPage struct{ x *Explorer }

func newLearnPage(x *Explorer) *learnPage { return &learnPage{x: x} }

func (p *learnPage) title() string          { return "Learn" }
func (p *learnPage) badge() string          { return "" }
func (p *learnPage) update(tea.Msg) tea.Cmd { return nil }
func (p *learnPage) actions() []action      { return nil }
func (p *learnPage) typing() bool           { return false }
func (p *learnPage) refresh()               {}

func (p *learnPage) view(s size) frame {
	return p.x.message(s, p.x.theme.title.Render("Learn"), "Lessons come in a later release.",
		"The place to try things is the sandbox: sgscope --sandbox. It needs no account, and nothing in it is real.")
}
