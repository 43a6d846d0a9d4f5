package report

import "github.com/sgscope/sgscope/model"

// SameFix gives for the key of each finding that another's fix clears besides the key of that other: all that its
// own fix changes is a part of what the other's, no milder one's, does. They are told as one, for they are mended
// as one.
func SameFix(found []model.Finding) map[string]string {
	out := map[string]string{}
	for _, f := range found {
		part := changesOf(f)
		if len(part) == 0 {
			continue
		}
		best := 0
		for _, of := range found {
			if whole := changesOf(of); len(whole) > max(len(part), best) && of.Severity >= f.Severity && holds(whole, part) {
				best, out[f.Key()] = len(whole), of.Key()
			}
		}
	}
	return out
}

func changesOf(f model.Finding) []model.Change {
	fix, ok := f.Remedy.(model.Fix)
	if !ok || f.State != model.Unmet {
		return nil
	}
	return fix.Changes
}

// holds reports whether all changes of a part are among those of a whole.
func holds(whole, part []model.Change) bool {
	in := make(map[model.Change]bool, len(whole))
	for _, c := range whole {
		in[bare(c)] = true
	}
	for _, c := range part {
		if !in[bare(c)] {
			return false
		}
	}
	return true
}

// bare is a change without the words beside it.
func bare(c model.Change) model.Change {
	if a, ok := c.(model.Authorize); ok {
		return model.Authorize{Group: a.Group, Rule: a.Rule}
	}
	return c
}
