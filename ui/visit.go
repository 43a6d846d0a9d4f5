package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// session is an opened account with everything that the pages show of it. A lesson has one of its own, so that
// what somebody does in it never mixes with the account from which it was started.
type session struct {
	source   model.Source
	account  Account
	load     loading
	analysis *emr.Analysis
	counts   string
	scope    emr.Scope
	picked   vpcChoice
	at       pageID
	chosen   bool
	pages    [pageCount]page
	groups   *groupsPage
	studios  *studiosPage
	findings *findingsPage
	changes  *changesPage
	past     *past
}

// session gives the present one.
func (x *Explorer) session() session {
	return session{
		source: x.options.Source, account: x.account, load: x.load, analysis: x.analysis, counts: x.counts, scope: x.scope,
		picked: x.picked, at: x.at, chosen: x.chosen, pages: x.pages, groups: x.groups, studios: x.studios,
		findings: x.findings, changes: x.changes, past: x.past,
	}
}

// visit turns to a source that was not open yet.
func (x *Explorer) visit(src model.Source) tea.Cmd {
	x.options.Source, x.account = src, Account{}
	x.analysis, x.counts = emr.Analyse(model.Snapshot{}, emr.Scope{}), ""
	x.scope, x.picked, x.chosen = emr.Scope{}, vpcChoice{}, true
	x.load.whole, x.later = false, action{}
	x.freshPages()
	x.refresh()
	return x.open()
}

// comeBack turns to a session that was left, and reads it again.
func (x *Explorer) comeBack(s session) tea.Cmd {
	x.options.Source, x.account, x.analysis, x.counts = s.source, s.account, s.analysis, s.counts
	x.scope, x.picked, x.at, x.chosen = s.scope, s.picked, s.at, s.chosen
	x.pages, x.groups, x.studios, x.findings, x.changes = s.pages, s.groups, s.studios, s.findings, s.changes
	x.past = s.past
	x.load.whole, x.later = s.load.whole, action{}
	x.refresh()
	return x.reload()
}

// freshPages makes the pages that show the account. Learn stays: it is about no account.
func (x *Explorer) freshPages() {
	x.past = newPast(x)
	x.groups, x.studios = newGroupsPage(x), newStudiosPage(x)
	x.findings, x.changes = newFindingsPage(x), newChangesPage(x)
	learn := x.pages[pageLearn]
	if learn == nil {
		learn = newLearnPage(x)
	}
	x.pages = [pageCount]page{x.studios, x.groups, x.findings, x.changes, learn}
}
