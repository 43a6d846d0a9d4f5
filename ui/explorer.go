package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/tour"
)

// Explorer is the one Bubble Tea model. Make it with New.
type Explorer struct {
	ctx     context.Context // the program's: Update gets none, and commands need one
	options Options
	theme   theme
	keys    keymap
	dark    bool
	mouse   bool
	size    size
	now     time.Time

	account  Account
	load     loading
	analysis *emr.Analysis // never nil
	counts   string        // how many things the analysis is about, in words
	scope    emr.Scope
	picked   vpcChoice

	at       pageID
	chosen   bool // somebody chose a page; the first load does not
	pages    [pageCount]page
	groups   *groupsPage
	studios  *studiosPage
	findings *findingsPage
	changes  *changesPage
	past     *past // what was applied here before
	since    since // what was read before

	dialogs []dialog
	note    string // one line for the operator, until the next key
	later   action // asked for while reading; done at the end of it
	applies *applying
	serial  int // of one-shots and runs; late ones are dropped by comparison

	coach    *coach  // the lesson that is open; nil for none
	before   session // what to come back to from it
	left     map[string]leftLesson
	progress tour.Progress
	keeping  keepState
}

// New makes an explorer of a terminal whose size is not known yet. ctx ends all reading and writing.
func New(ctx context.Context, o Options) *Explorer {
	o = o.withDefaults()
	x := &Explorer{
		ctx: ctx, options: o, keys: newKeymap(), mouse: !o.NoMouse, dark: o.Background != BackgroundLight,
		now: o.Now(), analysis: emr.Analyse(model.Snapshot{}, emr.Scope{}),
	}
	x.theme = newTheme(o, x.dark)
	x.freshPages()
	x.refresh()
	return x
}

// Init opens the account and reads.
func (x *Explorer) Init() tea.Cmd {
	cmds := []tea.Cmd{x.readProgress()}
	if x.options.Tour.Lesson == "" || x.options.Progress == nil { // else it begins where somebody left it
		cmds = append(cmds, x.begins())
	}
	if x.options.Background == BackgroundAsked && !x.options.NoColor {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	if x.options.Every != nil {
		cmds = append(cmds, x.options.Every(heartbeat, func(t time.Time) tea.Msg { return tickedMsg{t} }))
	}
	return tea.Batch(cmds...)
}

type tickedMsg struct{ at time.Time }

// Update takes a message; each has its method.
func (x *Explorer) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		x.size = size{max(msg.Width, 0), max(msg.Height, 0)}
		return x, nil
	case tea.KeyPressMsg:
		return x, x.keyPressed(msg)
	case tea.MouseClickMsg:
		return x, x.clicked(msg)
	case tea.BackgroundColorMsg:
		x.backgroundTold(msg)
		return x, nil
	case tickedMsg:
		return x, x.ticked(msg)
	case accountOpenedMsg:
		return x, x.accountOpened(msg)
	case progressedMsg:
		return x, x.progressed(msg)
	case loadedMsg:
		return x, x.loaded(msg)
	case loadFailedMsg:
		x.loadFailed(msg)
		return x, nil
	case analysedMsg:
		return x, x.analysed(msg)
	case recordedMsg, runEndedMsg, runFailedMsg, permittedMsg, lookedMsg, watchEndedMsg:
		return x, x.changes.update(msg)
	case progressReadMsg, progressKeptMsg, coachArmedMsg, redoneMsg, firstReadMsg:
		return x, x.learnt(msg)
	case regionToldMsg, surveyEndedMsg, surveyFailedMsg:
		return x, x.regionsTold(msg)
	}
	return x, x.elsewhere(msg)
}

// elsewhere gives a message to what has the keys: the dialog on top, else the page. What the checks of
// any group found is the Findings page's, wherever the keys are.
func (x *Explorer) elsewhere(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) { // answers about earlier runs, whatever is on the screen
	case shelvedMsg:
		x.shelved(msg)
		return nil
	case signedInMsg:
		return x.signedIn(msg)
	case journalsListedMsg, assessedMsg, assessFailedMsg, journalLeftMsg:
		return x.past.update(msg)
	}
	if m, ok := msg.(lintedMsg); ok {
		x.findings.linted(m)
		return nil
	}
	if d := x.dialog(); d != nil {
		return d.update(msg)
	}
	if wheel, ok := msg.(tea.MouseWheelMsg); ok && x.coach != nil && x.coach.focused {
		x.coach.top += wheelStep(wheel)
		return nil
	}
	return x.page().update(msg)
}

