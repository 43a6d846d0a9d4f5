package tour

import (
	"fmt"
	"maps"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// Left is how a lesson was left in the middle: what it takes to set it up again in another run of the program.
type Left struct {
	At      Stage
	Answer  int // the choice that was made, from 0; -1 for none
	Hints   int // that were shown
	Wrongs  int // wrong fixes that were made
	Changed bool
	Changes []model.Change // from the scenario as it is at first to the account as it was left
}

// Stage is a part of a lesson.
type Stage uint8

// The stages in which a lesson can be left.
const (
	AtQuestion Stage = iota
	AtAnswer
	AtTask
)

// Equal reports whether two lessons were left alike.
func (l Left) Equal(m Left) bool {
	return l.At == m.At && l.Answer == m.Answer && l.Hints == m.Hints && l.Wrongs == m.Wrongs && l.Changed == m.Changed &&
		slices.Equal(l.Changes, m.Changes)
}

// Left gives how a lesson was left and reports whether it was left at all.
func (p Progress) Left(lesson string) (Left, bool) {
	l, ok := p.left[lesson]
	return l, ok
}

// Leave gives the progress with a lesson left in the middle.
func (p Progress) Leave(lesson string, l Left) Progress {
	left := maps.Clone(p.left)
	if left == nil {
		left = map[string]Left{}
	}
	left[lesson] = l
	p.left = left
	return p
}

// Fresh gives the progress with a lesson to be begun anew; its mark stays.
func (p Progress) Fresh(lesson string) Progress {
	p.left = maps.Clone(p.left)
	delete(p.left, lesson)
	return p
}

// Changes gives what makes of the groups of one world those of another: groups that are new, rules and tags. New
// groups go by their pending ids, so that the changes can be made again where EC2 gives other ids.
func Changes(start, now World) []model.Change {
	var out []model.Change
	pending := map[string]string{}
	base := start.snap
	for g := range now.snap.Groups() {
		if _, old := base.Group(g.ID); old {
			continue
		}
		c := model.CreateGroup{VPC: g.VPC, Name: g.Name, Description: g.Description}
		if len(g.Tags) > 0 {
			c.Tag = g.Tags[0]
		}
		next, err := base.With(c)
		if err != nil { // a group of that name was there and is gone: there is no way to it
			continue
		}
		base, pending[g.ID] = next, c.Target()
		out = append(out, c)
	}
	for g := range now.snap.Groups() {
		id := g.ID
		if p, is := pending[id]; is {
			id = p
		}
		was, ok := base.Group(id)
		if !ok {
			continue
		}
		out = append(out, ruleChanges(was, g, pending)...)
		out = append(out, tagChanges(was, g)...)
	}
	return out
}

// ruleChanges gives what makes the rules of one group those of another.
func ruleChanges(was, is model.Group, pending map[string]string) []model.Change {
	var added, gone []model.Change
	has := map[model.Rule]bool{}
	for _, r := range is.Rules {
		rule := r.Rule
		if p, ok := pending[rule.Peer.ID]; ok {
			rule.Peer = model.GroupPeer(p)
		}
		has[rule] = true
		if _, there := was.Find(rule); !there {
			added = append(added, model.Authorize{Group: was.ID, Rule: rule, Description: r.Description})
		}
	}
	for _, r := range was.Rules {
		if !has[r.Rule] {
			gone = append(gone, model.Revoke{Group: was.ID, Rule: r.Rule, RuleID: r.ID})
		}
	}
	return append(added, gone...)
}

// tagChanges gives what makes the tags of one group those of another.
func tagChanges(was, is model.Group) []model.Change {
	var out []model.Change
	for _, t := range is.Tags {
		if old, had := was.Tags.Get(t.Key); !had || old != t.Value {
			out = append(out, model.SetTag{Group: was.ID, Key: t.Key, Old: old, HadOld: had, New: t.Value})
		}
	}
	for _, t := range was.Tags {
		if _, has := is.Tags.Get(t.Key); !has {
			out = append(out, model.RemoveTag{Group: was.ID, Key: t.Key, Old: t.Value})
		}
	}
	return out
}

// keptLeft is Left as it is kept, with changes in the words of rules.
type keptLeft struct {
	At      string       `json:"at"`
	Answer  int          `json:"answer"` // counted from 1; 0 for none
	Hints   int          `json:"hints,omitempty"`
	Wrongs  int          `json:"wrongs,omitempty"`
	Changed bool         `json:"changed,omitempty"`
	Changes []keptChange `json:"changes,omitempty"`
}

type keptChange struct {
	Kind        string `json:"kind"`
	Group       string `json:"group,omitempty"`
	VPC         string `json:"vpc,omitempty"`
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty"`
	Rule        string `json:"rule,omitempty"`
	RuleID      string `json:"ruleId,omitempty"`
	Key         string `json:"key,omitempty"`
	Old         string `json:"old,omitempty"`
	HadOld      bool   `json:"hadOld,omitempty"`
	New         string `json:"new,omitempty"`
}

func stageWords() []string { return []string{"question", "answer", "task"} }

func (l Left) kept() keptLeft {
	k := keptLeft{
		At: stageWords()[l.At], Answer: l.Answer + 1, Hints: l.Hints, Wrongs: l.Wrongs, Changed: l.Changed,
	}
	for _, c := range l.Changes {
		k.Changes = append(k.Changes, keepChange(c))
	}
	return k
}

func keepChange(c model.Change) keptChange {
	k := keptChange{Kind: model.ChangeKind(c)}
	switch c := c.(type) {
	case model.CreateGroup:
		k.VPC, k.Name, k.Description, k.Key, k.New = c.VPC, c.Name, c.Description, c.Tag.Key, c.Tag.Value
	case model.Authorize:
		k.Group, k.Rule, k.Description = c.Group, c.Rule.String(), c.Description
	case model.Revoke:
		k.Group, k.Rule, k.RuleID = c.Group, c.Rule.String(), c.RuleID
	case model.SetTag:
		k.Group, k.Key, k.Old, k.HadOld, k.New = c.Group, c.Key, c.Old, c.HadOld, c.New
	case model.RemoveTag:
		k.Group, k.Key, k.Old = c.Group, c.Key, c.Old
	case model.DeleteGroup:
		k.Group, k.Name, k.VPC = c.Group, c.Name, c.VPC
	}
	return k
}

func (k keptLeft) left() (Left, error) {
	at := slices.Index(stageWords(), k.At)
	if at < 0 {
		return Left{}, fmt.Errorf("decode a lesson that was left: %q is no part of one", k.At)
	}
	l := Left{
		At: Stage(at), Answer: k.Answer - 1, Hints: k.Hints, Wrongs: k.Wrongs, Changed: k.Changed,
	}
	for _, c := range k.Changes {
		change, err := c.change()
		if err != nil {
			return Left{}, err
		}
		l.Changes = append(l.Changes, change)
	}
	return l, nil
}

func (k keptChange) change() (model.Change, error) {
	rule := func() (model.Rule, error) {
		r, err := model.ParseRule(k.Rule)
		if err != nil {
			return r, fmt.Errorf("decode a change that was made: %w", err)
		}
		return r, nil
	}
	switch k.Kind {
	case "create-group":
		return model.CreateGroup{VPC: k.VPC, Name: k.Name, Description: k.Description, Tag: model.Tag{Key: k.Key, Value: k.New}}, nil
	case "authorize":
		r, err := rule()
		return model.Authorize{Group: k.Group, Rule: r, Description: k.Description}, err
	case "revoke":
		r, err := rule()
		return model.Revoke{Group: k.Group, Rule: r, RuleID: k.RuleID}, err
	case "set-tag":
		return model.SetTag{Group: k.Group, Key: k.Key, Old: k.Old, HadOld: k.HadOld, New: k.New}, nil
	case "remove-tag":
		return model.RemoveTag{Group: k.Group, Key: k.Key, Old: k.Old}, nil
	case "delete-group":
		return model.DeleteGroup{Group: k.Group, Name: k.Name, VPC: k.VPC}, nil
	}
	return nil, fmt.Errorf("decode a change that was made: %q is none", k.Kind)
}
