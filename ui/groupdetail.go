package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// groupDetail is everything that is known of one group, as a text to scroll.
type groupDetail struct {
	x    *Explorer
	id   string
	text reader
}

func newGroupDetail(x *Explorer, id string) *groupDetail {
	d := &groupDetail{x: x, id: id, text: reader{keys: x.keys}}
	d.refresh()
	return d
}

func (d *groupDetail) refresh() {
	d.text.set(append(groupStory(d.x.analysis, d.x.theme, d.id), d.x.changedSince(d.id)...))
}

func (d *groupDetail) actions() []action {
	k, x := d.x.keys, d.x
	return []action{
		{key: bind("enter", "open the group on this line", "enter"), do: d.follow, off: d.whyNotFollow, hint: true},
		{
			key: k.fix, do: func() tea.Cmd { return x.fixGroup(d.id) },
			off: func() string { return x.whyNotFixGroup(d.id) }, hint: true,
		},
		{
			key: k.edit, do: func() tea.Cmd { return x.editGroup(d.id) },
			off: func() string { return x.whyNotEdit(d.id) }, hint: true,
		},
		{key: k.access, do: func() tea.Cmd { return x.showAccess(d.id) }, off: func() string { return x.whyNotAccess(d.id) }},
		{key: k.letIn, do: func() tea.Cmd { return x.letIn(x.clusterWith(d.id)) }, off: x.whyNotLetIn},
		{key: bind("y", "copy the id on this line", "y"), do: d.copyLine, hint: true},
		{key: bind("Y", "copy the group's id", "Y"), do: func() tea.Cmd { return x.copy(copyItem{"group id", d.id}) }},
		{key: k.explain, do: x.openExplain},
		{key: bind("esc", "back", "esc", "backspace", "h", "left"), do: d.back, hint: true},
	}
}

func (d *groupDetail) back() tea.Cmd {
	p := d.x.groups
	p.detail = p.detail[:max(len(p.detail)-1, 0)]
	return nil
}

func (d *groupDetail) follow() tea.Cmd { return d.x.openGroup(d.text.line().group) }

func (d *groupDetail) whyNotFollow() string {
	id := d.text.line().group
	switch id {
	case "":
		return "no other group is on this line"
	case d.id:
		return "this is the group itself"
	}
	if _, ok := d.x.analysis.Snapshot().Group(id); !ok {
		return id + " was not read"
	}
	return ""
}

// copyLine copies the id that the line is about, else the group's.
func (d *groupDetail) copyLine() tea.Cmd {
	l := d.text.line()
	if l.id == "" {
		return d.x.copy(copyItem{"group id", d.id})
	}
	return d.x.copy(copyItem{"id", l.id})
}

func (d *groupDetail) view(s size) frame {
	g, ok := d.x.analysis.Snapshot().Group(d.id)
	if !ok {
		g.ID = d.id
	}
	head := lines(d.x.theme.title.Render(cutText(" "+model.Printable(g.Label()), s.w, d.x.theme.ellipsis)))
	return stack(head, d.text.view(d.x.theme, s.minus(1)))
}

// story collects the lines of a detail.
type story struct {
	t     theme
	a     *emr.Analysis
	group model.Group
	lines []textLine
}

// groupStory tells all about a group: what it is, what is wrong, its rules, who uses and names it.
func groupStory(a *emr.Analysis, t theme, id string) []textLine {
	g, ok := a.Snapshot().Group(id)
	st := &story{t: t, a: a, group: g}
	if !ok {
		st.missing(id)
		return st.lines
	}
	st.identity()
	st.roles()
	st.findings()
	st.rules(model.Ingress)
	st.rules(model.Egress)
	u := a.Usage(id)
	st.users(u)
	st.interfaces(u)
	st.referrers(u)
	st.owner()
	return st.lines
}

//go:noinline
func (s *story) head(text string) {
	s.lines = append(s.lines, textLine{}, textLine{text: text, style: s.t.bold})
}

//go:noinline
func (s *story) add(prefix, text string, style lipgloss.Style) *textLine {
	s.lines = append(s.lines, textLine{prefix: prefix, text: model.Printable(text), style: style})
	return &s.lines[len(s.lines)-1]
}

// say adds a plain line, indented.
//
//go:noinline
func (s *story) say(text string) *textLine { return s.add("  ", text, s.t.text) }

func (s *story) missing(id string) {
	what := "it was not among the groups that were read, and nobody looked it up"
	if s.a.Snapshot().GroupPresence(id) == model.Gone {
		what = "a look-up by its id was answered: there is no such group"
	}
	s.add(s.t.unsure+" ", id+": "+what, s.t.text).id = id
}

