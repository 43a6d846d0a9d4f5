package ui

import (
	"slices"
	"sort"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
)

// column is one column of a list. T is a pointer: types of pointers have one code between them.
type column[T any] struct {
	title string
	text  func(T) string // printable, without styles
	order func(a, b T) int
	style func(theme, T) lipgloss.Style // nil for plain text
	least int                           // columns below which it is not narrowed
	rank  int                           // where room is short the highest goes first; 0 stays
	right bool                          // aligned right, and first sorted from the highest
	names bool                          // cut in the middle: names differ at their ends
	heads bool                          // says what the headings say, and is left out under them
}

// ownOrder is the sort of a list in the order in which its rows came.
const ownOrder = -1

// list shows rows in columns: sorted, filtered, and only those in the window drawn. Filter and order
// are computed when they change, never while drawing.
type list[T any] struct {
	keys    keymap
	columns []column[T]
	id      func(T) string     // keeps the cursor on the same thing when rows are replaced
	find    func(T) string     // text that the filter looks through
	ids     func(T) string     // ids, which a bare number is not looked for in; nil for none
	names   func(T) string     // text for the fuzzy search that is tried where nothing is found
	meets   func(T, term) bool // a further way to match a term; nil for none
	heading func(T) string     // starts a section where it changes; nil for none

	filter  filter
	rows    []T
	widths  []int    // the widest text of each column
	empty   []bool   // whether no row has a text in a column
	hay     []string // lower-case text per row, made by setRows
	idHay   []string // lower-case ids per row
	shown   []int    // indexes of rows that pass the filter, in order
	visual  []int    // what is drawn: an index of shown, or ^index of the row whose heading it is
	at, top int      // cursor in shown, first visible line
	sort    int
	reverse bool
}

// setRows replaces the rows; the cursor stays on the same thing if it is still there.
func (l *list[T]) setRows(rows []T) {
	l.rows = rows
	l.hay, l.idHay = make([]string, len(rows)), make([]string, len(rows))
	l.widths, l.empty = make([]int, len(l.columns)), make([]bool, len(l.columns))
	for i, c := range l.columns {
		l.widths[i], l.empty[i] = textWidth(c.title), true
	}
	for i, r := range rows {
		l.hay[i] = strings.ToLower(l.find(r))
		if l.ids != nil {
			l.idHay[i] = strings.ToLower(l.ids(r))
		}
		for j, c := range l.columns {
			text := c.text(r)
			l.widths[j], l.empty[j] = max(l.widths[j], textWidth(text)), l.empty[j] && text == ""
		}
	}
	l.recompute()
}

// recompute filters and sorts.
func (l *list[T]) recompute() {
	keep, had := l.selected()
	l.shown = l.filter.apply(len(l.rows), l.matches, l.fuzzyNames)
	l.arrange()
	l.at = min(l.at, max(len(l.shown)-1, 0))
	if had {
		l.selectID(l.id(keep))
	}
	l.layLines()
}

func (l *list[T]) matches(row int, terms []term) bool {
	for _, t := range terms {
		if strings.Contains(l.hay[row], t.text) || t.port < 0 && strings.Contains(l.idHay[row], t.text) {
			continue
		}
		if l.meets == nil || !l.meets(l.rows[row], t) {
			return false
		}
	}
	return true
}

func (l *list[T]) fuzzyNames() []string {
	if l.names == nil {
		return nil
	}
	out := make([]string, len(l.rows))
	for i, r := range l.rows {
		out[i] = l.names(r)
	}
	return out
}

// arrange sorts what is shown. Sorting is stable: rows that are alike keep their own order.
func (l *list[T]) arrange() {
	if l.sort != ownOrder {
		order := l.columns[l.sort].order
		sort.SliceStable(l.shown, func(i, j int) bool {
			a, b := l.shown[i], l.shown[j]
			n := order(l.rows[a], l.rows[b])
			switch {
			case n == 0:
				return a < b
			case l.reverse:
				return n > 0
			}
			return n < 0
		})
		return
	}
	if l.filter.kind == foundFuzzy {
		return // best first
	}
	slices.Sort(l.shown)
	if l.reverse {
		slices.Reverse(l.shown)
	}
}

