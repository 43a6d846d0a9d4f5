package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// mostCases is how many cases are offered: what comes later is a guess that hides the good ones.
const mostCases = 3

// explainDialog takes an error message and says which known failure it is about; the answer follows every
// key, since nothing is read for it.
type explainDialog struct {
	x       *Explorer
	input   field
	matches []emr.Match
	spots   []explainSpot // where the cursor can stand below the text
	at      int           // 0 is the text, n the spot n-1
}

// explainSpot is a case, or a finding that says so here.
type explainSpot struct {
	match   int
	finding model.Finding
	isCase  bool
}

// explaining is a page that knows the message of what is selected on it.
type explaining interface{ message() string }

// openExplain asks for a message; that of a failed cluster is there already.
func (x *Explorer) openExplain() tea.Cmd {
	d := &explainDialog{x: x, input: newField(" message: ", "")}
	if p, ok := x.page().(explaining); ok {
		d.input.set(p.message())
	}
	d.ask()
	if len(d.spots) > 0 {
		d.at = 1
	}
	return x.openDialog(d)
}

// message gives what EMR says of the failed cluster that is selected; of several the last that failed.
func (p *studiosPage) message() string {
	switch r := p.row(); r.kind {
	case studioFailed:
		return emr.FailureText(r.cluster)
	case studioEnded:
		if list := p.x.analysis.FailedClusters(); len(list) > 0 {
			return emr.FailureText(list[0])
		}
	case studioPair, studioCluster, studioVirtual:
	}
	return ""
}

func (d *explainDialog) title() string { return "What does this error mean?" }
func (d *explainDialog) typing() bool  { return d.at == 0 }

// ask matches the text with the catalogue.
func (d *explainDialog) ask() {
	d.matches, d.spots, d.at = emr.Explain(d.input.value()), nil, 0
	d.matches = d.matches[:min(len(d.matches), mostCases)]
	for i, m := range d.matches {
		d.spots = append(d.spots, explainSpot{match: i, isCase: true})
		for _, f := range m.Findings(d.x.analysis) {
			d.spots = append(d.spots, explainSpot{match: i, finding: f})
		}
	}
}

func (d *explainDialog) actions() []action {
	step := func(n int) func() tea.Cmd {
		return func() tea.Cmd {
			d.at = max(min(d.at+n, len(d.spots)), 0)
			return nil
		}
	}
	out := []action{
		{key: bind("enter", "show it here", "enter"), do: d.show, off: d.whyNotShow, hint: true},
		{key: bind("up", "line above", "up", "shift+tab"), do: step(-1)},
		{key: bind("down", "line below", "down", "tab"), do: step(1), off: d.whyNoCase, hint: true},
	}
	if !d.typing() {
		out = append(out,
			action{key: bind("k/j", "line above, below", "k"), do: step(-1)}, action{key: bind("k/j", "line above, below", "j"), do: step(1)},
			action{key: d.x.keys.copy, do: d.copy, hint: true})
	}
	return append(out, action{key: bind("esc", "close", "esc"), do: d.x.closeDialog, hint: true})
}

func (d *explainDialog) whyNoCase() string {
	if len(d.spots) == 0 {
		return "no known failure is matched yet"
	}
	return ""
}

// spot gives the line under the cursor; in the text it is the likeliest case.
func (d *explainDialog) spot() (explainSpot, bool) {
	if len(d.spots) == 0 {
		return explainSpot{}, false
	}
	return d.spots[max(d.at-1, 0)], true
}

// target gives the finding that enter leads to: the one under the cursor, or the first of its case.
func (d *explainDialog) target() (model.Finding, bool) {
	at, ok := d.spot()
	if !ok || !at.isCase {
		return at.finding, ok
	}
	for _, s := range d.spots {
		if s.match == at.match && !s.isCase {
			return s.finding, true
		}
	}
	return model.Finding{}, false
}

func (d *explainDialog) whyNotShow() string {
	if why := d.whyNoCase(); why != "" {
		return why
	}
	if _, ok := d.target(); !ok {
		return "nothing that was read here says so"
	}
	return ""
}

func (d *explainDialog) show() tea.Cmd {
	f, _ := d.target()
	d.x.closeDialog()
	return d.x.showFinding(f)
}

func (d *explainDialog) copy() tea.Cmd {
	at, ok := d.spot()
	if !ok {
		return nil
	}
	if !at.isCase {
		return d.x.copy(copyItem{"key", at.finding.Key()})
	}
	var items []copyItem
	for _, s := range d.matches[at.match].Case.In(d.x.analysis.Snapshot().Origin().Partition).Sources {
		items = append(items, copyItem{"source", s})
	}
	return d.x.copy(items...)
}

