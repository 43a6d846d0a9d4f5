package ui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/reach"
	"github.com/sgscope/sgscope/ui/report"
)

func (p *changesPage) move(msg tea.Msg) {
	if p.state == changesEnded {
		p.text.update(msg)
		return
	}
	n := 0
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		n = 1
		if msg.Button == tea.MouseWheelUp {
			n = -1
		}
	case tea.KeyPressMsg:
		n = p.steps(msg)
	}
	p.at = max(min(p.at+n, len(p.plan.Steps)-1), 0)
}

// steps gives how far a key moves the cursor.
func (p *changesPage) steps(m tea.KeyPressMsg) int {
	k, all := p.x.keys, len(p.plan.Steps)
	for _, way := range []struct {
		key key.Binding
		n   int
	}{
		{k.up, -1}, {k.down, 1}, {k.pageUp, -screenful}, {k.pageDown, screenful}, {k.first, -all}, {k.last, all},
	} {
		if key.Matches(m, way.key) {
			return way.n
		}
	}
	return 0
}

func (p *changesPage) view(s size) frame {
	switch p.state {
	case changesReview:
		return p.viewReview(s)
	case changesRunning:
		return p.viewRun(s)
	case changesEnded:
		return p.text.view(p.x.theme, s)
	case changesNone:
	}
	return p.x.past.view(s)
}

func (p *changesPage) viewReview(s size) frame {
	t := p.x.theme
	head := p.reviewHead(s.w)
	room := s.minus(head.height())
	if len(p.plan.Steps) == 0 {
		rest := reader{keys: p.x.keys, lines: p.emptyPlan()}
		return stack(head, rest.still(t, room))
	}
	steps := min(len(p.plan.Steps), max(room.h/2, 3))
	if room.h-steps-1 < 2 { // no room to tell of a step: enter does
		return stack(head, p.stepList(room))
	}
	lower := reader{keys: p.x.keys, lines: p.stepStory()}
	return stack(head, p.stepList(size{s.w, steps}), p.stepRule(s.w, steps), lower.still(t, room.minus(steps+1)))
}

// stepRule parts the steps from the story of the selected one, and says how many steps are out of sight.
func (p *changesPage) stepRule(w, shown int) frame {
	hidden := p.x.theme.beyond(p.top, len(p.plan.Steps)-p.top-shown)
	return p.x.theme.titled(fmt.Sprintf("Step %d of %d", p.at+1, len(p.plan.Steps)), hidden, w)
}

// reviewHead says what the plan is for, what is chosen of it, and what that leaves.
func (p *changesPage) reviewHead(w int) frame {
	t := p.x.theme
	title := t.title.Render(ansi.Truncate("Plan: "+model.Printable(p.purpose()), w, t.ellipsis))
	if len(p.plan.Steps) == 0 {
		return lines(title)
	}
	if why := p.outdated(); why != "" {
		return lines(title, t.warn.Render(ansi.Truncate(t.exposed+" "+why, w, t.ellipsis)))
	}
	wh := p.weigh()
	left := []segment{{t.text.Render(fmt.Sprintf("%d of %s ticked", len(p.picks()),
		plural(len(p.plan.Steps), "step"))), 0}}
	if wh.then != "" {
		left = append(left, segment{t.muted.Render("then " + wh.then), 1})
	}
	note := "nothing is sent before you confirm"
	if p.x.account.Writer == nil {
		note = "read-only: cannot be applied"
	}
	return lines(title, joinSegments(w, left, []segment{{t.muted.Render(note), 2}}))
}

// goalWords gives the goal; of findings it says which, or whose they are.
func goalWords(g model.Goal, a *emr.Analysis, chosen []model.Step) string {
	fix, ok := g.(model.FixFindings)
	if !ok || len(fix.Keys) == 0 {
		return report.GoalText(g)
	}
	studios := map[string]int{}
	for _, k := range fix.Keys {
		f, found := a.Finding(k)
		if found && len(fix.Keys) == 1 {
			return "fix " + f.Title + ": " + firstOf(f.Subject.Name, f.Subject.ID)
		}
		for _, id := range f.Studios {
			studios[id]++
		}
	}
	text := "fix " + report.FindingsOf(fix.Keys, chosen)
	for st := range a.Snapshot().Studios() {
		if studios[st.ID] == len(fix.Keys) {
			return text + " of " + firstOf(st.Name, st.ID)
		}
	}
	return text
}

