package report_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
)

// Above each line of aws-cli that opens a group to the world, or one that several clusters have, stands so.
func TestPlansSayWhatElseALineOpens(t *testing.T) {
	v := viewOf(`
vpc vpc-1 10.0.0.0/16
subnet subnet-a vpc-1 10.0.1.0/24
group sg-m vpc-1 managed
group sg-c vpc-1 core
cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-m sg-c
cluster j-2 adhoc WAITING emr-7.5.0 subnet-a sg-m sg-c
`)
	var steps []model.Step
	for _, text := range []string{"ingress tcp 22 from 0.0.0.0/0", "ingress tcp 23 from ::/0", "ingress tcp 8088 from sg-c", "ingress tcp 8089 from sg-c"} {
		r, err := model.ParseRule(text)
		if err != nil {
			t.Fatal(err)
		}
		steps = append(steps, model.Step{Change: model.Authorize{Group: "sg-m", Rule: r}, Why: "asked for"})
	}
	plan := model.Plan{Goal: model.EditRules{}, Steps: steps}
	for _, form := range []struct {
		name  string
		write func(*strings.Builder) error
	}{
		{"text", func(b *strings.Builder) error { return report.PlanText(b, v, plan) }},
		{"cli", func(b *strings.Builder) error { return report.PlanCLI(b, v, plan) }},
	} {
		var b strings.Builder
		if err := form.write(&b); err != nil {
			t.Fatal(err)
		}
		world, shared := 0, 0
		for _, part := range strings.Split(b.String(), "authorize-security-group-ingress")[:len(steps)] {
			world += strings.Count(part, "lets the whole world in on every interface that carries managed (sg-m): clusters etl (j-1), adhoc (j-2), and EMR manages it")
			shared += strings.Count(part, "That is a rule on every interface that carries managed (sg-m): clusters")
		}
		if world != 2 || shared != 1 {
			t.Errorf("%s warns %d times of the world, %d times of the clusters\n%s", form.name, world, shared, b.String())
		}
	}
}
