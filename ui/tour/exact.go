package tour

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// difference is a rule, a tag or a whole group that is not as it was.
type difference struct {
	group string // its id
	rule  model.Rule
	kind  kind
	text  string // in words, after the group's name
}

// kind says what a difference is.
type kind uint8

const (
	added kind = iota
	lost
	madeGroup
	goneGroup
	tagged
)

// differences gives what is not as it was, group by group.
func (a Attempt) differences(changed []string) []difference {
	var out []difference
	for _, id := range changed {
		was, had := a.Start.snap.Group(id)
		now, has := a.Now.snap.Group(id)
		switch {
		case !had:
			out = append(out, difference{group: id, kind: madeGroup, text: "is new"})
		case !has:
			out = append(out, difference{group: id, kind: goneGroup, text: "is gone"})
			continue
		}
		out = append(out, a.ruleDifferences(was, now)...)
		if had && !slices.Equal(tagLines(was), tagLines(now)) {
			out = append(out, difference{group: id, kind: tagged, text: "has other tags"})
		}
	}
	return out
}

// ruleDifferences gives the rules that one of two looks at a group has and the other has not.
func (a Attempt) ruleDifferences(was, now model.Group) []difference {
	var out []difference
	for _, e := range now.Rules {
		if _, had := was.Find(e.Rule); !had {
			out = append(out, difference{now.ID, e.Rule, added, "has a new rule, " + a.Now.words(e.Rule)})
		}
	}
	for _, e := range was.Rules {
		if _, has := now.Find(e.Rule); !has {
			out = append(out, difference{was.ID, e.Rule, lost, "has lost the rule " + a.Start.words(e.Rule)})
		}
	}
	return out
}

// tagLines gives a group's tags in an order that can be compared.
func tagLines(g model.Group) []string {
	var out []string
	for _, t := range g.Tags {
		out = append(out, fmt.Sprintf("tag %q=%q", t.Key, t.Value))
	}
	slices.Sort(out)
	return out
}

// say tells differences in words: each group once, all that is to be said of it behind its name.
func (a Attempt) say(all []difference) string {
	var out []string
	for i, d := range all {
		text := d.text
		if i == 0 || all[i-1].group != d.group {
			text = a.label(d.group) + " " + text
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

// label names a group for a sentence; one that is gone by its name of the start.
func (a Attempt) label(id string) string {
	g, ok := a.Now.snap.Group(id)
	if !ok {
		g, _ = a.Start.snap.Group(id)
	}
	return model.Printable(cmp.Or(g.Name, g.ID))
}

// words writes a rule with the names of groups.
func (w World) words(r model.Rule) string { return model.Printable(w.Plain(r.String())) }

// allowance is a line of Lesson.Exact, read: a rule of a group, and what may become of it.
type allowance struct {
	mark  byte // + it may be added, - it has to go, ? it may go or stay; # the group's tags are the task
	group string
	rule  model.Rule
}

// allowances reads the lesson's Exact. What a task makes is found in the account as it is now.
func (l Lesson) allowances(a Attempt) []allowance {
	var out []allowance
	for _, line := range l.Exact {
		if line[0] == '#' {
			out = append(out, allowance{mark: '#', group: a.Now.Group(line[1:]).ID})
			continue
		}
		text := "+" + line[1:]
		c, _, err := a.Start.Outside(text)
		if err != nil {
			c, _, err = a.Now.Outside(text)
		}
		if rule, is := c.(model.Authorize); is && err == nil {
			out = append(out, allowance{line[0], rule.Group, rule.Rule})
		}
	}
	return out
}

// fits reports whether a difference is one that the task asks for or puts up with.
func (l Lesson) fits(a Attempt, may []allowance, d difference) bool {
	switch d.kind {
	case added:
		return slices.ContainsFunc(may, func(m allowance) bool {
			return m.mark == '+' && m.group == d.group && within(d.rule, m.rule)
		})
	case lost:
		now, _ := a.Now.snap.Group(d.group)
		needless := slices.ContainsFunc(now.Rules, func(e model.GroupRule) bool { return within(d.rule, e.Rule) })
		return needless || slices.ContainsFunc(may, func(m allowance) bool {
			return m.mark != '+' && m.group == d.group && m.rule == d.rule
		})
	case tagged:
		return slices.ContainsFunc(may, func(m allowance) bool { return m.mark == '#' && m.group == d.group })
	case madeGroup, goneGroup:
	}
	return true // the groups that a task is about are its own to make
}

// unfit gives the differences of the groups that a task is about which it does not ask for, of one kind.
func (l Lesson) unfit(a Attempt, changed []string, of kind) []difference {
	may := l.allowances(a)
	return slices.DeleteFunc(a.differences(changed), func(d difference) bool {
		return d.kind != of || l.fits(a, may, d)
	})
}

// culprits gives every difference that the task does not ask for: what a wrong fix did.
func (l Lesson) culprits(a Attempt, changed []string) []difference {
	if l.Mode != Mend {
		return a.differences(changed)
	}
	may, out := l.allowances(a), l.outside(a, changed)
	return slices.DeleteFunc(a.differences(changed), func(d difference) bool {
		return !slices.Contains(out, d.group) && l.fits(a, may, d)
	})
}

// left gives the old rules of a mark that are still there, in words.
func (l Lesson) left(a Attempt, mark byte) string {
	var out []difference
	for _, m := range l.allowances(a) {
		g, _ := a.Now.snap.Group(m.group)
		if _, has := g.Find(m.rule); has && m.mark == mark {
			out = append(out, difference{group: m.group, text: a.Now.words(m.rule)})
		}
	}
	for i := range out {
		if i == 0 || out[i-1].group != out[i].group {
			out[i].text = "still has " + out[i].text
		}
	}
	return a.say(out)
}

// within reports whether a rule lets nothing pass that another does not.
func within(r, wide model.Rule) bool {
	if r.Direction != wide.Direction {
		return false
	}
	if wide.Protocol != model.AllProtocols && (r.Protocol != wide.Protocol || !wide.Ports.Contains(r.Ports)) {
		return false
	}
	if r.Peer == wide.Peer {
		return true
	}
	return r.Peer.Kind == model.PeerCIDR && wide.Peer.Kind == model.PeerCIDR &&
		wide.Peer.Prefix.Bits() <= r.Peer.Prefix.Bits() && wide.Peer.Prefix.Contains(r.Peer.Prefix.Addr())
}
