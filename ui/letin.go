package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/report"
)

// letInForm asks who is to be let in to the primary node of which cluster, and by which way. Nobody is
// filled in: the caller's own address is not known here, and the world is never meant by default.
type letInForm struct {
	form
	source, port, name, text field

	clusters []model.Cluster // the last one, without an id, is the next cluster
	cluster  int
	way      int
	doors    []emr.Door
	bad      string // why the form gives no rule; "" if it does
	badRow   int
}

// The rows of the form.
const (
	rowSource = iota
	rowPort
	rowCluster
	rowWay
	rowNote
	rowName
)

// whyNotLetIn says why nobody can be let in anywhere.
func (x *Explorer) whyNotLetIn() string {
	if why := x.whyNotReady(); why != "" {
		return why
	}
	for range x.analysis.Snapshot().VPCs() {
		return ""
	}
	return "no VPC was read, so there is no group to open"
}

// clusterWith gives the live cluster that a group belongs to; "" for none.
func (x *Explorer) clusterWith(group string) string {
	for _, c := range x.analysis.Usage(group).Clusters {
		if c.Live() {
			return c.ID
		}
	}
	return ""
}

// letIn opens the form for a cluster; "" for the first that there is.
func (x *Explorer) letIn(cluster string) tea.Cmd {
	f := &letInForm{port: newField("", "22"), name: newField("", emr.NextGroupName)}
	for c := range x.analysis.Snapshot().Clusters() {
		if c.Live() && c.Described {
			f.clusters = append(f.clusters, c)
		}
	}
	f.clusters = append(f.clusters, model.Cluster{})
	f.cluster = max(slices.IndexFunc(f.clusters, func(c model.Cluster) bool { return cluster != "" && c.ID == cluster }), 0)
	f.form = form{x: x, button: "Review the plan", done: f.review}
	note := func(row int) func() (string, lipgloss.Style) {
		return func() (string, lipgloss.Style) { return f.note(row) }
	}
	f.rows = []formRow{
		{label: "Source", input: &f.source, note: note(rowSource)},
		{label: "TCP port", input: &f.port, note: note(rowPort)},
		{label: "Cluster", value: f.clusterWord, turn: f.turnCluster},
		{label: "By", value: f.wayWord, turn: f.turnWay},
		{label: "Text", input: &f.text, note: note(rowNote)},
		{label: "Group name", input: &f.name, note: note(rowName)},
	}
	f.ask()
	return x.openDialog(f)
}

func (f *letInForm) title() string { return "Let an address in to a cluster's primary node" }

func (f *letInForm) actions() []action {
	enter := "next line"
	if f.onButton() {
		enter = "review the plan"
	}
	out := []action{
		{key: bind("enter", enter, "enter"), do: f.enter, hint: true},
		{key: bind("ctrl+r", "review the plan", "ctrl+r"), do: f.review, off: f.whyNotReview, hint: !f.onButton()},
		{key: bind("ctrl+y", "copy create-cluster", "ctrl+y"), do: f.copyLine, off: f.whyNoLine, hint: true},
	}
	out = append(append(out, f.form.actions()...), f.more(f.title(), f.tail))
	return append(out, action{key: bind("esc", "close", "esc"), do: f.x.closeDialog, hint: true})
}

func (f *letInForm) update(msg tea.Msg) tea.Cmd {
	if f.form.update(msg) {
		f.ask()
	}
	return nil
}

func (f *letInForm) clusterWord() string {
	c := f.clusters[f.cluster]
	if c.ID == "" {
		return "the next one, not created yet"
	}
	return model.Printable(label(c.Name, c.ID) + ", " + c.State)
}

func (f *letInForm) turnCluster(n int) {
	f.cluster = (f.cluster + n + len(f.clusters)) % len(f.clusters)
	f.way = 0
	f.ask()
}

func (f *letInForm) wayWord() string {
	d, ok := f.door()
	if !ok {
		return "nothing: no group of it was read"
	}
	name := model.Printable(firstOf(d.Group.Name, d.Group.ID))
	switch d.Kind {
	case emr.DoorManaged:
		return "a rule on its managed group " + name
	case emr.DoorAdditional:
		return "a rule on its additional group " + name
	case emr.DoorNext:
	}
	return "an additional group for the next cluster"
}

func (f *letInForm) turnWay(n int) {
	if len(f.doors) > 0 {
		f.way = (f.way + n + len(f.doors)) % len(f.doors)
	}
}

