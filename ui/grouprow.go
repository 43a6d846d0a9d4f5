package ui

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// groupRow is a group as the list shows it: every text made once, when the analysis arrives.
type groupRow struct {
	group       model.Group
	roles       []emr.Role
	name, words string // printable name; roles in words
	in, out     int
	enis        int
	users       string // names of the Studios and clusters that use it
	userCount   int
	worst       string // glyph and word; "" for none
	finding     model.Finding
	found       bool
	sign        string // of an owner elsewhere; "" for none seen
	rank        int    // place in the list's own order; less is earlier
}

func groupRows(a *emr.Analysis, t theme) []*groupRow {
	groups := a.Groups()
	rows := make([]*groupRow, len(groups))
	for i, g := range groups {
		rows[i] = makeGroupRow(a, t, g)
	}
	sort.SliceStable(rows, func(i, j int) bool {
		x, y := rows[i], rows[j]
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(strings.ToLower(x.name), strings.ToLower(y.name)),
			cmp.Compare(x.group.ID, y.group.ID)) < 0
	})
	return rows
}

func makeGroupRow(a *emr.Analysis, t theme, g model.Group) *groupRow {
	r := &groupRow{
		group: g, name: model.Printable(g.Name), roles: a.Roles(g.ID), in: g.Count(model.Ingress),
		out: g.Count(model.Egress),
	}
	r.words = roleWords(r.roles)
	r.sign = shortSign(emr.OwnerSign(g))
	u := a.Usage(g.ID)
	r.enis = len(u.Interfaces)
	var users []string
	for _, s := range u.Studios {
		users = append(users, firstOf(s.Name, s.ID))
	}
	for _, c := range u.Clusters {
		users = append(users, firstOf(c.Name, c.ID))
	}
	r.users, r.userCount = model.Printable(strings.Join(users, ", ")), len(users)
	if fs := a.FindingsOf(g.ID); len(fs) > 0 {
		r.finding, r.found = fs[0], true
		glyph, word, _ := t.finding(fs[0])
		r.worst = glyph + " " + word
	}
	r.rank = rowRank(r)
	return r
}

// shortSign gives the owner that a sign names, without the tag: "CloudFormation stack".
func shortSign(sign string) string {
	owner, _, _ := strings.Cut(sign, " (tag")
	owner = strings.TrimPrefix(strings.TrimPrefix(owner, "looks "), "owned by ")
	for _, article := range []string{"a ", "an ", "the "} {
		owner = strings.TrimPrefix(owner, article)
	}
	return owner
}

// rowRank puts EMR's groups first, among them the worst first; a finding we could not decide comes
// after those that are faults.
func rowRank(r *groupRow) int {
	rank := 100
	if slices.ContainsFunc(r.roles, isOfEMR) {
		rank = 0
	}
	return rank + 50 - findingRank(r)
}

func isOfEMR(r emr.Role) bool { return r.Kind != emr.RoleVPCDefault && r.Kind != emr.RoleOther }

// findingRank is higher the worse the finding is; 0 for none.
func findingRank(r *groupRow) int {
	switch {
	case !r.found:
		return 0
	case r.finding.State == model.Unmet:
		return 10 + int(r.finding.Severity)
	}
	return 5
}

