package ui

import (
	tea "charm.land/bubbletea/v2"
)

// page is what fills the screen between header and footer. Pages are pointers that keep their own
// cursor, filter and open detail; what is shown comes from the explorer's analysis.
type page interface {
	title() string
	// badge is shown beside the title in the tabs ("✗4"); "" for none.
	badge() string
	// update gets what no action took: movement keys, mouse wheels, text while typing.
	update(tea.Msg) tea.Cmd
	// view draws into at most the size. It changes nothing.
	view(size) frame
	// actions are the page's keys, those of its present state first. They win over the global ones.
	actions() []action
	// typing reports whether a text field has the keys; actions are then off, but for ctrl+c.
	typing() bool
	// refresh is called after the analysis, the account or the theme changed.
	refresh()
}

// pageID names a page; the key is the number after it.
type pageID int

const (
	pageStudios pageID = iota
	pageGroups
	pageFindings
	pageChanges
	pageLearn
	pageCount
)

// goTo shows a page. Whoever chose one is not taken elsewhere when loading ends.
func (x *Explorer) goTo(p pageID) tea.Cmd {
	x.at, x.chosen = p, true
	return nil
}

func (x *Explorer) page() page { return x.pages[x.at] }

// refresh tells every page that what they show has changed.
func (x *Explorer) refresh() {
	for _, p := range x.pages {
		p.refresh()
	}
}

// home is the page of the first look: Studios where there is one, else Groups.
func (x *Explorer) home() pageID {
	for range x.analysis.Snapshot().Studios() {
		return pageStudios
	}
	return pageGroups
}
