package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/sahilm/fuzzy"

	"github.com/sgscope/sgscope/model"
)

// choice is one thing that a chooser offers.
type choice struct {
	label, detail string
	about         string // said under the list while the cursor is on it
	off           string // why it cannot be chosen; "" if it can
	do            func() tea.Cmd
}

// chooser is a dialog that offers choices and narrows them as one types.
type chooser struct {
	x     *Explorer
	name  string
	input field
	all   []choice
	text  []string // what is searched, per choice
	shown []int
	at    int
	top   int

	labels, details int  // widths of the widest
	tells           bool // whether some choice has something said about it
}

func newChooser(x *Explorer, name string, all []choice) *chooser {
	c := &chooser{x: x, name: name, input: newField(": ", ""), all: all, text: make([]string, len(all))}
	for i, o := range all {
		c.text[i] = o.label + " " + o.detail
		c.labels = max(c.labels, textWidth(o.label))
		c.details = max(c.details, textWidth(o.detail), textWidth(o.off)+2)
		c.tells = c.tells || o.about != ""
	}
	c.search()
	return c
}

func (c *chooser) search() {
	c.shown, c.at = nil, 0
	words := strings.Fields(strings.ToLower(c.input.value()))
	for i, t := range c.text {
		if containsAll(strings.ToLower(t), words) {
			c.shown = append(c.shown, i)
		}
	}
	if len(c.shown) == 0 {
		for _, m := range fuzzy.Find(c.input.value(), c.text) {
			c.shown = append(c.shown, m.Index)
		}
	}
}

func containsAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}

func (c *chooser) title() string { return c.name }
func (c *chooser) typing() bool  { return true }

func (c *chooser) actions() []action {
	k := c.x.keys
	return []action{
		{key: bind("enter", "choose", "enter"), do: c.choose, hint: true},
		{key: bind("up", "up", "up", "ctrl+k"), do: func() tea.Cmd { return c.step(-1) }},
		{key: bind("down", "down", "down", "ctrl+j"), do: func() tea.Cmd { return c.step(1) }},
		{key: bind("pgup", "a screen up", k.pageUp.Keys()...), do: func() tea.Cmd { return c.step(-10) }},
		{key: bind("pgdn", "a screen down", k.pageDown.Keys()...), do: func() tea.Cmd { return c.step(10) }},
		{key: bind("esc", "close", "esc"), do: c.x.closeDialog, hint: true},
	}
}

func (c *chooser) step(n int) tea.Cmd {
	c.at = max(min(c.at+n, len(c.shown)-1), 0)
	return nil
}

func (c *chooser) choose() tea.Cmd {
	if c.at >= len(c.shown) {
		return nil
	}
	o := c.all[c.shown[c.at]]
	if o.off != "" {
		c.x.say(o.label + ": " + o.off)
		return nil
	}
	c.x.closeDialog()
	return o.do()
}

func (c *chooser) update(msg tea.Msg) tea.Cmd {
	if m, ok := msg.(tea.MouseWheelMsg); ok {
		return c.step(wheelStep(m))
	}
	if k, ok := msg.(tea.KeyPressMsg); ok && key.Matches(k, c.x.keys.open) {
		return c.choose()
	}
	if c.input.update(msg) {
		c.search()
	}
	return nil
}

func (c *chooser) view(s size) frame {
	t := c.x.theme
	labels := min(c.labels, s.w/2)
	s.w = min(s.w, max(markerWidth+labels+cellGap+c.details, 30))
	head, foot := c.input.view(s.w), c.about(s.w)
	h := max(s.h-1-len(foot), 1)
	if c.at < c.top {
		c.top = c.at
	}
	if c.at >= c.top+h {
		c.top = c.at - h + 1
	}
	c.top = max(min(c.top, len(c.shown)-h), 0)
	body := frame{}
	var rows []string
	for y := 0; y < h && c.top+y < len(c.shown); y++ {
		n := c.top + y
		rows = append(rows, c.row(t, n, labels, s.w))
		body.Hits = append(body.Hits, hit{0, y, s.w, 1, func() tea.Cmd { c.at = n; return c.choose() }})
	}
	if len(rows) == 0 {
		rows = []string{t.muted.Render("  nothing matches")}
	}
	// The list keeps its height while one types, so that the dialog does not jump.
	for len(rows) < min(len(c.all), h) {
		rows = append(rows, "")
	}
	body.Content = strings.Join(append(rows, foot...), "\n")
	return stack(head, body)
}

func (c *chooser) row(t theme, n, labels, w int) string {
	o := c.all[c.shown[n]]
	marker := "  "
	if n == c.at {
		marker = "> "
	}
	detail := model.Printable(o.detail)
	if o.off != "" {
		detail = "(" + o.off + ")"
	}
	label := model.Printable(o.label)
	// A long name goes on beyond its column where what stands beside it leaves room.
	labels = max(labels, min(textWidth(label), w-markerWidth-cellGap-textWidth(detail)))
	label = align(cutText(label, labels, t.ellipsis), labels, false)
	if n == c.at {
		return t.selected.Render(pad(cutText(marker+label+"  "+detail, w, t.ellipsis), w))
	}
	style := t.muted
	if o.off == "" {
		label = t.text.Render(label)
	} else {
		label = t.muted.Render(label)
	}
	return ansi.Truncate(marker+label+"  "+style.Render(detail), w, t.ellipsis)
}
