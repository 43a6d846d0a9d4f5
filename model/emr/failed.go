package emr

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

const (
	idFailed   = "cluster-failed"
	pageErrors = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-troubleshoot-error-errordetail.html"
)

// failedClusters tells what clusters ended with, which case of the catalogue that is, and whether what it
// came from still stands.
func failedClusters(a *Analysis, r AccountRequirement) []model.Finding {
	var out []model.Finding
	for c := range a.snap.Clusters() {
		vpc := a.vpcOf(c)
		if !c.Failed() || a.scope.Studio != "" || vpc != "" && !a.scope.hasVPC(vpc) {
			continue
		}
		f := a.ofAccount(r, clusterSubject(c), vpc)
		f.Clusters = []string{c.ID}
		out = append(out, a.failure(f, c))
	}
	return out
}

func (a *Analysis) failure(f model.Finding, c model.Cluster) model.Finding {
	text := failureText(c)
	f.Reason = "It ended without a reason."
	if text != "" {
		f.Reason = "It ended with " + model.Printable(shortened(text)) + "."
	}
	for _, e := range c.Errors {
		f.Evidence = append(f.Evidence, model.Evidence{Text: model.Printable(strings.TrimSpace(e.Code + " " + e.Message + " " + data(e)))})
	}
	cases := likeliest(Explain(text))
	if len(cases) == 0 {
		f.Remedy = model.Advice{
			Text:    "The catalogue knows no failure of this kind. Look into the logs of the cluster's provisioning and bootstrap.",
			Command: "aws emr describe-cluster --cluster-id " + c.ID + " --query Cluster.Status",
		}
		return f
	}
	var names, fixes []string
	still := standing{}
	for _, k := range cases {
		names, fixes = append(names, fmt.Sprintf("%d (%s)", k.Number, k.Title)), append(fixes, k.Fix)
		f.Source = cmp.Or(first(k.Sources, ""), f.Source)
		still.add(a.standing(c, k))
	}
	f.Reason += " That is case " + strings.Join(names, " or ") + "." + still.words()
	for _, x := range still.unmet {
		f.Evidence = append(f.Evidence, x.Evidence...)
	}
	f.Remedy = model.Advice{Text: strings.Join(slices.Compact(fixes), " ")}
	if fix, ok := still.fix(); ok {
		f.Remedy = fix
	}
	return f
}

// failedBy reports whether a finding tells of a cluster that ended with a case.
func (a *Analysis) failedBy(f model.Finding, k Case) bool {
	c, ok := a.snap.Cluster(f.Subject.ID)
	return f.ID == idFailed && ok && slices.ContainsFunc(likeliest(Explain(failureText(c))), func(x Case) bool { return x.Number == k.Number })
}

// failureText is everything that EMR says of why a cluster ended.
func failureText(c model.Cluster) string {
	var parts []string
	say := func(s string) {
		if s != "" && !slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(p, s) }) {
			parts = append(parts, s)
		}
	}
	say(c.StateReasonCode)
	say(c.StateReason)
	for _, e := range c.Errors {
		say(e.Code)
		say(e.Message)
	}
	return strings.Join(parts, ": ")
}

// data gives the facts beside an error.
func data(e model.ClusterError) string {
	var out []string
	for _, d := range e.Data {
		out = append(out, d.Key+"="+d.Value)
	}
	return strings.Join(out, " ")
}

func shortened(s string) string {
	const most = 300
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// likeliest gives the cases that share the best place, if that is by a message; a reason code alone, which
// many failures have, is none.
func likeliest(list []Match) []Case {
	var out []Case
	for _, m := range list {
		if m.How != BySigns && m.Score == list[0].Score || m.How == BySigns && len(out) == 0 && m.Score == list[0].Score {
			out = append(out, m.Case)
		}
	}
	return out
}

// standing is how what a failure came from is now.
type standing struct{ unmet, unknown, met []model.Finding }

func (s *standing) add(t standing) {
	s.unmet, s.unknown, s.met = append(s.unmet, t.unmet...), append(s.unknown, t.unknown...), append(s.met, t.met...)
}

// standing judges the rows that a case names, for a cluster that is no more.
func (a *Analysis) standing(c model.Cluster, k Case) standing {
	var out standing
	facts := a.factsOf(c)
	for _, r := range ClusterRequirements() {
		if !slices.Contains(k.Requirements, r.ID) {
			continue
		}
		for _, f := range a.judgeCluster(r, facts) {
			switch f.State {
			case model.Unmet:
				out.unmet = append(out.unmet, f)
			case model.StateUnknown:
				out.unknown = append(out.unknown, f)
			case model.Met:
				out.met = append(out.met, f)
			}
		}
	}
	for _, id := range c.Groups() {
		if a.snap.GroupPresence(id) == model.Gone {
			out.unknown = append(out.unknown, model.Finding{Reason: "Its group " + id + " is deleted."})
		}
	}
	return out
}

func (s standing) words() string {
	switch {
	case len(s.unmet) > 0:
		return " It still stands: " + s.unmet[0].Reason
	case len(s.unknown) > 0:
		return " Whether it still stands is not known: " + s.unknown[0].Reason
	case len(s.met) > 0:
		return " It has been repaired since: " + s.met[0].Reason
	}
	return " Whether it still stands cannot be seen."
}

// fix gives the changes that would repair what still stands, if changes of groups can.
func (s standing) fix() (model.Fix, bool) {
	var out model.Fix
	for _, f := range s.unmet {
		fix, ok := f.Remedy.(model.Fix)
		if !ok {
			return model.Fix{}, false
		}
		for _, c := range fix.Changes {
			if !slices.Contains(out.Changes, c) {
				out.Changes = append(out.Changes, c)
			}
		}
	}
	return out, len(out.Changes) > 0
}
