package model_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
)

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"plain ( port 18888 )": "plain ( port 18888 )", "zwölf → ✓": "zwölf → ✓",
		"a\x1b[31mred": `a\u001b[31mred`, "bell\a": `bell\u0007`, "two\nlines\tand a tab": "two lines and a tab",
		"\u202egnp.exe": `\u202egnp.exe`, "zero\u200bwidth": `zero\u200bwidth`, "broken \xff utf": `broken \xff utf`,
		"really \uFFFD": "really \uFFFD", "c1 \u009b31m": `c1 \u009b31m`, "tag \U000E0041": `tag \U000e0041`, "braille blank \u2800": `braille blank \u2800`,
	} {
		if got := model.Printable(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzPrintable(f *testing.F) {
	f.Add("a\x1b]0;title\a")
	f.Add("\u2066\u202e")
	f.Fuzz(func(t *testing.T, s string) {
		out := model.Printable(s)
		for _, r := range out {
			if model.Hidden(r) {
				t.Fatalf("%q leaves %q in %q", s, r, out)
			}
		}
		if model.Printable(out) != out {
			t.Fatalf("%q is not stable: %q", s, out)
		}
	})
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		check func(string) error
		text  string
		want  string
	}{
		{model.CheckGroupName, "DefaultEngineSecurityGroup", ""},
		{model.CheckGroupName, "", "required"},
		{model.CheckGroupName, "SG-x", "sg-"},
		{model.CheckGroupName, " x", "trims"},
		{model.CheckGroupName, "é", "not allowed"},
		{model.CheckGroupName, strings.Repeat("n", 255), ""},
		{model.CheckGroupName, strings.Repeat("n", 256), "at most 255"},
		{model.CheckGroupDescription, "Allows inbound traffic ( port 18888 )", ""},
		{model.CheckGroupDescription, " ", "required"},
		{model.CheckGroupDescription, "it's", "not allowed"},
		{model.CheckRuleDescription, "", ""},
		{model.CheckRuleDescription, "a<b", "not allowed"},
	} {
		err := c.check(c.text)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
}

func TestFailureSaysWhatToDo(t *testing.T) {
	f := model.Failure{Kind: model.FailedDenied, Call: "ec2:DescribeSubnets", Missing: "ec2:DescribeSubnets", Code: "UnauthorizedOperation", Message: "no"}
	if got, want := f.Error(), "denied: ec2:DescribeSubnets (UnauthorizedOperation): no"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for k := model.FailedDenied; k <= model.FailedOther; k++ {
		if (model.Failure{Kind: k}).Next() == "" || k.String() == "none" {
			t.Errorf("kind %d has no next step or no word", k)
		}
	}
}
