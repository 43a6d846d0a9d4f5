package apply

import (
	"path/filepath"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// whole gives a journal together with the runs before it whose rest it carried out. Who carried a run on to its end has
// made one plan, and takes back one plan: half of it would be a state that nobody has wanted.
func whole(j model.Journal) model.Journal {
	for _, e := range j.Earlier {
		later := j.Steps
		j.Steps = slices.Concat(slices.DeleteFunc(slices.Clone(e.Steps), func(s model.JournalStep) bool {
			return madeBy(later, s.Step.Change)
		}), later)
		before := slices.Clone(e.Before)
		for _, g := range j.Before {
			if !slices.ContainsFunc(before, func(b model.Group) bool { return b.ID == g.ID }) {
				before = append(before, g)
			}
		}
		j.Before = before
	}
	return j
}

// madeBy reports whether steps make the group that a change would make: who made it is then known from them.
func madeBy(steps []model.JournalStep, c model.Change) bool {
	_, creates := c.(model.CreateGroup)
	return creates && slices.ContainsFunc(steps, func(s model.JournalStep) bool {
		_, also := s.Step.Change.(model.CreateGroup)
		return also && s.Step.Change.Target() == c.Target()
	})
}

// earlier reads the runs whose rest a journal carried out, the nearest first. One that cannot be read ends the list: what
// is known is taken back.
func (a *Applier) earlier(j model.Journal) []model.Journal {
	var out []model.Journal
	seen := []string{base(j.Path)}
	for at := j.Follows; at != "" && !slices.Contains(seen, at); {
		seen = append(seen, at)
		path := filepath.Join(filepath.Dir(j.Path), at)
		read, err := a.load(path)
		e := nounOf(path, read, err)
		if e.State == model.JournalDamaged || e.State == model.JournalTorn {
			return out
		}
		out, at = append(out, e), e.Follows
	}
	return out
}

// linkEarlier gives each journal of a list the runs whose rest it carried out.
func linkEarlier(list []model.Journal, at map[string]int) {
	for n := range list {
		seen := []string{base(list[n].Path)}
		for name := list[n].Follows; name != "" && !slices.Contains(seen, name); {
			seen = append(seen, name)
			i, ok := at[name]
			if !ok || list[i].State == model.JournalDamaged {
				break
			}
			e := list[i]
			e.Earlier, e.Taken = nil, nil
			list[n].Earlier, name = append(list[n].Earlier, e), e.Follows
		}
	}
}
