package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
)

// asking is what asking for the permissions of the ticked steps has told. It is asked on request: a dry run
// is a call, and shows in the account's trail.
type asking struct {
	serial int // 0 before it was asked
	of     string
	ended  bool
	list   []model.Permission
}

// permittedMsg answers a question for permissions; an empty list is that the endpoint cannot be asked.
type permittedMsg struct {
	serial int
	list   []model.Permission
}

func askPermissions(ctx context.Context, a Asker, serial int, o model.Order) tea.Cmd {
	return func() tea.Msg { return permittedMsg{serial, a.Preflight(ctx, o)} }
}

func (p *changesPage) whyNotAsk() string {
	switch {
	case p.whyNoSteps() != "":
		return p.whyNoSteps()
	case p.x.account.Asker == nil:
		return "read-only: no permission to write is asked for"
	case len(p.picks()) == 0:
		return "no step is ticked"
	case p.asked.serial != 0 && !p.asked.ended:
		return "it is being asked"
	case len(p.vpcs()) > 1:
		return "the ticked steps are in several VPCs: leave out those of all but one"
	}
	return ""
}

// ask asks for each ticked step that can be judged alone whether the caller may make it.
func (p *changesPage) ask() tea.Cmd {
	p.asked = asking{serial: p.x.nextSerial(), of: fmt.Sprint(p.picks())}
	return askPermissions(p.x.ctx, p.x.account.Asker, p.asked.serial, p.order())
}

func (p *changesPage) permitted(m permittedMsg) {
	if m.serial != p.asked.serial {
		return
	}
	p.asked.ended, p.asked.list = true, m.list
	switch missing := model.MissingPermissions(m.list); {
	case len(missing) > 0:
		p.x.say("missing: " + strings.Join(missing, ", "))
	case len(m.list) == 0:
		p.x.say("this endpoint cannot be asked by dry run; nothing was sent")
	default:
		p.x.say("nothing is denied, as far as can be asked before")
	}
}

// tellPermissions says what is known of the permissions of the ticked steps.
func (p *changesPage) tellPermissions(say sayer) {
	t, a := p.x.theme, p.asked
	switch {
	case p.x.account.Asker == nil || len(p.picks()) == 0:
		return
	case a.serial == 0 || a.of != fmt.Sprint(p.picks()):
		say(t.muted, "Allowed? ", "not asked yet: d asks by dry run. Apply asks first in any case, and sends nothing if one is missing.")
		return
	case !a.ended:
		say(t.accent, "Allowed? ", "asking by dry run.")
		return
	case len(a.list) == 0:
		say(t.unknown, "Allowed? ", t.unsure+" this endpoint cannot be asked without risk.")
		return
	}
	given, later := 0, 0
	var denied, unclear []string
	for _, q := range a.list {
		switch q.State {
		case model.PermissionGiven:
			given++
		case model.PermissionLater:
			later++
		case model.PermissionDenied:
			denied = addOnce(denied, q.Why)
		case model.PermissionUnknown:
			unclear = addOnce(unclear, q.Why)
		}
	}
	if missing := model.MissingPermissions(a.list); len(missing) > 0 {
		say(t.bad, "Denied   ", t.fail+" missing: "+strings.Join(missing, ", ")+".")
	}
	for _, why := range denied {
		say(t.bad, "         "+t.dot+" ", why+".")
	}
	for _, why := range unclear {
		say(t.unknown, "Allowed? ", t.unsure+" "+why+".")
	}
	if given > 0 {
		say(t.good, "Allowed  ", t.pass+" "+plural(given, "step")+", by dry run.")
	}
	if later > 0 {
		say(t.unknown, "Later    ", t.unsure+" "+plural(later, "step")+
			" about groups that earlier steps make: whether they are allowed cannot be asked before.")
	}
}

func addOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
