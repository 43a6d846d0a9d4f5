package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/reach"
)

// accessDialog shows who gets what through groups that stand together on an interface, and by which
// rules: the most permissive one applies, and others are redundant.
type accessDialog struct {
	form
	sets      []groupSet
	set       int
	direction model.Direction
	source    field

	of    *emr.Analysis // what known was made from
	known emr.Access
	asked string     // whom the lines are about
	told  []textLine // nil for not told yet
}

// groupSet is groups that stand together, and where they do.
type groupSet struct {
	where  string
	groups []string
}

// showAccess opens the view for a group: alone, and as it stands on each interface and cluster.
func (x *Explorer) showAccess(id string) tea.Cmd {
	d := &accessDialog{sets: accessSets(x.analysis, id)}
	d.form = form{x: x, rows: []formRow{
		{label: "Groups", value: d.setWord, turn: d.turnSet},
		{label: "Direction", value: d.directionWord, turn: d.turnDirection},
		{label: "Who", input: &d.source, note: d.sourceNote},
	}}
	return x.openDialog(d)
}

func (x *Explorer) whyNotAccess(id string) string {
	if why := x.whyNotReady(); why != "" {
		return why
	}
	if _, ok := x.analysis.Snapshot().Group(id); !ok {
		return firstOf(id, "no group") + " was not read"
	}
	return ""
}

// accessSets gives the sets in which a group stands: on primary nodes of live clusters as they were
// created, and on interfaces as they are.
func accessSets(a *emr.Analysis, id string) []groupSet {
	out := []groupSet{{"this group alone", []string{id}}}
	at := map[string]int{id: 0}
	add := func(where string, groups []string) {
		sorted := slices.Clone(groups)
		slices.Sort(sorted)
		key := strings.Join(sorted, " ")
		if i, ok := at[key]; ok {
			if i > 0 && strings.Count(out[i].where, ", ") < 2 {
				out[i].where += ", " + where
			}
			return
		}
		at[key] = len(out)
		out = append(out, groupSet{where, groups})
	}
	u := a.Usage(id)
	for _, c := range u.Clusters {
		if c.Live() && slices.Contains(c.PrimaryGroups(), id) {
			add("primary of "+firstOf(c.Name, c.ID), c.PrimaryGroups())
		}
	}
	for _, i := range u.Interfaces {
		add(i.ID, i.Groups)
	}
	return out
}

func (d *accessDialog) title() string { return "Who gets what" }

func (d *accessDialog) actions() []action {
	out := append(d.form.actions(), d.more(d.title(), d.tail))
	out = append(out, action{key: bind("enter", "next line", "enter"), do: d.enter})
	return append(out, action{key: bind("esc", "close", "esc"), do: d.x.closeDialog, hint: true})
}

func (d *accessDialog) update(msg tea.Msg) tea.Cmd {
	d.form.update(msg)
	return nil
}

func (d *accessDialog) setWord() string {
	s := d.sets[d.set]
	text := s.where
	if len(s.groups) > 1 {
		text += ": " + plural(len(s.groups), "group") + " together"
	}
	if len(d.sets) > 1 {
		text = fmt.Sprintf("%s (%d of %d)", text, d.set+1, len(d.sets))
	}
	return model.Printable(text)
}

func (d *accessDialog) turnSet(n int) {
	d.set = (d.set + n + len(d.sets)) % len(d.sets)
	d.of, d.told = nil, nil
}

func (d *accessDialog) directionWord() string {
	if d.direction == model.Egress {
		return "out: who is reached"
	}
	return "in: who gets in"
}

func (d *accessDialog) turnDirection(int) {
	d.direction = 1 - d.direction
	d.of, d.told = nil, nil
}

// access gives what the groups let through, worked out once for each choice.
func (d *accessDialog) access() emr.Access {
	if a := d.x.analysis; d.of != a {
		d.of, d.known = a, a.Access(d.direction, d.sets[d.set].groups...)
	}
	return d.known
}

