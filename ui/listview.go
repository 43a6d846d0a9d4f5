package ui

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

func textWidth(s string) int {
	for i := range len(s) { // most text is ASCII, and widths are measured for all rows
		if s[i] < 0x20 || s[i] > 0x7e {
			return ansi.StringWidth(s)
		}
	}
	return len(s)
}

// cell is a column that is drawn, and how wide.
type cell struct{ column, width int }

const (
	markerWidth = 2 // "> "
	cellGap     = 2
)

// layout chooses the columns that fit: where something would be cut, empty ones go first; wide ones are
// narrowed, then those that matter least go, and what room is left goes back to the narrowed ones.
func (l *list[T]) layout(w int) []cell {
	var cells, whole []cell
	for i, c := range l.columns {
		if !c.heads || !l.headed() {
			cells = append(cells, cell{i, min(max(c.least, textWidth(c.title)), l.full(i))})
			whole = append(whole, cell{i, l.full(i)})
		}
	}
	if cellsWidth(whole) > w {
		cells = slices.DeleteFunc(cells, func(c cell) bool {
			return l.empty[c.column] && c.column != l.sort && l.columns[c.column].rank > 0
		})
	}
	for cellsWidth(cells) > w {
		worst := l.lastRanked(cells)
		if l.columns[cells[worst].column].rank == 0 {
			break
		}
		cells = append(cells[:worst], cells[worst+1:]...)
	}
	for over := cellsWidth(cells) - w; over > 0; over-- {
		widest := 0
		for i := range cells {
			if cells[i].width > cells[widest].width {
				widest = i
			}
		}
		cells[widest].width = max(cells[widest].width-1, 1)
	}
	l.grow(cells, w-cellsWidth(cells))
	return cells
}

// full is the width at which nothing of a column is cut; the sorted one has room for its arrow.
func (l *list[T]) full(i int) int {
	if i == l.sort {
		return max(l.widths[i], textWidth(l.columns[i].title)+3)
	}
	return l.widths[i]
}

// lastRanked gives the place of the cell that matters least; of equals the last.
func (l *list[T]) lastRanked(cells []cell) int {
	worst := 0
	for i, c := range cells {
		if l.columns[c.column].rank >= l.columns[cells[worst].column].rank {
			worst = i
		}
	}
	return worst
}

// grow gives spare columns to the cells that are cut: to what matters most first, and among equals
// from the left.
func (l *list[T]) grow(cells []cell, spare int) {
	order := make([]int, len(cells))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool {
		return l.columns[cells[order[i]].column].rank < l.columns[cells[order[j]].column].rank
	})
	for _, i := range order {
		more := min(max(l.full(cells[i].column)-cells[i].width, 0), max(spare, 0))
		cells[i].width += more
		spare -= more
	}
}

func cellsWidth(cells []cell) int {
	w := markerWidth - cellGap
	for _, c := range cells {
		w += c.width + cellGap
	}
	return w
}

// window gives the first line to draw so that the cursor is in sight.
func (l *list[T]) window(h int) int {
	at := 0
	for i, v := range l.visual {
		if v == l.at {
			at = i
			break
		}
	}
	top := min(l.top, max(len(l.visual)-h, 0))
	if at < top+1 && top > 0 {
		top = max(at-1, 0) // a heading above the row stays in sight
	}
	if at >= top+h {
		top = at - h + 1
	}
	return max(top, 0)
}

