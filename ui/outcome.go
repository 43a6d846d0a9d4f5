package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/report"
)

// outcome tells how the run ended, what stands, what does not, and what to do next.
func (p *changesPage) outcome() []textLine {
	t, run := p.x.theme, p.run
	var out []textLine
	say := t.speak(&out)
	p.ending(say)
	p.tellAge(say)
	p.tellFault(say)
	p.tellWatch(say)
	now := p.studiosNow()
	for _, l := range now {
		glyph, style := t.verdict(l.Verdict)
		say(style, "Now      ", glyph+" "+l.Pair.Name+": "+l.Summary)
	}
	p.afterwards(say, now)
	if run.State != model.RunDrifted && !p.refused {
		named := p.named()
		for _, r := range p.records {
			glyph, word, style := p.fateNow(r)
			prefix, text := "  "+glyph+" "+align(word, 9, false)+" ", joined("  ", p.recordText(named, r), r.ID)
			out = append(out, textLine{prefix: prefix, text: model.Printable(t.spell(text)), style: style, id: r.ID})
		}
	}
	say(t.muted, "Journal  ", run.Journal)
	return out
}

// ending says in one line how the run ended.
func (p *changesPage) ending(say sayer) {
	t, all := p.x.theme, plural(len(p.records), "change")
	n := p.tally()
	switch p.run.State {
	case model.RunFinished:
		if p.reverted() > 0 {
			say(t.bad, t.exposed+" ", p.revertedWords())
			return
		}
		say(t.good, t.pass+" ", n.finished())
	case model.RunDrifted:
		say(t.warn, t.exposed+" ", "Nothing was changed: the account is not as it was when you reviewed the plan.")
	case model.RunFailed:
		switch {
		case p.refused || n.made+n.unsure == 0:
			say(t.bad, t.fail+" ", "Nothing was changed: the run failed before its first change stood.")
		case n.made == len(p.records):
			say(t.bad, t.fail+" ", "All "+all+" were made, but reading again does not confirm it.")
		default:
			say(t.bad, t.fail+" ", "A failure stopped the run: "+n.words()+".")
		}
	case model.RunOvertaken:
		say(t.warn, t.exposed+" ", "Somebody else changed the account in the middle of the run: "+n.words()+".")
	case model.RunStopped:
		if n.made+n.unsure == 0 {
			say(t.warn, t.exposed+" ", "Stopped as you asked, before the first change: nothing was changed.")
			return
		}
		say(t.warn, t.exposed+" ", "Stopped as you asked: "+n.words()+".")
	}
}

// endSign is the glyph of how the run ended.
func (p *changesPage) endSign() string {
	switch p.run.State {
	case model.RunFinished:
		if p.reverted() == 0 {
			return p.x.theme.pass
		}
	case model.RunFailed:
		return p.x.theme.fail
	case model.RunDrifted, model.RunOvertaken, model.RunStopped:
	}
	return p.x.theme.exposed
}

// tally counts changes that stand, that do not, and of which neither is known. Of those that stand, so stood already
// when their turn came.
type tally struct{ made, so, not, unsure int }

func (p *changesPage) tally() tally {
	var n tally
	for _, r := range p.records {
		switch r.Outcome {
		case model.Done:
			n.made++
		case model.AlreadySo:
			n.made++
			n.so++
		case model.Planned, model.NotDone:
			n.not++
		case model.Sent, model.Unsettled:
			n.unsure++
		}
	}
	return n
}

// finished says what a run made that reached its end. Somebody else may have been faster.
func (n tally) finished() string {
	all := plural(n.made, "change")
	switch {
	case n.so == n.made:
		return "Nothing was left to do: " + all + " stood already, made by somebody else."
	case n.so > 0:
		return fmt.Sprintf("Done: %s made, %d stood already, made by somebody else; reading again shows all of them.",
			plural(n.made-n.so, "change"), n.so)
	}
	return "Done: " + all + " made, and reading again shows all of them."
}

func (n tally) words() string {
	text := fmt.Sprintf("%d of %s made", n.made-n.so, plural(n.made+n.not+n.unsure, "change"))
	if n.so > 0 {
		text += fmt.Sprintf(", %d stood already", n.so)
	}
	if n.unsure > 0 {
		text += fmt.Sprintf(", of %d it is not known", n.unsure)
	}
	return text + fmt.Sprintf(", %d not made", n.not)
}

