package ui

import tea "charm.land/bubbletea/v2"

// createGroups opens the guided form that makes the plan of a new set of groups.
func (x *Explorer) createGroups() tea.Cmd {
	x.say("creating groups is not here yet")
	return nil
}
