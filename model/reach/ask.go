package reach

import "github.com/sgscope/sgscope/model"

// Ask answers a question from what the snapshot knows. IPv4 is asked wherever both ends can have an
// IPv4 address, IPv6 otherwise; the families are separate worlds and no rule of one covers the other.
func Ask(s model.Snapshot, q Question) Trace {
	t := trace(s, q)
	if t.Verdict == model.Blocked || t.Verdict == model.Partly {
		t.Repair = repair(s, q, t)
	}
	return t
}

// trace is Ask without the search for a repair.
func trace(s model.Snapshot, q Question) Trace {
	t := Trace{Question: q}
	layers := groupLayers(s, q)
	if len(layers) == 0 {
		t.Unread = append(t.Unread, "neither "+q.From.Label()+" nor "+q.To.Label()+
			" is known to have security groups")
		return t
	}
	w, ok := worldsOf(q, layers)
	if !ok {
		t.Verdict = model.Blocked
		t.Forward = Path{Verdict: model.Blocked, Reason: q.From.Label() + " and " + q.To.Label() +
			" have no address family in common"}
		return t
	}
	asked := TrafficOf(q.Protocol, q.Ports)
	t.Verdict = w.judge(asked, layers...)
	for _, l := range layers {
		t.Forward.Hops = append(t.Forward.Hops, l.hop(q, w.judge(asked, l), w))
	}
	t.Forward.Verdict = t.Verdict
	t.Return = Path{Verdict: t.Verdict, Reason: "security groups track connections: the reply to what was let through passes"}
	if t.Verdict == model.Partly {
		t.Passes = w.passing(asked, layers)
	}
	for _, l := range layers {
		t.Unread = append(t.Unread, l.unread...)
	}
	if q.Layers == GroupsOnly {
		t.Unread = append(t.Unread, "network ACLs and routes (only security groups were judged)")
	}
	return t
}
