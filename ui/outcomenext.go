package ui

import (
	"slices"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// tryAgain says what is worth another try now: what the findings were about that the run has cleared. Who takes
// a run back knows why, and is not sent anywhere.
func (p *changesPage) tryAgain() string {
	const nothing = "nothing: rules and tags act at once."
	if _, undoes := p.plan.Goal.(model.Undo); undoes {
		return nothing
	}
	cleared := p.cleared()
	for _, try := range []struct {
		about func(model.Finding) bool
		text  string
	}{
		{
			func(f model.Finding) bool { return stopsAttach(f) && len(f.Studios) > 0 },
			"attach the Workspace to its cluster again; rules act at once, nothing has to be restarted.",
		},
		{func(f model.Finding) bool { return stopsAttach(f) && p.ofNotebooks(f) }, "start the notebook on its cluster again; rules act at once."},
		{
			func(f model.Finding) bool { return slices.Contains([]string{"workspace-egress-443", "git-path"}, f.ID) },
			"try Git in the Workspace again; rules act at once, nothing has to be restarted.",
		},
		{
			func(f model.Finding) bool { return slices.Contains([]string{"workspace-tag", "engine-tag"}, f.ID) },
			"attach the Workspace again, if the Studio's service role was refused these groups; tags act at once.",
		},
		{
			func(f model.Finding) bool {
				return len(f.Clusters) > 0 && f.Severity >= model.Conditional && !isOpening(f)
			},
			"create the cluster again, if it failed; one that runs has the rules at once.",
		},
	} {
		if slices.ContainsFunc(cleared, try.about) {
			return try.text
		}
	}
	return nothing
}

// stopsAttach reports whether a finding is about the way from Workspace to Engine, or from Editor to Livy.
func stopsAttach(f model.Finding) bool {
	return slices.Contains([]string{
		"workspace-egress-18888", "engine-ingress-18888", "workspace-no-ingress", "attach-path",
	}, f.ID)
}

// ofNotebooks reports whether a finding is about the two groups of EMR Notebooks.
func (p *changesPage) ofNotebooks(f model.Finding) bool {
	return slices.ContainsFunc(p.before.Pairs(), func(q emr.Pair) bool {
		return q.Notebook && (q.Workspace == f.Subject.ID || q.Engine == f.Subject.ID)
	})
}

// isOpening reports whether a finding is about too much access: closing it gives nobody anything to try.
func isOpening(f model.Finding) bool { return f.Severity == model.Exposed }

// cleared gives the findings that stood before the run and do not stand by what was read after it.
func (p *changesPage) cleared() []model.Finding {
	if !hasSnapshot(p.run.After) {
		return nil
	}
	still := map[string]bool{}
	for _, f := range emr.Analyse(p.run.After, p.before.Scope()).Findings() {
		if f.State != model.Met {
			still[f.Key()] = true
		}
	}
	var out []model.Finding
	for _, f := range p.before.Findings() {
		if f.State == model.Unmet && !still[f.Key()] {
			out = append(out, f)
		}
	}
	return out
}
