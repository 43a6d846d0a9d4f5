package report

import (
	"strings"

	"github.com/sgscope/sgscope/model"
)

// plainWord are the characters that no shell gives a meaning inside a word.
const plainWord = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:,+@%"

// word quotes text from AWS for sh so that it is one word and nothing but text. Characters that
// could act on the terminal arrive written out: such a word matches nothing, and does no harm.
func word(s string) string {
	s = model.Printable(s)
	if s != "" && strings.Trim(s, plainWord) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// risky reports whether aws-cli would take a value for something else than itself: an option, or the
// name of a file or page whose content it then sends. Hidden characters can only be sent as JSON.
// Source: https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html
func risky(s string) bool {
	for _, prefix := range []string{"-", "file://", "fileb://", "http://", "https://"} {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return strings.ContainsFunc(s, model.Hidden) || strings.ContainsRune(s, '\uFFFD')
}

// Variable gives the shell variable that stands for a group not made yet. Names of groups are unique
// in a VPC whatever their case, and so are the variables.
func Variable(pending string) string {
	_, name := model.PendingName(pending)
	var b strings.Builder
	exact, low := true, false
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
			low = true
		case r >= 'A' && r <= 'Z':
			if low {
				b.WriteByte('_')
			}
			b.WriteRune(r)
			low = false
		default:
			b.WriteByte('_')
			exact, low = false, false
		}
	}
	text := strings.ToUpper(b.String())
	if !exact {
		text += "_" + strings.ToUpper(fingerprint(strings.ToLower(name)))
	}
	if text == "" || text[0] >= '0' && text[0] <= '9' {
		text = "SG_" + text
	}
	return text + "_ID"
}

// fingerprint tells apart names that differ only in characters that a variable cannot have.
func fingerprint(s string) string {
	const digits = "0123456789abcdef"
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	out := make([]byte, 0, 8)
	for shift := 28; shift >= 0; shift -= 4 {
		out = append(out, digits[h>>shift&0xf])
	}
	return string(out)
}
