package model

import (
	"fmt"
	"strings"
)

// EC2's default quotas. An account may have been given higher ones.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
const (
	DefaultRulesPerGroup   = 60 // inbound and outbound, IPv4 and IPv6, each by itself
	DefaultGroupsPerRegion = 2500
)

// Quotas are an account's quotas in a Region, as far as somebody knows them. 0 is not known.
type Quotas struct{ RulesPerGroup, GroupsPerRegion int }

// QuotaUse is a quota that a plan goes beyond on its way: what authorize adds is there before revoke
// takes anything. Only a known quota is a reason to refuse; the default is a reason to warn.
type QuotaUse struct {
	Group     string    // id; "" for the number of groups
	Direction Direction // of rules
	IPv6      bool      // of rules: which of the two counts
	Before    int       // the count now
	Peak      int       // the highest count on the way
	Limit     int
	Known     bool // Limit is the account's own, not the default
	AtLeast   bool // a prefix list's weight is not known, so that there may be more
	Step      int  // index of the first step that goes beyond
	Text      string
}

// OverQuota gives the quotas that the steps go beyond, all of which can be selected. A group of the
// snapshot that has more rules than the default proves a higher quota, which then counts as the least
// that the account has.
func (p Plan) OverQuota(s Snapshot, q Quotas) []QuotaUse {
	m := meter{snap: s, rules: q.RulesPerGroup, groups: q.GroupsPerRegion, uses: map[ruleCount]*QuotaUse{}}
	m.start()
	for i, st := range p.Steps {
		if st.Blocked == "" {
			m.step(i, st.Change)
		}
	}
	return m.over(q)
}

// ruleCount is one of the four counts of a group's rules.
type ruleCount struct {
	group string
	dir   Direction
	six   bool
}

// meter counts while steps go by.
type meter struct {
	snap          Snapshot
	rules, groups int // the limits
	uses          map[ruleCount]*QuotaUse
	order         []ruleCount
	count         map[ruleCount]int
	unsure        map[ruleCount]bool
	made          QuotaUse // of groups
	have          int
}

// start counts what is there. Limits that are not known are the default, or what is proved by use.
func (m *meter) start() {
	m.count, m.unsure = map[ruleCount]int{}, map[ruleCount]bool{}
	account := m.snap.Origin().Caller.Account
	most := DefaultRulesPerGroup
	for g := range m.snap.Groups() {
		if account != "" && g.Owner != "" && g.Owner != account {
			continue
		}
		m.have++
		for _, r := range g.Rules {
			for _, k := range m.weigh(g.ID, r.Rule, 1) {
				most = max(most, m.count[k])
			}
		}
	}
	if m.rules == 0 {
		m.rules = most
	}
	if m.groups == 0 {
		m.groups = max(DefaultGroupsPerRegion, m.have)
	}
	m.made = QuotaUse{Before: m.have, Peak: m.have, Limit: m.groups, Step: -1}
}

// weigh adds a rule to the counts, or takes it out with -1, and gives the counts that it is in.
func (m *meter) weigh(group string, r Rule, sign int) []ruleCount {
	w := m.weight(r.Peer)
	var out []ruleCount
	for _, six := range []bool{false, true} {
		if !w.in(six) {
			continue
		}
		k := ruleCount{group, r.Direction, six}
		m.count[k] += sign * w.n
		m.unsure[k] = m.unsure[k] || !w.sure
		out = append(out, k)
	}
	return out
}

// weight is for how many rules a peer counts, in which families, and whether that is certain.
type weight struct {
	n               int
	four, six, sure bool
}

func (w weight) in(six bool) bool { return six && w.six || !six && w.four }

// weight weighs a rule by its peer. One that names a group counts for both families.
func (m *meter) weight(p Peer) weight {
	switch p.Kind {
	case PeerCIDR:
		return weight{1, p.Prefix.Addr().Is4(), p.Prefix.Addr().Is6(), true}
	case PeerPrefixList:
		l, ok := m.snap.PrefixList(p.ID)
		n, sure := l.weight()
		return weight{n, l.Family != "IPv6", l.Family == "IPv6", ok && sure}
	case PeerGroup, PeerNone:
	}
	return weight{1, true, true, true}
}

