package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// action is what a key does. Everything that a key does is one, so that keys, hints, help, palette
// and the table of the docs cannot differ.
type action struct {
	key  key.Binding
	off  func() string // why it cannot be done now; "" if it can; nil if it always can
	do   func() tea.Cmd
	hint bool // whether the footer shows it; all are in help and palette
}

// why gives the reason why the action cannot be done now; "" if it can.
func (a action) why() string {
	if a.off == nil {
		return ""
	}
	return a.off()
}

// keymap names every key once, with its help. Pages take their bindings from here.
type keymap struct {
	up, down, left, right, pageUp, pageDown, first, last key.Binding

	studios, groups, findings, changes, learn, nextPage, prevPage key.Binding

	open, back, fix, create, copy, filter, probe, explain   key.Binding
	edit, letIn, access, isolation, public                  key.Binding
	sortNext, sortPrev, sortReverse                         key.Binding
	vpc, reload, unread, mouse, palette, help, quit, redraw key.Binding
	resume, signIn                                          key.Binding
	coach, scenario                                         key.Binding
}

func bind(help, desc string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
}

func newKeymap() keymap {
	return keymap{
		up:       bind("up/k", "up", "up", "k"),
		down:     bind("down/j", "down", "down", "j"),
		left:     bind("left/h", "left", "left", "h"),
		right:    bind("right/l", "right", "right", "l"),
		pageUp:   bind("pgup", "a screen up", "pgup", "ctrl+b"),
		pageDown: bind("pgdn", "a screen down", "pgdown", "ctrl+f"),
		first:    bind("home/g", "first", "home", "g"),
		last:     bind("end/G", "last", "end", "G"),

		studios:  bind("1", "Studios", "1"),
		groups:   bind("2", "Groups", "2"),
		findings: bind("3", "Findings", "3"),
		changes:  bind("4", "Changes", "4"),
		learn:    bind("5", "Learn", "5"),
		nextPage: bind("tab", "next page", "tab"),
		prevPage: bind("shift+tab", "page before", "shift+tab"),

		open:        bind("enter", "open", "enter"),
		back:        bind("esc", "back", "esc"),
		fix:         bind("f", "fix: review the changes", "f"),
		create:      bind("c", "create the Studio groups", "c"),
		probe:       bind("p", "probe a path: from, to, which traffic", "p"),
		edit:        bind("e", "edit: the group's rules", "e"),
		letIn:       bind("i", "let in: an address to a cluster", "i"),
		access:      bind("w", "who: gets what through the group", "w"),
		isolation:   bind("M", "matrix: who runs code on which clusters", "M"),
		explain:     bind("s", "say what an error message means", "s"),
		public:      bind("B", "block public access of EMR", "B"),
		copy:        bind("y", "copy", "y"),
		filter:      bind("/", "filter", "/"),
		sortNext:    bind(">", "sort: by the next column", ">", "."),
		sortPrev:    bind("<", "sort: by the column before", "<", ","),
		sortReverse: bind("=", "reverse the order", "=", "-"),

		vpc:      bind("v", "choose the VPC", "v"),
		reload:   bind("r", "read again", "r"),
		unread:   bind("!", "what was not read", "!"),
		resume:   bind("R", "resume: a run that did not reach its end", "R"),
		signIn:   bind("S", "sign in again: after the credentials have expired", "S"),
		mouse:    bind("m", "mouse on or off (when off the terminal selects text)", "m"),
		palette:  bind(":", "find a command, group or Studio", ":", "ctrl+p"),
		help:     bind("?", "help", "?"),
		quit:     bind("q", "quit", "q"),
		redraw:   bind("ctrl+l", "draw the screen again", "ctrl+l"),
		scenario: bind("A", "another scenario of the sandbox", "A"),
		coach:    bind("L", "coach: the keys go to the lesson, or back", "L"),
	}
}

// press runs the first action that has the key, and reports whether there is one. One that cannot
// be done says why.
func (x *Explorer) press(k tea.KeyPressMsg, table []action) (tea.Cmd, bool) {
	for _, a := range table {
		if !key.Matches(k, a.key) {
			continue
		}
		return x.run(a), true
	}
	return nil, false
}

// run does an action, or says why it cannot be done.
func (x *Explorer) run(a action) tea.Cmd {
	if why := a.why(); why != "" {
		x.say(a.key.Help().Key + ": " + why)
		if why == stillReading {
			x.later = a
		}
		return nil
	}
	if a.do == nil {
		return nil
	}
	return a.do()
}

// globals are the actions that every page has. A page's own come before them.
func (x *Explorer) globals() []action {
	k := x.keys
	at := func(p pageID) func() tea.Cmd { return func() tea.Cmd { return x.goTo(p) } }
	return []action{
		{key: k.studios, do: at(pageStudios)},
		{key: k.groups, do: at(pageGroups)},
		{key: k.findings, do: at(pageFindings)},
		{key: k.changes, do: at(pageChanges)},
		{key: k.learn, do: at(pageLearn)},
		{key: k.nextPage, do: func() tea.Cmd { return x.goTo((x.at + 1) % pageCount) }},
		{key: k.prevPage, do: func() tea.Cmd { return x.goTo((x.at + pageCount - 1) % pageCount) }},
		{key: k.create, do: x.createGroups, off: x.whyNotReady},
		{key: k.probe, do: x.openProbe, off: x.whyNotReady},
		{key: k.public, do: x.openPublicAccess, off: x.whyNotReady},
		{key: k.vpc, do: x.pickVPC, off: x.whyNotReady},
		{key: k.scenario, do: x.pickScenario, off: x.whyNoScenario},
		{key: k.reload, do: x.reload, off: x.whyNotReload},
		{key: k.unread, do: x.showUnread, off: x.whyNoUnread},
		{key: k.resume, do: x.past.showOpen, off: x.past.whyNotResume},
		{key: k.signIn, do: x.signIn, off: x.whyNotSignIn, hint: true},
		{key: k.coach, do: x.focusCoach, off: x.whyNoCoach, hint: true},
		{key: k.palette, do: x.openPalette},
		{key: k.mouse, do: x.toggleMouse},
		{key: k.redraw, do: func() tea.Cmd { return tea.ClearScreen }},
		{key: k.help, do: x.openHelp, hint: true},
		{key: k.quit, do: x.quit, hint: true},
	}
}

// Key is a row of the table of keys, for the docs.
type Key struct{ Page, Keys, Does string }

// Keys gives every key of the explorer: those of all pages first, with an empty Page.
func (x *Explorer) Keys() []Key {
	row := func(page string, a action) Key {
		return Key{Page: page, Keys: strings.Join(a.key.Keys(), " "), Does: a.key.Help().Desc}
	}
	var out []Key
	for _, a := range x.globals() {
		out = append(out, row("", a))
	}
	for _, p := range x.pages {
		for _, m := range modesOf(p) {
			for _, a := range m.actions {
				out = append(out, row(p.title()+m.name, a))
			}
		}
	}
	for _, a := range (&coach{x: x}).table() {
		out = append(out, row("Coach", a))
	}
	return out
}

// mode is a state of a page that has keys of its own.
type mode struct {
	name    string // follows the page's title in the docs; "" for the usual one
	actions []action
}

// modal is a page whose keys depend on what it shows.
type modal interface{ modes() []mode }

// modesOf gives a page's keys in all of its states.
func modesOf(p page) []mode {
	if m, ok := p.(modal); ok {
		return m.modes()
	}
	return []mode{{"", p.actions()}}
}