type sayer = func(lipgloss.Style, string, string)

// speak gives a func that collects what is said.
func (t theme) speak(to *[]textLine) sayer {
	return func(style lipgloss.Style, prefix, text string) {
		if text != "" {
			appendLine(to, textLine{prefix: prefix, text: model.Printable(t.spell(text)), style: style})
		}
	}
}

// appendLine is not inlined: a line is big, and pages are made of calls of what speak gives.
//
//go:noinline
func appendLine(to *[]textLine, line textLine) { *to = append(*to, line) }

// spell writes the signs of the model's sentences as the terminal can show them.
func (t theme) spell(s string) string {
	if t.arrow == unicodeGlyphs().arrow {
		return s
	}
	return strings.NewReplacer(unicodeGlyphs().arrow, t.arrow, unicodeGlyphs().ellipsis, t.ellipsis).Replace(s)
}

// emptyPlan says why there is nothing to send.
func (p *changesPage) emptyPlan() []textLine {
	t := p.x.theme
	var out []textLine
	say := t.speak(&out)
	switch {
	case p.plan.Conflict != "":
		say(t.bad, t.fail+" ", "No plan: "+p.plan.Conflict)
	case len(p.plan.Refusals) > 0:
		say(t.warn, t.conditional+" ", "No change is proposed for this. What clears it:")
	default:
		say(t.good, t.pass+" ", "Nothing to change: what this plan is for is so already.")
	}
	p.adopted(say)
	p.refusals(say)
	return out
}

// adopted says which groups of a creation are there already, what is changed about them, and who
// feels it: a group that is adopted may serve a Studio today.
func (p *changesPage) adopted(say sayer) {
	t := p.x.theme
	for _, a := range p.plan.Adopts {
		text := a.Group.Label() + " is there and is as it would be made."
		if len(a.Differences) > 0 {
			text = a.Group.Label() + " is there; it " + strings.Join(a.Differences, "; ") + "."
		}
		say(t.text, "Adopts   ", text)
		if names := studioNames(p.before, a.Group.ID); names != "" {
			say(t.warn, "         ", "It serves "+names+": what changes in it changes there.")
		}
	}
}

// studioNames names the Studios that use a group; "" for none.
func studioNames(a *emr.Analysis, group string) string {
	var names []string
	for _, st := range a.Usage(group).Studios {
		names = append(names, "Studio "+firstOf(st.Name, st.ID))
	}
	return strings.Join(names, ", ")
}

func (p *changesPage) refusals(say sayer) {
	t := p.x.theme
	for _, r := range p.plan.Refusals {
		text := r.Advice.Text
		if f, ok := p.before.Finding(r.Finding); ok {
			text = f.Title + " (" + f.Subject.Label() + "): " + text
		}
		say(t.text, "  "+t.dot+" ", text)
		say(t.accent, "    ", r.Advice.Command)
	}
}

// stepList draws the window of steps around the cursor.
func (p *changesPage) stepList(s size) frame {
	p.top = max(min(p.top, p.at), p.at-s.h+1)
	p.top = max(min(p.top, len(p.plan.Steps)-s.h), 0)
	var f frame
	var rows []string
	for y := 0; y < s.h && p.top+y < len(p.plan.Steps); y++ {
		i := p.top + y
		rows = append(rows, p.step(i, s.w))
		if i == p.at {
			f.Cursor = cursorAt(0, y)
		}
		f.Hits = append(f.Hits, hit{0, y, s.w, 1, func() tea.Cmd { return p.clickStep(i) }})
	}
	f.Content = strings.Join(rows, "\n")
	return f
}