// view draws the column titles and the rows of the window. open is what a click on the selected row
// does; a click on another row selects it.
func (l *list[T]) view(t theme, s size, open func() tea.Cmd) frame {
	if s.h < 2 {
		return frame{}
	}
	cells := l.layout(s.w)
	f := frame{Hits: l.titleHits(cells)}
	rows := []string{t.muted.Render(ansi.Truncate(l.titles(t, cells), s.w, t.ellipsis))}
	h := s.h - 1
	// Where the window stands is remembered here, where its height is known; drawing twice gives the
	// same.
	l.top = l.window(h)
	for y := 0; y < h && l.top+y < len(l.visual); y++ {
		v := l.visual[l.top+y]
		if v < 0 {
			text := l.heading(l.rows[l.shown[^v]])
			rows = append(rows, t.bold.Render(ansi.Truncate(text, s.w, t.ellipsis)))
			continue
		}
		rows = append(rows, l.line(t, cells, v, s.w))
		if v == l.at {
			f.Cursor = cursorAt(0, y+1)
		}
		f.Hits = append(f.Hits, hit{0, y + 1, s.w, 1, func() tea.Cmd { return l.click(v, open) }})
	}
	f.Content = strings.Join(rows, "\n")
	return f
}

func (l *list[T]) click(v int, open func() tea.Cmd) tea.Cmd {
	if v == l.at && open != nil {
		return open()
	}
	l.at = v
	return nil
}

// titleHits lets a click on a column's title sort by it.
func (l *list[T]) titleHits(cells []cell) []hit {
	var out []hit
	x := markerWidth
	for _, c := range cells {
		out = append(out, hit{x, 0, c.width, 1, func() tea.Cmd { l.sortOn(c.column); return nil }})
		x += c.width + cellGap
	}
	return out
}

// titles gives the head of the table, with an arrow on the sorted column.
func (l *list[T]) titles(t theme, cells []cell) string {
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", markerWidth))
	for i, c := range cells {
		col := l.columns[c.column]
		title := col.title
		if c.column == l.sort {
			arrow := t.up
			if l.reverse {
				arrow = t.down
			}
			title += " " + arrow
		}
		b.WriteString(align(title, c.width, col.right))
		if i < len(cells)-1 {
			b.WriteString(strings.Repeat(" ", cellGap))
		}
	}
	return b.String()
}

// line draws one row. The selected one is marked by a glyph as well as by style.
func (l *list[T]) line(t theme, cells []cell, v, w int) string {
	row := l.rows[l.shown[v]]
	selected := v == l.at
	var b strings.Builder
	marker := "  "
	if selected {
		marker = "> "
	}
	b.WriteString(marker)
	for i, c := range cells {
		col := l.columns[c.column]
		cut := cutText
		if col.names {
			cut = cutMiddle
		}
		text := align(cut(col.text(row), c.width, t.ellipsis), c.width, col.right)
		if col.style != nil && !selected {
			text = col.style(t, row).Render(text)
		}
		b.WriteString(text)
		if i < len(cells)-1 {
			b.WriteString(strings.Repeat(" ", cellGap))
		}
	}
	if !selected {
		return b.String()
	}
	return t.selected.Render(pad(b.String(), w))
}

func cutText(s string, w int, ellipsis string) string {
	if textWidth(s) <= w {
		return s
	}
	return ansi.Truncate(s, w, ellipsis)
}

// cutMiddle keeps both ends of a text, the beginning a little more.
func cutMiddle(s string, w int, ellipsis string) string {
	n, e := textWidth(s), textWidth(ellipsis)
	if n <= w || w < e+4 {
		return cutText(s, w, ellipsis)
	}
	tail := (w - e) * 2 / 5
	return ansi.Truncate(s, w-e-tail, "") + ellipsis + ansi.TruncateLeft(s, n-tail, "")
}

func align(s string, w int, right bool) string {
	gap := strings.Repeat(" ", max(w-textWidth(s), 0))
	if right {
		return gap + s
	}
	return s + gap
}

// status gives the line above the table: the filter as typed, how many rows there are, the order.
func (l *list[T]) status(t theme, s size, what, own string) frame {
	count := plural(len(l.rows), what)
	if l.filter.active() || l.filter.typing {
		count = fmt.Sprintf("%d of %s", len(l.shown), count)
	}
	order := own
	if l.sort != ownOrder {
		order = "by " + strings.ToLower(l.columns[l.sort].title)
	}
	if l.reverse {
		order += ", reversed"
	}
	return l.filter.view(t, s.w, count, order)
}
