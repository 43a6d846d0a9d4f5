package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// publicDialog shows EMR's block public access: what it is in this Region, and what it would make of each
// cluster if it were created again.
type publicDialog struct {
	x         *Explorer
	text      reader
	exception emr.Exception
	survey    survey
}

func (x *Explorer) openPublicAccess() tea.Cmd {
	d := &publicDialog{x: x, text: reader{keys: x.keys}}
	d.tell()
	return x.openDialog(d)
}

func (d *publicDialog) title() string { return "EMR block public access" }
func (d *publicDialog) typing() bool  { return false }

func (d *publicDialog) actions() []action {
	return []action{
		{key: bind("enter", "open the group on this line", "enter"), do: d.openGroup, off: d.whyNoGroup, hint: true},
		{key: bind("a", "ask all enabled Regions", "a"), do: d.askRegions, off: d.whyNotRegions, hint: true},
		{key: d.x.keys.copy, do: d.copy, hint: true},
		{key: bind("esc", "close", "esc", "q", "B"), do: d.close, hint: true},
	}
}

func (d *publicDialog) close() tea.Cmd {
	d.survey.stop()
	return d.x.closeDialog()
}

func (d *publicDialog) whyNoGroup() string {
	if d.text.line().group == "" {
		return "no group is on this line"
	}
	return ""
}

func (d *publicDialog) openGroup() tea.Cmd {
	id := d.text.line().group
	d.close()
	return d.x.openGroup(id)
}

// copy offers the configuration that would permit what is refused, and what is on the line.
func (d *publicDialog) copy() tea.Cmd {
	var items []copyItem
	add := func(what, value string) {
		if value != "" {
			items = append(items, copyItem{what, value})
		}
	}
	add("rule or cluster id", d.text.line().id)
	add("aws-cli line", d.exception.Command)
	add("configuration", d.exception.JSON)
	return d.x.copy(items...)
}

func (d *publicDialog) update(msg tea.Msg) tea.Cmd {
	d.text.update(msg)
	return nil
}

func (d *publicDialog) view(s size) frame { return d.text.view(d.x.theme, s) }

// tell writes the whole text anew.
func (d *publicDialog) tell() {
	t := d.x.theme
	var out []textLine
	say := func(style lipgloss.Style, prefix, text string) *textLine {
		out = append(out, textLine{prefix: prefix, text: model.Printable(t.spell(text)), style: style})
		return &out[len(out)-1]
	}
	head := func(text string) {
		if len(out) > 0 {
			out = append(out, textLine{})
		}
		say(t.title, "", text)
	}
	head("In " + firstOf(d.x.analysis.Snapshot().Origin().Region, d.x.source().Region, "this Region"))
	p, known := d.configuration(say)
	clusters := d.x.analysis.LiveClusters()
	head("If its clusters were created again")
	if len(clusters) == 0 {
		say(t.muted, "  ", "there is no cluster here")
	}
	var refused []model.Rule
	for _, c := range clusters {
		refused = append(refused, d.cluster(c, say)...)
	}
	d.exception = emr.Exception{}
	if known {
		d.exception = emr.ExceptionFor(p, refused)
	}
	if d.exception.JSON != "" {
		head("The way on")
		say(t.text, "  ", "Narrow the rules to the addresses that need them: enter on a rule opens its group, e edits it there.")
		say(t.muted, "  ", "An exception is the last resort, for it holds for every cluster of the account in this Region. "+
			"It is printed with what is permitted now, to copy (y), and never sent from here:")
		say(t.muted, "    ", d.exception.JSON)
		say(t.muted, "    ", d.exception.Command)
	}
	head("All enabled Regions")
	d.survey.tell(d, say)
	d.text.set(out)
}

type lineSayer = func(style lipgloss.Style, prefix, text string) *textLine

// configuration tells what block public access is here, and gives it where it is known.
func (d *publicDialog) configuration(say lineSayer) (model.PublicAccess, bool) {
	t, a := d.x.theme, d.x.analysis
	p, known := a.PublicAccessHere()
	if !known {
		r := a.Snapshot().Reading(model.PartPublicAccess, "")
		switch {
		case r.Failure.Kind == model.FailedUnsupported:
			say(t.unknown, "  "+t.unsure+" ", "not offered in this Region: EMR does not know the call here")
		case r.Failure.Kind != model.NoFailure:
			say(t.unknown, "  "+t.unsure+" ", "not known: "+failureLine(r.Failure))
			say(t.text, "    Next: ", r.Failure.Next())
		default:
			say(t.unknown, "  "+t.unsure+" ", "not read")
		}
		return p, false
	}
	if !p.Blocks {
		say(t.bad, "  "+t.exposed+" ", "off: EMR creates clusters in public subnets though their groups let the world in")
		return p, true
	}
	say(t.good, "  "+t.pass+" ", "on: EMR refuses clusters in public subnets whose groups let the world in, and may take such a rule "+
		"from a running one")
	say(t.text, "    except ", permittedWords(p))
	who := "nobody: these are the defaults"
	if p.ChangedBy != "" {
		who = p.ChangedBy
	}
	say(t.muted, "    changed by ", who)
	return p, true
}

// permittedWords names the ports that block public access leaves alone.
func permittedWords(p model.PublicAccess) string {
	if len(p.Permitted) == 0 {
		return "nothing: no port is permitted"
	}
	var out []string
	for _, r := range p.Permitted {
		out = append(out, r.String())
	}
	return "port " + strings.Join(out, ", ")
}

// cluster tells what would become of a cluster, and gives the rules for which it would be refused.
func (d *publicDialog) cluster(c model.Cluster, say lineSayer) []model.Rule {
	t := d.x.theme
	again := d.x.analysis.CreateAgain(c)
	glyph, style := t.verdict(again.Verdict)
	say(style, "  "+glyph+" "+c.Name+"  ", again.Text).id = c.ID
	var refused []model.Rule
	for _, ev := range again.Rules {
		text := fmt.Sprintf("%s of %s", ruleWords(ev.Rule, peerName(d.x.analysis.Snapshot(), model.GroupRule{Rule: ev.Rule}, ev.Group)),
			groupLabel(d.x.analysis.Snapshot(), ev.Group))
		l := say(t.text, "      ", joined("  ", text, ev.RuleID))
		l.group, l.id = ev.Group, firstOf(ev.RuleID, ev.Group)
		if again.Verdict == model.Blocked {
			refused = append(refused, ev.Rule)
		}
	}
	return refused
}
