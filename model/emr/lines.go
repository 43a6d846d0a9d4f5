package emr

import (
	"cmp"
	"maps"
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// Lines gives a line per pair, worst first; pairs of Studios before pairs that no Studio uses.
func (a *Analysis) Lines() []StudioLine {
	out := make([]StudioLine, 0, len(a.pairs))
	for _, p := range a.pairs {
		out = append(out, a.line(p))
	}
	sort.SliceStable(out, func(i, j int) bool {
		x, y := &out[i], &out[j]
		return cmp.Or(
			cmp.Compare(unused(*x), unused(*y)),
			cmp.Compare(verdictRank(*x), verdictRank(*y)),
			cmp.Compare(y.Gravest(), x.Gravest()),
			cmp.Compare(x.Pair.Name, y.Pair.Name)) < 0
	})
	return out
}

func unused(l StudioLine) int {
	if l.Pair.Studio == "" {
		return 1
	}
	return 0
}

func verdictRank(l StudioLine) int {
	switch l.Verdict {
	case model.Blocked:
		return 0
	case model.Partly:
		return 1
	case model.Unknown:
		return 2
	case model.Allowed:
		return 3
	}
	return 4
}

func (a *Analysis) line(p Pair) StudioLine {
	l := StudioLine{Pair: p}
	g := a.draw(p)
	attach := g.Edges[0]
	l.Verdict, l.Unread = attach.Verdict, attach.Unread
	fixes := 0
	for _, f := range a.findings {
		if !a.touches(f, p) || f.State != model.Unmet {
			continue
		}
		l.Findings++
		l.Worst = max(l.Worst, f.Severity)
		if f.Severity != model.Broken {
			continue
		}
		l.Reasons = append(l.Reasons, f.Reason)
		if _, ok := f.Remedy.(model.Fix); ok {
			fixes++
		}
	}
	for c := range a.snap.Clusters() {
		if c.Live() && a.vpcOf(c) == p.VPC {
			l.Clusters++
		}
	}
	for _, e := range g.Edges {
		n, _ := g.Node(e.To)
		switch {
		case n.Kind != NodeCluster:
		case e.Verdict == model.Allowed:
			l.Eligible++
		case e.Verdict == model.Unknown:
			if c, ok := a.snap.Cluster(n.Name); ok && a.vpcOf(c) == p.VPC {
				l.Open++
			}
		}
	}
	l.Checked = a.snap.Reading(model.PartClusters, p.VPC).Whole()
	a.addClusterFaults(&l)
	l.Summary = summary(l, attach, g.Edges[len(g.Edges)-1], fixes)
	l.Summary = a.withFaults(l)
	if l.Verdict == model.Allowed && l.Gravest() < model.Broken {
		l.Suspects = suspects(p, g)
	}
	return l
}

// Gravest gives the worst of what was found about the pair and inside of the clusters that it could use.
func (l StudioLine) Gravest() model.Severity { return max(l.Worst, l.Inside.Worst()) }

// addClusterFaults counts what is wrong inside of the clusters that a Studio could use: a pair that lets
// everything pass is no help where the cluster behind it is down.
func (a *Analysis) addClusterFaults(l *StudioLine) {
	var usable []string
	for c := range a.snap.Clusters() {
		if c.Live() && a.usable(l.Pair, c) {
			usable = append(usable, c.ID)
		}
	}
	l.Inside = a.InsideOf(usable...)
	of := map[string]bool{}
	for _, f := range a.findings {
		for _, id := range a.insideOf(f, usable) {
			of[id] = true
		}
	}
	l.Faulty = slices.Sorted(maps.Keys(of))
}

// usable reports whether a Studio could use a cluster by where it is: it is in the Studio's VPC, and not
// known to be outside of the Studio's subnets. One that is down or broken now counts too.
func (a *Analysis) usable(p Pair, c model.Cluster) bool {
	return p.Studio != "" && a.vpcOf(c) == p.VPC && a.placeCondition(p, c).Verdict != model.Blocked
}

// withFaults joins what is broken inside of clusters to a line's summary; it comes first where nothing
// else is wrong.
func (a *Analysis) withFaults(l StudioLine) string {
	if !l.Inside.Any() {
		return l.Summary
	}
	where := plural(len(l.Faulty), "cluster", "clusters")
	if c, ok := a.snap.Cluster(l.Faulty[0]); ok && len(l.Faulty) == 1 {
		where = "cluster " + model.Printable(c.Name)
	}
	text := l.Inside.String() + " in " + where
	if l.Verdict == model.Allowed && l.Worst < model.Broken {
		return text + "; " + l.Summary
	}
	return l.Summary + "; " + text
}

// touches reports whether a finding is about the pair: it names the pair's Studio, or, where no Studio
// uses the pair, one of its groups.
func (a *Analysis) touches(f model.Finding, p Pair) bool {
	if p.Studio != "" {
		return slices.Contains(f.Studios, p.Studio)
	}
	return f.Subject.ID == p.Workspace || f.Subject.ID == p.Engine
}

func summary(l StudioLine, attach, git Edge, fixes int) string {
	able := ""
	if fixes > 0 {
		able = ", " + plural(fixes, "fix", "fixes")
	}
	switch {
	case l.Verdict == model.Blocked && len(l.Reasons) > 0:
		return "attach fails: " + plural(len(l.Reasons), "reason", "reasons") + able
	case l.Verdict == model.Blocked:
		return "attach fails: " + plural(len(attach.Reasons), "reason", "reasons")
	case l.Verdict == model.Partly:
		return "attach works from some subnets only" + able
	case l.Worst == model.Broken:
		return "18888 is open, but " + plural(len(l.Reasons), "other fault", "other faults") + able
	case l.Verdict == model.Unknown:
		return "unknown: " + first(attach.Reasons, "not read")
	}
	if attach.Word == wordAllowed {
		return "attach passes groups and network" + gitWord(git)
	}
	return "attach passes the groups" + gitWord(git)
}

func gitWord(git Edge) string {
	switch git.Verdict {
	case model.Allowed:
		if git.Trace.OnlyRead || git.Trace.Question.Layers == reach.GroupsOnly {
			return "; Git: route not read"
		}
		return "; Git passes"
	case model.Blocked:
		return "; no Git"
	case model.Partly:
		return "; Git: some addresses"
	case model.Unknown:
	}
	return "; Git ?"
}

func first(list []string, otherwise string) string {
	if len(list) == 0 {
		return otherwise
	}
	return list[0]
}

// suspects gives what to look at next where the groups are fine, likeliest first.
// Sources: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-considerations.html,
// https://repost.aws/knowledge-center/emr-notebook-connection-issues
func suspects(p Pair, g Graph) []Suspect {
	if p.Studio == "" {
		return nil
	}
	var out []Suspect
	if cluster := undecided(g); cluster != "" {
		out = append(out, Suspect{
			"the cluster: release 5.32/6.2 or later, Livy and JupyterEnterpriseGateway, no Kerberos, one primary, running",
			"aws emr describe-cluster --cluster-id " + cluster + " --query 'Cluster.[ReleaseLabel,Applications,Status.State]'",
		})
	}
	out = append(out, Suspect{
		"the Studio's service role: may it use these groups and subnets, and does it ask for the tag?",
		"aws emr describe-studio --studio-id " + p.Studio + " --query Studio.ServiceRole",
	}, Suspect{"hadoop-httpfs on the primary node (the message then says Internal error)", "systemctl status hadoop-httpfs"})
	if g.Edges[0].Word != wordAllowed {
		out = append(out, Suspect{
			"network ACLs of the Studio's and the cluster's subnets",
			"aws ec2 describe-network-acls --filters Name=vpc-id,Values=" + p.VPC,
		})
	}
	return out
}

// undecided gives the cluster to look at: the first whose eligibility is not known, "j-…" where none was read,
// and "" where all were judged: what stands in their way is said with them.
func undecided(g Graph) string {
	clusters := false
	for _, n := range g.Nodes {
		if n.Kind != NodeCluster || n.Folded {
			continue
		}
		clusters = true
		for _, e := range g.Edges {
			if e.To == n.ID && e.Verdict == model.Unknown {
				return n.Name
			}
		}
	}
	if clusters {
		return ""
	}
	return "j-…"
}
