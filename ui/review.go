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
	"github.com/sgscope/sgscope/ui/report"
)

func (p *changesPage) move(msg tea.Msg) {
	const screen = 10
	n := 0
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		n = 1
		if msg.Button == tea.MouseWheelUp {
			n = -1
		}
	case tea.KeyPressMsg:
		k := p.x.keys
		switch {
		case key.Matches(msg, k.up):
			n = -1
		case key.Matches(msg, k.down):
			n = 1
		case key.Matches(msg, k.pageUp):
			n = -screen
		case key.Matches(msg, k.pageDown):
			n = screen
		case key.Matches(msg, k.first):
			n = -len(p.plan.Steps)
		case key.Matches(msg, k.last):
			n = len(p.plan.Steps)
		}
	}
	p.at = max(min(p.at+n, len(p.plan.Steps)-1), 0)
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
	return p.x.message(s, p.x.theme.title.Render("No change is planned"),
		"f on a Studio, group, edge or finding plans its repair; c plans a new pair of Studio groups. "+
			"Nothing is sent before you have read the plan and confirmed it.")
}

func (p *changesPage) viewReview(s size) frame {
	t := p.x.theme
	head := p.reviewHead(s.w)
	if len(p.plan.Steps) == 0 {
		rest := reader{keys: p.x.keys, lines: p.emptyPlan()}
		return stack(head, rest.still(t, s.minus(head.height())))
	}
	room := s.minus(head.height())
	steps := min(len(p.plan.Steps), max(room.h/2, 3))
	if room.h < 8 {
		return stack(head, p.steps(room))
	}
	upper := p.steps(size{s.w, steps})
	lower := reader{keys: p.x.keys, lines: p.stepStory()}
	return stack(head, upper, lines(t.divider(s.w)), lower.still(t, room.minus(steps+1)))
}

// reviewHead says what the plan is for and what is chosen of it.
func (p *changesPage) reviewHead(w int) frame {
	t := p.x.theme
	cut := func(s string) string { return ansi.Truncate(s, w, t.ellipsis) }
	title := cut(t.title.Render("Plan: " + model.Printable(goalWords(p.plan.Goal, p.before))))
	if p.plan.Conflict != "" {
		return lines(title)
	}
	chosen := len(p.chosen())
	sum := fmt.Sprintf("%d of %s ticked; nothing is sent before you confirm", chosen, plural(len(p.plan.Steps), "step"))
	return lines(title, cut(t.muted.Render(sum)))
}

// goalWords gives the goal, with the finding's own words where there is only one.
func goalWords(g model.Goal, a *emr.Analysis) string {
	if fix, ok := g.(model.FixFindings); ok && len(fix.Keys) == 1 {
		if f, found := a.Finding(fix.Keys[0]); found {
			return "fix " + f.Title + " of " + firstOf(f.Subject.Name, f.Subject.ID)
		}
	}
	return report.GoalText(g)
}

// emptyPlan says why there is nothing to send.
func (p *changesPage) emptyPlan() []textLine {
	t := p.x.theme
	var out []textLine
	say := func(style lipgloss.Style, prefix, s string) {
		out = append(out, textLine{prefix: prefix, text: model.Printable(s), style: style})
	}
	switch {
	case p.plan.Conflict != "":
		say(t.bad, t.fail+" ", "No plan: "+p.plan.Conflict)
	case len(p.plan.Refusals) > 0:
		say(t.warn, t.conditional+" ", "No change of groups clears this. What does:")
	default:
		say(t.good, t.pass+" ", "Nothing to change: what this plan is for is so already.")
	}
	p.adopted(say)
	p.refusals(say)
	return out
}

func (p *changesPage) adopted(say func(lipgloss.Style, string, string)) {
	for _, a := range p.plan.Adopts {
		if len(a.Differences) == 0 {
			say(p.x.theme.text, "  ", "Adopts "+a.Group.Label()+", which is as it would be made.")
			continue
		}
		say(p.x.theme.text, "  ", "Adopts "+a.Group.Label()+", which "+strings.Join(a.Differences, "; ")+".")
	}
}

func (p *changesPage) refusals(say func(lipgloss.Style, string, string)) {
	for _, r := range p.plan.Refusals {
		f, _ := p.before.Finding(r.Finding)
		say(p.x.theme.text, "  "+p.x.theme.dot+" ", f.Title+" ("+f.Subject.Label()+"): "+r.Advice.Text)
		if r.Advice.Command != "" {
			say(p.x.theme.accent, "    ", r.Advice.Command)
		}
	}
}

