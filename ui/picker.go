package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
)

// pickVPC offers the VPCs that were read.
func (x *Explorer) pickVPC() tea.Cmd {
	s := x.analysis.Snapshot()
	all := []choice{{label: "all VPCs", do: func() tea.Cmd { return x.choseVPC("") }}}
	groups := map[string]int{}
	for g := range s.Groups() {
		groups[g.VPC]++
	}
	studios := map[string]int{}
	for st := range s.Studios() {
		studios[st.VPC]++
	}
	at := 0
	for v := range s.VPCs() {
		label := v.ID
		if v.Name != "" {
			label += " " + v.Name
		}
		detail := fmt.Sprintf("%s, %s", plural(groups[v.ID], "group"), plural(studios[v.ID], "Studio"))
		if !s.Reading(model.PartGroups, v.ID).Whole() {
			detail += ", not read yet"
		}
		if v.ID == x.scope.VPC {
			at = len(all)
		}
		all = append(all, choice{label: label, detail: detail, do: func() tea.Cmd { return x.choseVPC(v.ID) }})
	}
	if len(all) == 1 {
		x.say("no VPC was read; ! says why")
		return nil
	}
	c := newChooser(x, "Choose the VPC", all)
	c.at = at
	return x.openDialog(c)
}

// choseVPC narrows to a VPC, and reads it if its groups were not read yet.
func (x *Explorer) choseVPC(vpc string) tea.Cmd {
	x.picked = vpcChoice{made: true, vpc: vpc}
	s := x.analysis.Snapshot()
	known := s.Reading(model.PartGroups, vpc).Whole() && (vpc != "" || x.load.vpc == "")
	if !known {
		return x.reload()
	}
	return x.analyse(s)
}
