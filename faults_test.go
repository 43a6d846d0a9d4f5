package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
)

// wire is the way to an account on which one write is struck.
type wire struct {
	*sandbox.Account // nil where next leads elsewhere
	next             func(*http.Request) (*http.Response, error)
	mu               sync.Mutex
	writes           int
	strike           func(w *wire, r *http.Request, n int) (*http.Response, error, bool)
}

func newWire(t *testing.T) *wire {
	t.Helper()
	account := newAccount(t)
	return &wire{Account: account, next: account.Do}
}

// RoundTrip counts the writes, dry runs left out, and lets the strike answer.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := -1
	if writing(r) != "" {
		n = w.writes
		w.writes++
	}
	if w.strike != nil {
		if answer, err, struck := w.strike(w, r, n); struck {
			return answer, err
		}
	}
	return w.next(r)
}

// again gives the request as if it had not been sent.
func again(r *http.Request) *http.Request {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	second := r.Clone(r.Context())
	second.Body = io.NopCloser(bytes.NewReader(body))
	return second
}

func reply(r *http.Request, status int, kind, body string) *http.Response {
	return &http.Response{
		Status: http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(body)),
		ContentLength: int64(len(body)), Request: r,
	}
}

// refused is EC2's own way to say no.
func refused(r *http.Request, status int, code, message string) *http.Response {
	return reply(r, status, "text/xml;charset=UTF-8", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>"+
		code+"</Code><Message>"+message+"</Message></Error></Errors><RequestID>0</RequestID></Response>")
}

const page = "<html><body><h1>Something is wrong</h1></body></html>"

// A blow is one fault of the wire at one write, or at all from there on.
type blow struct {
	name   string
	onward bool // it strikes at every request from that write on, until somebody repairs it
	answer func(w *wire, r *http.Request) (*http.Response, error)
	ends   model.RunState // of a run that is struck
}

func blows() []blow {
	says := func(status int, code, message string) func(*wire, *http.Request) (*http.Response, error) {
		return func(_ *wire, r *http.Request) (*http.Response, error) { return refused(r, status, code, message), nil }
	}
	html := func(status int) func(*wire, *http.Request) (*http.Response, error) {
		return func(_ *wire, r *http.Request) (*http.Response, error) {
			return reply(r, status, "text/html", page), nil
		}
	}
	done := func(then func(answer *http.Response) (*http.Response, error)) func(*wire, *http.Request) (*http.Response, error) {
		return func(w *wire, r *http.Request) (*http.Response, error) {
			answer, err := w.next(r)
			if err != nil {
				return nil, err
			}
			return then(answer)
		}
	}
	cut := func(end error) func(*http.Response) (*http.Response, error) {
		return func(answer *http.Response) (*http.Response, error) {
			text, _ := io.ReadAll(answer.Body)
			answer.Body = io.NopCloser(io.MultiReader(bytes.NewReader(text[:len(text)/2]), broken{end}))
			return answer, nil
		}
	}
	dropped := &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	lost := func(err error) func(*http.Response) (*http.Response, error) {
		return func(*http.Response) (*http.Response, error) { return nil, err }
	}
	never := func(err error) func(*wire, *http.Request) (*http.Response, error) {
		return func(*wire, *http.Request) (*http.Response, error) { return nil, err }
	}
	const finished, failed = model.RunFinished, model.RunFailed
	return []blow{
		{"throttled", false, says(503, "RequestLimitExceeded", "Request limit exceeded."), finished},
		{"throttled for good", true, says(503, "RequestLimitExceeded", "Request limit exceeded."), failed},
		{"5xx before it", false, says(500, "InternalError", "An internal error has occurred"), failed},
		{"5xx after it", false, done(func(a *http.Response) (*http.Response, error) {
			return refused(a.Request, 500, "InternalError", "An internal error has occurred"), nil
		}), finished},
		{"HTML for a 500", false, html(500), failed},
		{"HTML for a 500 after it", false, done(func(a *http.Response) (*http.Response, error) {
			return reply(a.Request, 500, "text/html", page), nil
		}), finished},
		{"HTML of a proxy", false, html(502), failed},
		{"HTML for a 200", false, html(200), failed},
		{"connection dropped", false, never(dropped), failed},
		{"answer lost", false, done(lost(dropped)), finished},
		{"a 200 cut short", false, done(cut(io.ErrUnexpectedEOF)), finished},
		{"a 200 cut short, and called whole", false, done(cut(io.EOF)), finished},
		{"no answer in time", false, never(context.DeadlineExceeded), failed},
		{"no answer in time, but done", false, done(lost(context.DeadlineExceeded)), finished},
		{"credentials expired", true, says(400, "ExpiredToken", "The security token included in the request is expired"), failed},
		{"denied", false, says(403, "UnauthorizedOperation", "You are not authorized to perform this operation."), failed},
		{"rule quota", false, says(400, "RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached."), failed},
		{"group quota", false, says(400, "SecurityGroupLimitExceeded", "The maximum number of security groups has been reached."), failed},
		{"in use", false, says(400, "DependencyViolation", "resource has a dependent object"), failed},
		{"somebody was faster", false, func(w *wire, r *http.Request) (*http.Response, error) {
			if _, err := w.next(again(r)); err != nil {
				return nil, err
			}
			return w.next(r)
		}, finished},
	}
}

