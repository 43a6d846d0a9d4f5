package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
	"github.com/sgscope/sgscope/ui/report"
)

// probeRow is a line of the probe on which the cursor can stand; from probeHops on they are the hops.
type probeRow int

const (
	probeFrom probeRow = iota
	probeTo
	probeProtocol
	probePort
	probeHops
)

// probe is a question that somebody asks: from where to where, and which traffic.
type probe struct {
	from, to string
	protocol model.Protocol
	port     string
}

// probeDialog asks whether traffic passes and draws the path; the answer follows every key, since
// nothing is read for it.
type probeDialog struct {
	x      *Explorer
	at     probeRow
	from   field
	to     field
	port   field
	proto  int // index of probeProtocols
	trace  reach.Trace
	failed string // why there is no answer; "" if there is one
}

func probeProtocols() []model.Protocol {
	return []model.Protocol{model.TCP, model.UDP, model.ICMP, model.ICMPv6, model.AllProtocols}
}

// probing is a page that knows what one would ask about what is selected on it.
type probing interface{ probe() probe }

// openProbe asks about what is selected.
func (x *Explorer) openProbe() tea.Cmd {
	q := probe{from: "internet", protocol: model.TCP, port: "443"}
	if p, ok := x.page().(probing); ok {
		q = p.probe()
	}
	d := &probeDialog{x: x, from: newField("", q.from), to: newField("", q.to), port: newField("", q.port)}
	for i, p := range probeProtocols() {
		if p == q.protocol {
			d.proto = i
		}
	}
	d.ask()
	return x.openDialog(d)
}

func (d *probeDialog) title() string { return "Probe a path" }

func (d *probeDialog) typing() bool { return d.at == probeFrom || d.at == probeTo || d.at == probePort }

// field gives the text field of the row; nil for a row without one.
func (d *probeDialog) field() *field {
	switch d.at {
	case probeFrom:
		return &d.from
	case probeTo:
		return &d.to
	case probePort:
		return &d.port
	case probeProtocol, probeHops:
	}
	return nil
}

func (d *probeDialog) actions() []action {
	step := func(n probeRow) func() tea.Cmd {
		return func() tea.Cmd {
			rows := probeHops + probeRow(len(d.steps()))
			d.at = (d.at + n + rows) % rows
			return nil
		}
	}
	out := []action{
		{key: bind("enter", "choose an end", "enter"), do: d.choose, off: d.whyNoChoice, hint: true},
		{key: bind("up", "line above", "up", "shift+tab"), do: step(-1)},
		{key: bind("down", "line below", "down", "tab"), do: step(1), hint: true},
		{key: bind("ctrl+s", "swap from and to", "ctrl+s"), do: d.swap, hint: true},
	}
	if !d.typing() {
		out = append(out,
			action{key: bind("left/right", "another protocol", "left", "right", "h", "l", "space"), do: d.nextProtocol, off: d.whyNoProtocol, hint: true},
			action{key: d.x.keys.fix, do: d.fix, off: d.whyNoFix, hint: true})
	}
	return append(out, action{key: bind("esc", "close", "esc"), do: d.x.closeDialog, hint: true})
}

func (d *probeDialog) swap() tea.Cmd {
	from := d.from.value()
	d.from.set(d.to.value())
	d.to.set(from)
	d.ask()
	return nil
}

func (d *probeDialog) whyNoProtocol() string {
	if d.at != probeProtocol {
		return "go to the protocol first"
	}
	return ""
}

func (d *probeDialog) nextProtocol() tea.Cmd {
	d.proto = (d.proto + 1) % len(probeProtocols())
	d.ask()
	return nil
}

func (d *probeDialog) whyNoFix() string {
	if why := d.x.whyNotReady(); why != "" {
		return why
	}
	if len(d.trace.Repair) == 0 {
		return "no change of groups is needed, or none alone would open this path"
	}
	return ""
}

