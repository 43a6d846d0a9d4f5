package sandbox

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// UnknownScenarioError says that there is no scenario of a name, and which names are like it.
type UnknownScenarioError struct {
	Name string
	Near []string // at most three, the nearest first
	All  int
}

// Error gives what is near, or how to see all of them.
func (e *UnknownScenarioError) Error() string {
	text := fmt.Sprintf("open sandbox scenario %q: there is none of that name; ", e.Name)
	if len(e.Near) > 0 {
		text += "near it: " + strings.Join(e.Near, ", ") + "; "
	}
	return text + fmt.Sprintf("sgscope sandbox --list shows all %d, %s first", e.All, DefaultScenario)
}

// near gives the names that are like a word: those that share most of its letters in order, or a part of it.
func near(word string, names []string) []string {
	word = strings.ToLower(strings.TrimSpace(word))
	far := map[string]int{}
	var out []string
	for _, name := range names {
		d := distance(word, name)
		shared := slices.ContainsFunc(strings.FieldsFunc(word, func(r rune) bool { return r == '-' || r == '_' || r == ' ' }),
			func(part string) bool { return len(part) >= 3 && strings.Contains(name, part) })
		if d > max(2, len(name)/3) && !shared {
			continue
		}
		far[name] = d
		out = append(out, name)
	}
	sort.SliceStable(out, func(i, j int) bool { return far[out[i]] < far[out[j]] })
	return out[:min(len(out), 3)]
}

// distance counts the letters to add, drop or change to make one word of the other.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