// roleWords gives the roles, each once, with a question mark where only name or rules tell them.
func roleWords(roles []emr.Role) string {
	var out []string
	for _, r := range roles {
		w := shortRole(r.Kind)
		if r.Basis != emr.ByReference && r.Kind != emr.RoleVPCDefault { // that one's name is AWS's alone
			w += "?"
		}
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return strings.Join(out, ", ")
}

// shortRole gives a role so that the narrow column tells it; the detail has it in full.
func shortRole(k emr.RoleKind) string {
	switch k {
	case emr.RoleManagedPrimary:
		return "primary"
	case emr.RoleManagedCore:
		return "core/task"
	case emr.RoleServiceAccess:
		return "service"
	case emr.RoleVPCDefault:
		return "default"
	case emr.RoleEditor:
		return "Editor"
	case emr.RoleLivy:
		return "Livy"
	case emr.RoleAdditional:
		return "add. primary"
	case emr.RoleAdditionalCore:
		return "add. core"
	case emr.RoleEndpoint:
		return "endpoint"
	case emr.RoleEKS:
		return "EKS"
	case emr.RoleServerless:
		return "Serverless"
	case emr.RoleFromElsewhere:
		return "elsewhere"
	case emr.RoleOther, emr.RoleWorkspace, emr.RoleEngine:
	}
	return k.String()
}

// because gives in one line who seems to own the group, and why it has its roles.
func (r *groupRow) because() string {
	var out []string
	if r.sign != "" {
		out = append(out, "sign of an owner: "+r.sign)
	}
	if len(r.roles) == 0 {
		out = append(out, "no role: no Studio and no cluster names it, and neither name nor rules look like EMR's")
	}
	for _, role := range r.roles {
		out = append(out, role.Kind.String()+": "+model.Printable(role.Why))
	}
	return strings.Join(out, "; ")
}

// idWidth is the width of a group's id: cut short it can be neither read out nor found again.
const idWidth = 20

func newGroupList(k keymap) list[*groupRow] {
	byText := func(f func(*groupRow) string) func(a, b *groupRow) int {
		return func(a, b *groupRow) int { // what has no text comes last
			return cmp.Or(boolOrder(f(a) == "", f(b) == ""), cmp.Compare(strings.ToLower(f(a)), strings.ToLower(f(b))))
		}
	}
	byCount := func(f func(*groupRow) int) func(a, b *groupRow) int {
		return func(a, b *groupRow) int { return cmp.Compare(f(a), f(b)) }
	}
	count := func(f func(*groupRow) int) func(*groupRow) string {
		return func(r *groupRow) string { return strconv.Itoa(f(r)) }
	}
	words := func(r *groupRow) string { return r.words }
	name := func(r *groupRow) string { return r.name }
	id := func(r *groupRow) string { return r.group.ID }
	sign := func(r *groupRow) string { return r.sign }
	users := func(r *groupRow) string { return r.users }
	in := func(r *groupRow) int { return r.in }
	out := func(r *groupRow) int { return r.out }
	enis := func(r *groupRow) int { return r.enis }
	return list[*groupRow]{
		keys: k, id: id, find: groupText, ids: groupIDs, names: func(r *groupRow) string { return r.name + " " + r.group.ID },
		meets: groupMeets, filter: newFilter(), sort: ownOrder,
		columns: []column[*groupRow]{
			{
				title: "Worst", text: func(r *groupRow) string { return r.worst }, order: worstFirst, least: 13,
				style: worstStyle, rank: 1,
			},
			{title: "Role", text: words, order: byText(words), least: 10, rank: 2},
			{title: "Name", text: name, order: byText(name), least: 22, names: true},
			{title: "ID", text: id, order: byText(id), least: idWidth, rank: 6},
			{title: "In", text: count(in), order: byCount(in), right: true, least: 3, rank: 5},
			{title: "Out", text: count(out), order: byCount(out), right: true, least: 3, rank: 5},
			{title: "ENIs", text: count(enis), order: byCount(enis), right: true, least: 4, rank: 4},
			{title: "Used by", text: users, order: byText(users), least: 10, rank: 3},
			{title: "Owner sign", text: sign, order: byText(sign), least: 12, rank: 7},
		},
	}
}

func worstFirst(a, b *groupRow) int { return cmp.Compare(findingRank(b), findingRank(a)) }

// boolOrder puts false before true.
func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func worstStyle(t theme, r *groupRow) lipgloss.Style {
	if !r.found {
		return t.muted
	}
	_, _, s := t.finding(r.finding)
	return s
}

// groupIDs are the ids that the filter looks through, but not for a bare number: 22 is a port.
func groupIDs(r *groupRow) string {
	out := []string{r.group.ID, r.group.VPC}
	for _, g := range r.group.Rules {
		out = append(out, g.ID)
		if g.Rule.Peer.Kind != model.PeerCIDR {
			out = append(out, g.Rule.Peer.String())
		}
	}
	return strings.Join(out, " ")
}

// groupText is what the filter looks through: name, description, tags, roles, and every rule.
func groupText(r *groupRow) string {
	var b strings.Builder
	add := func(s ...string) {
		for _, p := range s {
			b.WriteString(p)
			b.WriteByte(' ')
		}
	}
	add(r.group.Name, r.group.Description, r.words, r.users)
	for _, role := range r.roles {
		add(role.Kind.String())
	}
	for _, t := range r.group.Tags {
		add(t.Key, t.Value, t.Key+"="+t.Value)
	}
	for _, g := range r.group.Rules {
		add(g.Rule.Traffic(), g.Description)
		if g.Rule.Peer.Kind == model.PeerCIDR {
			add(g.Rule.Peer.String())
		}
	}
	if r.found {
		add(r.finding.Title, r.finding.Severity.String())
	}
	return b.String()
}

// groupMeets matches a port that lies in a rule's range and an address that lies in its block. A rule
// of all ports or all addresses would match everything, so it does not count.
func groupMeets(r *groupRow, t term) bool {
	for _, g := range r.group.Rules {
		rule := g.Rule
		if t.port >= 0 && rule.Protocol.HasPorts() && !rule.Protocol.IsICMP() && rule.Ports != model.AllPorts() &&
			rule.Ports.Contains(model.Port(uint16(t.port))) {
			return true
		}
		if t.addr.IsValid() && rule.Peer.Kind == model.PeerCIDR && rule.Peer.Prefix.Bits() > 0 &&
			rule.Peer.Prefix.Contains(t.addr) {
			return true
		}
	}
	return false
}
