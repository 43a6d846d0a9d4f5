package reach

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// mostUsers bounds how many users of a group a warning names.
const mostUsers = 4

// WorldWarning says what else a rule opens that lets the whole world in, and on what; "" for another rule.
func WorldWarning(s model.Snapshot, c model.Authorize) string {
	p := c.Rule.Peer
	if c.Rule.Direction != model.Ingress || p.Kind != model.PeerCIDR || p.Prefix.Bits() != 0 {
		return ""
	}
	on := ""
	if list := usersOf(s, c.Group); len(list) > 0 {
		on = " (" + strings.Join(list, "; ") + ")"
	}
	return "That lets the whole world in on every interface that carries " + c.Group + on +
		": name the addresses that need it instead."
}

// usersOf says which live clusters use a group, whether EMR manages it, and, where no cluster uses it,
// which interfaces carry it.
func usersOf(s model.Snapshot, group string) []string {
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
		out = append(out, "EMR manages the group")
	}
	return out
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
