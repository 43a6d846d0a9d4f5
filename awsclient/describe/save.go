package describe

import (
	"io"
	"iter"
	"time"

	"github.com/sgscope/sgscope/model"
)

// Save writes a snapshot as one JSON document: what was read and how far, then the things in the
// form of `aws … describe-*`, each with its Region and owner beside it, one rule per IpPermission.
// Read gives back the same snapshot; other tools that read describe-* output find what they know.
func Save(w io.Writer, s model.Snapshot) error {
	doc := out{{"schemaVersion", SchemaVersion}, {"origin", originOut(s.Origin())}}
	var readings []out
	for _, x := range s.Readings() {
		readings = append(readings, readingOut(x))
	}
	doc.list("readings", readings)
	doc.texts("gone", s.Gone())
	saveList(&doc, "Vpcs", s.VPCs(), vpcOut)
	saveList(&doc, "Subnets", s.Subnets(), subnetOut)
	saveList(&doc, "SecurityGroups", s.Groups(), groupOut)
	var rules []out
	for g := range s.Groups() {
		rules = append(rules, rulesOut(g)...)
	}
	if len(rules) > 0 {
		doc.list("SecurityGroupRules", rules)
	}
	saveList(&doc, "NetworkInterfaces", s.Interfaces(), interfaceOut)
	saveList(&doc, "Reservations", s.Instances(), reservationOut)
	saveList(&doc, "Studios", s.Studios(), studioOut)
	saveList(&doc, "Clusters", s.Clusters(), clusterOut)
	saveFilters(&doc, s)
	saveGateways(&doc, s)
	saveTransit(&doc, s)
	saveBalancers(&doc, s)
	saveServices(&doc, s)
	return write(w, doc)
}

// saveList adds a section; one of no things is left out, and so is a thing that one gives nothing for.
// It is not inlined: thirty loops over big structs take room.
//
//go:noinline
func saveList[T any](doc *out, key string, things iter.Seq[T], one func(T) out) {
	var items []out
	things(func(x T) bool { // shorter than a range loop, which checks that things keeps the rules
		items = kept(items, one(x))
		return true
	})
	if len(items) > 0 {
		doc.list(key, items)
	}
}

func kept(items []out, item out) []out {
	if len(item) == 0 {
		return items
	}
	return append(items, item)
}

func originOut(o model.Origin) out {
	var who out
	who.str("account", o.Caller.Account)
	who.str("arn", o.Caller.ARN)
	who.str("userId", o.Caller.UserID)
	kind := "account"
	switch o.Kind {
	case model.FromAccount:
	case model.FromSandbox:
		kind = "sandbox"
	case model.FromFile:
		kind = "file"
	}
	m := out{{"kind", kind}}
	m.str("name", o.Name)
	m.object("caller", who)
	m.str("partition", o.Partition)
	m.str("region", o.Region)
	m.str("endpoint", o.Endpoint)
	if !o.ReadAt.IsZero() {
		m.str("readAt", o.ReadAt.Format(time.RFC3339Nano))
	}
	return m
}

func readingOut(x model.ScopedReading) out {
	m := out{{"part", string(x.Part)}}
	m.str("scope", x.Scope)
	m.str("state", x.Reading.State.String())
	if f := x.Reading.Failure; f != (model.Failure{}) {
		why := out{{"kind", f.Kind.String()}}
		why.str("call", f.Call)
		why.str("resource", f.Resource)
		why.str("missing", f.Missing)
		why.str("code", f.Code)
		why.str("message", f.Message)
		m.object("failure", why)
	}
	if x.Reading.LeftOut > 0 {
		m.num("leftOut", x.Reading.LeftOut)
	}
	return m
}
