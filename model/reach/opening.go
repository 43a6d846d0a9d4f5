package reach

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// mostUsers bounds how many users of a group a warning names.
const mostUsers = 4

// LetsWorldIn reports whether a change lets any address in. No line that does so is handed out to be pasted
// unasked.
func LetsWorldIn(c model.Change) bool {
	a, ok := c.(model.Authorize)
	return ok && a.Rule.Direction == model.Ingress && isWorld(a.Rule.Peer)
}

// OpensWorld reports whether a change lets any address in, or lets out to any.
func OpensWorld(c model.Change) bool {
	a, ok := c.(model.Authorize)
	return ok && isWorld(a.Rule.Peer)
}

func isWorld(p model.Peer) bool { return p.Kind == model.PeerCIDR && p.Prefix.Bits() == 0 }

// Opening says in a sentence what else a change opens than what it is made for: the whole world, or every
// interface of a group that several have; "" for nothing.
func Opening(s model.Snapshot, c model.Change) string {
	a, ok := c.(model.Authorize)
	if !ok {
		return ""
	}
	users, shared := usersOf(s, a.Group)
	carries := " every interface that carries " + s.GroupText(a.Group) + users
	switch {
	case LetsWorldIn(c):
		return "That lets the whole world in on" + carries + ". Name the addresses that need it instead."
	case isWorld(a.Rule.Peer):
		return "That lets " + a.Rule.Traffic() + " out to any address, from" + carries + "."
	case shared:
		return "That is a rule on" + carries + "."
	}
	return ""
}

// usersOf says behind a colon which live clusters use a group, whether EMR manages it, and, where no cluster uses
// it, which interfaces carry it. It reports whether several clusters or EMR rely on the group.
func usersOf(s model.Snapshot, group string) (text string, shared bool) {
	var clusters, interfaces []string
	managed := false
	for c := range s.Clusters() {
		if !c.Live() || !slices.Contains(c.Groups(), group) {
			continue
		}
		clusters = append(clusters, labelled(model.Printable(c.Name), c.ID))
		managed = managed || slices.Contains([]string{c.ManagedPrimary, c.ManagedCore, c.ServiceAccess}, group)
	}
	for _, i := range s.InterfacesOf(group) {
		interfaces = append(interfaces, i.ID)
	}
	var out []string
	switch {
	case len(clusters) > 0:
		out = append(out, counted("cluster", clusters))
	case len(interfaces) > 0:
		out = append(out, counted("interface", interfaces))
	}
	if managed {
		out = append(out, "EMR manages it")
	}
	if len(out) == 0 {
		return "", false
	}
	return ": " + strings.Join(out, ", and "), managed || len(clusters) > 1
}

// counted gives "cluster a", or "clusters a, b and 3 more".
func counted(what string, list []string) string {
	if len(list) > 1 {
		what += "s"
	}
	rest := ""
	if n := len(list) - mostUsers; n > 0 {
		list, rest = list[:mostUsers], fmt.Sprintf(" and %d more", n)
	}
	return what + " " + strings.Join(list, ", ") + rest
}
