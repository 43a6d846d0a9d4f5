package reach

import (
	"fmt"
	"strconv"
)

// sayf is a sentence that is made only if it is told; whyf one that is all there is to tell.
func sayf(format string, args ...any) func() string {
	return func() string { return fmt.Sprintf(format, args...) }
}

func whyf(format string, args ...any) func() telling {
	return func() telling { return telling{reason: fmt.Sprintf(format, args...)} }
}

// plural gives "1 rule", "2 rules".
//
//go:noinline
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// words names a spot in a sentence: the address, or the end where many of its addresses are meant.
func (l *leg) words(s spot) string {
	switch {
	case s.loose:
		return "an address that is not known"
	case l.isInternet(s):
		return "the internet"
	}
	return s.plain()
}

// isInternet reports whether a spot is what the internet was cut into.
func (l *leg) isInternet(s spot) bool {
	end := l.q.From
	if s.side == sideTo {
		end = l.q.To
	}
	return !s.single() && s.side != sideNone && end.ID == internetID
}

// labelled gives "Name (id)", or the id alone.
func labelled(name, id string) string {
	if name == "" || name == id {
		return id
	}
	return name + " (" + id + ")"
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}
