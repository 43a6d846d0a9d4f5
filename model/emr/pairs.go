package emr

import (
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// readPairs gives the pairs in scope: each Studio's, then those that default names make where no
// visible Studio uses the Workspace group.
func readPairs(s model.Snapshot, sc Scope, roles roleBook) []Pair {
	var out []Pair
	used := map[string]bool{}
	for st := range s.Studios() {
		used[st.Workspace] = true
		if !sc.has(st) {
			continue
		}
		out = append(out, Pair{
			ID: st.ID, Studio: st.ID, Name: st.Name, VPC: st.VPC, Workspace: st.Workspace,
			Engine: st.Engine, Subnets: st.Subnets,
		})
	}
	if sc.Studio != "" {
		return out
	}
	for g := range s.Groups() {
		if used[g.ID] || !sc.hasVPC(g.VPC) {
			continue
		}
		if roles.sure(g.ID, RoleEditor) {
			out = append(out, Pair{
				ID: "pair:" + g.ID, Name: "EMR Notebooks: " + g.Name, VPC: g.VPC, Workspace: g.ID,
				Engine: livyFor(s, roles, g), Notebook: true,
			})
		}
		if !roles.sure(g.ID, RoleWorkspace) {
			continue
		}
		out = append(out, Pair{
			ID: "pair:" + g.ID, Name: "no Studio: " + g.Name, VPC: g.VPC, Workspace: g.ID,
			Engine: engineFor(s, roles, g),
		})
	}
	return out
}

func (sc Scope) hasVPC(vpc string) bool { return sc.VPC == "" || sc.VPC == vpc }

func (sc Scope) has(st model.Studio) bool {
	if sc.Studio != "" && sc.Studio != st.ID && sc.Studio != st.Name {
		return false
	}
	// A Studio that could not be described has no VPC: it is shown everywhere rather than nowhere.
	return st.VPC == "" || sc.hasVPC(st.VPC)
}

// engineFor finds the Engine group that belongs to a Workspace group which no Studio names: the one
// its rules point at, else the one of the default name with the same suffix.
func engineFor(s model.Snapshot, roles roleBook, ws model.Group) string {
	for _, r := range ws.In(model.Egress) {
		if r.Rule.Peer.Kind == model.PeerGroup && roles.sure(r.Rule.Peer.ID, RoleEngine) {
			return r.Rule.Peer.ID
		}
	}
	suffix := ws.Name
	for _, name := range []string{nameWorkspaceWithoutGit, nameWorkspaceGit, nameWorkspace} {
		if hasPrefixFold(suffix, name) {
			suffix = suffix[len(name):]
			break
		}
	}
	if g, ok := s.GroupNamed(ws.VPC, nameEngine+suffix); ok {
		return g.ID
	}
	return ""
}

// livyFor finds the group of the cluster's side of a notebook: the one that its rules point at, else
// the one of the default name.
func livyFor(s model.Snapshot, roles roleBook, editor model.Group) string {
	for _, r := range editor.In(model.Egress) {
		if r.Rule.Peer.Kind == model.PeerGroup && roles.sure(r.Rule.Peer.ID, RoleLivy) {
			return r.Rule.Peer.ID
		}
	}
	g, _ := s.GroupNamed(editor.VPC, nameLivy)
	return g.ID
}

// words puts the notebooks' names for the two groups into a text about a Studio's.
func (p Pair) words(text string) string {
	if !p.Notebook {
		return text
	}
	return strings.NewReplacer("Workspaces", "notebooks", "the Workspace group", "the Editor group", "the Workspace", "the Editor group", "A Workspace", "A notebook",
		"a Workspace group", "an Editor group", "Workspace", "Editor", "Engine", "Livy", "EMR Studio", "EMR Notebooks").Replace(text)
}

// workspacesOf gives the Workspace groups that belong to an Engine group, each once, and those that
// look as if they might: their 18888 rule on Engine is never surplus.
func (a *Analysis) workspacesOf(engine string) []string {
	var out []string
	for _, p := range a.everyPair {
		if p.Engine == engine && p.Workspace != "" && !slices.Contains(out, p.Workspace) {
			out = append(out, p.Workspace)
		}
	}
	return out
}

// workspaceLike reports whether a group may be a Workspace group of a Studio that we do not see.
func (a *Analysis) workspaceLike(id string) bool {
	if a.roles.has(id, RoleWorkspace, RoleEditor) {
		return true
	}
	g, ok := a.snap.Group(id)
	return !ok || strings.Contains(strings.ToLower(g.Name), "workspace")
}

// engineLike reports whether a group may be the Engine group of a Studio, one that was not read
// among them.
func (a *Analysis) engineLike(id string) bool {
	return a.roles.has(id, RoleEngine, RoleLivy) || a.snap.GroupPresence(id) == model.NotKnown
}