// broken ends a text with an error.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// TestFaultsOnTheWire strikes at every write of a create plan and of a fix plan with what HTTP can do, under
// the real SDK, repairs it and goes on from the journal: the end is the planned one.
func TestFaultsOnTheWire(t *testing.T) {
	if testing.Short() {
		t.Skip("it applies two plans for each fault at each call")
	}
	for _, goal := range []string{"create", "fix"} {
		clean := newWire(t)
		want := clean.applied(t, goal)
		if clean.writes < 3 {
			t.Fatalf("%s makes only %d writes", goal, clean.writes)
		}
		for call := range clean.writes {
			for _, b := range blows() {
				t.Run(fmt.Sprintf("%s/%d/%s", goal, call, b.name), func(t *testing.T) {
					t.Parallel()
					struck(t, goal, call, b, want)
				})
			}
		}
	}
}

// applied applies a goal with no fault and gives the groups.
func (w *wire) applied(t *testing.T, goal string) []string {
	t.Helper()
	o, snap := w.office(t, t.TempDir())
	plan := o.planner(goalNamed(goal)(o.vpc))
	run, err := o.do(t.Context(), plan(snap), "", plan)
	if err != nil || run.State != model.RunFinished {
		t.Fatalf("%s: %v %v %q", goal, err, run.State, run.Reasons)
	}
	return groupsOf(run.After)
}

func (w *wire) office(t *testing.T, dir string) (office, model.Snapshot) {
	t.Helper()
	o, snap, err := openOffice(t.Context(), &http.Client{Transport: w}, "", dir)
	if err != nil {
		t.Fatal(err)
	}
	return o, snap
}

func struck(t *testing.T, goal string, call int, b blow, want []string) {
	t.Helper()
	w := newWire(t)
	o, snap := w.office(t, t.TempDir())
	plan := o.planner(goalNamed(goal)(o.vpc))
	w.strike = b.at(call)
	run, err := o.do(t.Context(), plan(snap), "", plan)
	w.strike = nil
	// A page that reads as a success shows as a change that did not take effect, at the next look or the last.
	seenLater := b.name == "HTML for a 200" && run.State == model.RunOvertaken
	if err != nil || run.State != b.ends && !seenLater {
		t.Fatalf("%v, state %v %q, want %v", err, run.State, run.Reasons, b.ends)
	}
	for _, s := range run.Reasons {
		if strings.ContainsAny(s, "\x1b\n") {
			t.Errorf("a reason with control characters: %q", s)
		}
	}
	if diff := cmp.Diff(want, groupsOf(o.goOn(t, run.Journal))); diff != "" {
		t.Errorf("the end (-planned +now):\n%s", diff)
	}
}

// at gives the strike of a blow at one write.
func (b blow) at(call int) func(*wire, *http.Request, int) (*http.Response, error, bool) {
	return func(w *wire, r *http.Request, n int) (*http.Response, error, bool) {
		if n != call && (!b.onward || w.writes <= call) {
			return nil, nil, false
		}
		answer, err := b.answer(w, r)
		return answer, err, true
	}
}

// goOn carries out what a journal left and reads the account.
func (o office) goOn(t *testing.T, journal string) model.Snapshot {
	t.Helper()
	r, err := o.applier.Assess(t.Context(), journal)
	if err != nil {
		t.Fatal(err)
	}
	rest, err := o.do(t.Context(), r.Rest, journal, func(s model.Snapshot) model.Plan { return o.applier.RestPlan(r.Journal, s) })
	if err != nil || rest.State != model.RunFinished {
		t.Fatalf("going on: %v %v %q", err, rest.State, rest.Reasons)
	}
	after, err := o.client.Load(t.Context(), model.Source{}, func(model.Progress) {})
	if err != nil {
		t.Fatal(err)
	}
	return after
}

// TestPermissionsFirst names all that is missing before anything is sent, and sends nothing.
func TestPermissionsFirst(t *testing.T) {
	w := newWire(t)
	o, snap := w.office(t, t.TempDir())
	w.SetFault(func(action string, _ int) *sandbox.Fault {
		if action == "ec2:AuthorizeSecurityGroupEgress" || action == "ec2:AuthorizeSecurityGroupIngress" {
			return &sandbox.Fault{Status: 403, Code: "UnauthorizedOperation", Message: "You are not authorized to perform: " + action +
				" with an explicit deny in a service control policy"}
		}
		return nil
	})
	plan := o.planner(model.FixFindings{})
	run, err := o.do(t.Context(), plan(snap), "", plan)
	var f model.Failure
	if !errors.As(err, &f) || f.Kind != model.FailedDenied || w.writes != 0 || run.Journal != "" {
		t.Fatalf("%v, %d writes, %q", err, w.writes, run.Reasons)
	}
	if s := strings.Join(run.Reasons, "\n"); !strings.Contains(s, "ec2:AuthorizeSecurityGroupEgress, ec2:AuthorizeSecurityGroupIngress") &&
		!strings.Contains(s, "ec2:AuthorizeSecurityGroupIngress, ec2:AuthorizeSecurityGroupEgress") ||
		!strings.Contains(s, "denied by a service control policy of the organization") {
		t.Errorf("%s", s)
	}
}
