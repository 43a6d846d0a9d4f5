package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/fixture"
	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/cli"
)

const twoVPCs = `
vpc vpc-0a 10.0.0.0/16 tagged
vpc vpc-0b 10.1.0.0/16
subnet subnet-a vpc-0a 10.0.1.0/24 tagged
studio es-1 ml-team vpc-0a sg-0ws sg-0eng subnet-a
group sg-0ws vpc-0a DefaultWorkspaceSecurityGroupGit tagged
  egress tcp 18888 to sg-0eng
  egress tcp 443 to 0.0.0.0/0
group sg-0eng vpc-0a DefaultEngineSecurityGroup tagged
  ingress tcp 18888 from sg-0ws
group sg-1ws vpc-0b DefaultWorkspaceSecurityGroupGit
  ingress all from 0.0.0.0/0
group sg-1eng vpc-0b DefaultEngineSecurityGroup
  ingress all from 0.0.0.0/0
`

// world is an Env around one snapshot, and what came of a run.
type world struct {
	stdin    string
	snapshot model.Snapshot
	openErr  error
	loadErr  error
	retrying []string
	terminal cli.Terminal
	env      map[string]string

	ticks    int
	opened   []model.Source
	explored []ui.Options
	out, err bytes.Buffer
}

func (w *world) run(t *testing.T, args ...string) int {
	t.Helper()
	return cli.Run(t.Context(), args, cli.Env{
		Stdin: strings.NewReader(w.stdin), Stdout: &w.out, Stderr: &w.err,
		Terminal: w.terminal, Getenv: func(k string) string { return w.env[k] },
		Now:     w.now,
		Version: "test", DefaultScenario: "analytics",
		Open: w.open,
		Explore: func(_ context.Context, o ui.Options) error {
			w.explored = append(w.explored, o)
			return nil
		},
		Save:       func(out io.Writer, _ model.Snapshot) error { _, err := io.WriteString(out, "{}\n"); return err },
		Scenarios:  func() []cli.Scenario { return nil },
		Serve:      func(context.Context, []cli.Stage, func(cli.Served)) error { return errors.New("no socket here") },
		Reset:      func(context.Context, string) (string, error) { return "", errors.New("no socket here") },
		Partitions: []string{"aws", "aws-cn"},
		Policy:     func(cli.Access, string) (string, error) { return "{}\n", nil },
	})
}

// now gives a time three seconds after the last.
func (w *world) now() time.Time {
	w.ticks++
	return time.Date(2026, 3, 2, 3, 12, 3*w.ticks, 0, time.UTC)
}

func (w *world) open(_ context.Context, src model.Source) (ui.Account, error) {
	w.opened = append(w.opened, src)
	if w.openErr != nil && src.Sandbox == "" {
		return ui.Account{}, w.openErr
	}
	return ui.Account{Reader: w}, nil
}

func (w *world) Load(_ context.Context, _ model.Source, on func(model.Progress)) (model.Snapshot, error) {
	for _, r := range w.retrying {
		on(model.Progress{Retrying: r})
	}
	return w.snapshot, w.loadErr
}

// live tells of the VPCs with a Studio or a cluster only; a snapshot of all of them.
func TestVPCsToldOf(t *testing.T) {
	for _, tt := range []struct {
		name string
		kind model.OriginKind
		args []string
		code int
		tell bool
	}{
		{"live", model.FromAccount, nil, 0, false},
		{"live, named", model.FromAccount, []string{"--vpc", "vpc-0b"}, 1, true},
		{"snapshot", model.FromFile, nil, 1, true},
		{"snapshot, narrowed", model.FromFile, []string{"--vpc", "vpc-0a"}, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := model.NewBuilderFrom(fixture.Snapshot(twoVPCs))
			b.SetOrigin(model.Origin{Kind: tt.kind})
			w := &world{snapshot: b.Snapshot()}
			if code := w.run(t, append([]string{"check"}, tt.args...)...); code != tt.code {
				t.Errorf("code %d, want %d\n%s%s", code, tt.code, &w.out, &w.err)
			}
			if strings.Contains(w.out.String(), "sg-1eng") != tt.tell {
				t.Errorf("told of vpc-0b: %v, want %v\n%s", !tt.tell, tt.tell, &w.out)
			}
			w.out.Reset()
			w.run(t, append([]string{"plan"}, tt.args...)...)
			if strings.Contains(w.out.String(), "sg-1eng") != tt.tell {
				t.Errorf("planned for vpc-0b: %v, want %v\n%s", !tt.tell, tt.tell, &w.out)
			}
		})
	}
}

