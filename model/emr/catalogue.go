package emr

import (
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
)

// CaseKind says where a failure has its cause.
type CaseKind string

// The kinds.
const (
	CaseGroup       CaseKind = "SG"  // rules of security groups, or which groups are given
	CaseTag         CaseKind = "TAG" // tags that policies ask for
	CaseIAM         CaseKind = "IAM" // roles and their policies
	CaseNetwork     CaseKind = "NET" // subnets, routes, gateways
	CaseApplication CaseKind = "APP" // nothing of the network
)

// Case is a failure that people meet with EMR and its groups, as one row of the catalogue.
type Case struct {
	Number   int
	Title    string   // the symptom, in our words
	Messages []string // what AWS or a tool says, word for word; … stands for what differs
	Signs    []string // beginnings of words that, in any order, tell the symptom where nobody quotes a message
	// Telling are words without which the words of a message tell nothing: those that set it apart from
	// others that begin as it does.
	Telling string
	Cause   string
	Fix     string
	Kind    CaseKind
	Sources []string // links
	// Requirements are the ids of the findings that say so. Ask is where else sgscope answers it: a
	// command, or a place. Unseen says why it does not; "" if it does.
	Requirements []string
	Ask          string
	Unseen       string
}

// In gives the case with its links as a partition has them.
func (c Case) In(partition string) Case {
	links := slices.Clone(c.Sources)
	for i, s := range links {
		links[i] = model.DocsLink(partition, s)
	}
	c.Sources = links
	return c
}

// Catalogue gives every case in order of number. Numbers stay as they are: tests, pages and lessons
// name them.
func Catalogue() []Case {
	out := slices.Concat(clusterCases(), serviceCases(), releaseCases(), openCases(), looseCases(), leftoverCases(),
		studioCases(), engineCases(), offerCases(), gitCases(), roleCases(), moreRoleCases(), otherCases(), eksCases())
	sort.Slice(out, func(i, j int) bool { return out[i].Number < out[j].Number })
	return out
}

// CaseOf gives the case of a number and reports whether there is one.
func CaseOf(number int) (Case, bool) {
	for _, c := range Catalogue() {
		if c.Number == number {
			return c, true
		}
	}
	return Case{}, false
}

// Findings gives those of the analysis that a match points to, worst first: the findings of its case,
// and of these only the ones about what the text names, where it names something that was read. Where
// nothing is wrong any more these are the clusters that ended with it.
func (m Match) Findings(a *Analysis) []model.Finding {
	var all, named, ended []model.Finding
	list := a.Findings()
	for _, f := range a.Met() {
		if f.ID == idPrimarySSHShut { // a symptom that is no fault
			list = append(slices.Clip(list), f)
		}
	}
	for _, f := range list {
		if a.failedBy(f, m.Case) {
			ended = append(ended, f)
		}
		if !slices.Contains(m.Case.Requirements, f.ID) {
			continue
		}
		all = append(all, f)
		if m.Mentions.names(f) {
			named = append(named, f)
		}
	}
	switch {
	case len(named) > 0:
		return named
	case len(all) > 0:
		return all
	}
	return ended
}
