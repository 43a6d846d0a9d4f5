package ui

import (
	"slices"
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// table is every key of the coach, in any step.
func (c *coach) table() []action {
	in := func(steps ...coachStep) func() string {
		return func() string {
			if slices.Contains(steps, c.step) {
				return ""
			}
			return "not now"
		}
	}
	return []action{
		{key: bind("1-4", "answer", "1-4"), off: in(coachAsking), hint: true},
		{key: bind("enter", "go on", "enter"), do: c.goOn, off: in(coachAsking, coachRevealed, coachEnded), hint: true},
		{key: bind("h", "a hint", "h"), do: c.hint, off: c.whyNoHint, hint: true},
		{key: bind("n", "nothing has to be changed", "n"), do: c.claim, off: in(coachTask), hint: true},
		{key: bind("o", "show where", "o"), do: c.show, off: in(coachAsking, coachRevealed, coachTask, coachEnded), hint: true},
		{key: bind("z", "larger, one line, as it was", "z"), do: c.resize},
		{key: bind("0", "start the lesson over", "0"), do: c.startOver},
		{key: bind("b", "back to your account; the lesson can be taken up again", "b"), do: c.x.leaveLesson},
		{key: bind("esc", "page: give it the keys back (L too)", "esc"), do: c.unfocus, hint: true},
	}
}

// actions are the keys of the present step.
func (c *coach) actions() []action {
	var out []action
	for _, a := range c.table() {
		if a.why() == "" {
			out = append(out, a)
		}
	}
	return out
}

// key takes a key while the coach has them: its own, then those that every page has, then scrolling.
func (c *coach) key(k tea.KeyPressMsg) tea.Cmd {
	if c.step == coachOpening && key.Matches(k, c.x.keys.studios, c.x.keys.groups, c.x.keys.findings, c.x.keys.changes) {
		return nil // an answer that comes before the question
	}
	if n, err := strconv.Atoi(k.String()); err == nil && c.step == coachAsking {
		return c.choose(n - 1)
	}
	if cmd, ok := c.x.press(k, c.actions()); ok {
		return cmd
	}
	if cmd, ok := c.x.press(k, c.x.globals()); ok {
		return cmd
	}
	switch keys := c.x.keys; {
	case key.Matches(k, keys.up):
		c.step1(-1)
	case key.Matches(k, keys.down):
		c.step1(1)
	case key.Matches(k, keys.pageUp):
		c.top -= screenful
	case key.Matches(k, keys.pageDown):
		c.top += screenful
	}
	return nil
}

// step1 moves over the choices while there are some to choose, else over the text.
func (c *coach) step1(n int) {
	if c.step == coachAsking {
		c.cursor = max(min(c.cursor+n, len(c.lesson.Ask.Choices)-1), 0)
		return
	}
	c.top += n
}

func (c *coach) unfocus() tea.Cmd {
	c.focused = false
	return nil
}

func (c *coach) resize() tea.Cmd {
	c.size, c.top = (c.size+1)%3, 0
	if c.size == coachLine {
		c.focused = false
	}
	return nil
}
