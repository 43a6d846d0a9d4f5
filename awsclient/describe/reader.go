package describe

import (
	"fmt"
	"math"
	"net/netip"
	"slices"
	"strconv"

	"github.com/sgscope/sgscope/model"
)

// reader takes values out of one section of one document, and notes what is not as it should be.
// Every method that finds a wrong type gives the zero value: one bad value costs itself only.
type reader struct {
	load  *load
	found *found
	file  *file
	place place
	saved bool          // the document is a saved snapshot of ours, which says everything itself
	why   model.Failure // the first thing that could not be read; zero if all was
}

// fault notes a problem at a value.
func (r *reader) fault(v value, format string, args ...any) {
	if r.why.Kind != model.NoFailure && r.load.bad.full() {
		r.load.bad.More++ // finding line and column takes a walk over the file
		return
	}
	p := r.file.problem(v.at, fmt.Sprintf(format, args...))
	r.load.bad.add(p)
	if r.why.Kind == model.NoFailure {
		r.why = p.failure()
	}
}

// want gives a member if it has the kind, and an absent value if it is missing, null or wrong.
func (r *reader) want(v value, key string, k kind) value {
	m := v.get(key)
	if m.kind == k {
		return m
	}
	if m.kind != absent && m.kind != null {
		r.fault(m, "%s: want %s, found %s", key, k, m.kind)
	}
	return value{at: m.at}
}

// str is not inlined: it is called hundreds of times, and a value is big to hand over.
//
//go:noinline
func (r *reader) str(v value, key string) string { return r.want(v, key, text).text }

//go:noinline
func (r *reader) flag(v value, key string) bool { return r.want(v, key, boolean).text == "true" }

//go:noinline
func (r *reader) object(v value, key string) value { return r.want(v, key, object) }

// num gives a whole number and reports whether there is one.
func (r *reader) num(v value, key string) (int, bool) {
	m := r.want(v, key, number)
	if m.kind == absent {
		return 0, false
	}
	if n, err := strconv.Atoi(m.text); err == nil && int64(n) == int64(int32(n)) {
		return n, true
	}
	// Some tools print 22.0 for 22.
	if f, err := strconv.ParseFloat(m.text, 64); err == nil && f == math.Trunc(f) && math.Abs(f) < math.MaxInt32 {
		return int(f), true
	}
	r.fault(m, "%s: %.40s is not a whole number in range", key, m.text)
	return 0, false
}

// objects gives the elements of a list that are objects.
func (r *reader) objects(v value, key string) []value {
	return r.only(r.want(v, key, array), key, object)
}

// texts gives the elements of a list that are text and not empty.
func (r *reader) texts(v value, key string) []string {
	var out []string
	for _, e := range r.only(r.want(v, key, array), key, text) {
		if e.text != "" {
			out = append(out, e.text)
		}
	}
	return out
}

// only gives the elements of a list that have the kind; nearly always that is the list itself.
func (r *reader) only(list value, key string, k kind) []value {
	if !slices.ContainsFunc(list.list, func(e value) bool { return e.kind != k }) {
		return list.list
	}
	var out []value
	for _, e := range list.list {
		if e.kind == k {
			out = append(out, e)
			continue
		}
		r.fault(e, "%s: want %s, found %s", key, k, e.kind)
	}
	return out
}

// prefix reads a CIDR block, with host bits dropped as AWS stores it, and reports whether there is one.
func (r *reader) prefix(v value, key string) (netip.Prefix, bool) {
	m := r.want(v, key, text)
	if m.text == "" {
		return netip.Prefix{}, false
	}
	p, err := netip.ParsePrefix(m.text)
	if err != nil {
		r.fault(m, "%s: %.60q is not a CIDR block", key, m.text)
		return netip.Prefix{}, false
	}
	return p.Masked(), true
}

// addr reads an address and reports whether there is one.
func (r *reader) addr(v value, key string) (netip.Addr, bool) {
	m := r.want(v, key, text)
	if m.text == "" {
		return netip.Addr{}, false
	}
	a, err := netip.ParseAddr(m.text)
	if err != nil || a.Zone() != "" {
		r.fault(m, "%s: %.60q is not an address", key, m.text)
		return netip.Addr{}, false
	}
	return a.Unmap(), true
}

// tags reads a list of {Key, Value}.
func (r *reader) tags(v value, key string) model.Tags {
	list := r.objects(v, key)
	if len(list) == 0 {
		return nil
	}
	tags := make([]model.Tag, 0, len(list))
	for _, t := range list {
		tags = append(tags, model.Tag{Key: r.str(t, "Key"), Value: r.str(t, "Value")})
	}
	return model.NewTags(tags...)
}

// name gives a resource's name: its Name tag, as the console shows it.
func (r *reader) name(v value, tags model.Tags) string {
	if r.saved {
		return r.str(v, "Name")
	}
	n, _ := tags.Get("Name")
	return n
}

// where gives owner and Region of a resource: what the resource says, then what the hints say (its
// ARN, its zone), then the folder.
func (r *reader) where(v value, hints ...place) place {
	p := place{account: r.str(v, "OwnerId"), region: r.str(v, "Region")}
	if r.saved {
		return p
	}
	for _, h := range append(hints, r.place) {
		if p.account == "" {
			p.account = h.account
		}
		if p.region == "" {
			p.region = h.region
		}
	}
	return p
}

// each calls read for every object of a section's list that has an id.
func (r *reader) each(list value, key string, read func(v value, id string)) {
	if list.kind == null || list.kind == absent {
		return
	}
	if list.kind != array {
		r.fault(list, "want a list, found %s", list.kind)
		return
	}
	for _, v := range r.only(list, "item", object) {
		if id := r.id(v, key); id != "" {
			read(v, id)
		}
	}
}

// id reads the id without which a thing is of no use.
func (r *reader) id(v value, key string) string {
	m := v.get(key)
	switch {
	case m.kind == text && m.text != "":
		return m.text
	case m.kind == absent, m.kind == null, m.kind == text:
		r.fault(v, "no %s: left out", key)
	default:
		r.fault(m, "%s: want %s, found %s: left out", key, text, m.kind)
	}
	return ""
}
