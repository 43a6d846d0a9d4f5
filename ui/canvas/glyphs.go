package canvas

import "strings"

// Weight is how a line is drawn.
type Weight uint8

// The weights of a line; a box or edge that is selected is heavy.
const (
	None Weight = iota
	Light
	Heavy
)

// Arms says which of its four neighbours a line glyph reaches, and how heavily.
type Arms struct{ N, E, S, W Weight }

func (a Arms) index() int {
	return int(a.N)*27 + int(a.E)*9 + int(a.S)*3 + int(a.W)
}

// merge returns the arms of both, the heavier where both have one.
func (a Arms) merge(b Arms) Arms {
	return Arms{max(a.N, b.N), max(a.E, b.E), max(a.S, b.S), max(a.W, b.W)}
}

// Glyphs is the set of characters that lines are made of. Each is one column wide
// and has no emoji form.
type Glyphs struct {
	// Joints has the glyph of every combination of arms. Its 16 entries that have
	// no heavy arm are the usual table of lines, corners, tees and the cross.
	Joints [81]string

	// Straight dashed lines; the joints between them are whole.
	DashH, DashV, HeavyDashH, HeavyDashV string

	Right, Left, Up, Down string // arrow heads
	Cross                 string // the mark of what does not pass
	Check                 string // the mark of what passes
	Ellipsis              string // stands for what was cut; may be wider than one column

	// Open and Close stand around a selected node that has no border.
	Open, Close string
}

// Joint returns the glyph with the given arms; a space for none.
func (g Glyphs) Joint(a Arms) string { return g.Joints[a.index()] }

// all81 lists every line glyph with its arms north, east, south and west: 0 none,
// 1 light, 2 heavy. Light corners are round.
const all81 = `─0101 ━0202 │1010 ┃2020 ╭0110 ┍0210 ┎0120 ┏0220 ╮0011 ┑0012 ┒0021 ┓0022 ╰1100 ┕1200 ┖2100 ┗2200
╯1001 ┙1002 ┚2001 ┛2002 ├1110 ┝1210 ┞2110 ┟1120 ┠2120 ┡2210 ┢1220 ┣2220 ┤1011 ┥1012 ┦2011 ┧1021 ┨2021 ┩2012 ┪1022 ┫2022
┬0111 ┭0112 ┮0211 ┯0212 ┰0121 ┱0122 ┲0221 ┳0222 ┴1101 ┵1102 ┶1201 ┷1202 ┸2101 ┹2102 ┺2201 ┻2202
┼1111 ┽1112 ┾1211 ┿1212 ╀2111 ╁1121 ╂2121 ╃2112 ╄2211 ╅1122 ╆1221 ╇2212 ╈1222 ╉2122 ╊2221 ╋2222
╴0001 ╵1000 ╶0100 ╷0010 ╸0002 ╹2000 ╺0200 ╻0020 ╼0201 ╽1020 ╾0102 ╿2010`

// Unicode returns the glyphs of box drawing.
func Unicode() Glyphs {
	g := Glyphs{
		DashH: "╌", DashV: "╎", HeavyDashH: "╍", HeavyDashV: "╏",
		Right: "►", Left: "◄", Up: "▲", Down: "▼",
		Cross: "╳", Check: "✓", Ellipsis: "…", Open: "▐", Close: "▌",
	}
	g.Joints[0] = " "
	for entry := range strings.FieldsSeq(all81) {
		glyph, arms := entry[:len(entry)-4], entry[len(entry)-4:]
		weight := func(i int) Weight { return Weight(arms[i] - '0') }
		g.Joints[Arms{weight(0), weight(1), weight(2), weight(3)}.index()] = glyph
	}
	return g
}

// ASCII returns the glyphs for a terminal or reader that has only ASCII. Heavy
// lines are = and #.
func ASCII() Glyphs {
	g := Glyphs{
		DashH: ".", DashV: ":", HeavyDashH: "=", HeavyDashV: "#",
		Right: ">", Left: "<", Up: "^", Down: "v",
		Cross: "X", Check: "o", Ellipsis: "..", Open: "[", Close: "]",
	}
	for n := None; n <= Heavy; n++ {
		for e := None; e <= Heavy; e++ {
			for s := None; s <= Heavy; s++ {
				for w := None; w <= Heavy; w++ {
					a := Arms{n, e, s, w}
					g.Joints[a.index()] = asciiJoint(a)
				}
			}
		}
	}
	return g
}

func asciiJoint(a Arms) string {
	heavy := max(a.N, a.E, a.S, a.W) == Heavy
	switch {
	case a == Arms{}:
		return " "
	case a.N == None && a.S == None && heavy:
		return "="
	case a.N == None && a.S == None:
		return "-"
	case heavy:
		return "#"
	case a.E == None && a.W == None:
		return "|"
	}
	return "+"
}