// studiosNow gives the lines of every Studio that uses a changed group, by what was read last.
func (p *changesPage) studiosNow() []emr.StudioLine {
	after := p.after()
	if p.tally().made == 0 || after == nil {
		return nil
	}
	var studios []string
	for _, r := range p.records {
		for _, st := range p.before.Usage(r.Change.Target()).Studios {
			studios = append(studios, st.ID)
		}
	}
	return slices.DeleteFunc(after.Lines(), func(l emr.StudioLine) bool {
		return !slices.Contains(studios, l.Pair.Studio)
	})
}

// afterwards says what is left to plan and what the operator does next.
func (p *changesPage) afterwards(say sayer, now []emr.StudioLine) {
	t, run := p.x.theme, p.run
	switch run.State {
	case model.RunFinished:
		p.left(say)
		if p.reverted() == 0 {
			p.nextStep(say, now)
		}
		return
	case model.RunDrifted, model.RunOvertaken:
		if run.Fresh.Conflict != "" {
			say(t.warn, "Now      ", "There is no plan any more: "+run.Fresh.Conflict)
		} else {
			say(t.text, "Now      ", "The plan made of what is there now has "+plural(len(run.Fresh.Steps), "step")+".")
		}
		if p.canGoOn() {
			say(t.text, "Next     ", "enter compares with the account once more, and reviews what remains.")
			return
		}
		say(t.text, "Next     ", "enter reviews the plan as it is now.")
		return
	case model.RunFailed, model.RunStopped:
	}
	if p.canGoOn() {
		say(t.text, "Then     ", "enter goes on from the journal: it compares with the account, and puts what remains under review. "+
			"What stands is not made twice.")
		return
	}
	say(t.text, "Then     ", "enter plans again from what is there now: what stands is not made twice.")
}

// left says what a second plan would still hold.
func (p *changesPage) left(say sayer) {
	t, free, stuck := p.x.theme, 0, 0
	fresh, known := p.fresh()
	if !known {
		return
	}
	for _, s := range fresh.Steps {
		if s.Blocked == "" {
			free++
		} else {
			stuck++
		}
	}
	switch {
	case free+stuck == 0:
		say(t.good, "Left     ", "planned again: no change is left of this plan.")
		return
	case free > 0 && p.reverted() > 0:
		say(t.text, "Left     ", "planned again: "+plural(free, "step")+"; enter reviews what is left.")
	case free > 0:
		say(t.text, "Left     ", "planned again: "+plural(free, "step")+" that you left out; enter reviews what is left.")
	}
	if stuck > 0 {
		say(t.text, "Left     ", "planned again: "+plural(stuck, "step")+" that cannot be ticked; enter says why.")
	}
}

// nextStep says what only the operator can do now.
func (p *changesPage) nextStep(say sayer, now []emr.StudioLine) {
	t := p.x.theme
	if line := p.clusterLine(); line != "" {
		say(t.accent, "Cluster  ", line)
		say(t.text, "Next     ", "create a cluster with this group: y copies the line. Running clusters stay as they are.")
	}
	if ws, engine := p.createdIDs(); ws != "" && engine != "" {
		if p.studioLine() == "" {
			say(t.text, "Groups   ", "Editor "+ws+", Livy "+engine)
			say(t.text, "Next     ", "choose these groups when a notebook is made; no existing notebook or Studio was changed.")
			return
		}
		say(t.text, "Groups   ", "Workspace "+ws+", Engine "+engine)
		say(t.accent, "Studio   ", p.studioLine())
		for _, a := range p.plan.Adopts {
			if names := studioNames(p.before, a.Group.ID); names != "" {
				say(t.warn, "Adopted  ", a.Group.Label()+" serves "+names+" as well.")
			}
		}
		say(t.text, "Next     ", "make a Studio with these groups: y copies ids and line. A Studio keeps the groups that it "+
			"was made with.")
		return
	}
	broken := ""
	for _, l := range now {
		if l.Worst == model.Broken {
			broken = joined(", ", broken, l.Pair.Name)
		}
	}
	_, undoes := p.plan.Goal.(model.Undo)
	switch {
	case broken != "" && !undoes:
		say(t.warn, "Next     ", broken+" cannot attach yet: f on it plans what else that needs.")
	default:
		say(t.text, "Next     ", p.tryAgain())
	}
}