func TestFailureSaysWhatToDo(t *testing.T) {
	w := &world{
		loadErr:  model.Failure{Kind: model.FailedExpired, Call: "sts:GetCallerIdentity", Message: "to\x1bken"},
		retrying: []string{"", "throttled, 2s", "throttled, 2s", "throttled, 4s"},
	}
	if code := w.run(t, "check"); code != 2 {
		t.Errorf("code %d", code)
	}
	want := "sgscope: waiting: throttled, 2s\nsgscope: waiting: throttled, 4s\n" +
		"sgscope: read: expired: sts:GetCallerIdentity: to\\u001bken; to do: sign in again (for SSO: aws sso login), then read again\n"
	if w.err.String() != want || w.out.Len() > 0 {
		t.Errorf("stderr %q\nwant   %q\nstdout %q", w.err.String(), want, w.out.String())
	}
}

func TestStopped(t *testing.T) {
	w := &world{loadErr: fmt.Errorf("read the account: %w", context.Canceled)}
	if code := w.run(t, "graph"); code != 2 || w.err.String() != "sgscope: stopped before it was done\n" {
		t.Errorf("code %d, %q", code, w.err.String())
	}
}

func TestNoAccount(t *testing.T) {
	none := &cli.NotConfiguredError{Missing: []string{"a Region", "credentials"}, Looked: []string{"--region: not given"}}
	for _, tt := range []struct {
		name, stdin string
		terminal    cli.Terminal
		code        int
		explored    int
	}{
		{"no terminal", "y\n", cli.NoTerminal, 2, 0},
		{"yes", "Y\n", cli.Interactive, 0, 1},
		{"no", "n\n", cli.Interactive, 2, 0},
		{"nothing", "\n", cli.Interactive, 2, 0},
		{"end of input", "", cli.Interactive, 2, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{openErr: none, terminal: tt.terminal, stdin: tt.stdin}
			if code := w.run(t, "--read-only"); code != tt.code {
				t.Errorf("code %d, want %d", code, tt.code)
			}
			if !strings.Contains(w.err.String(), "a Region and credentials not found, after looking at\n  --region: not given\n") {
				t.Errorf("stderr %q", w.err.String())
			}
			if len(w.explored) != tt.explored {
				t.Fatalf("explored %d times, want %d", len(w.explored), tt.explored)
			}
			if tt.explored > 0 {
				if got, want := w.explored[0].Source, (model.Source{Sandbox: "analytics", ReadOnly: true}); got != want {
					t.Errorf("explored %+v, want %+v", got, want)
				}
			}
		})
	}
}

// The account that is open before the screen is taken is the one the explorer gets, once.
func TestExplorerGetsTheOpenAccount(t *testing.T) {
	w := &world{terminal: cli.Interactive, env: map[string]string{"NO_COLOR": "1", "LANG": "C"}}
	if code := w.run(t, "--region", "eu-west-3", "--plain"); code != 0 || len(w.explored) != 1 {
		t.Fatalf("code %d, explored %d times: %s", code, len(w.explored), &w.err)
	}
	o := w.explored[0]
	if !o.NoColor || !o.ASCII || !o.Plain || o.Source.Region != "eu-west-3" {
		t.Errorf("options %+v", o)
	}
	for want := 1; want <= 2; want++ {
		if _, err := o.Open(t.Context(), o.Source); err != nil || len(w.opened) != want {
			t.Errorf("opened %d times, want %d (%v)", len(w.opened), want, err)
		}
	}
}

// A terminal that cannot show a screen gets the text.
func TestDumbTerminal(t *testing.T) {
	w := &world{terminal: cli.Interactive, env: map[string]string{"TERM": "dumb"}, snapshot: fixture.Snapshot(twoVPCs)}
	if code := w.run(t); code != 0 || len(w.explored) > 0 || !strings.Contains(w.out.String(), "ml-team") {
		t.Errorf("code %d, explored %d times\n%s", code, len(w.explored), &w.out)
	}
}

