package model

// Verdict says whether traffic passes. Unknown is deliberately the zero value: what nobody looked
// at is not allowed, and not blocked either.
type Verdict uint8

// The verdicts. Partly means that some of what was asked surely passes and some surely does not.
const (
	Unknown Verdict = iota
	Blocked
	Partly
	Allowed
)

// String gives the word that people and JSON read.
func (v Verdict) String() string {
	switch v {
	case Unknown:
		return "unknown"
	case Blocked:
		return "blocked"
	case Partly:
		return "partly"
	case Allowed:
		return "allowed"
	}
	return "unknown"
}
