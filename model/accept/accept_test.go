package accept_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model/accept"
)

func day(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := accept.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func list(t *testing.T, entries ...accept.Entry) accept.List {
	t.Helper()
	l, err := accept.New("x.yaml", entries)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// noon is the time at which the tests ask.
var noon = time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC)

// TestFind tables which entry accepts a key at noon of 2026-06-15: its reason, or nothing.
func TestFind(t *testing.T) {
	entry := func(key, until string) accept.Entry {
		e := accept.Entry{Key: key, Reason: key + " " + until}
		if until != "" {
			e.Until = day(t, until)
		}
		return e
	}
	for _, c := range []struct {
		name    string
		entries []accept.Entry
		key     string
		found   string
		lapsed  string
	}{
		{"nothing accepts", nil, "a:sg-1", "", ""},
		{"the key itself", []accept.Entry{entry("a:sg-1", "")}, "a:sg-1", "a:sg-1 ", ""},
		{"a longer key is another", []accept.Entry{entry("a:sg-1", "")}, "a:sg-10", "", ""},
		{"a shorter key is another", []accept.Entry{entry("a:sg-10", "")}, "a:sg-1", "", ""},
		{"a beginning", []accept.Entry{entry("a:*", "")}, "a:sg-1:tcp/22@0.0.0.0/0", "a:* ", ""},
		{"a beginning that is all", []accept.Entry{entry("a:sg-1*", "")}, "a:sg-1", "a:sg-1* ", ""},
		{"another beginning", []accept.Entry{entry("b:*", "")}, "a:sg-1", "", ""},
		{"the key before a beginning", []accept.Entry{entry("a:*", ""), entry("a:sg-1", "")}, "a:sg-1", "a:sg-1 ", ""},
		{"the key before a longer entry", []accept.Entry{entry("a:sg-1", ""), entry("a:sg-1*", "")}, "a:sg-1", "a:sg-1 ", ""},
		{"the longer beginning", []accept.Entry{entry("a:sg-*", ""), entry("a:*", "")}, "a:sg-1", "a:sg-* ", ""},
		{"its last day", []accept.Entry{entry("a:sg-1", "2026-06-15")}, "a:sg-1", "a:sg-1 2026-06-15", ""},
		{"the day after", []accept.Entry{entry("a:sg-1", "2026-06-14")}, "a:sg-1", "", "a:sg-1 2026-06-14"},
		{
			"expired, but a beginning holds",
			[]accept.Entry{entry("a:sg-1", "2026-06-14"), entry("a:*", "")},
			"a:sg-1", "a:* ", "",
		},
	} {
		l := list(t, c.entries...)
		found, ok := l.Find(c.key, noon)
		if ok != (c.found != "") || found.Reason != c.found {
			t.Errorf("%s: found %q, %v; want %q", c.name, found.Reason, ok, c.found)
		}
		lapsed, ok := l.Lapsed(c.key, noon)
		if ok != (c.lapsed != "") || lapsed.Reason != c.lapsed {
			t.Errorf("%s: lapsed %q, %v; want %q", c.name, lapsed.Reason, ok, c.lapsed)
		}
	}
}

// TestHolds looks at the seconds around the end of the last day.
func TestHolds(t *testing.T) {
	e := accept.Entry{Key: "a", Reason: "r", Until: day(t, "2026-02-28")}
	for at, want := range map[string]bool{
		"2026-02-27T00:00:00Z": true, "2026-02-28T23:59:59Z": true, "2026-03-01T00:00:00Z": false,
		"2026-02-28T23:30:00-01:00": false, // that is 00:30 of the next day in UTC
	} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Holds(now); got != want {
			t.Errorf("%s: holds %v, want %v", at, got, want)
		}
	}
}

// TestRefused tables what cannot be meant.
func TestRefused(t *testing.T) {
	for _, c := range []struct{ key, reason, want string }{
		{"", "r", "no key"},
		{" a", "r", "blank"},
		{"*", "r", "everything"},
		{"*a", "r", "everything"},
		{"a*b", "r", "only at the end"},
		{"a**", "r", "only at the end"},
		{"a", "", "no reason"},
		{"a", " \t", "no reason"},
	} {
		_, err := accept.New("f", []accept.Entry{{Key: c.key, Reason: c.reason, Line: 7}})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "line 7: ") {
			t.Errorf("%q %q: %v; want %q", c.key, c.reason, err, c.want)
		}
	}
	_, err := accept.New("f", []accept.Entry{{Key: "a", Reason: "x", Line: 2}, {Key: "b", Reason: "y", Line: 4}, {Key: "a", Reason: "z", Line: 6}})
	if err == nil || err.Error() != "line 6: key a is accepted on line 2 already" {
		t.Errorf("twice: %v", err)
	}
	if _, err := accept.New("f", []accept.Entry{{Key: "a"}}); err == nil || strings.Contains(err.Error(), "line") {
		t.Errorf("without a line: %v", err)
	}
	for _, bad := range []string{"", "2026-2-3", "2026-02-30", "soon", "2026-02-03T00:00:00Z"} {
		if _, err := accept.ParseDay(bad); err == nil || !strings.Contains(err.Error(), "YYYY-MM-DD") {
			t.Errorf("day %q: %v", bad, err)
		}
	}
}

// TestExpiredAndIdle names the entries that are over, and those that are about nothing.
func TestExpiredAndIdle(t *testing.T) {
	over := accept.Entry{Key: "a:1", Reason: "r", Until: day(t, "2026-06-14")}
	used := accept.Entry{Key: "b:*", Reason: "r", Until: day(t, "2026-06-15")}
	idle := accept.Entry{Key: "c:1", Reason: "r"}
	l := list(t, over, used, idle)
	if diff := cmp.Diff([]accept.Entry{over}, l.Expired(noon)); diff != "" {
		t.Errorf("expired (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]accept.Entry{idle}, l.Idle([]string{"b:2"}, noon)); diff != "" {
		t.Errorf("idle (-want +got)\n%s", diff)
	}
	if l.File() != "x.yaml" || len(l.Entries()) != 3 || over.Day() != "2026-06-14" || idle.Day() != "" {
		t.Errorf("%q %v %q", l.File(), l.Entries(), over.Day())
	}
}
