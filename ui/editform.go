package ui

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/report"
)

// ruleForm asks for one rule: a new one, or what a rule is to become. Its end is a staged edit.
type ruleForm struct {
	form
	editor    *ruleEditor
	at        int // index of the staged edit that it changes; -1 for a new one
	old       model.GroupRule
	direction model.Direction
	protocol  field
	ports     field
	peer      field
	text      field
	counted   quotaCount
}

// The rows of the form.
const (
	rowDirection = iota
	rowProtocol
	rowPorts
	rowPeer
	rowText
)

// openRuleForm asks for a rule; the edit says what the form begins with.
func (d *ruleEditor) openRuleForm(at int, e emr.RuleEdit, dir model.Direction) tea.Cmd {
	f := &ruleForm{editor: d, at: at, old: e.Old, direction: dir, protocol: newField("", "tcp")}
	f.form = form{x: d.x, button: "Stage it", done: f.stage}
	r, text := e.New, e.Description
	if !e.Adds() {
		r, text = e.Old.Rule, e.Old.Description
	}
	if r != (model.Rule{}) {
		f.direction = r.Direction
		f.protocol, f.ports = newField("", r.Protocol.String()), newField("", r.Ports.Text(r.Protocol))
		f.peer, f.text = newField("", r.Peer.String()), newField("", text)
	}
	note := func(row int) func() (string, lipgloss.Style) {
		return func() (string, lipgloss.Style) { return f.note(row) }
	}
	turn := f.turn
	if f.old.Rule != (model.Rule{}) { // an old rule cannot become one of the other direction
		turn = nil
	}
	f.rows = []formRow{
		{label: "Direction", value: f.directionWord, turn: turn, note: note(rowDirection)},
		{label: "Protocol", input: &f.protocol, note: note(rowProtocol)},
		{label: "Ports", input: &f.ports, note: note(rowPorts)},
		{label: "Peer", input: &f.peer, note: note(rowPeer)},
		{label: "Text", input: &f.text, note: note(rowText)},
	}
	if f.old.Rule == (model.Rule{}) {
		f.form.at = rowProtocol
	} else {
		f.form.at = rowPorts
	}
	return d.x.openDialog(f)
}

func (f *ruleForm) title() string {
	if f.old.Rule == (model.Rule{}) {
		return "Add a rule"
	}
	return "Edit a rule"
}

func (f *ruleForm) directionWord() string {
	if f.direction == model.Egress {
		return "out (egress)"
	}
	return "in (ingress)"
}

// turn changes the direction of a new rule.
func (f *ruleForm) turn(int) { f.direction = 1 - f.direction }

func (f *ruleForm) actions() []action {
	enter := "next line"
	switch {
	case f.onButton():
		enter = "stage it"
	case f.form.at == rowPeer:
		enter = "choose a group or list"
	}
	out := []action{
		{key: bind("enter", enter, "enter"), do: f.enter, hint: true},
		{key: bind("ctrl+r", "stage it", "ctrl+r"), do: f.stage, hint: !f.onButton()},
	}
	out = append(append(out, f.form.actions()...), f.more(f.title(), f.tail))
	return append(out, action{key: bind("esc", "close", "esc"), do: f.x.closeDialog, hint: true})
}

func (f *ruleForm) update(msg tea.Msg) tea.Cmd {
	f.form.update(msg)
	return nil
}

func (f *ruleForm) enter() tea.Cmd {
	if f.form.at == rowPeer {
		return f.choosePeer()
	}
	return f.form.enter()
}

// choosePeer offers the groups and prefix lists that there are, those of the group's VPC first.
func (f *ruleForm) choosePeer() tea.Cmd {
	s, own := f.x.analysis.Snapshot(), f.editor.group()
	var here, elsewhere []choice
	for g := range s.Groups() {
		c := choice{label: g.Name, detail: g.ID, do: func() tea.Cmd { f.setPeer(g.ID); return nil }}
		switch g.VPC {
		case own.VPC:
			here = append(here, c)
		default:
			c.detail += " of " + g.VPC
			elsewhere = append(elsewhere, c)
		}
	}
	for l := range s.PrefixLists() {
		here = append(here, choice{
			label: l.ID, detail: "prefix list " + l.Name, do: func() tea.Cmd { f.setPeer(l.ID); return nil },
		})
	}
	return f.x.openDialog(newChooser(f.x, "Choose the peer", append(here, elsewhere...)))
}

