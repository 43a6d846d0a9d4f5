package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// staleAfter is the age from which the header warns that the data is old.
const staleAfter = 15 * time.Minute

// segment is a piece of the header; where the line is short those with the highest rank go first.
type segment struct {
	text string
	rank int
}

// header gives the line of badges, the tabs, and a banner where something must be known.
func (x *Explorer) header(w int) frame {
	parts := []frame{lines(joinSegments(w, x.headLeft(), x.headRight())), x.tabs(w)}
	if b := x.banner(); b != "" {
		parts = append(parts, lines(ansi.Truncate(b, w, x.theme.ellipsis)))
	}
	if b := x.past.banner(); b != "" {
		parts = append(parts, lines(ansi.Truncate(b, w, x.theme.ellipsis)))
	}
	return stack(parts...)
}

// headLeft says where we are: badges, account, Region, VPC and who asks.
func (x *Explorer) headLeft() []segment {
	t, o := x.theme, x.analysis.Snapshot().Origin()
	var out []segment
	for _, b := range x.badges(o) {
		out = append(out, segment{t.badge.Render("[" + b + "]"), 0})
	}
	src := x.source()
	account := o.Caller.Account
	if account == "" {
		account = "account ?"
	}
	region := firstOf(o.Region, src.Region, "Region ?")
	out = append(out,
		segment{t.bold.Render(model.Printable(account)), 1},
		segment{t.text.Render(model.Printable(region)), 2},
		segment{t.text.Render(model.Printable(x.vpcName())), 3})
	if id := x.scope.VPC; id != "" && x.vpcName() != id {
		out = append(out, segment{t.muted.Render(model.Printable(id)), 7})
	}
	if o.Caller.ARN != "" {
		out = append(out, segment{t.muted.Render(model.Printable(shortARN(o.Caller.ARN))), 5})
	}
	return out
}

func (x *Explorer) badges(o model.Origin) []string {
	var out []string
	src := x.options.Source
	switch {
	case o.Kind == model.FromSandbox || src.Sandbox != "":
		out = append(out, "SANDBOX")
	case o.Kind == model.FromFile || src.Snapshot != "":
		out = append(out, "SNAPSHOT")
	}
	if x.account.Reader != nil && x.account.Writer == nil || src.ReadOnly {
		out = append(out, "READ-ONLY")
	}
	if e := firstOf(o.Endpoint, src.Endpoint); e != "" {
		out = append(out, "ENDPOINT "+model.Printable(e))
	}
	return out
}

// vpcLabel names the VPC that is shown, by name and id: for whoever must be sure.
func (x *Explorer) vpcLabel() string {
	if x.scope.VPC == "" {
		return x.vpcName()
	}
	return label(x.vpcName(), x.scope.VPC)
}

// vpcName names the VPC that is shown: by its name where it has one, else by its id.
func (x *Explorer) vpcName() string {
	id := x.scope.VPC
	if id == "" {
		return "all VPCs"
	}
	v, _ := x.analysis.Snapshot().VPC(id)
	return firstOf(v.Name, id)
}

// headRight says how much was read and when.
func (x *Explorer) headRight() []segment {
	return []segment{{x.theme.muted.Render(x.counts), 6}, {x.ageLabel(), 4}}
}

// countThings says how many groups, Studios and live clusters there are; made once per analysis.
func countThings(a *emr.Analysis) string {
	studios, clusters := 0, 0
	for range a.Snapshot().Studios() {
		studios++
	}
	for c := range a.Snapshot().Clusters() {
		if c.Live() {
			clusters++
		}
	}
	return fmt.Sprintf("%s, %s, %s", plural(len(a.Groups()), "group"), plural(studios, "Studio"),
		plural(clusters, "cluster"))
}

// ageLabel gives the progress while reading, and the age of the data after it.
func (x *Explorer) ageLabel() string {
	t, p := x.theme, x.load.progress
	switch x.load.phase {
	case loadOpening:
		return t.accent.Render("opening" + x.loadTime())
	case loadReading:
		what := firstOf(model.Printable(p.Doing), "reading")
		if p.Total > 0 {
			what += fmt.Sprintf(" %d/%d", p.Done, p.Total)
		}
		return t.accent.Render(what + x.loadTime())
	case loadDone, loadFailedWith:
	}
	at := x.analysis.Snapshot().Origin().ReadAt
	if at.IsZero() {
		return t.muted.Render("age not known")
	}
	age := x.now.Sub(at)
	if age >= staleAfter && x.analysis.Snapshot().Origin().Kind != model.FromFile {
		return t.warn.Render("stale: read " + ageText(age) + ", r reads again")
	}
	return t.muted.Render("read " + ageText(age))
}

func ageText(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d/time.Minute))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h ago", int(d/time.Hour))
	}
	return fmt.Sprintf("%d days ago", int(d/(24*time.Hour)))
}

// joinSegments sets left and right at the edges of a line, leaving out what has no room.
func joinSegments(w int, left, right []segment) string {
	for {
		l, r := segmentText(left), segmentText(right)
		need := ansi.StringWidth(l) + ansi.StringWidth(r)
		if l != "" && r != "" {
			need += 2
		}
		if need <= w {
			gap := max(w-ansi.StringWidth(l)-ansi.StringWidth(r), 0)
			return l + strings.Repeat(" ", gap) + r
		}
		worst := max(worstRank(left), worstRank(right))
		if worst == 0 {
			return pad(l, w)
		}
		left, right = without(left, worst), without(right, worst)
	}
}

func segmentText(s []segment) string {
	texts := make([]string, len(s))
	for i, p := range s {
		texts[i] = p.text
	}
	return strings.Join(texts, "  ")
}

func worstRank(s []segment) int {
	n := 0
	for _, p := range s {
		n = max(n, p.rank)
	}
	return n
}

func without(s []segment, rank int) []segment {
	var out []segment
	for _, p := range s {
		if p.rank != rank {
			out = append(out, p)
		}
	}
	return out
}

// tabs gives the pages by number and name; short of room the names of the others shrink away.
func (x *Explorer) tabs(w int) frame {
	f := x.tabLine(func(pageID) bool { return true })
	if ansi.StringWidth(f.Content) > w {
		f = x.tabLine(func(p pageID) bool { return p == x.at })
	}
	f.Content = ansi.Truncate(f.Content, w, x.theme.ellipsis)
	return f
}

func (x *Explorer) tabLine(named func(pageID) bool) frame {
	var f frame
	at := 0
	for i, p := range x.pages {
		id := pageID(i)
		text := fmt.Sprintf("%d", i+1)
		if named(id) {
			text += " " + p.title()
		}
		if b := p.badge(); b != "" {
			text += " " + b
		}
		text = " " + text + " "
		if id == x.at {
			text = "[" + strings.TrimSpace(text) + "]"
		}
		n := ansi.StringWidth(text)
		f.Hits = append(f.Hits, hit{at, 0, n, 1, func() tea.Cmd { return x.goTo(id) }})
		at += n
		style := x.theme.muted
		if id == x.at {
			style = x.theme.title
		}
		f.Content += style.Render(text)
	}
	return f
}

func firstOf(s ...string) string {
	for _, v := range s {
		if v != "" {
			return v
		}
	}
	return ""
}

//go:noinline
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// shortARN gives what follows the account in a caller's ARN: "assumed-role/admin/jo".
func shortARN(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	return parts[len(parts)-1]
}
