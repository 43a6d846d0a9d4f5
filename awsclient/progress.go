package awsclient

import (
	"errors"
	"strings"
	"time"

	"github.com/aws/smithy-go"

	"github.com/sgscope/sgscope/model"
)

// betweenShows keeps a load of hundreds of calls from building hundreds of snapshots.
const betweenShows = 100 * time.Millisecond

// urgency says whether a report may be left out.
type urgency uint8

const (
	whenDue urgency = iota // only if the last report is old enough
	always
)

// show tells the caller how far the load is. l.mu is held: so calls of on are in order and never two at once.
func (l *load) show(u urgency) {
	if l.on == nil || l.over {
		return
	}
	now := l.r.opts.now()
	if u == whenDue && l.shown && now.Sub(l.shownAt) < betweenShows {
		return
	}
	if l.changed {
		l.last, l.changed = l.b.Snapshot(), false
	}
	l.shownAt, l.shown = now, true
	l.on(model.Progress{
		Snapshot: l.last, Done: l.done, Total: l.total, Doing: l.doing(), Retrying: l.retrying,
	})
}

// doing names the parts that are being read; those of the network only while nothing else is, because they
// are many and nobody waits for them first.
func (l *load) doing() string {
	for _, parts := range [...][]model.Part{model.Parts(), append(model.NetworkParts(), model.EMRParts()...)} {
		var names []string
		for _, p := range parts {
			if l.busy[p] > 0 {
				names = append(names, p.Name())
			}
		}
		if len(names) > 0 {
			return strings.Join(names, ", ")
		}
	}
	return ""
}

// begin and end bracket what is read of a part, so that it is named between its calls too.
func (l *load) begin(p model.Part) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy[p]++
}

func (l *load) end(p model.Part) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy[p]--
}

func (l *load) expect(p model.Part) {
	l.begin(p)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total++
}

func (l *load) answered(p model.Part) {
	l.end(p)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done++
	l.retrying = ""
}

// held is told by the retryer that a call waits before its next attempt.
func (l *load) held(err error, delay time.Duration) {
	why := "no answer"
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		why = api.ErrorCode()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.retrying = why + ", next attempt in " + delay.Round(betweenShows).String()
	l.show(whenDue)
}
