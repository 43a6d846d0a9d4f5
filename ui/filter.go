package ui

import (
	"net/netip"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/sahilm/fuzzy"
)

// term is one word of a filter, in lower case, with what else it may mean.
type term struct {
	text string
	port int        // -1 if it is no port
	addr netip.Addr // not valid if it is no address
}

func parseTerms(s string) []term {
	var out []term
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		t := term{text: w, port: -1}
		if n, err := strconv.ParseUint(w, 10, 16); err == nil {
			t.port = int(n)
		}
		if a, err := netip.ParseAddr(w); err == nil {
			t.addr = a
		}
		out = append(out, t)
	}
	return out
}

// foundKind says how the filter found what it shows.
type foundKind uint8

const (
	foundAll   foundKind = iota // no filter
	foundExact                  // every word occurs
	foundFuzzy                  // no row has every word; the letters occur in order
)

// filter is the text after `/`: it filters as it is typed, stays as a chip, and goes with esc.
type filter struct {
	input  field
	typing bool
	kind   foundKind
}

func newFilter() filter { return filter{input: newField("/ ", "")} }

func (f *filter) value() string { return f.input.trimmed() }

func (f *filter) active() bool { return f.value() != "" }

// start gives the keys to the text field.
func (f *filter) start() tea.Cmd {
	f.typing = true
	return nil
}

// clear drops the filter. The list recomputes.
func (f *filter) clear() {
	f.typing = false
	f.input.set("")
}

// update types. It reports whether what is looked for changed.
func (f *filter) update(msg tea.Msg) bool {
	before := f.value()
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "enter", "down", "up", "tab":
			f.typing = false
			return false
		case "esc":
			f.clear()
			return before != ""
		}
	}
	f.input.update(msg)
	return f.value() != before
}

// apply gives the indexes that pass. Where no row has all the words, names are searched fuzzily,
// best match first.
func (f *filter) apply(n int, matches func(int, []term) bool, names func() []string) []int {
	out := make([]int, 0, n)
	terms := parseTerms(f.value())
	f.kind = foundExact
	if len(terms) == 0 {
		f.kind = foundAll
	}
	for i := range n {
		if len(terms) == 0 || matches(i, terms) {
			out = append(out, i)
		}
	}
	if len(out) > 0 || len(terms) == 0 {
		return out
	}
	for _, m := range fuzzy.Find(f.value(), names()) {
		out = append(out, m.Index)
	}
	if len(out) > 0 {
		f.kind = foundFuzzy
	}
	return out
}

// view gives one line: text field or chip, count, order.
func (f *filter) view(t theme, w int, count, order string) frame {
	right := count
	if f.kind == foundFuzzy {
		right += ", by similar name"
	} else if order != "" && !f.typing {
		right += ", " + order
	}
	if !f.typing {
		chip := ""
		if f.active() {
			text := ansi.Truncate(f.value(), max(w/3, 8), t.ellipsis)
			chip = t.accent.Render("[filter: "+text+"]") + t.muted.Render(" esc clears  ")
		}
		return lines(ansi.Truncate(" "+chip+t.muted.Render(right), w, t.ellipsis))
	}
	room := max(w-ansi.StringWidth(right)-4, 10)
	in := f.input.view(room)
	out := lines(ansi.Truncate(" "+in.Content+"  "+t.muted.Render(right), w, t.ellipsis))
	out.Cursor = in.shifted(1, 0).Cursor
	return out
}
