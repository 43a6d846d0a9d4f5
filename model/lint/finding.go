package lint

import (
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// draft is what a check says of a group; the rest of the finding follows from the check.
type draft struct {
	rule    model.Rule        // the rule that it is about; the zero Rule if it is about the group
	unknown bool              // whether it could not be decided
	reason  string            // one sentence
	rules   []model.GroupRule // what it rests on, the rule itself first
	revoke  []model.GroupRule // what a fix would revoke
	advice  string            // what to do where nothing is revoked
}

func (r *run) finding(c Check, g model.Group, d draft) model.Finding {
	f := model.Finding{
		ID: c.ID, Subject: model.Subject{Kind: model.SubjectGroup, ID: g.ID, Name: model.Printable(g.Name)},
		State: model.Unmet, Severity: c.Severity, VPC: g.VPC, Title: c.Title, Reason: d.reason, Why: c.Why, Source: c.Source,
	}
	if d.rule != (model.Rule{}) {
		f.Peer = compact(d.rule)
	}
	for _, e := range d.rules {
		f.Evidence = append(f.Evidence, evidence(g.ID, e))
	}
	if d.unknown {
		f.State = model.StateUnknown
		return f
	}
	f.Remedy = r.remedy(c, g, d, f.Key())
	return f
}

// remedy gives the advice of a draft, or, where its fix was asked for by name and nothing stands
// against it, the fix.
func (r *run) remedy(c Check, g model.Group, d draft, key string) model.Remedy {
	advice := model.Advice{Text: d.advice}
	if c.Fixes == AdviceOnly || len(d.revoke) == 0 {
		return advice
	}
	if why := r.untouchable(c, g); why != "" {
		advice.Text += " No change is proposed: " + why + "."
		return advice
	}
	if !r.fix[key] && !r.o.FixAny {
		if plain(key) {
			advice.Command = "sgscope plan --fix " + key
		}
		return advice
	}
	fix := model.Fix{}
	for _, e := range d.revoke {
		fix.Changes = append(fix.Changes, model.Revoke{Group: g.ID, Rule: e.Rule, RuleID: e.ID})
	}
	return fix
}

// untouchable says why no change of a group may be proposed; "" if one may.
func (r *run) untouchable(c Check, g model.Group) string {
	me := r.s.Origin().Caller.Account
	switch {
	case me != "" && g.Owner != "" && g.Owner != me:
		return "the group belongs to account " + g.Owner
	case model.IsPending(g.ID):
		return "the group is not made yet"
	case r.emr[g.ID] != "":
		return r.emr[g.ID] + " uses the group, and EMR's own findings say what may go"
	case isEMRName(g.Name):
		return "the group has a name that EMR gives, and EMR's own findings say what may go"
	}
	if unread := r.usersUnread(g); c.Fixes == RevokeRule && len(unread) > 0 {
		return "who uses the group is not known, because not all was read of " + strings.Join(unread, ", ")
	}
	return ""
}

func evidence(group string, e model.GroupRule) model.Evidence {
	text := e.Rule.String()
	if e.ID != "" {
		text = e.ID + " " + text
	}
	return model.Evidence{Group: group, RuleID: e.ID, Rule: e.Rule, Text: text}
}

// compact gives a rule as part of a finding's key: no spaces, nothing that a shell minds.
func compact(r model.Rule) string {
	out := r.Protocol.String()
	if ports := r.Ports.Text(r.Protocol); ports != "" {
		out += "/" + strings.ReplaceAll(ports, "/", ".")
	}
	out += "@" + r.Peer.String()
	if r.Direction == model.Egress {
		out = "egress/" + out
	}
	return out
}

// plain reports whether a text can stand on a command line as it is.
func plain(s string) bool {
	return !strings.ContainsFunc(s, func(c rune) bool {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		return !letter && !strings.ContainsRune(":/.@_-", c)
	})
}

// towards gives "in from" and "out to".
func towards(d model.Direction) string {
	if d == model.Egress {
		return "out to"
	}
	return "in from"
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// listed joins a few things and counts the rest.
func listed(words []string) string {
	const most = 5
	if len(words) > most {
		return strings.Join(words[:most], ", ") + " and " + plural(len(words)-most, "more", "more")
	}
	return strings.Join(words, ", ")
}
