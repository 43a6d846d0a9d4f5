package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/sgscope/sgscope/model"
)

// flags are those that all commands have.
type flags struct {
	source  model.Source
	noColor bool
	ascii   bool
	plain   bool
	config  string // the file of accepted findings; "" for that of the working directory, if there is one
}

// addTo adds the flags; scenario is what --sandbox alone means.
func (f *flags) addTo(set *pflag.FlagSet, scenario string) {
	set.SortFlags = false
	s := &f.source
	set.StringVar(&s.Profile, "profile", "", "`PROFILE` of the AWS configuration")
	set.StringVar(&s.Region, "region", "", "AWS `REGION`")
	set.StringVar(&s.VPC, "vpc", "", "look at this `VPC` only")
	set.StringVar(&s.Studio, "studio", "", "look at this `STUDIO` only, by id or name")
	set.StringVar(&s.Endpoint, "endpoint-url", "", "send all calls to this `URL`")
	set.StringVar(&s.Sandbox, "sandbox", "", "an account to play with, in memory; sandbox --list names all that =SCENARIO can be``")
	set.Lookup("sandbox").NoOptDefVal = scenario
	set.StringVar(&s.Snapshot, "snapshot", "", "`PATH` of a saved snapshot, or of aws describe-… output, one file or a folder")
	set.BoolVar(&s.ReadOnly, "read-only", false, "make changing anything impossible")
	set.StringVar(&f.config, "config", "", "`PATH` of the file of accepted findings (default: "+configName+" here, if there is one)")
	set.BoolVar(&f.noColor, "no-color", false, "no colours")
	set.BoolVar(&f.ascii, "ascii", false, "no characters beyond ASCII")
	set.BoolVar(&f.plain, "plain", false, "lines instead of drawings, for screen readers")
}

// check refuses flags that contradict each other: nobody should take a sandbox for an account.
func (f *flags) check(set *pflag.FlagSet) error {
	var sources []string
	for _, name := range []string{"sandbox", "snapshot"} {
		if set.Changed(name) {
			sources = append(sources, "--"+name)
		}
	}
	if len(sources) > 1 {
		return fmt.Errorf("%s cannot be given together: each is a source of its own", strings.Join(sources, " and "))
	}
	for _, name := range []string{"sandbox", "snapshot", "profile", "region", "vpc", "studio", "endpoint-url", "config"} {
		if set.Changed(name) && strings.TrimSpace(set.Lookup(name).Value.String()) == "" {
			return fmt.Errorf("--%s needs a value", name)
		}
	}
	if region := f.source.Region; set.Changed("region") && f.source.Endpoint == "" && !regionName().MatchString(region) {
		return fmt.Errorf("--region %s: that is no Region's name; one is us-east-1", region)
	}
	for _, name := range []string{"profile", "endpoint-url"} {
		if len(sources) > 0 && set.Changed(name) {
			return fmt.Errorf("--%s means nothing with %s, which is no account", name, sources[0])
		}
	}
	return nil
}

// regionName is how Regions are named: eu-west-3, us-gov-east-1, eusc-de-east-1. An endpoint of
// somebody's own may have other names.
// Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
func regionName() *regexp.Regexp { return regexp.MustCompile(`^[a-z]{2,8}(-[a-z]+)+-[0-9]{1,2}$`) }

// format is what -o takes.
type format struct {
	name    string
	allowed []string
}

func addFormat(set *pflag.FlagSet, more ...string) *format {
	f := &format{name: "text", allowed: append([]string{"text", "json"}, more...)}
	set.VarP(f, "output", "o", "form of the output: "+strings.Join(f.allowed, ", "))
	return f
}

// String gives the form.
func (f *format) String() string { return f.name }

// Type names the value in help.
func (f *format) Type() string { return "FORM" }

// Set takes one of the forms.
func (f *format) Set(s string) error {
	if !slices.Contains(f.allowed, s) {
		return fmt.Errorf("want %s", strings.Join(f.allowed, ", "))
	}
	f.name = s
	return nil
}

// severity is what --fail-on takes.
type severity struct{ model.Severity }

// Type names the value in help.
func (s *severity) Type() string { return "SEVERITY" }

// Set takes one of the severities.
func (s *severity) Set(text string) error {
	v, err := model.ParseSeverity(text)
	if err != nil {
		return fmt.Errorf("want broken, exposed, conditional, wider or note")
	}
	s.Severity = v
	return nil
}
