package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
)

// openPalette offers every action that there is here, and every Studio and group by name.
func (x *Explorer) openPalette() tea.Cmd {
	var all []choice
	seen := map[string]bool{}
	for _, a := range append(x.page().actions(), x.globals()...) {
		h := a.key.Help()
		if seen[h.Desc] || a.do == nil {
			continue
		}
		seen[h.Desc] = true
		all = append(all, choice{label: h.Desc, detail: h.Key, off: a.why(), do: a.do})
	}
	if x.coach != nil {
		for _, a := range x.coach.table() {
			if h := a.key.Help(); a.do != nil {
				all = append(all, choice{label: "lesson: " + h.Desc, detail: "L, then " + h.Key, off: a.why(), do: a.do})
			}
		}
	}
	for st := range x.analysis.Snapshot().Studios() {
		all = append(all, choice{
			label: "Studio " + model.Printable(st.Name), detail: st.ID,
			do: func() tea.Cmd { return x.openStudio(st.ID) },
		})
	}
	for _, g := range x.analysis.Groups() {
		all = append(all, choice{
			label: "group " + model.Printable(g.Name), detail: g.ID,
			do: func() tea.Cmd { return x.openGroup(g.ID) },
		})
	}
	return x.openDialog(newChooser(x, "Find a command, group or Studio", all))
}
