package emr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// PublicAccessHere gives EMR's block public access of the account and Region that were read, and reports
// whether it was.
func (a *Analysis) PublicAccessHere() (model.PublicAccess, bool) {
	return a.publicAccess(model.Cluster{})
}

// Exception is a configuration of EMR's block public access that permits rules beside what it permits now,
// as JSON and as the call that would set it. The call replaces the whole configuration, so what is there is
// said again. It is never sent from here.
type Exception struct{ JSON, Command string }

// ExceptionFor gives the exception for rules that block public access counts; the zero value if none of
// them does, or if all are permitted already.
// Source: https://docs.aws.amazon.com/emr/latest/APIReference/API_PutBlockPublicAccessConfiguration.html
func ExceptionFor(p model.PublicAccess, rules []model.Rule) Exception {
	more := slices.Clone(p.Permitted)
	for _, r := range rules {
		if literalWorld(r) && !p.Permits(r.Ports) {
			more = append(more, r.Ports)
		}
	}
	if !p.Blocks || len(more) == len(p.Permitted) {
		return Exception{}
	}
	var ranges []string
	for _, x := range mergedPorts(more) {
		ranges = append(ranges, fmt.Sprintf(`{"MinRange":%d,"MaxRange":%d}`, x.First, x.Last))
	}
	text := `{"BlockPublicSecurityGroupRules":true,"PermittedPublicSecurityGroupRuleRanges":[` + strings.Join(ranges, ",") + `]}`
	return Exception{text, `aws emr put-block-public-access-configuration --block-public-access-configuration '` + text + `'`}
}