// peer reads who is asked about; none for everybody.
func (d *accessDialog) peer() (model.Peer, error) {
	text := d.source.trimmed()
	if text == "" {
		return model.Peer{}, nil
	}
	for _, g := range d.x.analysis.Groups() {
		if strings.EqualFold(g.Name, text) {
			return model.GroupPeer(g.ID), nil
		}
	}
	p, err := model.ParsePeer(text)
	if err != nil {
		return p, errors.New("want an address, a CIDR block, sg-…, pl-… or a group's name")
	}
	return p, nil
}

func (d *accessDialog) sourceNote() (string, lipgloss.Style) {
	t := d.x.theme
	if _, err := d.peer(); err != nil {
		return t.fail + " " + err.Error(), t.bad
	}
	if d.source.value() == "" {
		return "everybody whom a rule names; an address, a block or a group asks for one", t.muted
	}
	return "", t.muted
}

func (d *accessDialog) view(s size) frame { return d.form.view(s, frame{}, d.tail()) }

// tail tells who gets what: of one who is asked about, or of all that the rules name. It is told when a
// choice changes, not with every frame: groups can have a thousand rules.
func (d *accessDialog) tail() []textLine {
	if d.told == nil || d.of != d.x.analysis || d.asked != d.source.trimmed() {
		x := d.access()
		d.told, d.asked = d.tell(x), d.source.trimmed()
	}
	return d.told
}

func (d *accessDialog) tell(x emr.Access) []textLine {
	t := d.x.theme
	out := []textLine{}
	say := t.speak(&out)
	p, err := d.peer()
	switch {
	case err != nil:
	case p != model.Peer{}:
		d.tellPeer(say, x.From(p))
	default:
		peers := x.Peers()
		if len(peers) == 0 {
			say(t.muted, "  ", "no rule: nobody gets anything")
		}
		for _, one := range peers {
			d.tellPeer(say, one)
		}
	}
	for _, id := range x.Unread {
		say(t.unknown, t.unsure+" ", "the rules of "+id+" were not read: they may let more through")
	}
	return out
}

// tellPeer tells what one far end gets, and all rules by which it does, the most permissive first.
func (d *accessDialog) tellPeer(say sayer, p emr.PeerAccess) {
	t, snap := d.x.theme, d.x.analysis.Snapshot()
	name := peerName(snap, model.GroupRule{Rule: model.Rule{Peer: p.Peer}}, "")
	verb := " is let in on " // whether it may send is its own groups' matter
	if d.direction == model.Egress {
		verb = " is reached on "
	}
	if len(p.Rules) == 0 {
		say(t.bad, t.fail+" ", name+verb+"nothing by these rules")
		return
	}
	style := t.good
	if d.direction == model.Ingress && (p.Peer == model.AnyIPv4() || p.Peer == model.AnyIPv6()) {
		style = t.warn
	}
	say(style, t.pass+" ", name+verb+p.Gets)
	for _, r := range p.Rules {
		text := d.match(r.Match)
		if !r.Redundant() {
			say(t.text, "    by ", text)
			continue
		}
		var by []string
		for _, m := range r.By {
			by = append(by, d.short(m))
		}
		say(t.muted, "    "+t.part+"  ", text+": redundant, for "+strings.Join(by, " and ")+" allows it too")
	}
}

// match gives a rule with its id, and with its group where several stand together.
func (d *accessDialog) match(m reach.Match) string {
	return strings.TrimSpace(d.short(m) + "  " + m.Entry.ID)
}

func (d *accessDialog) short(m reach.Match) string {
	way := " from "
	if m.Entry.Rule.Direction == model.Egress {
		way = " to "
	}
	peer := m.Entry.Rule.Peer.String()
	if g, ok := d.x.analysis.Snapshot().Group(m.Entry.Rule.Peer.ID); ok {
		peer = firstOf(g.Name, g.ID)
	}
	text := m.Entry.Rule.Traffic() + way + peer
	if len(d.sets[d.set].groups) > 1 {
		text += " of " + firstOf(m.GroupName, m.Group)
	}
	return text
}
