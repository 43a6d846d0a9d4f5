package ui

import (
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
)

// named gives the account after the run, together with the groups that are gone since the plan was made: whoever reads
// what was deleted wants its name. It is the zero Snapshot where nothing was read after the run.
func (p *changesPage) named() model.Snapshot {
	after := p.run.After
	if !hasSnapshot(after) {
		return after
	}
	var gone []model.Group
	for g := range p.before.Snapshot().Groups() {
		if _, there := after.Group(g.ID); !there {
			gone = append(gone, g)
		}
	}
	if len(gone) == 0 {
		return after
	}
	b := model.NewBuilderFrom(after)
	for _, g := range gone {
		b.AddGroup(g)
	}
	return b.Snapshot()
}

// recordText says a change with the names that its groups have, or had.
func (p *changesPage) recordText(named model.Snapshot, r model.Record) string {
	if hasSnapshot(named) {
		return report.ChangeText(named, r.Change)
	}
	return report.ChangeText(p.before.Snapshot(), p.asPlanned(r))
}
