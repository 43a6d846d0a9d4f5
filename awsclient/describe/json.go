package describe

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// kind is what sort of JSON value a value is. The zero kind is no value at all.
type kind uint8

const (
	absent kind = iota
	null
	boolean
	number
	text
	array
	object
)

func (k kind) String() string {
	return [...]string{"nothing", "null", "true or false", "a number", "text", "a list", "an object"}[k]
}

// value is a JSON value with its place in the file. Our own reader keeps what encoding/json loses:
// the case of keys (EKS's "cluster" is not EMR's "Cluster") and the position of every value, so
// that one value of a wrong type costs that value and not the file.
type value struct {
	kind kind
	at   int    // byte offset in the file
	text string // of text and number, and "true" or "false"
	keys []string
	list []value // elements of an array, members of an object
}

// get gives the member of an object; of two with one key the later, as encoding/json does it.
func (v value) get(key string) value {
	for i, have := range slices.Backward(v.keys) {
		if have == key {
			return v.list[i]
		}
	}
	return value{at: v.at}
}

// syntax is why and where a text is not JSON.
type syntax struct {
	at   int
	text string
}

// maxDepth bounds recursion. describe-* output is about ten levels deep.
const maxDepth = 500

// parser reads JSON values one after the other from a text.
type parser struct {
	src   string
	pos   int
	depth int
}

// next reads the next value. more is false at the end of the text. On a syntax error v holds what
// was read until then, so that the caller can tell which parts the file was about.
func (p *parser) next() (v value, more bool, bad *syntax) {
	p.space()
	if p.pos == len(p.src) {
		return value{}, false, nil
	}
	v, bad = p.value()
	return v, true, bad
}

func (p *parser) space() {
	for p.pos < len(p.src) {
		switch p.src[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return
		}
	}
}

func (p *parser) fail(why string) *syntax { return &syntax{p.pos, why} }

func (p *parser) value() (value, *syntax) {
	if p.pos == len(p.src) {
		return value{}, p.fail("the text ends where a value should be")
	}
	switch c := p.src[p.pos]; {
	case c == '{' || c == '[':
		if p.depth == maxDepth {
			return value{}, p.fail("nested too deeply")
		}
		p.depth++
		defer func() { p.depth-- }()
		if c == '{' {
			return p.object()
		}
		return p.array()
	case c == '"':
		at := p.pos
		s, bad := p.quoted()
		return value{kind: text, at: at, text: s}, bad
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	}
	return p.word()
}

func (p *parser) word() (value, *syntax) {
	at := p.pos
	rest := p.src[at:]
	switch {
	case strings.HasPrefix(rest, "true"):
		p.pos += 4
		return value{kind: boolean, at: at, text: "true"}, nil
	case strings.HasPrefix(rest, "false"):
		p.pos += 5
		return value{kind: boolean, at: at, text: "false"}, nil
	case strings.HasPrefix(rest, "null"):
		p.pos += 4
		return value{kind: null, at: at}, nil
	}
	return value{}, p.fail("not JSON: want an object, a list, text in quotes, a number, true, false or null")
}

func (p *parser) digits() int {
	from := p.pos
	for p.pos < len(p.src) && p.src[p.pos] >= '0' && p.src[p.pos] <= '9' {
		p.pos++
	}
	return p.pos - from
}

func (p *parser) accept(chars string) bool {
	if p.pos < len(p.src) && strings.IndexByte(chars, p.src[p.pos]) >= 0 {
		p.pos++
		return true
	}
	return false
}

func (p *parser) number() (value, *syntax) {
	at := p.pos
	p.accept("-")
	if p.digits() == 0 {
		return value{}, p.fail("not a number")
	}
	if p.accept(".") && p.digits() == 0 {
		return value{}, p.fail("not a number: no digit after the point")
	}
	if p.accept("eE") {
		p.accept("+-")
		if p.digits() == 0 {
			return value{}, p.fail("not a number: no digit in the exponent")
		}
	}
	return value{kind: number, at: at, text: p.src[at:p.pos]}, nil
}

