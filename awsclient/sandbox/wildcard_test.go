package sandbox_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/awsclient/sandbox"
)

// slowWildcard says the same by way of a regular expression.
func slowWildcard(pattern, s string) bool {
	var re strings.Builder
	re.WriteString(`(?s)^`)
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\' && i+1 < len(pattern):
			i++
			re.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
		case c == '*':
			re.WriteString(`.*`)
		case c == '?':
			re.WriteString(`.?`)
		default:
			re.WriteString(regexp.QuoteMeta(string(c)))
		}
	}
	return regexp.MustCompile(re.String() + `$`).MatchString(s)
}

func TestWildcard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringMatching(`[ab*?\\]{0,8}`).Draw(t, "pattern")
		s := rapid.StringMatching(`[ab*\\]{0,8}`).Draw(t, "text")
		if got, want := sandbox.Wildcard(pattern, s), slowWildcard(pattern, s); got != want {
			t.Errorf("%q matches %q: %v, want %v", pattern, s, got, want)
		}
	})
}