func (s *story) identity() {
	g := s.group
	s.field("id", g.ID, g.ID)
	s.field("description", g.Description, "")
	s.field("VPC", g.VPC, g.VPC)
	s.field("owner", firstOf(g.Owner, "not known"), g.Owner)
	if len(g.Tags) == 0 {
		s.field("tags", "none", "")
	}
	for i, t := range g.Tags {
		key := "tags"
		if i > 0 {
			key = ""
		}
		s.field(key, t.Key+" = "+t.Value, "")
	}
}

func (s *story) field(name, value, id string) {
	s.add("  "+align(name, 12, false)+" ", value, s.t.text).id = id
}

func (s *story) roles() {
	s.head("Roles, and why")
	roles := s.a.Roles(s.group.ID)
	if len(roles) == 0 {
		s.say("none: no Studio and no cluster names it, and neither its name nor its rules look like EMR's")
	}
	for _, r := range roles {
		s.say(r.Kind.String() + ": " + basisWords(r.Basis) + r.Why)
	}
}

// basisWords says from what a role is told, where that is less than sure.
func basisWords(b emr.RoleBasis) string {
	switch b {
	case emr.ByReference:
		return ""
	case emr.ByName:
		return "told by its name only: "
	case emr.ByShape:
		return "told by its rules only: "
	}
	return ""
}

func (s *story) findings() {
	fs := s.a.FindingsOf(s.group.ID)
	s.head(fmt.Sprintf("Findings (%d)", len(fs)))
	if len(fs) == 0 {
		s.say("none, as far as was read")
	}
	for _, f := range fs {
		glyph, word, style := s.t.finding(f)
		s.add("  "+glyph+" "+align(word, 11, false)+" ", f.Title, style)
		s.add("      ", f.Reason, s.t.text)
	}
}

func (s *story) users(u emr.Usage) {
	s.head(fmt.Sprintf("Used by Studios (%d) and clusters (%d)", len(u.Studios), len(u.Clusters)))
	if len(u.Studios)+len(u.Clusters) == 0 {
		s.say("none" + unreadTail(u, model.PartStudios, model.PartClusters))
	}
	for _, st := range u.Studios {
		s.say("Studio " + label(st.Name, st.ID)).id = st.ID
	}
	for _, c := range u.Clusters {
		s.say("cluster " + label(c.Name, c.ID) + ", " + firstOf(c.State, "state not known")).id = c.ID
	}
}

func (s *story) interfaces(u emr.Usage) {
	s.head(fmt.Sprintf("On network interfaces (%d)", len(u.Interfaces)))
	if len(u.Interfaces) == 0 {
		s.say("none" + unreadTail(u, model.PartInterfaces))
	}
	for _, i := range u.Interfaces {
		text := i.ID
		if len(i.Addresses) > 0 {
			text += "  " + i.Addresses[0].String()
		}
		switch {
		case i.Instance != "":
			text += "  instance " + s.instanceLabel(i.Instance)
		case i.AttachedTo != "":
			text += "  attached to " + i.AttachedTo
		case i.Status != "":
			text += "  " + i.Status
		}
		if i.Description != "" {
			text += "  \"" + i.Description + "\""
		}
		s.say(text).id = i.ID
	}
}

func (s *story) instanceLabel(id string) string {
	if in, ok := s.a.Snapshot().Instance(id); ok {
		return label(in.Name, id)
	}
	return id
}

func (s *story) referrers(u emr.Usage) {
	s.head(fmt.Sprintf("Named by rules of other groups (%d)", len(u.Referrers)))
	if len(u.Referrers) == 0 {
		s.say("none" + unreadTail(u, model.PartGroups))
	}
	for _, g := range u.Referrers {
		for _, r := range g.Rules {
			if r.Rule.Peer == model.GroupPeer(s.group.ID) {
				l := s.say(g.Label() + ": " + ruleWords(r.Rule, "this group"))
				l.id, l.group = g.ID, g.ID
			}
		}
	}
}

func (s *story) owner() {
	s.head("Owner elsewhere")
	sign := emr.OwnerSign(s.group)
	if sign == "" {
		s.say("no sign seen; that does not prove that nobody owns it")
		return
	}
	s.add("  "+s.t.exposed+" ", sign+": an edit here is drift, and its next update may undo it", s.t.warn)
}

// unreadTail says that there may be more where one of the parts was not read whole.
func unreadTail(u emr.Usage, parts ...model.Part) string {
	for _, p := range parts {
		if slices.Contains(u.Unread, p) {
			return " seen; " + p.Name() + " were not read whole, so there may be some"
		}
	}
	return ""
}

// label gives "name (id)", or the id alone.
func label(name, id string) string {
	if name == "" || name == id {
		return id
	}
	return name + " (" + id + ")"
}