// weight gives for how many rules a list counts: a customer's for its maximum, AWS's own for the
// weight that AWS documents.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
func (l PrefixList) weight() (n int, sure bool) {
	if l.Max > 0 {
		return l.Max, true
	}
	ends := func(s string) bool { return strings.HasSuffix(l.Name, s) }
	switch {
	case l.Owner != "AWS":
		return 1, false
	case ends(".s3"), ends(".dynamodb"):
		return 1, true
	case strings.Contains(l.Name, "cloudfront"):
		return 55, true
	case strings.Contains(l.Name, "ec2-instance-connect"):
		return 2, true
	case strings.Contains(l.Name, "groundstation"):
		return 5, true
	case strings.Contains(l.Name, "route53-healthchecks"):
		return 25, true
	case ends(".s3express"):
		return 6, true
	case strings.Contains(l.Name, "secretsmanager"):
		return 20, true
	case strings.Contains(l.Name, "vpc-lattice"):
		return 10, true
	}
	return 1, false
}

func (m *meter) step(i int, c Change) {
	switch c := c.(type) {
	case CreateGroup:
		m.weigh(c.Target(), AllTraffic(Egress, AnyIPv4()), 1)
		if m.made.Peak++; m.made.Peak > m.made.Limit && m.made.Step < 0 {
			m.made.Step = i
		}
	case Authorize:
		for _, k := range m.weigh(c.Group, c.Rule, 1) {
			m.note(i, k)
		}
	case Revoke:
		m.weigh(c.Group, c.Rule, -1)
	case DeleteGroup, SetTag, RemoveTag:
	}
}

// note records a count that went beyond its limit.
func (m *meter) note(i int, k ruleCount) {
	if m.count[k] <= m.rules {
		return
	}
	u := m.uses[k]
	if u == nil {
		g, _ := m.snap.Group(k.group)
		u = &QuotaUse{
			Group: k.group, Direction: k.dir, IPv6: k.six, Before: m.before(g, k), Limit: m.rules, Step: i,
		}
		m.uses[k], m.order = u, append(m.order, k)
	}
	u.Peak, u.AtLeast = max(u.Peak, m.count[k]), m.unsure[k]
}

// before counts a group's rules as they are now.
func (m *meter) before(g Group, k ruleCount) int {
	total := 0
	for _, r := range g.In(k.dir) {
		if w := m.weight(r.Rule.Peer); w.in(k.six) {
			total += w.n
		}
	}
	return total
}

func (m *meter) over(q Quotas) []QuotaUse {
	var out []QuotaUse
	if m.made.Step >= 0 {
		u := m.made
		u.Known = q.GroupsPerRegion > 0
		u.Text = fmt.Sprintf("the Region would have %d security groups; %s", u.Peak, limitText(u))
		out = append(out, u)
	}
	for _, k := range m.order {
		u := *m.uses[k]
		u.Known = q.RulesPerGroup > 0
		u.Text = fmt.Sprintf("%s would have %s%d %s rules that count for %s; %s", m.label(k.group),
			map[bool]string{true: "at least "}[u.AtLeast], u.Peak, u.Direction, family(u.IPv6), limitText(u))
		out = append(out, u)
	}
	return out
}

func (m *meter) label(id string) string {
	if g, ok := m.snap.Group(id); ok {
		return Printable(g.Label())
	}
	if _, name := PendingName(id); name != "" {
		return Printable(name) + " (new)"
	}
	return id
}

func family(six bool) string {
	if six {
		return "IPv6"
	}
	return "IPv4"
}

func limitText(u QuotaUse) string {
	switch {
	case u.Known:
		return fmt.Sprintf("the quota is %d", u.Limit)
	case u.Limit == DefaultRulesPerGroup || u.Limit == DefaultGroupsPerRegion:
		return fmt.Sprintf("the default quota is %d, and whether this account has more is not known", u.Limit)
	}
	return fmt.Sprintf("the quota is not known; it is %d at least, since that many are there", u.Limit)
}
