package reach_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// partOfLine is the part that a line of a test's network belongs to.
var partOfLine = map[string]model.Part{
	"acl": model.PartACLs, "table": model.PartRoutes, "igw": model.PartInternetGateways,
	"eigw": model.PartEgressOnlyGateways, "nat": model.PartNATGateways, "pcx": model.PartPeerings,
	"tgw": model.PartTransitGateways, "attach": model.PartTransitAttachments, "tgwtable": model.PartTransitTables,
	"endpoint": model.PartEndpoints, "list": model.PartPrefixLists, "lb": model.PartBalancers,
	"listen": model.PartListeners, "tg": model.PartTargetGroups, "group": model.PartGroups,
	"instance": model.PartInstances, "exclude": model.PartBlockExclusions,
}

// lessIsLessKnown leaves out each thing of a network, as if it had not been read: the verdict stays
// or becomes unknown, and never turns into another one.
func lessIsLessKnown(t *testing.T, c layerCase) {
	t.Helper()
	text := baseNetwork + c.lines
	s := network(text)
	q := asked(t, s, c.question, reach.AllLayers)
	before := reach.Ask(s, q).Verdict
	lines := strings.Split(text, "\n")
	last := map[string]int{} // a later line of the same thing replaces it
	for i, l := range lines {
		if w := strings.Fields(l); len(w) > 1 {
			key := w[0] + " " + w[1]
			if w[0] == "listen" || w[0] == "attach" {
				key += " " + w[2]
			}
			last[key] = i
		}
	}
	for key, i := range last {
		word, _, _ := strings.Cut(key, " ")
		part, ok := partOfLine[word]
		if !ok {
			continue
		}
		var rest []string
		for j, l := range lines {
			if w := strings.Fields(l); j == i || len(w) > 1 && strings.HasPrefix(l+" ", key+" ") {
				continue
			}
			rest = append(rest, l)
		}
		less := network(strings.Join(rest, "\n") + "\nunread " + string(part))
		trace := reach.Ask(less, q)
		if trace.Verdict != model.Unknown && trace.Verdict != before {
			t.Errorf("%s: %s, and %s where %q was not read\n%q", c.question, before, trace.Verdict, lines[i], trace.Reasons())
		}
		q.Layers = reach.AsFarAsRead
		if far := reach.Ask(less, q); far.OnlyRead && len(far.Unread) == 0 {
			t.Errorf("%s: only what was read, and yet nothing unread", c.question)
		}
		q.Layers = reach.AllLayers
	}
}