// keyPressed finds whose key it is: the dialog on top takes all, then a text field of the page, then
// the page's actions, then the global ones, then the page's movement.
func (x *Explorer) keyPressed(k tea.KeyPressMsg) tea.Cmd {
	x.note, x.later = "", action{}
	if k.String() == "ctrl+c" {
		return x.quit()
	}
	if d := x.dialog(); d != nil {
		return x.dialogKey(d, k)
	}
	p := x.page()
	if p.typing() {
		return p.update(k)
	}
	if c := x.coach; c != nil && c.focused {
		return c.key(k)
	}
	if cmd, ok := x.press(k, p.actions()); ok {
		return cmd
	}
	if cmd, ok := x.press(k, x.globals()); ok {
		return cmd
	}
	if x.coach != nil && x.coach.fromPage(k) {
		return nil
	}
	return p.update(k)
}

// clicked does what lies under the mouse.
func (x *Explorer) clicked(m tea.MouseClickMsg) tea.Cmd {
	if m.Button != tea.MouseLeft {
		return nil
	}
	x.note = ""
	if do := x.frame().at(m.X, m.Y); do != nil {
		return do()
	}
	return nil
}

func (x *Explorer) backgroundTold(m tea.BackgroundColorMsg) {
	if x.options.Background == BackgroundAsked {
		x.dark = m.IsDark()
		x.theme = newTheme(x.options, x.dark)
		x.refresh()
	}
}

func (x *Explorer) ticked(m tickedMsg) tea.Cmd {
	x.now = m.at
	return x.options.Every(heartbeat, func(t time.Time) tea.Msg { return tickedMsg{t} })
}

// say shows a line to the operator until the next key.
func (x *Explorer) say(s string) { x.note = model.Printable(s) }

func (x *Explorer) toggleMouse() tea.Cmd {
	x.mouse = !x.mouse
	if x.mouse {
		x.say("mouse on: click and scroll here")
	} else {
		x.say("mouse off: the terminal selects text; m turns it on")
	}
	return nil
}

// quit leaves, but never in the middle of a change: the call in flight is finished, the rest is not
// sent, and the Changes page says what remains.
func (x *Explorer) quit() tea.Cmd {
	if x.applies != nil {
		x.applies.stop()
		x.at = pageChanges
		x.say("stopping after the call in flight; quit again when it has ended")
		return nil
	}
	if x.load.cancel != nil {
		x.load.cancel()
	}
	return tea.Quit
}

// nextSerial gives a number by which the message of a one-shot or run is known.
func (x *Explorer) nextSerial() int {
	x.serial++
	return x.serial
}

// View draws the screen.
func (x *Explorer) View() tea.View {
	f := x.frame()
	v := tea.NewView(f.Content)
	v.AltScreen = true
	v.Cursor = f.Cursor
	v.WindowTitle = "sgscope"
	if x.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

// frame composes header, page, footer and dialogs. It is exactly as large as the terminal.
func (x *Explorer) frame() frame {
	s := x.size
	if s.w == 0 || s.h == 0 {
		return frame{}
	}
	if s.tooSmall() {
		return tooSmall(s)
	}
	head, foot := x.header(s.w), x.footer(s.w)
	room := s.minus(head.height() + foot.height())
	f := stack(head, x.beside(room), foot)
	for _, d := range x.dialogs {
		f = x.drawDialog(f, d, s)
	}
	return f.sized(s)
}

// body is the page, or what stands for it while there is nothing to show.
func (x *Explorer) body(s size) frame {
	if x.load.phase == loadFailedWith && !x.hasData() {
		return x.failurePage(s)
	}
	if x.load.phase == loadOpening && !x.hasData() {
		return x.waitingPage(s)
	}
	return x.page().view(s)
}
