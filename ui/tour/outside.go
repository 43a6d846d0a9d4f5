package tour

import (
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// Outside reads a change that somebody makes beside the explorer, with names for groups:
//
//	+GROUP ingress tcp 22 from 192.0.2.0/24        authorize
//	-GROUP egress all to 0.0.0.0/0                 revoke
//	#GROUP key=value                               tag
//
// A group at the end of a rule is "self" or "sg:" and a name. It reports whether the text is one.
func (w World) Outside(text string) (model.Change, bool, error) {
	if text == "" || !strings.ContainsAny(text[:1], "+-#") || len(text) < 3 {
		return nil, false, nil
	}
	name, rest, _ := strings.Cut(text[1:], " ")
	g := w.Group(name)
	if g.ID == "" {
		return nil, true, fmt.Errorf("read change %q: there is no group %s here", text, name)
	}
	if text[0] == '#' {
		k, v, _ := strings.Cut(rest, "=")
		old, had := g.Tags.Get(k)
		return model.SetTag{Group: g.ID, Key: k, Old: old, HadOld: had, New: v}, true, nil
	}
	rest, description, _ := strings.Cut(rest, " : ")
	r, err := w.Rule(g.ID, rest)
	if err != nil {
		return nil, true, err
	}
	if text[0] == '+' {
		return model.Authorize{Group: g.ID, Rule: r, Description: description}, true, nil
	}
	entry, _ := g.Find(r)
	return model.Revoke{Group: g.ID, Rule: r, RuleID: entry.ID}, true, nil
}

// With gives the world as it would be after changes from outside; as it is where one of them cannot be made.
func (w World) With(changes ...string) World {
	next := w.snap
	for _, text := range changes {
		c, ok, err := See(next).Outside(text)
		if !ok || err != nil {
			return w
		}
		if next, err = next.With(c); err != nil {
			return w
		}
	}
	return See(next)
}
