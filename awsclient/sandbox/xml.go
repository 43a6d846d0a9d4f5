package sandbox

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"time"
)

// xmlWriter writes elements; what is opened is closed by construction, and text is always escaped, control
// characters included.
type xmlWriter struct{ buf bytes.Buffer }

// in writes an element around what body writes.
func (x *xmlWriter) in(name string, body func()) {
	x.buf.WriteString("<" + name + ">")
	body()
	x.buf.WriteString("</" + name + ">")
}

// text writes an element with text, also if the text is empty.
func (x *xmlWriter) text(name, value string) {
	x.buf.WriteString("<" + name + ">")
	// EscapeText only fails where the writer does, and a buffer does not. What XML cannot carry becomes U+FFFD.
	_ = xml.EscapeText(&x.buf, []byte(value))
	x.buf.WriteString("</" + name + ">")
}

// some writes an element with text, and nothing where the text is empty.
func (x *xmlWriter) some(name, value string) {
	if value != "" {
		x.text(name, value)
	}
}

func (x *xmlWriter) num(name string, n int) { x.text(name, strconv.Itoa(n)) }

func (x *xmlWriter) flag(name string, v bool) { x.text(name, strconv.FormatBool(v)) }

// done writes what an EC2 action answers that has nothing else to say.
func (x *xmlWriter) done() { x.text("return", "true") }

// instant writes a time as EC2 does, in UTC with milliseconds.
func (x *xmlWriter) instant(name string, t time.Time) {
	x.text(name, t.UTC().Format("2006-01-02T15:04:05.000Z"))
}

// items writes a set: one item element per member.
//
//go:noinline
func items[T any](x *xmlWriter, name string, all []T, body func(T)) {
	x.in(name, func() {
		for _, v := range all {
			x.in("item", func() { body(v) })
		}
	})
}

// itemTexts writes a set of plain strings.
func (x *xmlWriter) itemTexts(name string, all []string) {
	x.in(name, func() {
		for _, v := range all {
			x.text("item", v)
		}
	})
}

// someTags writes a tag set, and nothing where there are no tags: EC2 does one or the other by kind.
func (x *xmlWriter) someTags(t tagMap) {
	if len(t) > 0 {
		x.tags(t)
	}
}

func (x *xmlWriter) tags(t tagMap) {
	items(x, "tagSet", t.keys(), func(k string) {
		x.text("key", k)
		x.text("value", t[k])
	})
}
