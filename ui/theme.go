package ui

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
)

// tokens are the ten colours that everything is drawn in. The only colour literals are below.
type tokens struct {
	text, muted, accent, border      color.Color
	good, warn, bad, unknown         color.Color
	selectedText, selectedBackground color.Color
}

func darkTokens() tokens {
	c := lipgloss.Color
	return tokens{
		text: c("#d8dee9"), muted: c("#8f9bb3"), accent: c("#7cc7ff"), border: c("#5b6678"),
		good: c("#8fd694"), warn: c("#f2c14e"), bad: c("#ff7b72"), unknown: c("#c5a3ff"),
		selectedText: c("#ffffff"), selectedBackground: c("#2b4c7e"),
	}
}

func lightTokens() tokens {
	c := lipgloss.Color
	return tokens{
		text: c("#1f2328"), muted: c("#57606a"), accent: c("#0550ae"), border: c("#8c959f"),
		good: c("#116329"), warn: c("#7d4e00"), bad: c("#a40e26"), unknown: c("#6639ba"),
		selectedText: c("#000000"), selectedBackground: c("#c8e1ff"),
	}
}

// theme is how things look: styles made of the tokens, and the glyphs. Meaning is never carried by
// a style alone.
type theme struct {
	text, muted, accent, border  lipgloss.Style
	good, warn, bad, unknown     lipgloss.Style
	bold, title, selected, badge lipgloss.Style
	glyphs
	plain bool // linear: no boxes, no rules
}

// glyphs are the characters that differ between Unicode and ASCII. Those that judge and those of
// changes are the reports': what is learnt on a screen is read in a file. In Unicode each is one column
// wide.
type glyphs struct {
	pass, fail, unsure, part             string
	exposed, conditional, wider, noteDot string
	up, down, arrow, dot, ellipsis, rule string
	strong                               string    // a rule that stands out
	corners                              [4]string // top left, top right, bottom left, bottom right
	side                                 string
}

func judging(m report.Marks) glyphs {
	return glyphs{
		pass: m.Allowed, fail: m.Blocked, unsure: m.Unknown, part: m.Partly,
		exposed: m.Alarm, conditional: m.Conditional, wider: m.Wider, noteDot: m.Note,
		arrow: m.Arrow, dot: m.Dot, ellipsis: m.Ellipsis,
	}
}

func unicodeGlyphs() glyphs {
	g := judging(report.UnicodeMarks())
	g.up, g.down, g.rule, g.strong, g.side = "↑", "↓", "─", "━", "│"
	g.corners = [4]string{"╭", "╮", "╰", "╯"}
	return g
}

func asciiGlyphs() glyphs {
	g := judging(report.ASCIIMarks())
	g.up, g.down, g.rule, g.strong, g.side = "^", "v", "-", "=", "|"
	g.corners = [4]string{"+", "+", "+", "+"}
	return g
}

func newTheme(o Options, dark bool) theme {
	t := theme{plain: o.Plain, glyphs: unicodeGlyphs()}
	if o.ASCII {
		t.glyphs = asciiGlyphs()
	}
	plain := lipgloss.NewStyle()
	if o.NoColor {
		t.text, t.muted, t.accent, t.border = plain, plain, plain, plain
		t.good, t.warn, t.bad, t.unknown = plain, plain, plain, plain
		t.bold, t.title, t.selected, t.badge = plain.Bold(true), plain.Bold(true), plain.Bold(true), plain.Bold(true)
		return t
	}
	k := lightTokens()
	if dark {
		k = darkTokens()
	}
	in := func(c color.Color) lipgloss.Style { return plain.Foreground(c) }
	t.text, t.muted, t.accent, t.border = in(k.text), in(k.muted), in(k.accent), in(k.border)
	t.good, t.warn, t.bad, t.unknown = in(k.good), in(k.warn), in(k.bad), in(k.unknown)
	t.bold, t.title = in(k.text).Bold(true), in(k.accent).Bold(true)
	t.selected = plain.Foreground(k.selectedText).Background(k.selectedBackground).Bold(true)
	t.badge = in(k.warn).Bold(true)
	return t
}

// verdict gives glyph and style of a verdict; the word is model's.
func (t theme) verdict(v model.Verdict) (string, lipgloss.Style) {
	switch v {
	case model.Unknown:
		return t.unsure, t.unknown
	case model.Blocked:
		return t.fail, t.bad
	case model.Partly:
		return t.part, t.warn
	case model.Allowed:
		return t.pass, t.good
	}
	return t.unsure, t.unknown
}

// severity gives glyph and style of a severity; the word is model's.
func (t theme) severity(s model.Severity) (string, lipgloss.Style) {
	switch s {
	case model.Broken:
		return t.fail, t.bad
	case model.Exposed:
		return t.exposed, t.bad
	case model.Conditional:
		return t.conditional, t.warn
	case model.Wider:
		return t.wider, t.warn
	case model.Note:
		return t.noteDot, t.muted
	}
	return t.noteDot, t.muted
}

// finding gives glyph, word and style of a finding: its severity where it is unmet, else its state.
func (t theme) finding(f model.Finding) (glyph, word string, s lipgloss.Style) {
	switch f.State {
	case model.Unmet:
		g, style := t.severity(f.Severity)
		return g, f.Severity.String(), style
	case model.StateUnknown:
		return t.unsure, "unknown", t.unknown
	case model.Met:
		return t.pass, "met", t.good
	}
	return t.unsure, "unknown", t.unknown
}

// divider is a rule across the page; linear text has a blank line instead.
func (t theme) divider(w int) string {
	if t.plain {
		return " "
	}
	return t.border.Render(strings.Repeat(t.rule, max(w, 0)))
}
