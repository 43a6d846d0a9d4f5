package awsclient_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
)

// wire stands between the SDK and the sandbox: it notes what is sent, and a test may answer in the
// sandbox's place.
type wire struct {
	account *sandbox.Account

	mu   sync.Mutex
	sent []sent
	// instead answers a request; nil lets it through.
	instead func(s sent) *http.Response
	// fail breaks the connection of a request; nil lets it through.
	fail func(r *http.Request) error
}

type sent struct {
	action string     // as IAM spells it
	form   url.Values // of the query protocol
	body   string
}

func (w *wire) Do(r *http.Request) (*http.Response, error) {
	if w.fail != nil {
		if err := w.fail(r); err != nil {
			return nil, err
		}
	}
	var body []byte
	if r.Body != nil { // a GET of the REST services has none
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	s := sent{body: string(body)}
	s.form, _ = url.ParseQuery(s.body)
	switch {
	case s.form.Get("Action") == "GetCallerIdentity", s.form.Get("Action") == "DecodeAuthorizationMessage":
		s.action = "sts:" + s.form.Get("Action")
	case s.form.Get("Version") == "2010-05-08":
		s.action = "iam:" + s.form.Get("Action")
	case s.form.Get("Action") != "":
		s.action = "ec2:" + s.form.Get("Action")
	case r.Method == http.MethodGet:
		s.action = r.URL.Path
	default:
		_, op, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		s.action = "elasticmapreduce:" + op
	}
	w.mu.Lock()
	w.sent = append(w.sent, s)
	instead := w.instead
	w.mu.Unlock()
	if instead != nil {
		if answer := instead(s); answer != nil {
			return answer, nil
		}
	}
	return w.account.Do(r)
}

// of gives the requests of one action.
func (w *wire) of(action string) []sent {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.sent), func(s sent) bool { return s.action != action })
}

func reply(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{}, ContentLength: int64(len(body)),
		Body: io.NopCloser(strings.NewReader(body)),
	}
}

// epoch is the only instant there is: progress is then shown only where it must be.
func epoch() time.Time { return time.Date(2026, 3, 2, 3, 12, 0, 0, time.UTC) }

// ticking is a clock that a second passes on at each look. Parts are read side by side, each with looks at it.
func ticking() func() time.Time {
	var seconds atomic.Int64
	return func() time.Time { return epoch().Add(time.Duration(seconds.Add(1)) * time.Second) }
}

// paged asks for the smallest pages that AWS has.
func paged(o *awsclient.Options) { o.PageSize = 5 }

func readOnly(o *awsclient.Options) { o.ReadOnly = true }

// open gives a client of the default scenario and the wire under it.
func open(t *testing.T, with ...func(*awsclient.Options)) (*awsclient.Client, *wire) {
	t.Helper()
	return openOn(t, `{"base": "analytics"}`, with...)
}

// openOn gives a client of a scenario's text and the wire under it.
func openOn(t *testing.T, scenario string, with ...func(*awsclient.Options)) (*awsclient.Client, *wire) {
	t.Helper()
	account, err := sandbox.NewFrom([]byte(scenario), sandbox.Options{Now: epoch})
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{account: account}
	o := awsclient.Options{
		Region: "us-east-1", HTTPClient: w, Credentials: awsclient.SandboxCredentials(), Now: epoch,
		RetryDelay: func(int) time.Duration { return 0 },
		Logf:       t.Logf,
	}
	for _, f := range with {
		f(&o)
	}
	c, err := awsclient.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return c, w
}

// load reads everything, which must succeed.
func load(t *testing.T, c *awsclient.Client, src model.Source) model.Snapshot {
	t.Helper()
	s, err := c.Load(t.Context(), src, nil)
	if err != nil {
		t.Fatalf("load: %v", err)
	}
	return s
}

// refuse makes the account answer an action with a code, every time.
func refuse(w *wire, action, code string) {
	w.account.SetFault(func(a string, _ int) *sandbox.Fault {
		if a != action {
			return nil
		}
		return &sandbox.Fault{
			Status: http.StatusForbidden, Code: code,
			Message: "User: arn:aws:iam::123456789012:user/x is not authorized to perform: " + action +
				" because no identity-based policy allows the " + action + " action",
		}
	})
}

// groupNamed gives a group of the scenario.
func groupNamed(t *testing.T, s model.Snapshot, name string) model.Group {
	t.Helper()
	for g := range s.Groups() {
		if g.Name == name {
			return g
		}
	}
	t.Fatalf("the scenario has no group %q", name)
	return model.Group{}
}

func failure(t *testing.T, err error) model.Failure {
	t.Helper()
	var f model.Failure
	if !errors.As(err, &f) {
		t.Fatalf("%v (%T): want a model.Failure", err, err)
	}
	return f
}

func diff(t *testing.T, what string, want, got any) {
	t.Helper()
	same := cmp.Options{cmpopts.EquateEmpty(), cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{})}
	if d := cmp.Diff(want, got, same); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func readAll(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func cancelled(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}
