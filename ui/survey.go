package ui

import (
	tea "charm.land/bubbletea/v2"
)

// survey is a question to all enabled Regions, under way or answered.
type survey struct{}

func (s *survey) stop() {}

func (s *survey) tell(d *publicDialog, say lineSayer) {
	say(d.x.theme.muted, "  ", "block public access is set in each Region by itself")
}

func (d *publicDialog) whyNotRegions() string { return "this source cannot ask other Regions" }

func (d *publicDialog) askRegions() tea.Cmd { return nil }
