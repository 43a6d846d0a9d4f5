package emr

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// judge gives what one requirement says of one pair, met findings among them.
func (a *Analysis) judge(r Requirement, p Pair) []model.Finding {
	switch ask := r.Ask.(type) {
	case Allows:
		return a.judgeAllows(r, ask, p)
	case Forbids:
		return a.judgeForbids(r, ask, p)
	case Tagged:
		return a.judgeTagged(r, ask, p)
	case InVPC:
		return a.judgeInVPC(r, ask, p)
	case Exists:
		return a.judgeExists(r, ask, p)
	case Decides:
		return ask.By(a, r, p)
	}
	return nil
}

func (p Pair) group(which part) string {
	if which == partEngine {
		return p.Engine
	}
	return p.Workspace
}

// finding starts a finding about one of the pair's groups.
func (a *Analysis) finding(r Requirement, p Pair, group string) model.Finding {
	f := model.Finding{
		ID: r.ID, Subject: a.groupSubject(group), State: model.Unmet, Severity: r.Severity,
		VPC: p.VPC, Title: p.words(r.Title), Why: p.words(r.Why), Source: r.Source,
	}
	if p.Notebook {
		f.Source = pageNotebooks
	}
	if p.Studio != "" {
		f.Studios = []string{p.Studio}
	}
	return f
}

func (a *Analysis) groupSubject(id string) model.Subject {
	g, _ := a.snap.Group(id)
	return model.Subject{Kind: model.SubjectGroup, ID: id, Name: model.Printable(g.Name)}
}

// label gives "Name (sg-…)", or the id of a group that was not read.
func (a *Analysis) label(id string) string { return a.groupSubject(id).Label() }

// ends gives the pair as ends of a question: interfaces that carry just the one group, somewhere in
// the Studio's subnets.
func (a *Analysis) ends(p Pair) (workspace, engine reach.End) {
	workspace = reach.GroupEnd(a.snap, p.Workspace).InSubnets(a.snap, p.Subnets)
	workspace.NoPublic = true // Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-enable-git.html
	engine = reach.GroupEnd(a.snap, p.Engine).InSubnets(a.snap, p.Subnets)
	return workspace, engine
}

func (a *Analysis) judgeAllows(r Requirement, ask Allows, p Pair) []model.Finding {
	kind := reach.HopEgress
	var t reach.Trace
	var rule model.Rule
	switch {
	case p.Workspace == "" || a.snap.GroupPresence(p.Workspace) == model.Gone:
		return nil
	case ask.Internet:
		t, rule = a.git(p, reach.GroupsOnly), workspaceToGit()
	case p.Engine == "" || p.Engine == p.Workspace || a.snap.GroupPresence(p.Engine) == model.Gone:
		return nil
	case ask.Guard == partEngine:
		t, rule, kind = a.attach(p, reach.GroupsOnly), engineIngress(p.Workspace), reach.HopIngress
	default:
		t, rule = a.attach(p, reach.GroupsOnly), workspaceToEngine(p.Engine)
	}
	f := a.finding(r, p, p.group(ask.Guard))
	if !ask.Internet {
		f.Peer = p.Engine
		if ask.Guard == partEngine {
			f.Peer = p.Workspace
		}
	}
	severity, applies := a.severityOf(r, ask, p)
	if !applies {
		return nil
	}
	f.Severity = severity
	for _, h := range t.Forward.Hops {
		if h.Kind != kind {
			continue
		}
		f = a.fromHop(f, h, p, model.Fix{Changes: []model.Change{a.documented(f.Subject.ID, rule)}})
		if f.State == model.Unmet && !ask.Internet {
			f.Remedy = a.ifBothAreThere(p, f.Remedy)
		}
		return []model.Finding{f}
	}
	return nil
}

// ifBothAreThere keeps the rule that opens a pair's path only where both groups can have it: one in another VPC
// never can, and one that was not read may be gone, so that a rule which names it would be refused.
func (a *Analysis) ifBothAreThere(p Pair, remedy model.Remedy) model.Remedy {
	if a.misplaced(p) {
		return a.remake(p)
	}
	for _, id := range []string{p.Workspace, p.Engine} {
		if a.snap.GroupPresence(id) == model.NotKnown {
			return model.Advice{
				Text:    "Whether " + id + " is there is not known: read it first.",
				Command: "aws ec2 describe-security-groups --group-ids " + id,
			}
		}
	}
	return remedy
}

// misplaced reports whether the pair's groups can never reach each other, whatever their rules: one of
// them is not in the Studio's VPC, and a rule that names it there is refused or matches nothing.
func (a *Analysis) misplaced(p Pair) bool {
	for _, id := range []string{p.Workspace, p.Engine} {
		if g, ok := a.snap.Group(id); ok && p.Studio != "" && p.VPC != "" && g.VPC != p.VPC {
			return true
		}
	}
	return false
}

