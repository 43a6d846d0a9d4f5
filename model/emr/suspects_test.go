package emr_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

// A cluster is a suspect only while it was not judged: what is known of it is said with it.
func TestSuspectsAreWhatWasNotJudged(t *testing.T) {
	pair, _, _ := strings.Cut(mute, "group sg-m ")
	one := func(release string) string {
		return pair + "cluster j-1 etl WAITING " + release + " subnet-a sg-m sg-s apps=Spark,Livy,JupyterEnterpriseGateway\n"
	}
	for _, c := range []struct {
		name, account, want string
	}{
		{"no cluster is there", pair, "--cluster-id j-… "},
		{"all are judged", whole, ""},
		{"one is too old", one("emr-5.20.0"), ""},
		{"one has a release of its own", one("my-own"), "--cluster-id j-1 "},
	} {
		l := emr.Analyse(fixture.Snapshot(c.account), emr.Scope{}).Lines()[0]
		got := ""
		for _, s := range l.Suspects {
			if strings.HasPrefix(s.Command, "aws emr describe-cluster ") {
				got = s.Command
			}
		}
		if len(l.Suspects) < 2 || got == "" != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: want %q in %q, of %d suspects (%s)", c.name, c.want, got, len(l.Suspects), l.Summary)
		}
	}
}
