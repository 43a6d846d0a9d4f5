package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// footer is one line: what there is to say to the operator, else the keys that matter here. The offer of the
// first screen leaves room for keys: whoever reads it knows none yet.
func (x *Explorer) footer(w int) frame {
	switch x.note {
	case "":
		return lines(x.hints(w, x.footerActions()))
	case offer:
		const gap = "   "
		return lines(x.theme.accent.Render(offer) + gap + x.hints(w-ansi.StringWidth(offer+gap), x.footerActions()))
	}
	return lines(x.theme.accent.Render(ansi.Truncate(x.note, w, x.theme.ellipsis)))
}

func (x *Explorer) footerActions() []action {
	if d := x.dialog(); d != nil {
		return d.actions()
	}
	if c := x.coach; c != nil && c.focused {
		own := x.keys.coach.Help().Key // which the coach's own key says
		return append(c.actions(), slices.DeleteFunc(x.globals(), func(a action) bool { return a.key.Help().Key == own })...)
	}
	return append(x.page().actions(), x.globals()...)
}

// hints gives the keys of the actions that can be done, as many as fit; help comes last and is kept.
func (x *Explorer) hints(w int, table []action) string {
	var out []string
	room := w
	seen := map[string]bool{}
	for _, a := range table {
		h := a.key.Help()
		if !a.hint || a.why() != "" || seen[h.Key] {
			continue
		}
		short, _, _ := strings.Cut(h.Desc, ":")
		n := ansi.StringWidth(h.Key) + 1 + ansi.StringWidth(short) + 3
		if n > room+3 {
			continue // a shorter one may still fit
		}
		seen[h.Key] = true
		room -= n
		out = append(out, x.theme.accent.Render(h.Key)+" "+x.theme.muted.Render(short))
	}
	return strings.Join(out, "   ")
}