// severityOf ranks a missing path: what no visible Studio uses is a note, and Git is wanted only
// where the group's name promises it.
func (a *Analysis) severityOf(r Requirement, ask Allows, p Pair) (model.Severity, bool) {
	if !ask.Internet {
		if p.Studio == "" {
			return model.Note, true
		}
		return r.Severity, true
	}
	g, _ := a.snap.Group(p.Workspace)
	switch gitOf(g.Name) {
	case gitWith:
		return r.Severity, true
	case gitCustom:
		return model.Note, true
	case gitWithout, gitNotebook:
	}
	return model.Note, false
}

// fromHop fills a finding from what the evaluator says of one hop.
func (a *Analysis) fromHop(f model.Finding, h reach.Hop, p Pair, fix model.Fix) model.Finding {
	f.Reason = upper(h.Reason) + "."
	for _, m := range h.Rules {
		f.Evidence = append(f.Evidence, evidence(m, ""))
	}
	for _, m := range h.Misses {
		f.Evidence = append(f.Evidence, evidence(m.Match, "nearest: "+m.Text()))
	}
	switch h.Verdict {
	case model.Allowed:
		f.State = model.Met
		return f
	case model.Unknown:
		f.State = model.StateUnknown
		return f
	case model.Partly:
		if f.ID == idGitEgress {
			f.Severity, f.Title = model.Note, "Workspace reaches only some addresses on tcp 443"
		} else {
			shut := a.subnetsWithout(p, h.Kind)
			if shut != "" {
				f.Title += " for every subnet"
			}
			f.Reason += shut
		}
	case model.Blocked:
	}
	f.Remedy = fix
	if len(h.Misses) > 0 {
		f.Reason += " Nearest: " + h.Misses[0].Text() + "."
	}
	return f
}

// subnetsWithout names the Studio's subnets for which a hop is not open.
func (a *Analysis) subnetsWithout(p Pair, kind reach.HopKind) string {
	var shut []string
	for _, id := range p.Subnets {
		one := p
		if kind == reach.HopIngress {
			one.Subnets = []string{id}
		}
		for _, h := range a.attachFrom(p, one, id, kind).Forward.Hops {
			if h.Kind == kind && h.Verdict != model.Allowed {
				shut = append(shut, id)
			}
		}
	}
	if len(shut) == 0 {
		return ""
	}
	return " Not open for " + strings.Join(shut, ", ") + "."
}

// attachFrom asks for one subnet: the far end of the hop is narrowed to it.
func (a *Analysis) attachFrom(p, one Pair, subnet string, kind reach.HopKind) reach.Trace {
	ws, engine := a.ends(p)
	if kind == reach.HopIngress {
		ws, _ = a.ends(one)
	} else {
		engine = reach.GroupEnd(a.snap, p.Engine).InSubnets(a.snap, []string{subnet})
	}
	return reach.Ask(a.snap, reach.Question{From: ws, To: engine, Protocol: model.TCP, Ports: model.Port(portEngine)})
}

func evidence(m reach.Match, text string) model.Evidence {
	if text == "" {
		text = m.Entry.Rule.String()
		if m.Entry.ID != "" {
			text = m.Entry.ID + " " + text
		}
	}
	return model.Evidence{Group: m.Group, RuleID: m.Entry.ID, Rule: m.Entry.Rule, Text: text}
}

func (a *Analysis) judgeForbids(r Requirement, ask Forbids, p Pair) []model.Finding {
	g, ok := a.snap.Group(p.group(ask.Of))
	if !ok {
		return nil
	}
	f := a.finding(r, p, g.ID)
	rules := g.In(ask.Direction)
	if len(rules) == 0 {
		f.State, f.Reason = model.Met, g.Label()+" has no inbound rule."
		return []model.Finding{f}
	}
	var fix model.Fix
	for _, e := range rules {
		f.Evidence = append(f.Evidence, evidence(reach.Match{Group: g.ID, GroupName: g.Name, Entry: e}, ""))
		fix.Changes = append(fix.Changes, model.Revoke{Group: g.ID, Rule: e.Rule, RuleID: e.ID})
	}
	f.Reason = fmt.Sprintf("%s has %s, and %s may have none.", a.label(g.ID),
		plural(len(rules), "inbound rule", "inbound rules"), p.words("a Workspace group"))
	f.Remedy = a.revoking(g, fix)
	return []model.Finding{f}
}

