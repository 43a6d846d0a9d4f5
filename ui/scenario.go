package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
)

// Scenario is an account that the sandbox can play.
type Scenario struct {
	Name, Title, Story string
	Wrong              []string // what is amiss in it, a sentence each; it is not told before it is found
}

// whyNoScenario says why no scenario can be chosen: an account is not left by a slip of the finger.
func (x *Explorer) whyNoScenario() string {
	switch {
	case x.options.Source.Sandbox == "":
		return "only in the sandbox; start it with sgscope --sandbox"
	case len(x.options.Scenarios) == 0:
		return "this program was given no scenarios"
	case x.coach != nil:
		return "a lesson is open; L, then b leaves it"
	case x.applies != nil:
		return "a plan is being applied; wait for the end of it"
	}
	return ""
}

// pickScenario offers the sandbox's scenarios, each with its story; the cursor is on the one that is open, so
// that its story can be read again.
func (x *Explorer) pickScenario() tea.Cmd {
	var all []choice
	at := 0
	for i, s := range x.options.Scenarios {
		if s.Name == x.options.Source.Sandbox {
			at = i
		}
		all = append(all, choice{
			label: s.Name, detail: s.Title, about: s.Story, do: func() tea.Cmd { return x.openScenario(s) },
		})
	}
	c := newChooser(x, "Open a scenario of the sandbox", all)
	c.at = at
	return x.openDialog(c)
}

// openScenario leaves what is open for a scenario, as new.
func (x *Explorer) openScenario(s Scenario) tea.Cmd {
	cmd := x.visit(model.Source{Sandbox: s.Name, ReadOnly: x.options.Source.ReadOnly})
	x.chosen = false // home is where its Studio is
	x.say(s.Name + ": " + s.Title + ". A tells its story again.")
	return cmd
}

// aboutRows is how much room a chooser keeps for what it says about the choice under the cursor.
const aboutRows = 4

// about gives the text about the choice under the cursor, in as many rows whatever its length, so that the
// list above it stays where it is.
func (c *chooser) about(w int) []string {
	if !c.tells {
		return nil
	}
	var rows []string
	if c.at < len(c.shown) {
		rows = wrap(model.Printable(c.x.theme.spell(c.all[c.shown[c.at]].about)), max(w-2, 1))
	}
	out := []string{c.x.theme.divider(w)}
	for i := range aboutRows {
		row := ""
		if i < len(rows) {
			row = rows[i]
		}
		if i == aboutRows-1 && len(rows) > aboutRows {
			row = strings.TrimRight(row, " .") + c.x.theme.ellipsis
		}
		out = append(out, " "+c.x.theme.text.Render(row))
	}
	return out
}