func (f *ruleForm) setPeer(id string) {
	f.peer.set(id)
	f.form.at = rowText
}

// stage gives the edit to the editor, unless something in the form is wrong.
func (f *ruleForm) stage() tea.Cmd {
	edit, row, err := f.edit()
	if err != nil {
		f.form.at = row
		f.x.say(err.Error())
		return nil
	}
	if err := f.x.analysis.CheckEdit(f.editor.edits, f.at, edit); err != nil {
		f.x.say(err.Error())
		return nil
	}
	f.x.closeDialog()
	f.editor.stage(f.at, edit)
	typed := f.peer.trimmed()
	if p := edit.New.Peer; p.Kind == model.PeerCIDR && strings.Contains(typed, "/") && p.String() != typed {
		f.x.say("staged for " + p.String() + ", as EC2 keeps " + typed)
	}
	return nil
}

// edit reads the form; with an error comes the row that it is about.
func (f *ruleForm) edit() (emr.RuleEdit, int, error) {
	out := emr.RuleEdit{Old: f.old, Description: f.text.value()}
	proto, err := model.ParseProtocol(f.protocol.trimmed())
	if err != nil {
		return out, rowProtocol, errors.New("protocol: want tcp, udp, icmp, icmpv6, all or a number from 0 to 255")
	}
	if f.ports.trimmed() != "" && !proto.HasPorts() {
		return out, rowPorts, fmt.Errorf("ports: protocol %s has none: leave it empty", proto)
	}
	ports, err := model.ParsePorts(proto, f.ports.trimmed())
	if err != nil {
		return out, rowPorts, err //nolint:wrapcheck // it names the text and says what is wanted
	}
	peer, err := f.readPeer()
	if err != nil {
		return out, rowPeer, err
	}
	from, to, _ := model.Rule{Protocol: proto, Ports: ports}.APIPorts()
	if out.New, err = model.NewRule(f.direction, proto, from, to, peer); err != nil {
		return out, rowPorts, err //nolint:wrapcheck // it says what is wanted
	}
	if err := model.CheckRuleDescription(out.Description); err != nil {
		return out, rowText, fmt.Errorf("text: %w", err)
	}
	return out, rowText, nil
}

// readPeer reads the far end; a group's name will do for its id, that of the group's own VPC first.
func (f *ruleForm) readPeer() (model.Peer, error) {
	text := f.peer.trimmed()
	if text == "" {
		return model.Peer{}, errors.New("peer: an address, a CIDR block, a group or a prefix list is wanted")
	}
	s, own := f.x.analysis.Snapshot(), f.editor.group()
	var found []model.Group
	for g := range s.Groups() {
		if strings.EqualFold(g.Name, text) {
			found = append(found, g)
		}
	}
	for _, g := range found {
		if g.VPC == own.VPC || len(found) == 1 {
			return model.GroupPeer(g.ID), nil
		}
	}
	if len(found) > 1 {
		return model.Peer{}, fmt.Errorf("peer: %d groups are named so; give the id", len(found))
	}
	p, err := model.ParsePeer(text)
	if err != nil {
		return p, errors.New("peer: want an address, a CIDR block, sg-…, pl-… or a group's name; enter lists them")
	}
	return p, nil
}

// note is what stands under a line: what is wrong with it, or what it means.
func (f *ruleForm) note(row int) (string, lipgloss.Style) {
	t := f.x.theme
	edit, bad, err := f.edit()
	if err != nil && bad == row && !f.untouched(row) {
		return t.fail + " " + err.Error(), t.bad
	}
	switch row {
	case rowDirection:
		if f.old.Rule != (model.Rule{}) {
			return "a rule's direction stays: remove it and add another", t.muted
		}
	case rowProtocol:
		return "tcp, udp, icmp, icmpv6, all, or a number", t.muted
	case rowPorts:
		return "one (22), a range (20-23), none for all; ICMP: type/code (8/0)", t.muted
	case rowPeer:
		return f.peerNote(edit.New.Peer, err == nil)
	case rowText:
		return fmt.Sprintf("%d of %d characters; EC2 keeps it beside the rule", utf8.RuneCountInString(f.text.value()),
			model.MaxDescription), t.muted
	}
	return "", t.muted
}