func (a *Analysis) judgeTagged(r Requirement, ask Tagged, p Pair) []model.Finding {
	g, ok := a.snap.Group(p.group(ask.Of))
	if !ok || a.managed(g.ID) || p.Notebook {
		return nil // EMR itself tags a managed group that serves as Engine; notebooks' groups are older than the tag
	}
	f := a.finding(r, p, g.ID)
	st, _ := a.snap.Studio(p.Studio)
	value, has := g.Tags.Get(model.TagEMR)
	switch {
	case has && value == "true":
		f.State, f.Reason = model.Met, a.label(g.ID)+" is tagged."
		return []model.Finding{f}
	case a.tagsHidden(g.Owner, st.Account):
		f.State, f.Reason = model.StateUnknown, a.label(g.ID)+" belongs to account "+g.Owner+
			", which does not show its tags."
		return []model.Finding{f}
	case has:
		f.Reason = fmt.Sprintf("%s has the tag with the value %q; only the exact value true counts.", a.label(g.ID), value)
	default:
		f.Reason = a.label(g.ID) + " does not have the tag " + model.TagEMR + "=true."
	}
	rule, why := TagRuleOf(a.snap, st.ServiceRole, g)
	f = a.withoutTag(f, p.Studio, rule, why)
	f.Remedy = model.Fix{Changes: []model.Change{
		model.SetTag{Group: g.ID, Key: model.TagEMR, Old: value, HadOld: has, New: "true"},
	}}
	return []model.Finding{f}
}

func (a *Analysis) judgeInVPC(r Requirement, ask InVPC, p Pair) []model.Finding {
	g, ok := a.snap.Group(p.group(ask.Of))
	if !ok || p.Studio == "" || p.VPC == "" {
		return nil
	}
	f := a.finding(r, p, g.ID)
	f.Peer = p.Studio
	if g.VPC == p.VPC {
		f.State, f.Reason = model.Met, a.label(g.ID)+" is in the Studio's VPC."
		return []model.Finding{f}
	}
	f.Reason = fmt.Sprintf("%s is in %s, the Studio is in %s.", a.label(g.ID), g.VPC, p.VPC)
	f.Remedy = a.remake(p)
	return []model.Finding{f}
}

func (a *Analysis) judgeExists(r Requirement, ask Exists, p Pair) []model.Finding {
	id := p.group(ask.Of)
	if p.Studio == "" || id == "" {
		return nil
	}
	f := a.finding(r, p, id)
	f.Peer = p.Studio
	switch a.snap.GroupPresence(id) {
	case model.Present:
		f.State, f.Reason = model.Met, a.label(id)+" is there."
	case model.NotKnown:
		f.State = model.StateUnknown
		f.Title = "a group of the Studio was not read"
		f.Reason = "Studio " + p.Name + " names " + id + ", which was not read" + a.because(model.PartGroups, p.VPC) + "."
	case model.Gone:
		f.Reason = "Studio " + p.Name + " names " + id + ", and there is no such group any more."
		f.Remedy = a.remake(p)
	}
	return []model.Finding{f}
}

// remake is the way out where a Studio's group ids are wrong: they cannot be changed.
// Source: https://docs.aws.amazon.com/emr/latest/APIReference/API_UpdateStudio.html
func (a *Analysis) remake(p Pair) model.Advice {
	return model.Advice{Text: "A Studio's groups cannot be replaced. Create the groups in " + p.VPC +
		" (c), make a new Studio with them, and delete " + p.Name + "."}
}

// because gives " (why)" where reading a part failed.
func (a *Analysis) because(p model.Part, vpc string) string {
	if f := a.snap.Reading(p, vpc).Failure; f.Kind != model.NoFailure {
		return " (" + f.Kind.String() + ": " + f.Call + ")"
	}
	return ""
}

// foreign reports whether a group is known to belong to another account than the caller's.
func (a *Analysis) foreign(g model.Group) bool {
	me := a.snap.Origin().Caller.Account
	return me != "" && g.Owner != "" && g.Owner != me
}

// tagsHidden reports whether somebody else owns a thing, so that its tags are not shown here: somebody else than
// the caller or, where who that is was not read, than the account whose Studio or cluster uses the thing.
func (a *Analysis) tagsHidden(owner, user string) bool {
	me := cmp.Or(a.snap.Origin().Caller.Account, user)
	return me != "" && owner != "" && owner != me
}

// managed reports whether EMR itself writes rules into the group.
func (a *Analysis) managed(id string) bool {
	return a.roles.has(id, RoleManagedPrimary, RoleManagedCore, RoleServiceAccess)
}

// upper begins a sentence with a capital, unless it begins with a name or a protocol.
func upper(s string) string {
	for _, word := range []string{"an ", "no ", "only ", "whether "} {
		if strings.HasPrefix(s, word) {
			return strings.ToUpper(s[:1]) + s[1:]
		}
	}
	return s
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