// fix puts the smallest change that opens the path under review.
func (d *probeDialog) fix() tea.Cmd {
	d.x.closeDialog()
	return d.x.review(model.EditRules{Changes: d.trace.Repair})
}

func (d *probeDialog) whyNoChoice() string {
	if d.at != probeFrom && d.at != probeTo {
		return "from and to are chosen; here one types"
	}
	return ""
}

// choose offers every end that there is.
func (d *probeDialog) choose() tea.Cmd {
	f := d.field()
	var all []choice
	add := func(text, detail string) {
		all = append(all, choice{label: text, detail: detail, do: func() tea.Cmd {
			f.set(text)
			d.ask()
			return nil
		}})
	}
	a := d.x.analysis
	add("internet", "every public IPv4 address")
	for _, p := range a.Pairs() {
		if p.Studio != "" {
			add("workspace:"+p.Studio, "Workspace of Studio "+p.Name)
			add("engine:"+p.Studio, "Engine of Studio "+p.Name)
		}
	}
	for c := range a.Snapshot().Clusters() {
		if c.Live() {
			add("cluster:"+c.ID, "primary node of "+c.Name)
		}
	}
	for _, g := range a.Groups() {
		add(g.ID, g.Name)
	}
	for i := range a.Snapshot().Interfaces() {
		add(i.ID, strings.TrimSpace(i.Instance+" "+i.Description))
	}
	return d.x.openDialog(newChooser(d.x, "Choose an end", all))
}

func (d *probeDialog) update(msg tea.Msg) tea.Cmd {
	if f := d.field(); f != nil && f.update(msg) {
		d.ask()
	}
	return nil
}

// ask answers the question as it stands.
func (d *probeDialog) ask() {
	d.trace, d.failed = reach.Trace{}, ""
	from, err := d.end(d.from.trimmed())
	if err != nil {
		d.failed = "from: " + err.Error()
		return
	}
	to, err := d.end(d.to.trimmed())
	if err != nil {
		d.failed = "to: " + err.Error()
		return
	}
	proto := probeProtocols()[d.proto]
	ports, err := model.ParsePorts(proto, d.port.trimmed())
	if err != nil {
		d.failed = err.Error()
		return
	}
	d.trace = reach.Ask(d.x.analysis.Snapshot(), reach.Question{
		From: from, To: to, Protocol: proto, Ports: ports,
		Layers: reach.AsFarAsRead,
	})
}

// end reads an end; a group's name will do for its id.
func (d *probeDialog) end(text string) (reach.End, error) {
	for _, g := range d.x.analysis.Groups() {
		if strings.EqualFold(g.Name, text) {
			text = g.ID
			break
		}
	}
	return d.x.analysis.End(text) //nolint:wrapcheck // it names the text and says what is wrong with it
}

func (d *probeDialog) view(s size) frame {
	t := d.x.theme
	var parts []frame
	cursor := 0
	add := func(f frame, on bool) {
		if on {
			cursor = stack(parts...).height()
		}
		parts = append(parts, f)
	}
	add(d.typed(probeFrom, "From", &d.from, s.w), d.at == probeFrom)
	add(d.typed(probeTo, "To", &d.to, s.w), d.at == probeTo)
	add(d.protocolRow(s.w), d.at == probeProtocol)
	add(d.typed(probePort, "Port", &d.port, s.w), d.at == probePort)
	add(lines(t.divider(s.w)), false)
	if d.failed != "" {
		for _, l := range wrap(model.Printable(d.failed), max(s.w, 1)) {
			add(lines(t.unknown.Render(l)), false)
		}
		return window(stack(parts...), cursor, s.h)
	}
	for _, l := range d.answer(s.w) {
		add(l.frame, l.selected)
	}
	return window(stack(parts...), cursor, s.h)
}

