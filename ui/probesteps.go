package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// probeStep is a line of the probe's answer: a hop, or several of one kind that all let everything through,
// such as the network ACLs of all subnets.
type probeStep struct {
	hops []reach.Hop
	back bool // whether it is on the way back
}

func (s probeStep) first() reach.Hop { return s.hops[0] }

// steps gives the lines of the way there and of the way back.
func (d *probeDialog) steps() []probeStep {
	return append(stepsOf(d.trace.Forward.Hops, probeStep{}), stepsOf(d.trace.Return.Hops, probeStep{back: true})...)
}

func stepsOf(hops []reach.Hop, like probeStep) []probeStep {
	var out []probeStep
	for _, h := range hops {
		i := slices.IndexFunc(out, func(s probeStep) bool { return alike(s.first(), h) })
		if i >= 0 {
			out[i].hops = append(out[i].hops, h)
			continue
		}
		out = append(out, probeStep{[]reach.Hop{h}, like.back})
	}
	return out
}

// alike reports whether two hops can share a line. What blocks has a line of its own, and so has each side
// of the groups.
func alike(x, y reach.Hop) bool {
	return x.Kind == y.Kind && x.Kind != reach.HopEgress && x.Kind != reach.HopIngress &&
		x.Verdict == model.Allowed && y.Verdict == model.Allowed
}

// text says a step in one sentence; of several hops which subnets they are about.
func (s probeStep) text() string {
	if len(s.hops) == 1 {
		return s.first().Reason
	}
	var subnets []string
	for _, h := range s.hops {
		for word := range strings.FieldsSeq(h.Reason) {
			if word = strings.Trim(word, ",.;()"); strings.HasPrefix(word, "subnet-") && !slices.Contains(subnets, word) {
				subnets = append(subnets, word)
			}
		}
	}
	if len(subnets) == 0 {
		return "open, " + plural(len(s.hops), "time")
	}
	return "open for " + strings.Join(subnets, ", ")
}

// stepLine draws a step; the one under the cursor is marked. Nothing of it is cut.
func (d *probeDialog) stepLine(s probeStep, r probeRow, w int) probeLine {
	t := d.x.theme
	glyph, style := t.verdict(s.first().Verdict)
	prefix := glyph + " " + align(strings.ReplaceAll(string(s.first().Kind), "-", " "), 22, false) + " "
	text := model.Printable(s.text())
	const narrow = 60 // there the text goes below the name of the hop
	rows := indented("  "+prefix, text, max(w, 1))
	if w < narrow {
		rows = append([]string{ansi.Truncate("  "+strings.TrimRight(prefix, " "), w, t.ellipsis)}, indented("      ", text, max(w, 1))...)
	}
	f := lines(styled(style, slices.Clone(rows))...)
	if d.at == r {
		rows[0] = "> " + rows[0][2:]
		for i, row := range rows {
			rows[i] = t.selected.Render(pad(row, w))
		}
		f = lines(rows...)
		f.Cursor = cursorAt(0, 0)
	}
	f.Hits = []hit{{0, 0, w, f.height(), func() tea.Cmd { d.at = r; return nil }}}
	return probeLine{f, d.at == r}
}

// stepStory tells a step in full: each hop of it, with the rules that decided or came near.
func (d *probeDialog) stepStory(s probeStep, say func(lipgloss.Style, string, string)) {
	for _, h := range s.hops {
		if len(s.hops) > 1 {
			say(d.x.theme.text, "      ", h.Reason)
		}
		d.hopStory(h, say)
	}
}
