package accept

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Entry accepts the findings of a key.
type Entry struct {
	Key    string    // a finding's key, or how one begins with * behind it
	Reason string    // why it is accepted
	Until  time.Time // the last day on which it holds, at midnight UTC; the zero time for no end
	Line   int       // where it begins in its file; 0 if that is not known
}

// dayLayout is how days are written.
const dayLayout = "2006-01-02"

// ParseDay reads a day, YYYY-MM-DD.
func ParseDay(s string) (time.Time, error) {
	day, err := time.Parse(dayLayout, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no day: want YYYY-MM-DD", s)
	}
	return day, nil
}

// Day gives the last day as YYYY-MM-DD, "" where there is no end.
func (e Entry) Day() string {
	if e.Until.IsZero() {
		return ""
	}
	return e.Until.Format(dayLayout)
}

// Holds reports whether the entry is in force: until its last day, which is one of UTC, has ended.
func (e Entry) Holds(now time.Time) bool {
	return e.Until.IsZero() || now.Before(e.Until.AddDate(0, 0, 1))
}

// Matches reports whether the entry is about a finding's key.
func (e Entry) Matches(key string) bool {
	if begin, open := strings.CutSuffix(e.Key, "*"); open {
		return strings.HasPrefix(key, begin)
	}
	return e.Key == key
}

// List is the entries of one file. The zero List accepts nothing.
type List struct {
	file    string
	entries []Entry
}

// New makes a list of the entries of a file, and refuses what cannot be meant.
func New(file string, entries []Entry) (List, error) {
	seen := map[string]int{}
	for _, e := range entries {
		if why := e.fault(); why != "" {
			return List{}, at(e.Line, why)
		}
		if line, twice := seen[e.Key]; twice {
			return List{}, at(e.Line, fmt.Sprintf("key %s is accepted on line %d already", e.Key, line))
		}
		seen[e.Key] = e.Line
	}
	return List{file, slices.Clone(entries)}, nil
}

func at(line int, why string) error {
	if line == 0 {
		return fmt.Errorf("%s", why)
	}
	return fmt.Errorf("line %d: %s", line, why)
}

// fault says why an entry cannot be meant; "" if it can.
func (e Entry) fault() string {
	star := strings.IndexByte(e.Key, '*')
	switch {
	case strings.TrimSpace(e.Key) == "":
		return "an entry has no key; sgscope check names the keys"
	case strings.TrimSpace(e.Key) != e.Key:
		return fmt.Sprintf("key %q begins or ends with a blank", e.Key)
	case star == 0:
		return "key * would accept everything: say at least which check"
	case star > 0 && star != len(e.Key)-1:
		return fmt.Sprintf("key %s: * stands only at the end", e.Key)
	case strings.TrimSpace(e.Reason) == "":
		return fmt.Sprintf("key %s has no reason: say why it is accepted", e.Key)
	}
	return ""
}

// File gives the name of the file, "" if there is none.
func (l List) File() string { return l.file }

// Entries gives the entries in the order of the file.
func (l List) Entries() []Entry { return slices.Clone(l.entries) }

// Find gives the entry that accepts a finding's key now, and reports whether there is one. Of several
// that do, the one that says most of the key counts.
func (l List) Find(key string, now time.Time) (Entry, bool) {
	return l.best(key, func(e Entry) bool { return e.Holds(now) })
}

// Lapsed gives an entry that accepted a finding's key and has expired, where none accepts it now.
func (l List) Lapsed(key string, now time.Time) (Entry, bool) {
	if _, held := l.Find(key, now); held {
		return Entry{}, false
	}
	return l.best(key, func(e Entry) bool { return !e.Holds(now) })
}

func (l List) best(key string, ok func(Entry) bool) (Entry, bool) {
	var best Entry
	for _, e := range l.entries {
		if ok(e) && e.Matches(key) && (e.Key == key || best.Key != key && len(e.Key) > len(best.Key)) {
			best = e
		}
	}
	return best, best.Key != ""
}

// Expired gives the entries that do not hold any more.
func (l List) Expired(now time.Time) []Entry {
	return slices.DeleteFunc(l.Entries(), func(e Entry) bool { return e.Holds(now) })
}

// Idle gives the entries that hold and match none of the keys.
func (l List) Idle(keys []string, now time.Time) []Entry {
	return slices.DeleteFunc(l.Entries(), func(e Entry) bool {
		return !e.Holds(now) || slices.ContainsFunc(keys, e.Matches)
	})
}
