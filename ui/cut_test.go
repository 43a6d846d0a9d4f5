package ui_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/ui"
)

// wide is a size at which nothing of our screens has to be cut.
const wide, high = 700, 90

// TestNothingIsCutWithoutAMark compares each page at the widths that people have with the same page where all of
// it has room: a word that there is longer has been cut, and must bear the mark of it.
func TestNothingIsCutWithoutAMark(t *testing.T) {
	long := strings.NewReplacer("data-science", "data-science-and-machine-learning-of-the-whole-company",
		"etl-nightly", "etl-nightly-of-the-orders-and-returns-warehouse", "app-servers", "application-servers-of-the-order-entry-and-returns-portal")
	attached := strings.NewReplacer(" etl ", " notebooks-of-the-warehouse ", " apps=", " primary=i-1 apps=").Replace(depots) +
		"eni eni-1 subnet-a 10.0.1.7 sg-m,sg-eng instance=i-1 aws:elasticmapreduce:job-flow-id=j-1\ncluster j-2 streaming WAITING emr-7.5.0 subnet-a sg-m sg-s\n"
	for _, account := range []string{long.Replace(analytics), attached} {
		for _, keys := range []string{
			"1", "1 enter", "1 enter right enter", "1 down", "2", "2 enter", "2 enter end", "3", "3 down", "3 end", "3 enter", "4", "f", "f down", "f enter",
			"2 / e n g", "3 / t c p enter", "2 s", "2 f a", "2 c", "2 v", "2 :", "2 p",
		} {
			for _, ascii := range []bool{false, true} {
				whole, widths := wordsOf(pageText(t, account, keys, size{wide, high}, ascii)), []int{72, 80, 120}
				if ascii {
					widths = []int{80}
				}
				for _, w := range widths {
					text := pageText(t, account, keys, size{w, 40}, ascii)
					for word := range wordsOf(text) {
						if longer := cutFrom(word, whole); longer != "" && !strings.Contains(unspaced(text), unspaced(longer)) {
							t.Errorf("%s, %d wide: %q is cut from %q without a mark\n%s", keys, w, word, longer, text)
						}
					}
				}
			}
		}
	}
}

type size struct{ w, h int }

// pageText gives what is on the screen; of a dialog what is within it, for its edge is the mark of what it covers.
func pageText(t *testing.T, account, keys string, s size, ascii bool) string {
	t.Helper()
	text := ""
	cloud, _ := writable(account)
	drive(t, cloud, func(o *ui.Options) { o.ASCII = ascii }, func(d *driver) {
		d.resize(s.w, s.h)
		d.press(strings.Fields(keys)...)
		text = d.text()
	})
	edge := "│"
	if ascii {
		edge = "|"
	}
	var within []string
	for line := range strings.SplitSeq(text, "\n") {
		if i, j := strings.Index(line, edge), strings.LastIndex(line, edge); i < j && (strings.HasPrefix(keys, "2 ") || keys == "f enter") {
			within = append(within, line[i:j])
		}
	}
	if len(within) > 0 {
		return strings.Join(within, "\n")
	}
	return text
}

// unspaced gives a text without what stands between its lines: a long word that goes on in the next is not cut.
func unspaced(text string) string { return regexp.MustCompile(`[\s│|]+`).ReplaceAllString(text, "") }

// wordsOf gives the words of a screen that are long enough to be told from others.
func wordsOf(text string) map[string]bool {
	out := map[string]bool{}
	for _, word := range regexp.MustCompile(`[\s│|┃╭╮╰╯─=#]+`).Split(text, -1) {
		if word = strings.Trim(word, `"'()[],;:`); len(word) > 2 && strings.ContainsAny(word, "aeiou") && !strings.Contains(word, `":`) { // JSON is broken over lines
			out[word] = true
		}
	}
	return out
}

// cutFrom gives the whole word that another is the beginning or the end of.
func cutFrom(word string, whole map[string]bool) string {
	if whole[word] || strings.HasPrefix(word, "assumed-role/") || // the short form of an ARN
		strings.HasSuffix(word, "…") || strings.HasSuffix(word, "..") || strings.HasPrefix(word, "…") || strings.HasPrefix(word, "..") {
		return ""
	}
	for w := range whole {
		if len(w) > len(word) && (strings.HasPrefix(w, word) || strings.HasSuffix(w, word)) {
			return w
		}
	}
	return ""
}