// headed reports whether headings are shown: only the list's own order keeps sections together.
func (l *list[T]) headed() bool { return l.heading != nil && l.sort == ownOrder }

// layLines puts the headings between the rows. A list sorted by a column has none.
func (l *list[T]) layLines() {
	l.visual = l.visual[:0]
	last := ""
	for i, r := range l.shown {
		if l.headed() {
			if h := l.heading(l.rows[r]); h != last || i == 0 {
				l.visual = append(l.visual, ^i)
				last = h
			}
		}
		l.visual = append(l.visual, i)
	}
}

// selected gives the row under the cursor and reports whether there is one.
func (l *list[T]) selected() (T, bool) {
	if l.at < 0 || l.at >= len(l.shown) || l.shown[l.at] >= len(l.rows) {
		var none T
		return none, false
	}
	return l.rows[l.shown[l.at]], true
}

// selectID moves the cursor to a thing, if it is shown, and reports whether it is.
func (l *list[T]) selectID(id string) bool {
	for i, r := range l.shown {
		if l.id(l.rows[r]) == id {
			l.at = i
			return true
		}
	}
	return false
}

// sortBy chooses the next or an earlier column; before the first and after the last is the list's
// own order. Numbers start with the highest.
func (l *list[T]) sortBy(step int) {
	n := len(l.columns) + 1
	l.sort = (l.sort+1+step+n)%n - 1
	for l.sort != ownOrder && l.columns[l.sort].order == nil {
		l.sort = (l.sort+1+step+n)%n - 1
	}
	l.reverse = l.sort != ownOrder && l.columns[l.sort].right
	l.at = 0
	l.resort()
}

// sortOn sorts by a column; by the one that it is sorted by already, the other way round.
func (l *list[T]) sortOn(column int) {
	if l.sort == column {
		l.reverseOrder()
		return
	}
	if l.columns[column].order == nil {
		return
	}
	l.sort, l.reverse, l.at = column, l.columns[column].right, 0
	l.resort()
}

// reverseOrder turns the order round.
func (l *list[T]) reverseOrder() {
	l.reverse = !l.reverse
	l.at = 0
	l.resort()
}

// resort orders what is shown again; the cursor goes to the top, where the new order begins.
func (l *list[T]) resort() {
	l.arrange()
	l.layLines()
}

// clearFilter shows all rows again; the cursor stays on its row.
func (l *list[T]) clearFilter() tea.Cmd {
	l.filter.clear()
	l.recompute()
	return nil
}

// update moves the cursor or types into the filter.
func (l *list[T]) update(msg tea.Msg) tea.Cmd {
	if l.filter.typing {
		if l.filter.update(msg) {
			if l.filter.active() {
				l.at = 0 // the first match; without a filter the cursor stays on its row
			}
			l.recompute()
		}
		return nil
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		l.move(msg)
	case tea.MouseWheelMsg:
		l.wheel(msg)
	}
	return nil
}

func (l *list[T]) move(k tea.KeyPressMsg) {
	const screen = 10
	switch {
	case key.Matches(k, l.keys.up):
		l.step(-1)
	case key.Matches(k, l.keys.down):
		l.step(1)
	case key.Matches(k, l.keys.pageUp):
		l.step(-screen)
	case key.Matches(k, l.keys.pageDown):
		l.step(screen)
	case key.Matches(k, l.keys.first):
		l.step(-len(l.shown))
	case key.Matches(k, l.keys.last):
		l.step(len(l.shown))
	}
}

func (l *list[T]) wheel(m tea.MouseWheelMsg) {
	l.step(3 * wheelStep(m))
}

func (l *list[T]) step(n int) { l.at = max(min(l.at+n, len(l.shown)-1), 0) }