func (p *parser) array() (value, *syntax) {
	v := value{kind: array, at: p.pos}
	p.pos++
	p.space()
	if p.accept("]") {
		return v, nil
	}
	for {
		p.space()
		item, bad := p.value()
		v.list = append(v.list, item)
		if bad != nil {
			return v, bad
		}
		p.space()
		if p.accept("]") {
			return v, nil
		}
		if !p.accept(",") {
			return v, p.fail("want a comma or the end of the list")
		}
	}
}

func (p *parser) object() (value, *syntax) {
	v := value{kind: object, at: p.pos}
	p.pos++
	p.space()
	if p.accept("}") {
		return v, nil
	}
	for {
		p.space()
		if p.pos == len(p.src) || p.src[p.pos] != '"' {
			return v, p.fail("want a key in quotes")
		}
		key, bad := p.quoted()
		if bad != nil {
			return v, bad
		}
		p.space()
		if !p.accept(":") {
			return v, p.fail("want a colon after the key")
		}
		p.space()
		item, bad := p.value()
		v.keys, v.list = append(v.keys, key), append(v.list, item)
		if bad != nil {
			return v, bad
		}
		p.space()
		if p.accept("}") {
			return v, nil
		}
		if !p.accept(",") {
			return v, p.fail("want a comma or the end of the object")
		}
	}
}

// quoted reads text in quotes. Nearly all of it has no escape and is a piece of the source.
func (p *parser) quoted() (string, *syntax) {
	p.pos++
	for i := p.pos; i < len(p.src); i++ {
		switch c := p.src[i]; {
		case c == '"':
			s := p.src[p.pos:i]
			p.pos = i + 1
			return s, nil
		case c == '\\' || c >= utf8.RuneSelf:
			return p.escaped(i)
		case c < ' ':
			p.pos = i
			return "", p.fail("a control character inside text in quotes")
		}
	}
	p.pos = len(p.src)
	return "", p.fail("the text ends inside quotes")
}

// escaped goes on from the first character of a quoted text that is not plain ASCII.
func (p *parser) escaped(i int) (string, *syntax) {
	var b strings.Builder
	b.WriteString(p.src[p.pos:i])
	for p.pos = i; p.pos < len(p.src); {
		c := p.src[p.pos]
		switch {
		case c == '"':
			p.pos++
			return b.String(), nil
		case c < ' ':
			return "", p.fail("a control character inside text in quotes")
		case c == '\\':
			r, bad := p.escape()
			if bad != nil {
				return "", bad
			}
			b.WriteRune(r)
		default:
			// Broken UTF-8 becomes U+FFFD, as encoding/json does it.
			r, n := utf8.DecodeRuneInString(p.src[p.pos:])
			b.WriteRune(r)
			p.pos += n
		}
	}
	return "", p.fail("the text ends inside quotes")
}

func (p *parser) escape() (rune, *syntax) {
	p.pos++
	if p.pos == len(p.src) {
		return 0, p.fail("the text ends inside quotes")
	}
	const from, to = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if i := strings.IndexByte(from, p.src[p.pos]); i >= 0 {
		p.pos++
		return rune(to[i]), nil
	}
	r, ok := hex4(p.src[p.pos:])
	if !ok {
		return 0, p.fail("an unknown escape inside text in quotes")
	}
	p.pos += 5
	if utf16.IsSurrogate(r) && strings.HasPrefix(p.src[p.pos:], `\`) {
		if low, ok := hex4(p.src[p.pos+1:]); ok {
			if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
				p.pos += 6
				return both, nil
			}
		}
	}
	return r, nil // half a surrogate is written as U+FFFD by WriteRune
}

// hex4 reads "uXXXX".
func hex4(s string) (rune, bool) {
	if len(s) < 5 || s[0] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range []byte(s[1:5]) {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c >= 'a' && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case c >= 'A' && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
