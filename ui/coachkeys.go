package ui

import (
	"fmt"
	"slices"
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// notNow is why a key of another step does nothing.
const notNow = "not now"

// mostChoices is how many answers a question has at most.
const mostChoices = 4

// table is every key of the coach, in any step.
func (c *coach) table() []action {
	in := func(steps ...coachStep) func() string {
		return func() string {
			if slices.Contains(steps, c.step) {
				return ""
			}
			return notNow
		}
	}
	digits := "1-" + strconv.Itoa(mostChoices)
	if n := len(c.lesson.Ask.Choices); n > 0 {
		digits = "1-" + strconv.Itoa(n)
	}
	return []action{
		{key: bind(digits, "select an answer", digits), off: in(coachAsking), hint: true},
		{key: bind("enter", c.enterDoes(), "enter"), do: c.goOn, off: c.whyNotOn, hint: true},
		{key: bind("h", "a hint", "h"), do: c.hint, off: c.whyNoHint, hint: true},
		{key: bind("n", "nothing has to be changed", "n"), do: c.claim, off: in(coachTask), hint: true},
		{key: bind("o", "look there: go to what it speaks of", "o"), do: c.show, off: c.whyNotShow, hint: true},
		{key: bind("y", "copy the address of AWS's page", "y"), do: c.copySource, off: in(coachEnded), hint: true},
		{key: bind("z", "larger, one line, as it was", "z"), do: c.resize},
		{key: bind("0", "start the lesson over", "0"), do: c.startOver, off: c.x.whyNotLeave},
		{key: bind("b", "back to your account; the lesson can be taken up again", "b"), do: c.x.leaveLesson},
		{key: bind("esc/L", "page: give it the keys", "esc"), do: c.unfocus, hint: true},
	}
}

// enterDoes says what enter does in this step.
func (c *coach) enterDoes() string {
	switch c.step {
	case coachAsking:
		return "answer: what is selected"
	case coachRevealed, coachEnded:
		return "go on"
	case coachOpening, coachTask:
	}
	return "answer what is selected, and go on"
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

// key takes a key while the coach has them: its own, then those that every page has, then scrolling. What is the
// page's alone goes there in a task; before, it says how.
func (c *coach) key(k tea.KeyPressMsg) tea.Cmd {
	if n, err := strconv.Atoi(k.String()); err == nil && n > 0 && c.digit(n) {
		return nil
	}
	if cmd, ok := c.own(k); ok {
		return cmd
	}
	was := c.x.at
	if cmd, ok := c.x.press(k, c.x.globals()); ok {
		if c.step == coachTask && c.x.at != was && c.x.coach == c {
			c.focused = false // whoever chose a page wants to do something there
		}
		return cmd
	}
	if c.move(k) {
		return nil
	}
	return c.pages(k)
}

// digit selects an answer, and reports whether the digit was one for the coach. While there is a question no digit
// leads to a page: who looks for page 3 has not answered.
func (c *coach) digit(n int) bool {
	switch c.step {
	case coachOpening: // an answer that comes before the question
		return true
	case coachAsking:
		if n > len(c.lesson.Ask.Choices) {
			c.x.say(fmt.Sprintf("no choice %d; L gives the page the keys", n))
			return true
		}
		c.cursor = n - 1
		return true
	case coachRevealed, coachTask, coachEnded:
	}
	return false
}

// own does what the coach has for a key in this step, and reports whether that was something. One that is not of
// this step is nobody's.
func (c *coach) own(k tea.KeyPressMsg) (tea.Cmd, bool) {
	why := ""
	for _, a := range c.table() {
		if !key.Matches(k, a.key) {
			continue
		}
		if off := a.why(); off != "" {
			if off != notNow {
				why = off
			}
			continue
		}
		return c.x.run(a), true
	}
	if why != "" {
		c.x.say(why)
	}
	return nil, why != ""
}

// move goes over the choices while there are some to choose, else over the text, and reports whether the key moves.
func (c *coach) move(k tea.KeyPressMsg) bool {
	n, keys := 0, c.x.keys
	switch {
	case key.Matches(k, keys.up):
		n = -1
	case key.Matches(k, keys.down):
		n = 1
	case key.Matches(k, keys.pageUp):
		n = -screenful
	case key.Matches(k, keys.pageDown):
		n = screenful
	default:
		return false
	}
	if c.step == coachAsking {
		c.cursor = max(min(c.cursor+n, len(c.lesson.Ask.Choices)-1), 0)
		return true
	}
	c.top += n
	return true
}

// pages is for a key that only the page has. In a task the page gets it, with all that follow; before the task the
// coach says how to reach the page.
func (c *coach) pages(k tea.KeyPressMsg) tea.Cmd {
	if c.step == coachTask {
		if cmd, ok := c.x.press(k, c.x.page().actions()); ok {
			c.focused = false
			return cmd
		}
	}
	if c.hasKey(k) {
		c.x.say(k.String() + ": " + notNow)
		return nil
	}
	for _, a := range c.x.page().actions() {
		if key.Matches(k, a.key) {
			c.x.say(k.String() + " is a key of the page: L, then " + k.String())
		}
	}
	return nil
}

func (c *coach) hasKey(k tea.KeyPressMsg) bool {
	return slices.ContainsFunc(c.table(), func(a action) bool { return key.Matches(k, a.key) })
}

// fromPage takes a key of the coach that was pressed while the page has the keys, and that the page does not know:
// it is never without an answer. It reports whether the key was one.
func (c *coach) fromPage(k tea.KeyPressMsg) bool {
	switch name := k.String(); name {
	case "z":
		c.resize()
	case "n", "o", "b", "0", "y":
		c.x.say(name + " is a key of the coach: L, then " + name)
	default:
		return false
	}
	return true
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

func (c *coach) copySource() tea.Cmd {
	return c.x.copy(copyItem{"AWS's page", c.lesson.Source})
}
