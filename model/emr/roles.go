package emr

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// roleBook knows the roles of every group of a snapshot.
type roleBook struct{ of map[string][]Role }

func readRoles(s model.Snapshot) roleBook {
	b := roleBook{map[string][]Role{}}
	for st := range s.Studios() {
		b.add(st.Workspace, Role{Kind: RoleWorkspace, Studio: st.ID, Why: studioSays(st, "WorkspaceSecurityGroupId")})
		b.add(st.Engine, Role{Kind: RoleEngine, Studio: st.ID, Why: studioSays(st, "EngineSecurityGroupId")})
	}
	for c := range s.Clusters() {
		b.addCluster(s, c)
	}
	b.addServices(s)
	for g := range s.Groups() {
		if k := roleByName(g.Name); k != RoleOther {
			b.addUnlessHeld(g.ID, Role{Kind: k, Basis: ByName, Why: "named " + model.Printable(g.Name) + madeFor(g.Name)})
		}
	}
	for g := range s.Groups() {
		for _, r := range shapeRoles(s, g) {
			if !b.has(r.group, RoleEditor, RoleLivy) { // notebooks' groups have the same shape
				b.addUnlessHeld(r.group, r.Role)
			}
		}
	}
	return b
}

func studioSays(st model.Studio, field string) string {
	return fmt.Sprintf("Studio %s (%s), %s", model.Printable(st.Name), st.ID, field)
}

func (b roleBook) addCluster(s model.Snapshot, c model.Cluster) {
	ended := ""
	if c.Failed() {
		ended = ", which ended with errors"
	}
	add := func(k RoleKind, field string, ids ...string) {
		for _, id := range ids {
			why := fmt.Sprintf("cluster %s (%s)%s, %s", model.Printable(c.Name), c.ID, ended, field)
			if g, ok := s.Group(id); ok && k != RoleAdditional && k != RoleAdditionalCore {
				why += cmp.Or(madeFor(g.Name), "; custom")
			}
			b.add(id, Role{Kind: k, Cluster: c.ID, Why: why})
		}
	}
	add(RoleManagedPrimary, "EmrManagedMasterSecurityGroup", c.ManagedPrimary)
	add(RoleManagedCore, "EmrManagedSlaveSecurityGroup", c.ManagedCore)
	add(RoleServiceAccess, "ServiceAccessSecurityGroup", c.ServiceAccess)
	add(RoleAdditional, "AdditionalMasterSecurityGroups", c.AdditionalPrimary...)
	add(RoleAdditionalCore, "AdditionalSlaveSecurityGroups", c.AdditionalCore...)
}

//go:noinline
func (b roleBook) add(group string, r Role) {
	if group != "" {
		b.of[group] = append(b.of[group], r)
	}
}

// addUnlessHeld adds a weaker role unless a stronger source gave the group the same kind.
func (b roleBook) addUnlessHeld(group string, r Role) {
	if !b.has(group, r.Kind) {
		b.add(group, r)
	}
}

func (b roleBook) has(group string, kinds ...RoleKind) bool {
	return slices.ContainsFunc(b.of[group], func(r Role) bool { return slices.Contains(kinds, r.Kind) })
}

// sure reports whether a group has the role by a reference or by its name, not by shape alone.
func (b roleBook) sure(group string, kind RoleKind) bool {
	return slices.ContainsFunc(b.of[group], func(r Role) bool { return r.Kind == kind && r.Basis != ByShape })
}

type shapeRole struct {
	group string
	Role
}

// shapeRoles finds the pair that rules of exactly the documented form make: no way in, and tcp 18888
// out to a group that lets it in.
func shapeRoles(s model.Snapshot, g model.Group) []shapeRole {
	if g.Count(model.Ingress) > 0 {
		return nil
	}
	var out []shapeRole
	for _, r := range g.Rules {
		peer := r.Rule.Peer
		if peer.Kind != model.PeerGroup || r.Rule != workspaceToEngine(peer.ID) {
			continue
		}
		engine, ok := s.Group(peer.ID)
		if !ok {
			continue
		}
		if _, lets := engine.Find(engineIngress(g.ID)); lets {
			out = append(out,
				shapeRole{g.ID, Role{
					Kind: RoleWorkspace, Basis: ByShape,
					Why: "its rules are those of a Workspace group of " + engine.ID,
				}},
				shapeRole{engine.ID, Role{
					Kind: RoleEngine, Basis: ByShape,
					Why: "it lets tcp 18888 in from " + g.ID + ", as an Engine group does",
				}})
		}
	}
	return out
}
