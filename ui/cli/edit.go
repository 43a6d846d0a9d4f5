package cli

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// editGoal reads what --add and --remove want of rules, each "GROUP RULE". What EC2 would refuse is bad
// input: a rule that is there is not added, one that is not is not removed.
func editGoal(a *emr.Analysis, add, remove []string) (model.Goal, error) {
	edits := map[string]emr.RuleEdits{}
	var order []string
	stage := func(flag, text string) error {
		id, rule, err := groupRule(a, text)
		if err != nil {
			return fmt.Errorf("--%s %q: %w", flag, text, err)
		}
		of, seen := edits[id]
		if !seen {
			of.Group = id
			order = append(order, id)
		}
		e := emr.RuleEdit{New: rule}
		if flag == "remove" {
			g, _ := a.Snapshot().Group(id)
			have, ok := g.Find(rule)
			if !ok {
				return fmt.Errorf("--remove %q: the group has no such rule", text)
			}
			e = emr.RuleEdit{Old: have}
		}
		if err := a.CheckEdit(of, -1, e); err != nil {
			return fmt.Errorf("--%s %q: %w", flag, text, err)
		}
		edits[id] = of.With(-1, e)
		return nil
	}
	for _, text := range remove {
		if err := stage("remove", text); err != nil {
			return nil, err
		}
	}
	for _, text := range add {
		if err := stage("add", text); err != nil {
			return nil, err
		}
	}
	var goal model.EditRules
	for _, id := range order {
		goal.Changes = append(goal.Changes, edits[id].Goal().Changes...)
	}
	return goal, nil
}

// groupRule reads "sg-… ingress tcp 22 from 192.0.2.12/32".
func groupRule(a *emr.Analysis, text string) (string, model.Rule, error) {
	id, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	if !strings.HasPrefix(id, "sg-") || rest == "" {
		return "", model.Rule{}, errors.New("want a group and a rule: sg-… ingress tcp 22 from 192.0.2.0/24")
	}
	r, err := model.ParseRule(strings.TrimSpace(rest))
	if err != nil {
		return "", model.Rule{}, err //nolint:wrapcheck // it names the text and says what is wanted
	}
	words := strings.Fields(rest)
	if p, err := netip.ParsePrefix(words[len(words)-1]); err == nil && p != p.Masked() {
		return "", model.Rule{}, errors.New("EC2 would keep the block as " + r.Peer.String() + ": say that, if it is meant")
	}
	if why := a.EditRefusal(id); why != "" {
		return "", model.Rule{}, errors.New(why)
	}
	return id, r, nil
}