// door gives the chosen way and reports whether there is any.
func (f *letInForm) door() (emr.Door, bool) {
	if f.way < len(f.doors) {
		return f.doors[f.way], true
	}
	return emr.Door{}, false
}

// ask reads the form and finds the ways. Without a source they are shown, but lead nowhere yet.
func (f *letInForm) ask() {
	f.bad, f.badRow = "", -1
	w, row, err := f.wish()
	if err != nil {
		f.bad, f.badRow = err.Error(), row
	}
	f.doors = f.x.analysis.LetIn(w)
	f.way = min(f.way, max(len(f.doors)-1, 0))
}

// wish reads what is wanted; with an error comes the row that it is about.
func (f *letInForm) wish() (emr.Wish, int, error) {
	c := f.clusters[f.cluster]
	w := emr.Wish{Cluster: c.ID, VPC: f.vpc(), Description: f.text.value(), Name: f.name.trimmed()}
	ports, err := model.ParsePorts(model.TCP, f.port.trimmed())
	if err == nil && f.port.trimmed() == "" {
		err = errors.New("port: give one, 22 for ssh, or 0-65535 for all of them")
	}
	if err != nil {
		return w, rowPort, err
	}
	w.Rule = model.Rule{Direction: model.Ingress, Protocol: model.TCP, Ports: ports}
	if f.source.trimmed() == "" {
		return w, rowSource, errors.New("source: your address as the cluster sees it, or a CIDR block")
	}
	peer, err := model.ParsePeer(f.source.trimmed())
	if err != nil || peer.Kind != model.PeerCIDR {
		return w, rowSource, errors.New("source: want an address (192.0.2.12) or a CIDR block (192.0.2.0/24)")
	}
	w.Rule.Peer = peer
	if err := model.CheckRuleDescription(w.Description); err != nil {
		return w, rowNote, fmt.Errorf("text: %w", err)
	}
	return w, -1, nil
}

// vpc is where a group for the next cluster is made: where the chosen cluster is, else the VPC that is
// looked at.
func (f *letInForm) vpc() string {
	if f.x.scope.VPC != "" {
		return f.x.scope.VPC
	}
	for _, c := range f.clusters {
		g, _ := f.x.analysis.Snapshot().Group(c.ManagedPrimary)
		if g.VPC != "" {
			return g.VPC
		}
	}
	for v := range f.x.analysis.Snapshot().VPCs() {
		return v.ID
	}
	return ""
}

func (f *letInForm) whyNotReview() string {
	d, ok := f.door()
	switch {
	case f.bad != "":
		return f.bad
	case !ok:
		return "there is no way in: no group of the cluster was read"
	case d.Off != "":
		return d.Off
	case len(d.Goal.Changes) == 0:
		return "the group has this rule already"
	}
	return ""
}

func (f *letInForm) review() tea.Cmd {
	if why := f.whyNotReview(); why != "" {
		if f.badRow >= 0 {
			f.at = f.badRow
		}
		f.x.say(why)
		return nil
	}
	d, _ := f.door()
	f.x.closeDialog()
	return f.x.review(d.Goal)
}

func (f *letInForm) whyNoLine() string {
	if d, _ := f.door(); d.Kind != emr.DoorNext || d.Group.ID == "" {
		return "the running cluster is opened by a rule; choose an additional group for the next one first"
	}
	return ""
}

func (f *letInForm) copyLine() tea.Cmd { return f.x.copy(copyItem{"create-cluster", f.line()}) }

// line gives the lines that create the next cluster with the group.
func (f *letInForm) line() string {
	d, _ := f.door()
	return report.NextCluster(f.clusters[f.cluster], d.Group, f.x.place())
}

// clusterHere gives the cluster whose box is selected; "" for none.
func (p *studiosPage) clusterHere() string {
	if n, ok := p.whole().Node(p.sel.ID); ok && n.Kind == emr.NodeCluster {
		return n.Name
	}
	return p.whole().Cluster
}

// clusterLine gives the lines that create a cluster with the additional group that a run made; "" if it
// made none. What kind of cluster it was asked for is not part of a plan.
func (p *changesPage) clusterLine() string {
	if _, ok := p.plan.Goal.(model.EditRules); !ok {
		return ""
	}
	for _, r := range p.records {
		c, isNew := r.Change.(model.CreateGroup)
		if isNew && c.Description == emr.NextGroupDescription && strings.HasPrefix(r.ID, "sg-") {
			return report.NextCluster(model.Cluster{}, model.Group{ID: r.ID, Name: c.Name, VPC: c.VPC}, p.place())
		}
	}
	return ""
}
