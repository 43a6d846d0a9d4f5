package ui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// A watch looks again every ten seconds for two minutes: templates and daemons that put things back do so
// within that, if they run at all.
const (
	watchEvery = 10 * time.Second
	watchTimes = 12
)

// watching is a watch of the run that has ended.
type watching struct {
	serial int
	cancel context.CancelFunc // nil while none is under way
	last   model.Look
	ended  bool
	by     bool // the operator ended it
	err    error
	seen   *emr.Analysis // what was shown when a change was found reverted; nil while none was
}

type (
	lookedMsg struct {
		serial int
		look   model.Look
		more   tea.Cmd
	}
	watchEndedMsg struct {
		serial int
		last   model.Look
		err    error
	}
)

// watchRun looks again at what a run changed; each look is a message.
func watchRun(ctx context.Context, serial int, w Watcher, run model.Run) tea.Cmd {
	return func() tea.Msg {
		looks := make(chan model.Look, watchTimes)
		end := make(chan watchEndedMsg, 1)
		go func() {
			last, err := w.Watch(ctx, run, watchEvery, watchTimes, func(l model.Look) { looks <- l })
			close(looks)
			end <- watchEndedMsg{serial, last, err}
		}()
		return nextLook(serial, looks, end)()
	}
}

func nextLook(serial int, looks <-chan model.Look, end <-chan watchEndedMsg) tea.Cmd {
	return func() tea.Msg {
		if l, ok := <-looks; ok {
			return lookedMsg{serial, l, nextLook(serial, looks, end)}
		}
		return <-end
	}
}

func (p *changesPage) whyNotWatch() string {
	switch {
	case p.x.account.Watcher == nil:
		return "this account cannot be watched"
	case p.tally().made == 0:
		return "nothing was made that could be reverted"
	case p.watched.cancel != nil:
		return "it is being watched"
	case p.reverted() > 0:
		return "it was reverted; enter plans again"
	}
	return ""
}

// watch reads what the run changed again and again, and tells if somebody reverts it.
func (p *changesPage) watch() tea.Cmd {
	ctx, cancel := context.WithCancel(p.x.ctx)
	p.watched, p.again = watching{serial: p.x.nextSerial(), cancel: cancel}, false
	run := p.run
	run.Records = p.records
	p.retell()
	return watchRun(ctx, p.watched.serial, p.x.account.Watcher, run)
}

func (p *changesPage) looked(m lookedMsg) tea.Cmd {
	if m.serial == p.watched.serial {
		p.watched.last = m.look
		p.retell()
	}
	return m.more
}

func (p *changesPage) watchEnded(m watchEndedMsg) tea.Cmd {
	if m.serial != p.watched.serial || p.watched.cancel == nil {
		return nil
	}
	p.watched.cancel()
	p.watched.cancel, p.watched.ended, p.watched.last, p.watched.err = nil, true, m.last, m.err
	if p.reverted() == 0 {
		p.retell()
		return nil
	}
	// A look reads the changed groups only: what it found is read with all around it, and shown on every page.
	p.watched.seen = p.x.analysis
	if p.x.at != pageChanges {
		p.x.say("somebody or something has reverted the run: page 4 says what")
	}
	again := p.x.reload()
	p.retell()
	return again
}

// endWatch ends a watch on request; the outcome stays, with what was seen until then.
func (p *changesPage) endWatch() tea.Cmd {
	p.watched.cancel()
	p.watched.cancel, p.watched.ended, p.watched.by = nil, true, true
	p.retell()
	return nil
}

// back ends a watch that is under way, else leaves the outcome.
func (p *changesPage) back() tea.Cmd {
	if p.watched.cancel != nil {
		return p.endWatch()
	}
	return p.leave()
}

// reverted counts the changes that a watch has found reverted.
func (p *changesPage) reverted() int { return len(p.watched.last.Reverted) }

// revertedWords says how a run ended that was made and reverted.
func (p *changesPage) revertedWords() string {
	verb := "stand"
	if p.reverted() == 1 {
		verb = "stands"
	}
	return fmt.Sprintf("Made, and reverted since: %d of %s no longer %s.", p.reverted(),
		plural(len(p.records), "change"), verb)
}

// fateNow is what became of a step, and of that since.
func (p *changesPage) fateNow(r model.Record) (glyph, word string, style lipgloss.Style) {
	for _, back := range p.watched.last.Reverted {
		if back.Step == r.Step {
			return p.x.theme.fateNow(model.StepTakenBack)
		}
	}
	return p.fate(r.Outcome)
}