// clickStep selects a step; a click on the selected one ticks it, or says why it cannot be ticked.
func (p *changesPage) clickStep(i int) tea.Cmd {
	if p.at != i {
		p.at = i
		return nil
	}
	if why := p.whyNotToggle(); why != "" {
		p.x.say(why)
		return nil
	}
	return p.toggle()
}

// step draws one step: tick, purpose, and the change as a diff would say it.
func (p *changesPage) step(i, w int) string {
	t, s := p.x.theme, p.plan.Steps[i]
	marker, box := "  ", "[ ]"
	if i == p.at {
		marker = "> "
	}
	switch {
	case p.blocked(i) != "":
		box = "[-]"
	case p.ticked[i]:
		box = "[x]"
	}
	text := marker + box + " "
	if w >= treeWidth-10 {
		text += align(p.purposeWord(s), 7, false) + " "
	}
	text = ansi.Truncate(text+p.diffLine(s.Change, w-textWidth(text)), w, t.ellipsis)
	switch {
	case i == p.at:
		return t.selected.Render(pad(text, w))
	case p.blocked(i) != "":
		return t.muted.Render(text)
	case !model.Grants(s.Change):
		return t.bad.Render(text)
	}
	return t.good.Render(text)
}

// stepStory tells the selected step, then what the whole choice does.
func (p *changesPage) stepStory() []textLine {
	t, s := p.x.theme, p.plan.Steps[p.at]
	var out []textLine
	say := t.speak(&out)
	say(t.warn, "Not now  ", p.blocked(p.at))
	say(t.text, "Change   ", p.purposeWord(s)+": "+report.ChangeText(p.before.Snapshot(), s.Change))
	say(t.text, "Why      ", s.Why)
	say(t.warn, "EMR      ", p.before.ManagedWarning(s.Change))
	if reach.OpensWorld(s.Change) { // who else has the group stands under Carried
		say(t.warn, "World    ", reach.Opening(p.before.Snapshot(), s.Change))
	}
	if s.Drift != "" {
		say(t.warn, "Owner    ", s.Drift+
			": this edit is drift, and the next update there may undo it; change the template too")
	}
	for _, n := range s.Needs {
		say(t.muted, "After    ", fmt.Sprintf("step %d: %s", n+1,
			report.ChangeText(p.before.Snapshot(), p.plan.Steps[n].Change)))
	}
	p.carriedBy(say, s.Change.Target())
	p.consequences(say)
	p.tellQuotas(say)
	p.tellFlows(say)
	p.tellPermissions(say)
	p.adopted(say)
	p.refusals(say)
	if snippet := report.Template(s.Change, s.Drift); snippet != "" {
		say(t.muted, "Template ", snippet)
	}
	say(t.muted, "aws-cli  ", report.CLI(s.Change, p.place()))
	return out
}

// consequences says what the ticked steps open and close together, and which findings stay after them.
func (p *changesPage) consequences(say sayer) {
	t, wh := p.x.theme, p.weigh()
	switch {
	case len(p.picks()) == 0:
		say(t.muted, "Effect   ", "nothing is ticked")
		return
	case wh.problem != "":
		say(t.bad, "Problem  ", wh.problem)
		return
	}
	say(t.muted, "", "All ticked steps together:")
	for _, o := range wh.effects.Opens {
		say(t.good, "Opens    ", o)
	}
	for _, c := range wh.effects.Closes {
		say(t.warn, "Closes   ", c)
	}
	if len(wh.effects.Opens)+len(wh.effects.Closes) == 0 {
		say(t.muted, "Effect   ", "no path opens or closes by what is ticked")
	}
	say(t.text, "Then     ", wh.then+" (now "+wh.now+")")
}

// openStep shows the whole story of a step where the page has no room for it.
func (p *changesPage) openStep() tea.Cmd {
	return p.x.openText(fmt.Sprintf("Step %d of %d", p.at+1, len(p.plan.Steps)), p.stepStory())
}
