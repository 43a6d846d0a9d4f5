package tour

import (
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// HintInLines gives a hint for somebody who works line by line: no page and no key is in it. The last one is a right
// way in commands, as it is from the account at the start.
func (l Lesson) HintInLines(i int, w World) string {
	if l.Lines[i] != "" {
		return l.Lines[i]
	}
	if i < len(l.Hints)-1 {
		return InLines(l.Hints[i])
	}
	if l.Mode == Leave {
		return InLines(l.Hints[i])
	}
	return strings.Join(l.commands(w), "; then ") + "."
}

// commands gives the changes of a right way as commands: of a play without keys, or else all that the task allows.
func (l Lesson) commands(w World) []string {
	outside := func(step string) bool { return strings.ContainsAny(step[:1], "+-#") }
	steps := slices.DeleteFunc(slices.Clone(l.Exact), func(line string) bool { return line[0] == '?' })
	for _, p := range l.Plays {
		if p.Ends == Done && !slices.ContainsFunc(p.Steps, func(s string) bool { return !outside(s) }) {
			steps = p.Steps
			break
		}
	}
	var out []string
	for _, s := range steps {
		if c := w.command(s); c != "" {
			out = append(out, c)
		}
	}
	return out
}

// command spells a change from outside as a command in lines, with the names of groups.
func (w World) command(step string) string {
	c, _, err := w.Outside(step)
	if err != nil {
		return ""
	}
	rule := func(group string, r model.Rule) string {
		text := r.String()
		if peer, ok := w.snap.Group(r.Peer.ID); ok && r.Peer.Kind == model.PeerGroup {
			text = strings.Replace(text, peer.ID, "sg:"+peer.Name, 1)
		}
		g, _ := w.snap.Group(group)
		return g.Name + " " + text
	}
	switch c := c.(type) {
	case model.Authorize:
		return "allow " + rule(c.Group, c.Rule)
	case model.Revoke:
		return "remove " + rule(c.Group, c.Rule)
	case model.SetTag:
		g, _ := w.snap.Group(c.Group)
		return "tag " + g.Name + " " + c.Key + "=" + c.New
	case model.CreateGroup, model.DeleteGroup, model.RemoveTag:
	}
	return ""
}

// InLines says a text that was written for the screen so that it is true line by line.
func InLines(text string) string {
	return strings.NewReplacer(
		claimWords, "nothing",
		"e on the group takes it away", "remove takes it away",
		"Page 4 undoes what was applied here; what was done elsewhere is taken back there", "undo takes your last change back",
	).Replace(text)
}