func TestCreateNeedsOneVPC(t *testing.T) {
	all := fixture.Snapshot(twoVPCs)
	w := &world{snapshot: all}
	if code := w.run(t, "plan", "--create", "studio-git"); code != 0 || !strings.Contains(w.out.String(), "vpc-0a") {
		t.Errorf("the only VPC with a Studio: code %d\n%s%s", code, &w.out, &w.err)
	}
	w = &world{snapshot: fixture.Snapshot(strings.ReplaceAll(twoVPCs, "studio es-1", "# "))}
	if code := w.run(t, "plan", "--create", "studio-git"); code != 2 ||
		!strings.Contains(w.err.String(), "--create needs --vpc: there are vpc-0a, vpc-0b") {
		t.Errorf("two VPCs: code %d %s", code, &w.err)
	}
	if code := w.run(t, "plan", "--create", "studio-git", "--vpc", "vpc-0b"); code != 0 {
		t.Errorf("named: code %d %s", code, &w.err)
	}
}

// Whatever is wrong with the writer is an error, not a short document.
func TestBrokenOutput(t *testing.T) {
	for _, args := range [][]string{{"check"}, {"check", "-o", "json"}, {"graph"}, {"plan"}, {"iam-policy"}, {"snapshot", "-"}} {
		var errs bytes.Buffer
		w := &world{snapshot: fixture.Snapshot(twoVPCs)}
		code := cli.Run(t.Context(), args, cli.Env{
			Stdin: strings.NewReader(""), Stdout: broken{}, Stderr: &errs,
			Getenv: func(string) string { return "" }, Now: func() time.Time { return time.Time{} }, Open: w.open,
			Save:       func(out io.Writer, _ model.Snapshot) error { _, err := io.WriteString(out, "{}\n"); return err },
			Partitions: []string{"aws"},
			Policy:     func(cli.Access, string) (string, error) { return "{}\n", nil },
		})
		if code != 2 || !strings.Contains(errs.String(), "no space left") {
			t.Errorf("%v: code %d, %s", args, code, &errs)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// slowWriter applies until it is cancelled, and then takes its time.
type slowWriter struct{ started chan struct{} }

func (w slowWriter) Apply(ctx context.Context, o model.Order, _ func(model.Snapshot) model.Plan,
	_ func(model.Record),
) (model.Run, error) {
	close(w.started)
	<-ctx.Done()
	for range 1000 {
		runtime.Gosched() // the call in flight takes longer than the screen does to go
	}
	return model.Run{State: model.RunStopped, Journal: "/j", Records: []model.Record{
		{Change: o.Plan.Steps[0].Change, Outcome: model.Done}, {Change: o.Plan.Steps[1].Change},
	}}, nil
}

// A signal takes the screen away; the run is waited for, and what remains of it is said.
func TestSignalWhileApplying(t *testing.T) {
	ctx, signal := context.WithCancel(t.Context())
	var errs bytes.Buffer
	w := slowWriter{make(chan struct{})}
	order := model.Order{Plan: model.Plan{Steps: []model.Step{
		{Change: model.SetTag{Group: "sg-1", Key: "k", New: "v"}},
		{Change: model.Revoke{Group: "sg-2", Rule: model.AllTraffic(model.Egress, model.AnyIPv4())}},
	}}}
	code := cli.Run(ctx, nil, cli.Env{
		Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &errs, Terminal: cli.Interactive,
		Getenv: func(string) string { return "" }, Now: func() time.Time { return time.Time{} },
		Open:      func(context.Context, model.Source) (ui.Account, error) { return ui.Account{Writer: w}, nil },
		Scenarios: func() []cli.Scenario { return nil },
		Explore: func(ctx context.Context, o ui.Options) error {
			account, err := o.Open(ctx, o.Source)
			if err != nil {
				return err
			}
			go func() { _, _ = account.Writer.Apply(ctx, order, nil, nil) }()
			<-w.started
			signal()
			return nil
		},
	})
	want := "sgscope: stopped; 1 of 2 changes stand, these do not:\n" +
		"  revoke: on sg-2: remove egress all traffic to 0.0.0.0/0 (any IPv4) (planned)\n  journal: /j\n"
	if code != 1 || errs.String() != want {
		t.Errorf("code %d, %q, want %q", code, errs.String(), want)
	}
}
