package model

import "strings"

// FailureKind sorts what can go wrong between us and AWS by what the operator does next.
type FailureKind uint8

// The kinds. The zero value is no failure.
const (
	NoFailure FailureKind = iota
	FailedDenied
	FailedExpired
	FailedThrottled
	FailedNotFound
	FailedDuplicate
	FailedQuota
	FailedInUse
	FailedUnsupported
	FailedOffline
	FailedInvalid
	FailedOther
)

// String gives the word that people and JSON read.
func (k FailureKind) String() string {
	names := [...]string{
		"none", "denied", "expired", "throttled", "not found", "duplicate", "quota",
		"in use", "unsupported", "offline", "invalid", "failed",
	}
	if int(k) < len(names) {
		return names[k]
	}
	return "failed"
}

// Failure is an error that crosses from awsclient to ui: what happened, in which call, to which
// resource, and which permission is missing. The zero value is no failure. It is comparable.
type Failure struct {
	Kind     FailureKind
	Call     string // "ec2:DescribeSecurityGroups"
	Resource string // "" if the call is about no single one
	Missing  string // the IAM action that was denied; "" otherwise
	Code     string // the service's own code, e.g. "InvalidGroup.NotFound"
	Message  string // the service's own words, untouched
}

// Error gives one line: kind, call, resource and the service's words.
func (f Failure) Error() string {
	var b strings.Builder
	b.WriteString(f.Kind.String())
	if f.Call != "" {
		b.WriteString(": " + f.Call)
	}
	if f.Resource != "" {
		b.WriteString(" " + f.Resource)
	}
	if f.Code != "" {
		b.WriteString(" (" + f.Code + ")")
	}
	if f.Message != "" {
		b.WriteString(": " + f.Message)
	}
	return b.String()
}

// Next says what the operator can do about it, in one sentence.
func (f Failure) Next() string {
	switch f.Kind {
	case NoFailure:
		return ""
	case FailedDenied:
		what := f.Missing
		if what == "" {
			what = f.Call
		}
		return "ask for " + what + " (sgscope iam-policy prints the policy), then read again"
	case FailedExpired:
		return "sign in again (for SSO: aws sso login), then read again"
	case FailedThrottled:
		return "AWS limits the rate of calls in this Region; wait a minute and read again"
	case FailedNotFound:
		return "somebody removed it meanwhile, or it belongs to another Region; read again"
	case FailedDuplicate:
		return "it is there already; read again"
	case FailedQuota:
		return "raise the quota in Service Quotas, or remove what is no longer needed"
	case FailedInUse:
		return "remove what uses it first"
	case FailedUnsupported:
		return "this endpoint or Region does not know the call; what depends on it stays unknown"
	case FailedOffline:
		return "check network, proxy and --endpoint-url, then read again"
	case FailedInvalid:
		return "correct the value that is named"
	case FailedOther:
		return "read again; if it stays, see the message of AWS above"
	}
	return ""
}
