package ui

import (
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// carriedBy says who carries a group that a step changes: on them it acts at once.
func (p *changesPage) carriedBy(say sayer, group string) {
	t, snap := p.x.theme, p.before.Snapshot()
	if _, ok := snap.Group(group); !ok {
		return
	}
	b := model.BlastOf(snap, []model.Step{p.plan.Steps[p.at]})[0]
	text := carriers(b)
	switch {
	case text == "" && len(b.Unread) == 0:
		say(t.muted, "Carried  ", "by nothing: no interface, cluster or Studio uses the group.")
	case text == "":
		say(t.unknown, "Carried  ", t.unsure+" by nothing that was read; not read whole: "+partNames(b.Unread)+".")
	case len(b.Unread) > 0:
		say(t.text, "Carried  ", "by "+text+". There may be more: not read whole: "+partNames(b.Unread)+".")
	default:
		say(t.text, "Carried  ", "by "+text+".")
	}
}

// carriers names who carries a group: the first of each sort, and how many there are.
func carriers(b model.Blast) string {
	var parts []string
	add := func(what string, n int, names ...string) {
		if n == 0 {
			return
		}
		const most = 2
		more := ""
		if n > most {
			names, more = names[:most], ", …"
		}
		parts = append(parts, plural(n, what)+" ("+strings.Join(names, ", ")+more+")")
	}
	var enis, clusters, studios []string
	for _, i := range b.Interfaces {
		enis = append(enis, i.ID)
	}
	for _, c := range b.Clusters {
		clusters = append(clusters, firstOf(c.Name, c.ID))
	}
	for _, s := range b.Studios {
		studios = append(studios, firstOf(s.Name, s.ID))
	}
	add("interface", len(enis), enis...)
	add("instance", len(b.Instances), b.Instances...)
	add("cluster", len(clusters), clusters...)
	add("Studio", len(studios), studios...)
	return strings.Join(parts, ", ")
}

func partNames(parts []model.Part) string {
	var names []string
	for _, p := range parts {
		names = append(names, p.Name())
	}
	return strings.Join(names, ", ")
}

// tellFlows says what becomes of the connections that stand now, for each rule that is taken away.
func (p *changesPage) tellFlows(say sayer) {
	t := p.x.theme
	for _, b := range p.weigh().blasts {
		for _, f := range b.Flows {
			style := t.muted
			if f.Fate == model.FlowsNone {
				continue
			}
			if f.Fate == model.FlowsCut || f.Fate == model.FlowsEither {
				style = t.warn
			}
			say(style, "Flows    ", f.Text()+".")
		}
	}
}

// tellQuotas says which quotas the ticked steps go beyond.
func (p *changesPage) tellQuotas(say sayer) {
	t := p.x.theme
	for _, q := range p.weigh().quotas {
		sign, style := t.unsure, t.warn
		if q.Known {
			sign, style = t.fail, t.bad
		}
		say(style, "Quota    ", sign+" "+q.Text+".")
	}
}

// risks says in the question before apply what must not be overlooked.
func (d *confirmDialog) risks(say func(string)) {
	w := d.p.weigh()
	cut := 0
	for _, b := range w.blasts {
		for _, f := range b.Flows {
			if f.Fate == model.FlowsCut || f.Fate == model.FlowsEither {
				cut++
			}
		}
	}
	if cut > 0 {
		say(fmt.Sprintf("established connections of %s may be cut at once", plural(cut, "rule")))
	}
	for _, q := range w.quotas {
		say(q.Text)
	}
	if missing := model.MissingPermissions(d.p.asked.list); len(missing) > 0 {
		say("permissions are missing: " + strings.Join(missing, ", "))
	}
}

// carried counts, over all groups of the order, who feels the changes at once.
func (d *confirmDialog) carried() string {
	seen := map[string]bool{}
	var n [3]int
	count := func(i int, id string) {
		if !seen[id] {
			seen[id] = true
			n[i]++
		}
	}
	for _, b := range d.p.weigh().blasts {
		for _, i := range b.Interfaces {
			count(0, i.ID)
		}
		for _, c := range b.Clusters {
			count(1, c.ID)
		}
		for _, s := range b.Studios {
			count(2, s.ID)
		}
	}
	return firstOf(joined(", ", countOf(n[0], "interface"), countOf(n[1], "cluster"), countOf(n[2], "Studio")),
		"nothing that was read")
}
