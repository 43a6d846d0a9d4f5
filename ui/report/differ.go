package report

import (
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/sgscope/sgscope/model"
)

// species is a sort of thing that two snapshots are compared by.
type species struct {
	kind string
	part model.Part
	skip string // a field that is compared by more
	// more tells what else differs; of a thing that one snapshot does not have it gets nil.
	more func(old, now any) []Detail
}

// ref is how a thing is called.
type ref struct{ id, name, vpc string }

// thing is one thing of a snapshot.
type thing struct {
	ref
	value any
}

// compare tells of the things of one sort that came, went or changed.
func compare[T any](d *differ, s species, of func(model.Snapshot) iter.Seq[T], call func(T) ref) {
	list := func(all model.Snapshot) things {
		out := things{}
		of(all)(func(x T) bool { // no range loop: it is in the program once for each type, and its checks with it
			out.add(call(x), x)
			return true
		})
		return out
	}
	d.compare(s, list)
}

// things are those of one sort, by id.
type things map[string]thing

func (t things) add(r ref, value any) { t[r.id] = thing{r, value} }

func (d *differ) compare(s species, list func(model.Snapshot) things) {
	was, is := list(d.old()), list(d.new())
	for _, id := range keysOf(was, is) {
		x, before := was[id]
		y, after := is[id]
		r := y.ref
		if !after {
			r = x.ref
		}
		if !d.after.inScope(r.vpc) {
			continue
		}
		item := Difference{Kind: s.kind, ID: r.id, Name: r.name, VPC: r.vpc, Details: []Detail{}}
		switch {
		case before && after:
			item.Change = DiffChanged
			item.Details = fields(reflect.ValueOf(x.value), reflect.ValueOf(y.value), s.skip)
		case after && d.came(s.part, r.vpc):
			item.Change = DiffAdded
		case before && d.went(s.part, r.vpc):
			item.Change = DiffRemoved
		default:
			continue
		}
		if s.more != nil {
			item.Details = append(item.Details, s.more(x.value, y.value)...)
		}
		if item.Change != DiffChanged || len(item.Details) > 0 {
			d.changes = append(d.changes, item)
		}
	}
}

// keysOf gives the keys of both maps in order, each once.
func keysOf[V any](x, y map[string]V) []string {
	out := slices.Collect(maps.Keys(x))
	out = slices.AppendSeq(out, maps.Keys(y))
	slices.Sort(out)
	return slices.Compact(out)
}

// fields compares two things of one struct type field by field.
func fields(old, now reflect.Value, skip string) []Detail {
	var out []Detail
	for i := range old.NumField() {
		name := old.Type().Field(i).Name
		if name == skip || unreadField(old, name) || unreadField(now, name) {
			continue
		}
		a, b := old.Field(i), now.Field(i)
		oldTags, areTags := reflect.TypeAssert[model.Tags](a)
		newTags, _ := reflect.TypeAssert[model.Tags](b)
		switch {
		case reflect.DeepEqual(a.Interface(), b.Interface()):
		case areTags:
			out = append(out, tagDetails(oldTags, newTags)...)
		case a.Kind() == reflect.Slice:
			out = append(out, listDetails(member(words(name)), a, b)...)
		default:
			out = append(out, Detail{DiffChanged, words(name), text(a), text(b)})
		}
	}
	return out
}

// unreadField reports whether a field was not read of a thing: by EntriesRead for Entries, and by
// Described for all that a second call tells.
func unreadField(v reflect.Value, name string) bool {
	if name == "Described" || strings.HasSuffix(name, "Read") {
		return true // it tells of the reading, not of the thing
	}
	for _, flag := range []string{name + "Read", "Described"} {
		if f := v.FieldByName(flag); f.IsValid() && !f.Bool() {
			return true
		}
	}
	return false
}

func tagDetails(old, now model.Tags) []Detail {
	var out []Detail
	for _, t := range old {
		switch have, ok := now.Get(t.Key); {
		case !ok:
			out = append(out, Detail{DiffRemoved, "tag", t.Key + "=" + t.Value, ""})
		case have != t.Value:
			out = append(out, Detail{DiffChanged, "tag " + t.Key, t.Value, have})
		}
	}
	for _, t := range now {
		if _, ok := old.Get(t.Key); !ok {
			out = append(out, Detail{DiffAdded, "tag", "", t.Key + "=" + t.Value})
		}
	}
	return out
}

// listDetails tells which members of a list came and went. A list that was only put in another order
// did not change.
func listDetails(field string, old, now reflect.Value) []Detail {
	a, b := texts(old), texts(now)
	var out []Detail
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, Detail{DiffRemoved, field, x, ""})
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) {
			out = append(out, Detail{DiffAdded, field, "", x})
		}
	}
	return out
}

func texts(list reflect.Value) []string {
	var out []string
	for i := range list.Len() {
		out = append(out, text(list.Index(i)))
	}
	return out
}

// text gives a value in words: its own, or those of the fields that say something.
func text(v reflect.Value) string {
	if s, ok := reflect.TypeAssert[fmt.Stringer](v); ok {
		return s.String()
	}
	switch kind := v.Kind(); {
	case kind == reflect.Struct:
		var parts []string
		for i := range v.NumField() {
			if f := v.Field(i); !f.IsZero() {
				parts = append(parts, words(v.Type().Field(i).Name)+" "+text(f))
			}
		}
		return strings.Join(parts, ", ")
	case kind == reflect.Slice:
		return strings.Join(texts(v), ", ")
	case kind == reflect.Bool && v.Bool():
		return "yes"
	case kind == reflect.Bool:
		return "no"
	}
	return fmt.Sprint(v.Interface())
}

// words gives the name of a field as a person writes it: "service role", "CIDRs", "private DNS".
func words(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		starts := i > 0 && unicode.IsUpper(r) && unicode.IsLower(runes[i-1])
		if starts {
			b.WriteByte(' ')
		}
		acronym := unicode.IsUpper(r) && (i+1 < len(runes) && unicode.IsUpper(runes[i+1]) || i > 0 && unicode.IsUpper(runes[i-1]))
		if !acronym {
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// member gives the name of one of a list: "route" of "routes", "entry" of "entries".
func member(list string) string {
	for _, x := range []struct{ many, one string }{{"ies", "y"}, {"sses", "ss"}, {"s", ""}} {
		if stem, ok := strings.CutSuffix(list, x.many); ok {
			return stem + x.one
		}
	}
	return list
}