func (d *explainDialog) update(msg tea.Msg) tea.Cmd {
	if d.typing() && d.input.update(msg) {
		d.ask()
	}
	return nil
}

func (d *explainDialog) view(s size) frame {
	t := d.x.theme
	text := d.input
	if !d.typing() {
		text.at = 0 // a long one is then shown from its beginning
	}
	input := text.view(s.w)
	if !d.typing() {
		input.Cursor = nil
	}
	input.Hits = []hit{{0, 0, s.w, 1, func() tea.Cmd { d.at = 0; return nil }}}
	parts := []frame{input, lines(t.divider(s.w))}
	cursor := 0
	if len(d.spots) == 0 {
		text := "Paste or type what AWS, a console, Terraform or CloudTrail says, or a few words on what goes wrong."
		if d.input.trimmed() != "" {
			text = "This is none of the failures that sgscope knows of. Page 3 has what it finds by itself."
		}
		return window(stack(append(parts, lines(styled(t.muted, wrap(text, s.w))...))...), 0, s.h)
	}
	here, _ := d.spot()
	for i, spot := range d.spots {
		if d.at == i+1 {
			cursor = stack(parts...).height()
		}
		parts = append(parts, d.line(i, spot, s.w))
		if spot.isCase && spot.match == here.match {
			parts = append(parts, d.cause(spot, s.w))
		}
	}
	return window(stack(parts...), cursor, s.h)
}

// line draws a case or a finding; the cursor is on it if it is marked.
func (d *explainDialog) line(i int, spot explainSpot, w int) frame {
	t := d.x.theme
	m := d.matches[spot.match]
	text, style := "  #"+strconv.Itoa(m.Case.Number)+" "+model.Printable(upperFirst(m.Case.Title))+" ("+m.How.String()+")", t.bold
	if !spot.isCase {
		glyph, word, s := t.finding(spot.finding)
		text, style = "    "+glyph+" here, "+word+": "+model.Printable(t.spell(spot.finding.Reason)), s
	}
	if d.at != i+1 {
		out := lines(style.Render(ansi.Truncate(text, w, t.ellipsis)))
		out.Hits = []hit{{0, 0, w, 1, func() tea.Cmd { d.at = i + 1; return nil }}}
		return out
	}
	rows := indented("> ", text[2:], max(w, 1))
	for i, r := range rows {
		rows[i] = t.selected.Render(pad(r, w))
	}
	out := lines(rows...)
	out.Cursor = cursorAt(0, 0)
	out.Hits = []hit{{0, 0, w, len(rows), d.show}}
	return out
}

// cause says of a case why it comes, what mends it and what is to be looked at.
func (d *explainDialog) cause(spot explainSpot, w int) frame {
	s := &telling{theme: d.x.theme}
	d.x.caseText(s, d.matches[spot.match].Case)
	_, ok := d.target()
	if len(d.matches[spot.match].Case.Requirements) > 0 && !ok {
		s.say(d.x.theme.good, "    "+d.x.theme.pass+" here      ", "nothing that was read says so")
	}
	var rows []string
	for _, l := range s.lines {
		rows = append(rows, styled(l.style, indented(l.prefix, l.text, max(w, 1)))...)
	}
	return lines(rows...)
}

// caseText tells cause, fix and what else to ask of a known failure.
func (x *Explorer) caseText(s *telling, c emr.Case) {
	t, c := x.theme, c.In(x.analysis.Snapshot().Origin().Partition)
	for _, part := range []struct {
		label, text string
		style       lipgloss.Style
	}{
		{"cause", c.Cause, t.text},
		{"fix", c.Fix, t.text},
		{"ask", c.Ask, t.accent},
		{"not seen", c.Unseen, t.unknown},
		{"source", strings.Join(c.Sources[:min(len(c.Sources), 1)], ""), t.muted},
	} {
		s.say(part.style, "    "+align(part.label, 10, false)+"  ", part.text)
	}
}

// caseStory tells of a failed cluster which known failure it met, and how the rules in question stand now.
func (x *Explorer) caseStory(s *telling, c emr.Case, now []model.Finding) {
	t := x.theme
	s.say(t.bold, "  case #"+strconv.Itoa(c.Number)+"  ", upperFirst(c.Title))
	unmet := 0
	for _, f := range now {
		if f.State == model.Met {
			continue
		}
		glyph, word, style := t.finding(f)
		s.say(style, "  "+glyph+" now, "+word+": ", f.Reason)
		unmet++
	}
	if len(now) > 0 && unmet == 0 {
		s.say(t.good, "  "+t.pass+" now: ", "the rules that it asks for are there: "+now[0].Reason)
	}
	x.caseText(s, c)
}

func upperFirst(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
