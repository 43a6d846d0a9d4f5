package apply

import (
	"fmt"

	"github.com/sgscope/sgscope/model"
)

type (
	wireGroup struct {
		ID          string          `json:"id"`
		Name        string          `json:"name"`
		Description string          `json:"description"`
		VPC         string          `json:"vpc"`
		Owner       string          `json:"owner,omitempty"`
		Region      string          `json:"region,omitempty"`
		Tags        []wireTag       `json:"tags,omitempty"`
		Rules       []wireGroupRule `json:"rules,omitempty"`
	}
	wireGroupRule struct {
		ID          string         `json:"id,omitempty"`
		Description string         `json:"description,omitempty"`
		Tags        []wireTag      `json:"tags,omitempty"`
		Ref         *wireReference `json:"ref,omitempty"`
		Rule        *wireRule      `json:"rule"`
	}
	wireReference struct {
		Account   string `json:"account,omitempty"`
		VPC       string `json:"vpc,omitempty"`
		Peering   string `json:"peering,omitempty"`
		PeerState string `json:"peerState,omitempty"`
	}
	wireGoal struct {
		Kind                 string       `json:"kind"`
		VPC                  string       `json:"vpc,omitempty"`
		Set                  string       `json:"set,omitempty"`
		WorkspaceName        string       `json:"workspaceName,omitempty"`
		WorkspaceDescription string       `json:"workspaceDescription,omitempty"`
		EngineName           string       `json:"engineName,omitempty"`
		EngineDescription    string       `json:"engineDescription,omitempty"`
		Keys                 []string     `json:"keys,omitempty"`
		Changes              []wireChange `json:"changes,omitempty"`
		Journal              string       `json:"journal,omitempty"`
	}
)

// The words for goals.
const (
	goalCreate = "create-groups"
	goalFix    = "fix-findings"
	goalEdit   = "edit-rules"
	goalUndo   = "undo"
)

func encodeGroup(g model.Group) (wireGroup, error) {
	w := wireGroup{
		ID: g.ID, Name: g.Name, Description: g.Description, VPC: g.VPC, Owner: g.Owner, Region: g.Region,
		Tags: encodeTags(g.Tags),
	}
	for _, r := range g.Rules {
		rule, err := encodeRule(r.Rule)
		if err != nil {
			return wireGroup{}, err
		}
		v := wireGroupRule{ID: r.ID, Description: r.Description, Tags: encodeTags(r.Tags), Rule: rule}
		if r.Ref != (model.Reference{}) {
			ref := wireReference(r.Ref)
			v.Ref = &ref
		}
		w.Rules = append(w.Rules, v)
	}
	return w, nil
}

func decodeGroup(w wireGroup) (model.Group, error) {
	g := model.Group{
		ID: w.ID, Name: w.Name, Description: w.Description, VPC: w.VPC, Owner: w.Owner, Region: w.Region,
		Tags: decodeTags(w.Tags),
	}
	for _, v := range w.Rules {
		rule, err := decodeRule(v.Rule)
		if err != nil {
			return model.Group{}, err
		}
		r := model.GroupRule{Rule: rule, ID: v.ID, Description: v.Description, Tags: decodeTags(v.Tags)}
		if v.Ref != nil {
			r.Ref = model.Reference(*v.Ref)
		}
		g.Rules = append(g.Rules, r)
	}
	return g, nil
}

func encodeTags(tags model.Tags) []wireTag {
	var out []wireTag
	for _, t := range tags {
		out = append(out, wireTag(t))
	}
	return out
}

func decodeTags(tags []wireTag) model.Tags {
	var out model.Tags
	for _, t := range tags {
		out = out.With(model.Tag(t))
	}
	return out
}

func encodeGoal(g model.Goal) (*wireGoal, error) {
	switch g := g.(type) {
	case nil:
		return nil, nil
	case model.CreateGroups:
		return &wireGoal{
			Kind: goalCreate, VPC: g.VPC, Set: g.Set.String(),
			WorkspaceName: g.WorkspaceName, WorkspaceDescription: g.WorkspaceDescription,
			EngineName: g.EngineName, EngineDescription: g.EngineDescription,
		}, nil
	case model.FixFindings:
		return &wireGoal{Kind: goalFix, Keys: g.Keys}, nil
	case model.EditRules:
		w := &wireGoal{Kind: goalEdit}
		for _, c := range g.Changes {
			v, err := encodeChange(c)
			if err != nil {
				return nil, err
			}
			w.Changes = append(w.Changes, v)
		}
		return w, nil
	case model.Undo:
		return &wireGoal{Kind: goalUndo, Journal: g.Journal}, nil
	}
	return nil, fmt.Errorf("write a goal: it is of an unknown kind")
}

func decodeGoal(w *wireGoal) (model.Goal, error) {
	if w == nil {
		return nil, nil
	}
	switch w.Kind {
	case goalCreate:
		set, err := named(w.Set, "set of groups", lastSet)
		return model.CreateGroups{
			VPC: w.VPC, Set: set,
			WorkspaceName: w.WorkspaceName, WorkspaceDescription: w.WorkspaceDescription,
			EngineName: w.EngineName, EngineDescription: w.EngineDescription,
		}, err
	case goalFix:
		return model.FixFindings{Keys: w.Keys}, nil
	case goalEdit:
		var g model.EditRules
		for _, v := range w.Changes {
			c, err := decodeChange(v)
			if err != nil {
				return nil, err
			}
			g.Changes = append(g.Changes, c)
		}
		return g, nil
	case goalUndo:
		return model.Undo{Journal: w.Journal}, nil
	}
	return nil, fmt.Errorf("%q is no kind of goal that this program knows", w.Kind)
}

// lastSet is the last of the sets of groups; TestGoals fails when another is added behind it.
const lastSet = model.NotebooksGit
