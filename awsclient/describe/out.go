package describe

import (
	"bufio"
	"fmt"
	"io"
	"net/netip"
	"strconv"
	"unicode/utf8"

	"github.com/sgscope/sgscope/model"
)

// out is a JSON object that is written: its members in the order in which they were set. Members
// without a value are left out, as AWS does it.
type out []member

type member struct {
	key   string
	value any // string, int, bool, out, []out or []string
}

// str and its like are not inlined: they are called hundreds of times, and growing a slice is long.
//
//go:noinline
func (o *out) str(key, s string) {
	if s != "" {
		*o = append(*o, member{key, s})
	}
}

//go:noinline
func (o *out) num(key string, n int) { *o = append(*o, member{key, n}) }

//go:noinline
func (o *out) flag(key string, b bool) { *o = append(*o, member{key, b}) }

//go:noinline
func (o *out) object(key string, m out) {
	if len(m) > 0 {
		*o = append(*o, member{key, m})
	}
}

//go:noinline
func (o *out) list(key string, items []out) { *o = append(*o, member{key, items}) }

//go:noinline
func (o *out) texts(key string, items []string) {
	if len(items) > 0 {
		*o = append(*o, member{key, items})
	}
}

// addr writes an address, if there is one.
func (o *out) addr(key string, a netip.Addr) {
	if a.IsValid() {
		o.str(key, a.String())
	}
}

// enabled writes the words that transit gateways have for true and false.
func (o *out) enabled(key string, on bool) {
	word := "disable"
	if on {
		word = "enable"
	}
	o.str(key, word)
}

func (o *out) tags(key string, tags model.Tags) {
	if len(tags) == 0 {
		return
	}
	var items []out
	for _, t := range tags {
		items = append(items, out{{"Key", t.Key}, {"Value", t.Value}})
	}
	o.list(key, items)
}

// thing begins the object of a resource: id, name, owner and Region.
func thing(key, id, name string, w place) out {
	m := out{{key, id}}
	m.str("Name", name)
	m.str("OwnerId", w.account)
	m.str("Region", w.region)
	return m
}

// ids makes a list of objects that have one member each.
func ids(key string, list []string) []out {
	var items []out
	for _, id := range list {
		items = append(items, out{{key, id}})
	}
	return items
}

// pair makes an object of one member, or nothing if the text is empty.
func pair(key, s string) out {
	var o out
	o.str(key, s)
	return o
}

// encoder writes JSON with an indentation of one space. Errors are kept by the buffer until Flush.
type encoder struct{ *bufio.Writer }

func (e encoder) value(v any, indent string) {
	switch v := v.(type) {
	case string:
		e.text(v)
	case int:
		e.put(strconv.Itoa(v))
	case bool:
		e.put(strconv.FormatBool(v))
	case out:
		e.object(v, indent)
	case []out:
		sequence(e, v, indent)
	case []string:
		sequence(e, v, indent)
	}
}

func (e encoder) object(o out, indent string) {
	if len(o) == 0 {
		e.put("{}")
		return
	}
	inner := indent + " "
	e.put("{\n")
	for i, m := range o {
		if i > 0 {
			e.put(",\n")
		}
		e.put(inner)
		e.text(m.key)
		e.put(": ")
		e.value(m.value, inner)
	}
	e.put("\n" + indent + "}")
}

func sequence[T any](e encoder, items []T, indent string) {
	if len(items) == 0 {
		e.put("[]")
		return
	}
	inner := indent + " "
	e.put("[\n")
	for i, v := range items {
		if i > 0 {
			e.put(",\n")
		}
		e.put(inner)
		e.value(v, inner)
	}
	e.put("\n" + indent + "]")
}

// text writes a string. Characters that could act on a terminal are written as \uXXXX, so that the
// file can be shown with any tool and says the same.
func (e encoder) text(s string) {
	e.put(`"`)
	from := 0
	for i, r := range s {
		plain := r >= ' ' && r < 0x7f && r != '"' && r != '\\'
		if plain || r >= utf8.RuneSelf && r != utf8.RuneError && !model.Hidden(r) {
			continue
		}
		e.put(s[from:i])
		e.escape(r)
		_, n := utf8.DecodeRuneInString(s[i:])
		from = i + n
	}
	e.put(s[from:])
	e.put(`"`)
}

func (e encoder) escape(r rune) {
	switch {
	case r == '"' || r == '\\':
		e.put(`\` + string(r))
	case r > 0xffff:
		r -= 0x10000
		e.put(fmt.Sprintf(`\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff))
	default:
		e.put(fmt.Sprintf(`\u%04x`, r))
	}
}

func (e encoder) put(s string) {
	_, _ = e.WriteString(s) // bufio keeps the error for Flush
}

// write writes one document and a newline.
func write(w io.Writer, doc out) error {
	e := encoder{bufio.NewWriterSize(w, 1<<16)}
	e.object(doc, "")
	e.put("\n")
	if err := e.Flush(); err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	return nil
}