// createdIDs gives the ids of a creation's groups, adopted ones among them: as read after it, else as
// AWS answered.
func (p *changesPage) createdIDs() (workspace, engine string) {
	goal, ok := p.plan.Goal.(model.CreateGroups)
	if !ok {
		return "", ""
	}
	ws, eng := emr.Defaults(goal.Set)
	id := func(name string) string {
		if g, found := p.run.After.GroupNamed(goal.VPC, name); found {
			return g.ID
		}
		for _, r := range p.records {
			if c, isNew := r.Change.(model.CreateGroup); isNew && strings.EqualFold(c.Name, name) {
				return r.ID
			}
		}
		return ""
	}
	return id(firstOf(goal.WorkspaceName, ws.Name)), id(firstOf(goal.EngineName, eng.Name))
}

func (p *changesPage) studioLine() string {
	goal, ok := p.plan.Goal.(model.CreateGroups)
	if !ok || goal.Set == model.Notebooks || goal.Set == model.NotebooksGit {
		return ""
	}
	ws, engine := p.createdIDs()
	return report.StudioCommand(goal.VPC, ws, engine, nil, p.place())
}

func (p *changesPage) whyNoOutcome() string {
	if len(p.outcomeItems()) == 0 {
		return "nothing was made"
	}
	return ""
}

// outcomeItems gives what there is to copy of a run.
func (p *changesPage) outcomeItems() []copyItem {
	var items []copyItem
	add := func(what, value string) {
		if value != "" && !slices.ContainsFunc(items, func(i copyItem) bool { return i.value == value }) {
			items = append(items, copyItem{what, value})
		}
	}
	if ws, engine := p.createdIDs(); ws != "" && engine != "" {
		add("Workspace group id", ws)
		add("Engine group id", engine)
		add("aws emr create-studio", p.studioLine())
	}
	add("aws emr create-cluster", p.clusterLine())
	for _, r := range p.records {
		what := "rule id"
		if strings.HasPrefix(r.ID, "sg-") {
			what = "group id"
		}
		add(what, r.ID)
	}
	add("journal", p.run.Journal)
	return items
}

func (p *changesPage) copyOutcome() tea.Cmd { return p.x.copy(p.outcomeItems()...) }

func (p *changesPage) whyNoNext() string {
	fresh, known := p.fresh()
	switch {
	case p.run.State == model.RunFinished && known && len(fresh.Steps) == 0:
		return "it is done and nothing is left; esc goes back"
	case p.x.load.phase == loadFailedWith:
		return "reading again has failed; r reads again"
	case p.x.load.phase != loadDone:
		return "still reading; wait for the end of it"
	case p.canGoOn():
		return p.whyNotListed()
	}
	return ""
}

// next puts the plan as it is now under review, made of what is on the screen; or what remains of a run that
// did not reach its end.
func (p *changesPage) next() tea.Cmd {
	if !p.canGoOn() {
		return p.x.reviewOf(p.x.analysis, p.making)
	}
	path := p.run.Journal
	p.leave()
	return p.x.past.goOn(path)
}

// canGoOn reports whether the run left a journal from which it can be carried on.
func (p *changesPage) canGoOn() bool {
	return p.x.account.History != nil && p.run.Journal != "" && len(p.run.Remaining()) > 0 && p.run.State != model.RunFinished
}

// undoRun shows the run that has ended as the list of earlier ones does, from where it can be taken back.
func (p *changesPage) undoRun() tea.Cmd {
	path := p.run.Journal
	p.leave()
	return p.x.past.takeBack(path)
}

func (p *changesPage) whyNotUndoRun() string {
	switch {
	case p.x.account.History == nil || p.run.Journal == "":
		return "there is no journal of it"
	case p.tally().made-p.tally().so+p.tally().unsure == 0:
		return "the run made nothing that could be taken back"
	}
	return p.whyNotListed()
}

// whyNotListed says why the journal of the run cannot be opened yet.
func (p *changesPage) whyNotListed() string {
	if p.x.load.phase == loadFailedWith {
		return "reading again has failed; r reads again"
	}
	if _, ok := p.x.past.find(p.run.Journal); !ok || p.x.load.phase != loadDone {
		return "still reading; wait for the end of it"
	}
	return ""
}