// untouched reports whether nobody has typed into a row yet, so that there is nothing to blame.
func (f *ruleForm) untouched(row int) bool {
	return row == rowPeer && f.peer.value() == "" && f.form.at != rowPeer
}

// peerNote says whom a far end means.
func (f *ruleForm) peerNote(p model.Peer, good bool) (string, lipgloss.Style) {
	t := f.x.theme
	if !good {
		return "an address, a CIDR block, sg-… or a group's name, pl-…", t.muted
	}
	s := f.x.analysis.Snapshot()
	switch p.Kind {
	case model.PeerCIDR:
		switch {
		case p == model.AnyIPv4() || p == model.AnyIPv6():
			return "the whole world", t.warn
		case p.String() != f.peer.trimmed():
			return "EC2 keeps it as " + p.String(), t.muted
		}
		return "", t.muted
	case model.PeerGroup:
		return model.Printable(peerName(s, model.GroupRule{Rule: model.Rule{Peer: p}}, f.editor.edits.Group)), t.muted
	case model.PeerPrefixList:
		return model.Printable(s.PeerText(p)), t.muted
	case model.PeerNone:
	}
	return "", t.muted
}

// view draws the form, and below it what the edit warns of, or why it cannot stand.
func (f *ruleForm) view(s size) frame { return f.form.view(s, f.was(s.w), f.tail()) }

func (f *ruleForm) tail() []textLine {
	t, a := f.x.theme, f.x.analysis
	var out []textLine
	say := t.speak(&out)
	edit, _, err := f.edit()
	if err != nil {
		return nil
	}
	why := a.CheckEdit(f.editor.edits, f.at, edit)
	switch {
	case errors.Is(why, emr.ErrOnlyDescription):
		say(t.warn, "  "+t.exposed+" ", why.Error()+"; this line does it:")
		say(t.accent, "    ", report.DescribeRule(f.editor.edits.Group, f.old, edit.Description, f.x.place()))
	case errors.Is(why, emr.ErrNothingChanged):
		say(t.muted, "    ", why.Error())
	case why != nil:
		say(t.bad, "  "+t.fail+" ", why.Error())
	default:
		say(t.good, "    ", sentence(f.editor.edits.Group, edit))
		say(t.warn, "  "+t.exposed+" ", a.EditWarning(f.editor.edits.Group, edit))
		for _, text := range f.beyondQuota(edit) {
			say(t.warn, "  "+t.exposed+" ", text)
		}
	}
	return out
}

// beyondQuota says which quotas the edit would go beyond. It is worked out when the rule changes, not with
// every frame, for it counts the rules of the whole account.
func (f *ruleForm) beyondQuota(e emr.RuleEdit) []string {
	a := f.x.analysis
	if f.counted.of == a && f.counted.rule == e.New {
		return f.counted.over
	}
	f.counted = quotaCount{of: a, rule: e.New}
	for _, q := range a.Plan(f.editor.edits.With(f.at, e).Goal()).OverQuota(a.Snapshot(), model.Quotas{}) {
		f.counted.over = append(f.counted.over, q.Text)
	}
	return f.counted.over
}

// quotaCount is what was counted for a rule.
type quotaCount struct {
	of   *emr.Analysis
	rule model.Rule
	over []string
}

// was says which rule is edited.
func (f *ruleForm) was(w int) frame {
	if f.old.Rule == (model.Rule{}) {
		return frame{}
	}
	t := f.x.theme
	text := "now: " + ruleWords(f.old.Rule, peerName(f.x.analysis.Snapshot(), f.old, f.editor.edits.Group))
	return stack(lines(styled(t.muted, wrap(model.Printable(text), max(w, 1)))...), lines(" "))
}

// sentence says what will be staged.
func sentence(group string, e emr.RuleEdit) string {
	if !e.Removes() {
		return "adds " + e.New.String() + " to " + group
	}
	return "adds " + e.New.String() + ", then removes " + e.Old.Rule.String()
}