// steps draws the window of steps around the cursor.
func (p *changesPage) steps(s size) frame {
	if p.at < p.top {
		p.top = p.at
	}
	if p.at >= p.top+s.h {
		p.top = p.at - s.h + 1
	}
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

func (p *changesPage) clickStep(i int) tea.Cmd {
	if p.at == i && p.whyNotToggle() == "" {
		return p.toggle()
	}
	p.at = i
	return nil
}

// step draws one step: tick, purpose, and the change as a diff would say it.
func (p *changesPage) step(i, w int) string {
	t, s := p.x.theme, p.plan.Steps[i]
	marker, box := "  ", "[ ]"
	if i == p.at {
		marker = "> "
	}
	switch {
	case s.Blocked != "":
		box = "[-]"
	case p.ticked[i]:
		box = "[x]"
	}
	text := marker + box + " " + align(s.Purpose.String(), 7, false) + " "
	text = ansi.Truncate(text+p.diffLine(s.Change, w-textWidth(text)), w, t.ellipsis)
	switch {
	case i == p.at:
		return t.selected.Render(pad(text, w))
	case s.Blocked != "":
		return t.muted.Render(text)
	case !model.Grants(s.Change):
		return t.bad.Render(text)
	}
	return t.good.Render(text)
}

// diffLine says a change as a line of a diff: + for what is added, - for what goes, ~ for what is
// altered. Long group names lose their middles, so that both ends of a rule can be told apart.
func (p *changesPage) diffLine(c model.Change, w int) string {
	m, snap := p.x.theme.marks(), p.before.Snapshot()
	name := func(id string) string {
		if _, n := model.PendingName(id); n != "" {
			return model.Printable(n) + " (new)"
		}
		g, _ := snap.Group(id)
		return model.Printable(firstOf(g.Name, id))
	}
	fit := func(sign, before, a, between, b string) string {
		room := w - textWidth(sign+" "+before+between)
		if b == "" {
			return sign + " " + before + p.x.theme.middle(a, room)
		}
		half := max(room/2, room-textWidth(b))
		a = p.x.theme.middle(a, half)
		return sign + " " + before + a + between + p.x.theme.middle(b, room-textWidth(a))
	}
	rule := func(sign string, r model.Rule, group string) string {
		peer := model.Printable(r.Peer.String())
		if r.Peer.Kind == model.PeerGroup {
			peer = name(r.Peer.ID)
		}
		way := " in from "
		if r.Direction == model.Egress {
			way = " out to "
		}
		return fit(sign, r.Traffic()+way, peer, "  on ", name(group))
	}
	switch c := c.(type) {
	case model.CreateGroup:
		return fit(m.Add, "group ", model.Printable(c.Name), "  in ", c.VPC)
	case model.Authorize:
		return rule(m.Add, c.Rule, c.Group)
	case model.Revoke:
		return rule(m.Remove, c.Rule, c.Group)
	case model.SetTag:
		return fit(m.Alter, "tag ", model.Printable(c.Key+"="+c.New), "  on ", name(c.Group))
	case model.DeleteGroup:
		return fit(m.Remove, "group ", model.Printable(c.Name), "", "")
	case model.RemoveTag:
		return fit(m.Remove, "tag ", model.Printable(c.Key), "  on ", name(c.Group))
	}
	return ""
}

// middle cuts text in its middle, so that its telling end stays.
func (t theme) middle(s string, w int) string {
	const tail = 6
	if textWidth(s) <= w || w <= tail+2 {
		return cutText(s, max(w, 0), t.ellipsis)
	}
	end := ansi.TruncateLeft(s, textWidth(s)-tail, "")
	return ansi.Truncate(s, w-tail, t.ellipsis) + end
}

// stepStory tells the selected step, then what the whole choice does.
func (p *changesPage) stepStory() []textLine {
	t, s := p.x.theme, p.plan.Steps[p.at]
	var out []textLine
	say := func(style lipgloss.Style, prefix, text string) {
		if text != "" {
			out = append(out, textLine{prefix: prefix, text: model.Printable(text), style: style})
		}
	}
	if s.Blocked != "" {
		say(t.warn, "Not now  ", s.Blocked)
	}
	say(t.text, "Why      ", s.Why)
	if s.Drift != "" {
		say(t.warn, "Owner    ", s.Drift+": this edit is drift, and the next update there may undo it; change the template too")
	}
	for _, n := range s.Needs {
		say(t.muted, "After    ", "step "+fmt.Sprint(n+1)+": "+report.ChangeText(p.before.Snapshot(), p.plan.Steps[n].Change))
	}
	p.consequences(say)
	say(t.muted, "aws-cli  ", report.CLI(s.Change, p.place()))
	p.adopted(say)
	p.refusals(say)
	return out
}

// consequences says what the ticked steps open and close, and which findings stay after them; it is
// computed again with every tick.
func (p *changesPage) consequences(say func(lipgloss.Style, string, string)) {
	t := p.x.theme
	chosen := p.chosen()
	if len(chosen) == 0 {
		say(t.muted, "Effect   ", "nothing is ticked")
		return
	}
	e := emr.EffectsOf(p.before.Snapshot(), chosen)
	for _, o := range e.Opens {
		say(t.good, "Opens    ", o)
	}
	for _, c := range e.Closes {
		say(t.warn, "Closes   ", c)
	}
	after, err := p.before.Snapshot().With(chosen...)
	if err != nil {
		say(t.bad, "Problem  ", err.Error())
		return
	}
	then := emr.Analyse(after, p.before.Scope())
	say(t.text, "Then     ", countFindings(then)+" (now "+countFindings(p.before)+")")
}

// countFindings counts what is unmet, in words.
func countFindings(a *emr.Analysis) string {
	n := map[model.Severity]int{}
	for _, f := range a.Findings() {
		if f.State == model.Unmet {
			n[f.Severity]++
		}
	}
	var parts []string
	for _, s := range []model.Severity{model.Broken, model.Exposed, model.Conditional, model.Wider, model.Note} {
		if n[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[s], s))
		}
	}
	if len(parts) == 0 {
		return "nothing is found wrong"
	}
	return strings.Join(parts, ", ")
}

// openStep shows the whole story of a step where the page has no room for it.
func (p *changesPage) openStep() tea.Cmd {
	return p.x.openText(fmt.Sprintf("Step %d of %d", p.at+1, len(p.plan.Steps)), append(
		[]textLine{{text: model.Printable(report.ChangeText(p.before.Snapshot(), p.plan.Steps[p.at].Change)),
			style: p.x.theme.title}}, p.stepStory()...))
}
