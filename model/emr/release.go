package emr

import (
	"strconv"
	"strings"
)

// Release is an EMR release label, as far as it could be understood. The zero value is a label that
// was not: nothing may be concluded from it.
type Release struct {
	Known               bool
	Spark               bool // emr-spark-8.0.0, the release of one engine
	Preview             bool
	Major, Minor, Patch int
}

// ParseRelease reads emr-5.36.2, emr-spark-8.0.0, emr-spark-8.0-preview, and the suffixes of EMR on
// EKS (-latest, a date). Any other form is not known.
// Source: https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-release-components.html
func ParseRelease(label string) Release {
	rest, ok := strings.CutPrefix(label, "emr-")
	if !ok {
		return Release{}
	}
	r := Release{Known: true}
	rest, r.Spark = strings.CutPrefix(rest, "spark-")
	version, suffix, _ := strings.Cut(rest, "-")
	switch {
	case suffix == "preview":
		r.Preview = true
	case suffix != "" && suffix != "latest" && !isDate(suffix):
		return Release{}
	}
	numbers := strings.Split(version, ".")
	if len(numbers) != 3 && (len(numbers) != 2 || !r.Preview) {
		return Release{}
	}
	for i, to := range []*int{&r.Major, &r.Minor, &r.Patch} {
		if i == len(numbers) {
			break
		}
		n, err := strconv.ParseUint(numbers[i], 10, 8)
		if err != nil {
			return Release{}
		}
		*to = int(n)
	}
	return r
}

func isDate(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil && len(s) == 8
}

// AtLeast reports whether a known release is this version or a later one.
func (r Release) AtLeast(major, minor, patch int) bool {
	if r.Major != major {
		return r.Major > major
	}
	if r.Minor != minor {
		return r.Minor > minor
	}
	return r.Patch >= patch
}
