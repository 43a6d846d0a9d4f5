package reach

import (
	"strconv"
)

// plural gives "1 rule", "2 rules".
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
	case !s.single() && s.side == sideFrom && l.q.From.ID == internetID, !s.single() && s.side == sideTo && l.q.To.ID == internetID:
		return "the internet"
	}
	return s.plain()
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
