package ui

import (
	"fmt"
	"time"

	"github.com/sgscope/sgscope/model"
)

// heartbeat is how often the screen looks at the clock: how old the data is, and how long a call goes unanswered.
const heartbeat = time.Second

// A call that takes longer than slowAfter is told with its time; silentAfter is when a load that hears nothing says
// what will come of that.
const (
	slowAfter   = 3 * time.Second
	silentAfter = 10 * time.Second
)

// waited gives how long it is since a moment, in whole seconds; "" as long as nobody would wonder.
func (x *Explorer) waited(from time.Time, least time.Duration) string {
	d := x.now.Sub(from)
	if from.IsZero() || d < least {
		return ""
	}
	return d.Truncate(time.Second).String()
}

// loadTime is what the header says of how long a load takes.
func (x *Explorer) loadTime() string {
	if s := x.waited(x.load.began, slowAfter); s != "" {
		return ", " + s
	}
	return ""
}

// silence is the line about a load in which no call was answered for a while; "" for none.
func (x *Explorer) silence() string {
	if x.load.phase != loadOpening && x.load.phase != loadReading || x.load.ended {
		return ""
	}
	s := x.waited(x.load.heard, silentAfter)
	if s == "" {
		return ""
	}
	return "no answer for " + s + ": a call that hangs is given up after 30s and sent again"
}

// silent is what the run's line says while an answer is waited for; "" as long as nobody would wonder.
func (p *changesPage) silent() string {
	for _, r := range p.records {
		if r.Outcome == model.Sent && r.Failure.Kind != model.NoFailure {
			text := "reading the group again to settle it: " + r.Failure.Kind.String()
			if s := p.x.waited(p.heard, slowAfter); s != "" {
				text += ", " + s
			}
			return text
		}
	}
	if s := p.x.waited(p.heard, slowAfter); s != "" {
		return fmt.Sprintf("no answer for %s; s stops after the call", s)
	}
	return ""
}