// after is the account after the run: as read at its end, or since when something was reverted; nil while
// that is not known.
func (p *changesPage) after() *emr.Analysis {
	switch {
	case p.watched.seen == nil && hasSnapshot(p.run.After):
		return emr.Analyse(p.run.After, p.before.Scope())
	case p.watched.seen == nil || p.x.analysis == p.watched.seen:
		return nil
	}
	return p.x.analysis
}

// fresh is the plan made again of the account after the run, and whether it is known.
func (p *changesPage) fresh() (model.Plan, bool) {
	if p.watched.seen == nil {
		return p.run.Fresh, true
	}
	if p.x.analysis == p.watched.seen {
		return model.Plan{}, false
	}
	return p.making.plan(p.x.analysis), true
}

// stopWatch ends a watch that nobody looks at any more.
func (p *changesPage) stopWatch() {
	if p.watched.cancel != nil {
		p.watched.cancel()
	}
	p.watched = watching{}
}

// tellWatch says what the watch has seen so far.
func (p *changesPage) tellWatch(say sayer) {
	t, w := p.x.theme, p.watched
	stand := plural(p.tally().made, "change")
	switch {
	case w.serial == 0:
		return
	case len(w.last.Reverted) > 0:
		p.tellReverted(say)
		return
	case w.err != nil:
		say(t.unknown, "Watch    ", t.unsure+" it could not be watched: "+w.err.Error())
		return
	case w.last.Unread.Kind != model.NoFailure:
		say(t.unknown, "Watch    ", t.unsure+" not everything could be read: "+failureLine(w.last.Unread))
	case w.by && w.last.N == 0:
		say(t.muted, "Watch    ", t.noteDot+" ended by you before the first look.")
		return
	case w.by:
		say(t.muted, "Watch    ", fmt.Sprintf("%s ended by you after %s: %s stood.", t.noteDot, plural(w.last.N, "look"), stand))
		return
	case w.ended:
		say(t.good, "Watch    ", fmt.Sprintf("%s looked at %d times in two minutes: %s still stand.", t.pass, watchTimes, stand))
		return
	}
	if !w.ended {
		say(t.accent, "Watch    ", fmt.Sprintf("looking every %s, %d of %d looks made; esc ends it.", watchEvery, w.last.N, watchTimes))
	}
}

// tellReverted says what was reverted and, as far as there are signs, by whom.
func (p *changesPage) tellReverted(say sayer) {
	t := p.x.theme
	verb := " no longer stand, seen "
	if p.reverted() == 1 {
		verb = " no longer stands, seen "
	}
	say(t.bad, "Watch    ", t.fail+" "+plural(p.reverted(), "change")+verb+ageText(p.x.options.Now().Sub(p.watched.last.At))+":")
	owners := map[string]bool{}
	for _, r := range p.watched.last.Reverted {
		say(t.bad, "         "+t.dot+" ", r.Text)
		if r.Step >= 0 && r.Step < len(p.plan.Steps) {
			if d := p.plan.Steps[r.Step].Drift; d != "" && !owners[d] {
				owners[d] = true
				say(t.warn, "By       ", "most likely its owner: the group is "+d+". Change it there, or it will be put back each time.")
			}
		}
	}
	if len(owners) == 0 {
		say(t.unknown, "By       ", t.unsure+" not known: the group shows no sign of an owner. CloudTrail says who called:")
	}
	if id := p.watched.last.Reverted[0].Change.Target(); plainID(id) {
		say(t.accent, "         ", p.place().Command("aws cloudtrail lookup-events --lookup-attributes "+
			"AttributeKey=ResourceName,AttributeValue="+id+" --max-results 10"))
	}
	if p.x.analysis == p.watched.seen {
		say(t.accent, "Now      ", p.readingAgain())
	}
	say(t.text, "Next     ", "speak with whoever did it before you do it again.")
}

// readingAgain says where the reading stands that follows a revert.
func (p *changesPage) readingAgain() string {
	if p.x.load.phase == loadFailedWith {
		return "reading again has failed: " + failureLine(p.x.load.failure) + "; r reads again."
	}
	return "reading the account again, to show what is there."
}

// retell writes the outcome anew.
func (p *changesPage) retell() {
	if p.state == changesEnded {
		p.text.set(p.outcome())
	}
}