func (d *probeDialog) typed(r probeRow, label string, f *field, w int) frame {
	input := *f
	marker := "  "
	if d.at == r {
		marker = "> "
	}
	input.prompt = marker + align(label, 9, false)
	out := input.view(w)
	if d.at != r {
		out.Cursor = nil
	}
	out.Hits = []hit{{0, 0, w, 1, func() tea.Cmd { d.at = r; return nil }}}
	return out
}

func (d *probeDialog) protocolRow(w int) frame {
	t := d.x.theme
	text := "  " + align("Protocol", 9, false) + "< " + probeProtocols()[d.proto].String() + " >"
	if d.at != probeProtocol {
		out := lines(t.text.Render(text))
		out.Hits = []hit{{0, 0, w, 1, func() tea.Cmd { d.at = probeProtocol; return nil }}}
		return out
	}
	out := lines(t.selected.Render("> " + text[2:]))
	out.Cursor = cursorAt(0, 0)
	out.Hits = []hit{{0, 0, w, 1, d.nextProtocol}}
	return out
}

type probeLine struct {
	frame
	selected bool
}

// answer draws the path: the verdict, each hop on the way there and back, and below the selected hop
// the rules that decided or came near.
func (d *probeDialog) answer(w int) []probeLine {
	t := d.x.theme
	var out []probeLine
	say := func(style lipgloss.Style, prefix, text string) {
		for _, l := range indented(prefix, model.Printable(text), max(w, 1)) {
			out = append(out, probeLine{frame: lines(style.Render(l))})
		}
	}
	glyph, style := t.verdict(d.trace.Verdict)
	say(style, glyph+" ", d.trace.Question.Text()+": "+report.Answer(d.trace))
	if d.trace.Verdict == model.Partly {
		say(t.text, "  passes: ", d.trace.Passes)
	}
	for i, step := range d.steps() {
		if i == 0 || step.back != d.steps()[i-1].back {
			say(t.muted, "", map[bool]string{false: "There", true: "And back"}[step.back])
		}
		r := probeHops + probeRow(i)
		out = append(out, d.stepLine(step, r, w))
		if d.at == r {
			d.stepStory(step, say)
		}
	}
	if len(d.trace.Return.Hops) == 0 && d.trace.Return.Reason != "" {
		say(t.muted, "  ", d.trace.Return.Reason)
	}
	for _, u := range d.trace.Unread {
		say(t.unknown, t.unsure+" ", "not judged: "+u)
	}
	for _, c := range d.trace.Repair {
		style := t.good
		if reach.LetsWorldIn(c) {
			style = t.warn
		}
		say(style, "  would open it: ", report.ChangeText(d.x.analysis.Snapshot(), c))
		if note := reach.Opening(d.x.analysis.Snapshot(), c); note != "" {
			say(style, "                 ", note)
		}
	}
	for _, a := range d.trace.Advice {
		say(t.text, "  to do: ", strings.TrimSpace(a.Text+"  "+a.Command))
	}
	return out
}

func styled(s lipgloss.Style, rows []string) []string {
	for i, r := range rows {
		rows[i] = s.Render(r)
	}
	return rows
}

// hopStory tells what decided a hop, and what came near.
func (d *probeDialog) hopStory(h reach.Hop, say func(lipgloss.Style, string, string)) {
	t := d.x.theme
	if h.Code != "" {
		say(t.muted, "      code  ", h.Code)
	}
	for _, m := range h.Rules {
		say(t.good, "      rule  ", d.rule(m))
	}
	for _, l := range h.Lines {
		say(t.muted, "      by    ", l.ID+": "+l.Text)
	}
	for _, m := range h.Misses {
		say(t.muted, "      near  ", d.rule(m.Match)+" ("+strings.Join(m.Differs, " and ")+" differs)")
	}
}

func (d *probeDialog) rule(m reach.Match) string {
	return strings.TrimSpace(m.Entry.ID + " " + report.RuleText(d.x.analysis.Snapshot(), m.Entry.Rule) + " of " + firstOf(m.GroupName, m.Group))
}
