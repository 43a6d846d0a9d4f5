package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
	"github.com/sgscope/sgscope/ui/report"
)

// TestNoStudio tables what is said where there is none: of which VPC or Region, and where else to look.
func TestNoStudio(t *testing.T) {
	const one = "vpc vpc-0a 10.0.0.0/16\nvpc vpc-0b 10.1.0.0/16\nsubnet subnet-a vpc-0a 10.0.1.0/24\n"
	studio := one + "studio es-1 ml vpc-0a sg-1 sg-2 subnet-a\n"
	cluster := one + "cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-m sg-s\n"
	for _, c := range []struct {
		name, account string
		kind          model.OriginKind
		vpc           string
		want, not     string
	}{
		{"nothing at all", one, model.FromAccount, "", "No Studio and no cluster in account 111122223333, Region us-east-1.", "There are Studios"},
		{"the Regions", one, model.FromAccount, "", "  aws ec2 describe-regions --query 'Regions[].RegionName' --output text --region us-east-1", "xyz"},
		{"a cluster", cluster, model.FromAccount, "", "No Studio in account 111122223333, Region us-east-1.", "no cluster"},
		{"a VPC", studio, model.FromAccount, "vpc-0b", "No Studio in VPC vpc-0b, account 111122223333, Region us-east-1.", "describe-regions"},
		{"another VPC", studio, model.FromAccount, "vpc-0b", "There are Studios in vpc-0a.", "no cluster"},
		{"a file", one, model.FromFile, "", "No Studio and no cluster in", "describe-regions"},
		{"not read", one + "unread studios\n", model.FromAccount, "", "No Studio was read", "describe-regions"},
		{"clusters not read", one + "unread clusters\n", model.FromAccount, "", "No Studio in account", "no cluster"},
	} {
		b := model.NewBuilderFrom(fixture.Snapshot(c.account))
		o := b.Origin()
		o.Kind = c.kind
		b.SetOrigin(o)
		v := report.View{Analysis: emr.Analyse(b.Snapshot(), emr.Scope{VPC: c.vpc}), Place: report.Place{Region: "us-east-1"}}
		for _, got := range []string{
			text(t, func(b *bytes.Buffer) error { return report.CheckText(b, v) }),
			text(t, func(b *bytes.Buffer) error { return report.GraphText(b, v) }),
		} {
			if !strings.Contains(got, c.want) || strings.Contains(got, c.not) {
				t.Errorf("%s: want %q, not %q in\n%s", c.name, c.want, c.not, got)
			}
		}
	}
}
