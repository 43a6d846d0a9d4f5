package describe

import (
	"cmp"
	"regexp"
	"strings"
)

// place is the account and Region that a document comes from, as far as folder names say it.
type place struct{ account, region string }

// covers reports whether what was listed at p may be the listing of q: they do not contradict.
func (p place) covers(q place) bool {
	return (p.account == "" || p.account == q.account) && (p.region == "" || p.region == q.region)
}

// within reports whether p says all that q says and more.
func (p place) within(q place) bool { return p != q && q.covers(p) }

func (p place) compare(q place) int {
	return cmp.Or(strings.Compare(p.account, q.account), strings.Compare(p.region, q.region))
}

// placeOf reads account and Region from the folders of a path; the innermost of each sort counts.
func placeOf(path string) place {
	var p place
	for name := range strings.SplitSeq(path, "/") {
		name = strings.TrimSuffix(name, ".json")
		switch {
		case isAccount(name):
			p.account = name
		case isRegion(name):
			p.region = name
		}
	}
	return p
}

func isAccount(s string) bool {
	return len(s) == 12 && strings.Trim(s, "0123456789") == ""
}

// isRegion reports whether the text has the form of a Region's code: us-east-1, us-gov-west-1.
func isRegion(s string) bool {
	f := strings.Split(s, "-")
	if len(f) < 3 || len(f) > 4 || len(f[0]) < 2 || len(f[0]) > 4 {
		return false
	}
	for _, w := range f[:len(f)-1] {
		if w == "" || strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") != "" {
			return false
		}
	}
	last := f[len(f)-1]
	return last != "" && len(last) <= 2 && strings.Trim(last, "0123456789") == ""
}

// arn gives Region and account of an ARN; both are "" for anything else.
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
func arn(s string) place {
	f := strings.SplitN(s, ":", 6)
	if len(f) < 6 || f[0] != "arn" {
		return place{}
	}
	return place{account: f[4], region: f[3]}
}

// partition gives the partition of an ARN.
func partition(s string) string {
	f := strings.SplitN(s, ":", 3)
	if len(f) < 3 || f[0] != "arn" {
		return ""
	}
	return f[1]
}

// partitionOf gives the partition of a Region; "" for no Region.
// Source: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
func partitionOf(region string) string {
	switch {
	case region == "":
		return ""
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	case strings.HasPrefix(region, "us-iso"), strings.HasPrefix(region, "eu-iso"), strings.HasPrefix(region, "eusc-"):
		return "" // each of them has its own name
	}
	return "aws"
}

// zoneRegion gives the Region of an availability, local or Wavelength Zone: us-east-1 for
// us-east-1a and for us-east-1-wl1-bos-wlz-1; "" for anything else.
func zoneRegion(zone string) string {
	f := strings.Split(zone, "-")
	for n := 3; n <= min(4, len(f)); n++ {
		r := strings.Join(f[:n], "-")
		if n == len(f) {
			r = strings.TrimRight(r, "abcdefghijklmnopqrstuvwxyz")
		}
		if isRegion(r) {
			return r
		}
	}
	return ""
}

// idIn finds the first id of a kind in a path: "pl-63a5400a" for the prefix "pl-". It serves output
// that does not say whose it is; collectors put the id into the file's name.
func idIn(path, prefix string) string {
	return regexp.MustCompile(`\b` + prefix + `[0-9a-zA-Z]+`).FindString(path)
}
