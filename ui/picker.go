package ui

import (
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
	at := 0
	for v := range s.VPCs() {
		label := v.ID
		if v.Name != "" {
			label += " " + v.Name
		}
		detail := joined(", ", plural(groups[v.ID], "group"), x.holding(v.ID))
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

// holding says what of EMR's a VPC holds: Studios, live clusters, the workers of EMR on EKS; "" for nothing.
func (x *Explorer) holding(vpc string) string {
	s := x.analysis.Snapshot()
	studios, clusters, workers := 0, 0, ""
	for st := range s.Studios() {
		if st.VPC == vpc {
			studios++
		}
	}
	for c := range s.Clusters() {
		if c.Live() && x.analysis.VPCOf(c) == vpc {
			clusters++
		}
	}
	for v := range s.VirtualClusters() {
		if v.Live() && v.VPC == vpc {
			workers = "EKS workers"
		}
	}
	count := func(n int, what string) string {
		if n == 0 {
			return ""
		}
		return plural(n, what)
	}
	return joined(", ", count(studios, "Studio"), count(clusters, "cluster"), workers)
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
