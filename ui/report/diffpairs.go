package report

import (
	"slices"
	"strconv"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// What a comparison may cost: so many ends are asked about all at once, which is quick for each pair;
// of more ends so many pairs are asked about one by one.
const (
	mostAtOnce   = 600
	mostOneByOne = 20_000
)

// interfacePaths asks about every pair of interfaces of which one is touched by a change, and about
// the internet.
func (d *differ) interfacePaths(take taker) {
	old, now := endsByID(d.before), endsByID(d.after)
	t := d.touchOf()
	touched := map[string]bool{}
	var ids []string
	for _, id := range keysOf(old, now) {
		inBoth := old[id].ID != "" && now[id].ID != ""
		if !inBoth && !t.things[id] {
			continue // one of the snapshots may merely not have read it
		}
		ids = append(ids, id)
		if d.touches(t, old[id]) || d.touches(t, now[id]) {
			touched[id] = true
		}
	}
	if len(touched) == 0 {
		return
	}
	if n := 2 * len(touched) * len(ids); len(ids) > mostAtOnce && n > mostOneByOne {
		d.uncompared = append(d.uncompared, Uncompared{Text: "paths between network interfaces: " + strconv.Itoa(n) +
			" pairs are touched, and more than " + strconv.Itoa(mostOneByOne) + " are not asked about; narrow it with --vpc"})
		return
	}
	was, is := askerOf(d.old(), d.layers(), old, ids), askerOf(d.new(), d.layers(), now, ids)
	for _, from := range ids {
		for _, to := range ids {
			if from != to && (touched[from] || touched[to]) {
				take(pathOf([2]reach.End{old[from], old[to]}, [2]reach.End{now[from], now[to]}), was(from, to), is(from, to))
			}
		}
	}
}

// asker gives what passes from one end to another.
type asker func(from, to string) answer

// askerOf asks a snapshot about pairs of ends. One that it has not reaches nothing.
func askerOf(s model.Snapshot, layers reach.Layers, ends map[string]reach.End, ids []string) asker {
	q := reach.Question{Protocol: model.AllProtocols, Ports: model.AllPorts(), Layers: layers}
	if len(ids) > mostAtOnce {
		return func(from, to string) answer {
			if ends[from].ID == "" || ends[to].ID == "" {
				return absent()
			}
			q.From, q.To = ends[from], ends[to]
			return answerOf(reach.Ask(s, q))
		}
	}
	place := map[string]int{}
	var there []reach.End
	for _, id := range ids {
		if e, ok := ends[id]; ok {
			place[id] = len(there)
			there = append(there, e)
		}
	}
	m := reach.AllPairs(s, q, there)
	return func(from, to string) answer {
		i, ok := place[from]
		k, both := place[to]
		if !ok || !both {
			return absent()
		}
		c := m.At(i, k)
		switch c.Verdict {
		case model.Allowed, model.Partly:
			return answer{c.Verdict, c.Passes}
		case model.Blocked, model.Unknown:
		}
		return answer{verdict: c.Verdict}
	}
}

// pathOf gives the path between two ends as they were and as they are.
func pathOf(old, now [2]reach.End) PathChange {
	ends, became := now, ""
	for i := range ends {
		switch {
		case now[i].ID == "":
			ends[i], became = old[i], DiffRemoved
		case old[i].ID == "":
			became = DiffAdded
		}
	}
	return PathChange{
		Level: LevelInterfaces, From: ends[0].ID, To: ends[1].ID, Traffic: "all traffic", Ends: became,
		Text: ends[0].Label() + " → " + ends[1].Label(),
	}
}

// layers are those that both snapshots know alike: what only one of them read changed nothing.
func (d *differ) layers() reach.Layers {
	for _, p := range model.NetworkParts() {
		if d.old().Reading(p, "").Whole() != d.new().Reading(p, "").Whole() {
			return reach.GroupsOnly
		}
	}
	return reach.AsFarAsRead
}

func endsByID(v View) map[string]reach.End {
	out := map[string]reach.End{"internet": reach.Internet()}
	for _, e := range v.Ends("interfaces") {
		out[e.ID] = e
	}
	return out
}

// touch is what the changes are about.
type touch struct {
	groups, things map[string]bool // by id; things are interfaces and instances
	everything     bool            // a gateway, a prefix list, …: who uses it is not worked out
}

func (d *differ) touchOf() touch {
	t := touch{groups: map[string]bool{}, things: map[string]bool{}}
	for _, c := range d.changes {
		switch c.Kind {
		case "security group":
			t.groups[c.ID] = true
		case "network interface", "instance":
			t.things[c.ID] = true
		case "Studio", "cluster", "VPC", "subnet", "network ACL", "route table", "EMR's block public access":
		default:
			t.everything = true
		}
	}
	return t
}

// touches reports whether the changes can have altered what an interface reaches.
func (d *differ) touches(t touch, e reach.End) bool {
	if e.Interface == "" {
		return false // the internet, or not there
	}
	i, _ := d.new().Interface(e.Interface)
	return t.everything || t.things[e.ID] || t.things[i.Instance] || slices.ContainsFunc(e.Subnets, d.rerouted) ||
		slices.ContainsFunc(e.Groups, func(g string) bool { return t.groups[g] })
}

// rerouted reports whether a subnet is guarded or routed otherwise than before.
func (d *differ) rerouted(subnet string) bool {
	was, ok := d.old().ACLOf(subnet)
	is, still := d.new().ACLOf(subnet)
	if ok && still && (was.ID != is.ID || !slices.Equal(was.Entries, is.Entries)) {
		return true
	}
	table, ok := d.old().RouteTableOf(subnet)
	later, still := d.new().RouteTableOf(subnet)
	return ok && still && (table.ID != later.ID || !slices.Equal(table.Routes, later.Routes))
}
