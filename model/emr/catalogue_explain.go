package emr

import (
	"maps"
	"slices"
	"sort"
	"strings"
	"unicode"
)

// How says by what a text was matched.
type How uint8

// From the surest: the whole of a message, a part of one, most of its words, or the signs of a symptom.
const (
	ByMessage How = iota
	ByPart
	ByWords
	BySigns
)

// String gives message, part of a message, words of a message or symptom.
func (h How) String() string {
	switch h {
	case ByMessage:
		return "message"
	case ByPart:
		return "part of a message"
	case ByWords:
		return "words of a message"
	case BySigns:
		return "symptom"
	}
	return "symptom"
}

// Match is a case that a text may be about, and why.
type Match struct {
	Case     Case
	How      How
	Message  string // the message that matched; "" for a symptom
	Score    int    // higher is better; it means nothing beyond one Explain
	Mentions Mentions
}

// longestText is how much of a text is looked at; a CloudTrail event has at most 256 KB.
const longestText = 256 << 10

// The scores of the ways to match. Within a way the longer match is better.
const (
	scoreMessage = 10_000_000
	scorePart    = 1_000_000
	scoreWords   = 100_000
	scoreSigns   = 10_000
)

// Explain gives the cases that a text may be about, best first: an error as AWS, a console or Terraform
// gives it, a CloudTrail event, or a few words on what goes wrong. Spaces, line breaks, case and
// punctuation do not count. What is about something else finds nothing.
func Explain(text string) []Match {
	if len(text) > longestText {
		text = text[:longestText]
	}
	squeezed, words := squeeze(text), wordsOf(text)
	if squeezed == "" {
		return nil
	}
	mentions := Mentioned(text)
	weights := wordWeights()
	var out []Match
	for _, c := range Catalogue() {
		m := Match{Case: c, Mentions: mentions}
		for _, message := range c.Messages {
			how, score := likeness(message, squeezed, words, weights)
			if how == ByWords && !hasAll(words, strings.Fields(c.Telling)) {
				continue
			}
			if score > m.Score {
				m.How, m.Score, m.Message = how, score, message
			}
		}
		m.bySigns(c, words)
		if m.Score > 0 {
			out = append(out, m)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Score > out[j].Score })
	return out
}

// bySigns makes a case of the signs that a text has, or, where the case was told by a message that
// others share, puts it before them.
func (m *Match) bySigns(c Case, words map[string]bool) {
	if !aboutEMR(words) {
		return
	}
	best := 0
	for _, sign := range c.Signs {
		if list := strings.Fields(sign); hasAll(words, list) {
			best = max(best, 100*len(list))
		}
	}
	switch {
	case best == 0:
	case m.Score == 0:
		m.How, m.Score = BySigns, scoreSigns+best
	default:
		m.Score += best
	}
}

// aboutEMR reports whether some word is of EMR's world; without one a symptom may be anybody's.
func aboutEMR(words map[string]bool) bool {
	for _, together := range [...]string{ // what is done in a Workspace or by a cluster, and hardly elsewhere
		"git link", "git kernel", "git resolve", "git credentials secret", "github 443", "gitlab 443", "bitbucket 443", "kernel start",
		"bootstrap action", "core nodes", "subnet configuration invalid route",
	} {
		if hasAll(words, strings.Fields(together)) {
			return true
		}
	}
	for w := range words {
		if slices.ContainsFunc([]string{
			"emr", "elasticmapreduce", "amazonemr", "studio", "workspace", "notebook", "jupyter",
			"livy", "hadoop", "spark", "cluster", "eks", "engine", "defaultengine", "defaultworkspace", "serviceaccess", "serverless",
			"ssh", "18888", "8443", "8433", "9443",
		}, func(p string) bool { return strings.HasPrefix(w, p) }) {
			return true
		}
	}
	return false
}

// squeeze keeps letters and digits, in lower case: what is left of a message however it was wrapped,
// quoted or escaped.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func wordsOf(s string) map[string]bool {
	out := map[string]bool{}
	between := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), between) {
		out[w] = true
	}
	return out
}

// fragments gives the fixed parts of a message.
func fragments(message string) []string {
	var out []string
	for part := range strings.SplitSeq(message, "…") {
		if s := squeeze(part); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// likeness says how a text is like a message, and how much.
func likeness(message, squeezed string, words map[string]bool, weights map[string]int) (How, int) {
	parts := fragments(message)
	whole, long := true, 0
	rest := squeezed
	for _, p := range parts {
		i := strings.Index(rest, p)
		if i < 0 {
			whole = false
			break
		}
		rest, long = rest[i+len(p):], long+len(p)
	}
	// A word or two that all errors have say something only where nothing else is said, or EMR is named.
	const enough = 15
	if whole && long > 0 && (long >= enough || squeezed == parts[0] || aboutEMR(words)) {
		return ByMessage, scoreMessage + 1000*long
	}
	for _, p := range parts {
		if len(squeezed) > enough && strings.Contains(p, squeezed) {
			return ByPart, scorePart + 1000*len(squeezed)
		}
		if n := len(p); n >= 2*enough && strings.Contains(squeezed, p) {
			return ByPart, scorePart + 1000*n
		}
	}
	return ByWords, wordScore(message, words, weights)
}

// wordScore weighs the words that a text shares with a message; 0 if they are few, or only such as many
// messages have.
func wordScore(message string, words map[string]bool, weights map[string]int) int {
	all, shared, count := 0, 0, 0
	for w := range wordsOf(message) {
		all += weights[w]
		if words[w] && weights[w] > 0 {
			shared += weights[w]
			count++
		}
	}
	const fewest = 4
	if count < fewest || shared*3 < all*2 {
		return 0
	}
	return scoreWords + 1000*shared
}

// wordWeights weighs the words of all messages: the fewer messages have a word, the more it says.
// Short words say nothing.
func wordWeights() map[string]int {
	in := map[string]int{}
	for _, c := range Catalogue() {
		seen := map[string]bool{}
		for _, m := range c.Messages {
			maps.Copy(seen, wordsOf(m))
		}
		for w := range seen {
			in[w]++
		}
	}
	out := map[string]int{}
	for w, n := range in {
		switch {
		case len(w) < 4 && !strings.ContainsAny(w, "0123456789"):
		case n == 1:
			out[w] = 6
		case n <= 3:
			out[w] = 3
		default:
			out[w] = 1
		}
	}
	return out
}

// hasAll reports whether some word begins with each of the signs. A number is a word of its own: 8 is a release, and
// 8443 is not.
func hasAll(words map[string]bool, signs []string) bool {
	for _, s := range signs {
		found := words[s]
		if strings.Trim(s, "0123456789") == "" && !found {
			return false
		}
		for w := range words {
			if strings.HasPrefix(w, s) {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}
