package reach

import (
	"encoding/binary"
	"net/netip"

	"github.com/sgscope/sgscope/model"
)

// Matrix is who reaches whom among some ends, with what of some traffic.
type Matrix struct {
	Ends     []End
	Question Question // the traffic and the layers; its ends are of no meaning
	Cells    []Cell   // from the first end to each, then from the second, and so on
	Unread   []string // what was not judged, for any pair
	Assumes  []string // what was taken for granted, for any pair
	OnlyRead bool     // verdicts hold for the layers that were read; Unread names the others
}

// Cell is what passes from one end to another.
type Cell struct {
	Verdict model.Verdict
	Passes  string // the exact traffic that surely passes, in words; "nothing" where none does
}

// At gives the cell from one end to another, by their places among the ends.
func (m Matrix) At(from, to int) Cell { return m.Cells[from*len(m.Ends)+to] }

// nothing is the empty set in words.
const nothing = "nothing"

// AllPairs asks one question of every pair of ends, an end with itself among them. It gives what Ask
// gives for each, without the hops, and works out what pairs have in common only once.
func AllPairs(s model.Snapshot, q Question, ends []End) Matrix {
	m := Matrix{Ends: ends, Question: q, Cells: make([]Cell, 0, len(ends)*len(ends))}
	p := newPairs(newEngine(s, q.Layers), q, ends)
	for i := range ends {
		for j := range ends {
			m.Cells = append(m.Cells, p.cell(i, j))
		}
	}
	if q.Layers == GroupsOnly {
		p.unread.add([]string{onlyGroups})
	}
	m.Unread, m.Assumes, m.OnlyRead = p.unread.list, p.assumes.list, p.onlyRead
	return m
}

// pairs is all pairs on their way to a Matrix.
type pairs struct {
	*engine
	q        Question
	ends     []End
	v4, v6   [][]party // where each end may be, if that is simple
	blocks   []netip.Prefix
	homesIn  map[string][]model.Subnet
	stretch  map[stretchKey]*crossing
	texts    map[string]string
	unread   texts
	assumes  texts
	onlyRead bool
	meeting  meeting // of the pair in hand
}

// texts is a list of texts, each once.
type texts struct {
	list []string
	have map[string]bool
}

func (t *texts) add(more []string) {
	for _, x := range more {
		if !t.have[x] {
			if t.have == nil {
				t.have = map[string]bool{}
			}
			t.have[x] = true
			t.list = append(t.list, x)
		}
	}
}

func newPairs(e *engine, q Question, ends []End) *pairs {
	p := &pairs{
		engine: e, q: q, ends: ends, homesIn: map[string][]model.Subnet{},
		stretch: map[stretchKey]*crossing{}, texts: map[string]string{},
		meeting: meeting{free: crossing{same: true, sure: Everything(), may: Everything()}},
	}
	if q.Layers != GroupsOnly {
		p.blocks = e.ruleBlocks(ends...)
	}
	for _, end := range ends {
		v4, v6 := p.partiesOf(end)
		p.v4, p.v6 = append(p.v4, v4), append(p.v6, v6)
	}
	return p
}

func (p *pairs) cell(i, j int) Cell {
	p.engine.unread, p.engine.assumes, p.skipped = nil, nil, false
	c, ok := p.quick(i, j)
	if !ok {
		q := p.q
		q.From, q.To = p.ends[i], p.ends[j]
		c = p.slow(q)
	}
	p.unread.add(p.engine.unread)
	p.assumes.add(p.engine.assumes)
	p.onlyRead = p.onlyRead || p.skipped
	return c
}

// slow judges one pair as Ask does.
func (p *pairs) slow(q Question) Cell {
	e := p.engine
	if e.unread = unaskable(q); len(e.unread) > 0 {
		return Cell{Passes: nothing}
	}
	w, ok := e.worlds(q)
	switch {
	case !ok:
		return Cell{model.Blocked, nothing}
	case !w.judged():
		e.notRead(tooWide)
		return Cell{Passes: nothing}
	}
	for i := range w.out {
		p.unread.add(w.out[i].unread())
	}
	return p.told(w)
}

// told gives the cell of judged worlds.
func (p *pairs) told(w worlds) Cell {
	v := w.verdict()
	if len(w.out) == 1 {
		return p.words(v, &w.out[0])
	}
	c := Cell{v, nothing}
	switch v {
	case model.Allowed:
		c.Passes = p.q.Text()
	case model.Partly:
		c.Passes = w.passing(func(o *outcome) (Set, bool) { return o.passing(p.q), true })
	case model.Blocked, model.Unknown:
	}
	return c
}

// words puts what passes in words. Many pairs let the same traffic through, which is told once.
func (p *pairs) words(v model.Verdict, o *outcome) Cell {
	switch v {
	case model.Allowed:
		return Cell{v, p.q.Text()}
	case model.Blocked:
		return Cell{v, nothing}
	case model.Partly, model.Unknown:
	}
	set := o.passing(p.q)
	key := set.key()
	text, known := p.texts[key]
	if !known {
		text = set.String()
		p.texts[key] = text
	}
	return Cell{v, text}
}

// passing gives what surely passes of the question, for a reader.
func (o *outcome) passing(q Question) Set {
	sure := o.both.all.Intersect(o.asked)
	if o.clients == model.AllPorts() {
		return sure
	}
	return sure.readable(o.clients).Intersect(TrafficOf(q.Protocol, q.Ports))
}

// unread gives what the groups on the way would have needed.
func (o *outcome) unread() []string {
	var out []string
	for _, f := range o.facts {
		if f.guard != nil {
			out = append(out, f.guard.unread...)
		}
	}
	return out
}

// key gives the set's boxes as text that is the same for the same boxes.
func (s Set) key() string {
	out := make([]byte, 0, 12*len(s.boxes))
	for _, b := range s.boxes {
		for _, x := range [...]span{b.proto, b.dst, b.src} {
			out = binary.BigEndian.AppendUint16(out, x.lo)
			out = binary.BigEndian.AppendUint16(out, x.hi)
		}
	}
	return string(out)
}
