package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// manyRules is how many rules of one direction are many: the quota is 60 unless it was raised.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
const manyRules = 50

// manyGroups is how many groups of one VPC are too many to keep an eye on.
const manyGroups = 30

func isVPCDefault(g model.Group) bool { return g.Name == "default" }

// isEMRName reports whether EMR gives groups such a name. CDK constructs put a suffix behind it.
// Sources: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-security-groups.html,
// https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html,
// https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-managed-notebooks-security-groups.html
func isEMRName(name string) bool {
	low := strings.ToLower(name)
	return slices.ContainsFunc([]string{
		"defaultenginesecuritygroup", "defaultworkspacesecuritygroup", "elasticmapreduce-",
		"elasticmapreduceeditors-", "emr-containers-lb-",
	}, func(p string) bool { return strings.HasPrefix(low, p) })
}

func defaultHasRules(x *examined) []draft {
	if !isVPCDefault(x.g) || len(x.g.Rules) == 0 {
		return nil
	}
	return []draft{{
		reason: fmt.Sprintf("%s, the default group of %s, has %s; whatever names no group gets it.",
			x.label(), x.g.VPC, plural(len(x.g.Rules), "rule", "rules")), rules: x.g.Rules, revoke: x.g.Rules,
		advice: "Give what uses it a group of its own, then take its rules away.",
	}}
}

func defaultInUse(x *examined) []draft {
	if !isVPCDefault(x.g) {
		return nil
	}
	carriers := x.s.InterfacesOf(x.g.ID)
	if len(carriers) == 0 {
		return nil
	}
	var ids []string
	for _, i := range carriers {
		ids = append(ids, i.ID)
	}
	return []draft{{
		reason: fmt.Sprintf("%s, the default group of %s, is on %s (%s), and so on whatever names no group.",
			x.label(), x.g.VPC, plural(len(ids), "interface", "interfaces"), listed(ids)),
		advice: "Give them groups of their own.",
	}}
}

func launchWizard(x *examined) []draft {
	if !strings.HasPrefix(strings.ToLower(x.g.Name), "launch-wizard-") {
		return nil
	}
	return []draft{{
		reason: x.label() + " was made by the console's launch wizard, which opens ssh to the world " +
			"unless told otherwise.",
		rules: x.g.Rules, advice: "Make a group with a name that says what it is for, and look at these rules.",
	}}
}

// undescribed counts rules without a description; EC2 itself asks for one of every group, so that only
// one that says nothing is found.
func undescribed(x *examined) []draft {
	var bare []model.GroupRule
	for _, e := range x.g.Rules {
		if strings.TrimSpace(e.Description) == "" {
			bare = append(bare, e)
		}
	}
	empty := strings.TrimSpace(x.g.Description) == "" || strings.EqualFold(x.g.Description, "Managed by Terraform")
	var words []string
	if len(bare) > 0 {
		words = append(words, fmt.Sprintf("%d of its %s without a description", len(bare),
			plural(len(x.g.Rules), "rule", "rules")))
	}
	if empty {
		words = append(words, "a description that says nothing of what the group is for")
	}
	if len(words) == 0 {
		return nil
	}
	return []draft{{
		reason: x.label() + " has " + strings.Join(words, ", and ") + ".", rules: bare,
		advice: "aws ec2 update-security-group-rule-descriptions-ingress and -egress describe rules; a group's own " +
			"text cannot change.",
	}}
}

func untagged(x *examined) []draft {
	me := x.s.Origin().Caller.Account
	if len(x.g.Tags) > 0 || me == "" || x.g.Owner != "" && x.g.Owner != me { // others' tags are not shown
		return nil
	}
	return []draft{{
		reason: x.label() + " has no tag: nobody can tell whose it is.",
		advice: "Tag it with its owner and purpose.",
	}}
}

func tooManyRules(x *examined) []draft {
	var out []draft
	for _, d := range []model.Direction{model.Ingress, model.Egress} {
		if n := x.g.Count(d); n > manyRules {
			out = append(out, draft{
				reason: fmt.Sprintf("%s has %d rules of %s; the quota is 60 for each address family unless it was raised.",
					x.label(), n, d),
				advice: "A prefix list or a group as peer stands for many addresses; rule-implied finds rules to spare.",
			})
		}
	}
	if len(out) == 2 { // one finding of one key
		out[0].reason = fmt.Sprintf("%s, and %d of egress.", strings.TrimSuffix(out[0].reason, "."), x.g.Count(model.Egress))
		out = out[:1]
	}
	return out
}

// crowdedVPCs finds VPCs with many groups; it is the one check of no group.
func (r *run) crowdedVPCs() []model.Finding {
	var out []model.Finding
	for _, c := range r.checks {
		if c.ID != "many-groups" {
			continue
		}
		for vpc, n := range r.groups {
			if n <= manyGroups || r.o.VPC != "" && r.o.VPC != vpc {
				continue
			}
			v, _ := r.s.VPC(vpc)
			out = append(out, model.Finding{
				ID:      c.ID,
				Subject: model.Subject{Kind: model.SubjectVPC, ID: vpc, Name: model.Printable(v.Name)}, State: model.Unmet,
				Severity: c.Severity, VPC: vpc, Title: c.Title, Why: c.Why, Source: c.Source,
				Reason: fmt.Sprintf("%s has %d groups, more than %d.", vpc, n, manyGroups),
				Remedy: model.Advice{Text: "Ask for unused-group, and give what needs the same rules the same group."},
			})
		}
	}
	return out
}

// staleReference finds rules that match nothing, because the group that they name is gone or out of
// reach.
// Source: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
func staleReference(x *examined) []draft {
	whole := x.s.Reading(model.PartStaleGroups, x.g.VPC).Whole()
	var out []draft
	for _, e := range x.g.Rules {
		if e.Rule.Peer.Kind != model.PeerGroup {
			continue
		}
		d := draft{
			rule: e.Rule, rules: []model.GroupRule{e}, revoke: []model.GroupRule{e},
			advice: "It matches nothing: take it away, or name the group that is meant.",
		}
		presence := x.s.GroupPresence(e.Rule.Peer.ID)
		switch {
		case presence == model.Gone:
			d.reason = fmt.Sprintf("%s names %s in %q, and that group is deleted.", x.label(), e.Rule.Peer.ID, e.Rule)
		case x.stale[x.g.ID][e.Rule]:
			d.reason = fmt.Sprintf("%s names %s in %q, which EC2 calls stale.", x.label(), e.Rule.Peer.ID, e.Rule)
		case ended(e.Ref.PeerState):
			d.reason = fmt.Sprintf("%s names %s in %q, across %s, which is %s.", x.label(), e.Rule.Peer.ID, e.Rule,
				e.Ref.Peering, model.Printable(e.Ref.PeerState))
		case presence == model.NotKnown && !whole:
			d.unknown = true
			d.reason = fmt.Sprintf("%s names %s in %q; the group is not in what was read, and stale rules were not read.",
				x.label(), e.Rule.Peer.ID, e.Rule)
		default:
			continue
		}
		out = append(out, d)
	}
	return out
}

// ended reports whether a peering connection carries nothing any more.
func ended(state string) bool {
	switch state {
	case "deleted", "deleting", "expired", "failed", "rejected":
		return true
	}
	return false
}
