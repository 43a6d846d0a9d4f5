// Command sgscope explores the security groups that Amazon EMR lives by.
//
// This file is the wiring: it alone knows both the account (awsclient) and the screen (ui), and
// hands each what it needs of the other as plain funcs. See ARCHITECTURE.md for who may know whom.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/awsclient/describe"
	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/cli"
	"github.com/sgscope/sgscope/ui/report"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	return cli.Run(ctx, args, environment())
}

func environment() cli.Env {
	env := cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.Getenv, Now: time.Now, Version: version(),
		Open: open, Explore: explore, Save: describe.Save,
		DefaultScenario: sandbox.DefaultScenario, Scenarios: scenarios, Serve: serve, Reset: reset,
		Policy: policy, Partitions: awsclient.Partitions(), Journals: journals, SignIns: signIns, FixedKeys: fixedKeys,
		Progress: learntHere(), Plant: plant,
	}
	if term.IsTerminal(os.Stdout.Fd()) {
		if w, _, err := term.GetSize(os.Stdout.Fd()); err == nil {
			env.Width = w
		}
		if term.IsTerminal(os.Stdin.Fd()) {
			env.Terminal = cli.Interactive
		}
	}
	return env
}

// version is the module's, as far as the build knows it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown)"
	}
	return info.Main.Version
}

// open opens what a source names.
func open(ctx context.Context, src model.Source) (ui.Account, error) {
	if src.Snapshot != "" {
		return ui.Account{Reader: &file{path: src.Snapshot}}, nil
	}
	o := awsclient.Options{
		Profile: src.Profile, Region: src.Region, Endpoint: src.Endpoint, ReadOnly: src.ReadOnly, Now: time.Now,
		Logf: (&errorLog{path: errorLogPath(), now: time.Now}).printf,
	}
	if src.Sandbox != "" {
		account, err := sandbox.New(src.Sandbox, sandbox.Options{Now: time.Now})
		if err != nil {
			return ui.Account{}, err //nolint:wrapcheck // it names the scenario, and says which there are
		}
		if o.Region == "" {
			o.Region = account.Region()
		}
		o.HTTPClient, o.Credentials = account, awsclient.SandboxCredentials()
	}
	client, err := awsclient.Open(ctx, o)
	if none, ok := errors.AsType[*awsclient.NotConfiguredError](err); ok {
		return ui.Account{}, &cli.NotConfiguredError{Missing: none.Missing, Looked: none.Looked}
	}
	if err != nil {
		return ui.Account{}, err //nolint:wrapcheck // a model.Failure, which is read as it is
	}
	past := apply.New(client, apply.Options{Tool: "sgscope " + version(), Sandbox: src.Sandbox != "", Source: src})
	opened := ui.Account{Reader: client, History: past, Watcher: past}
	if client.Writer != nil { // read-only is a nil Writer, not a non-nil interface around a nil one
		opened.Writer, opened.Asker = past, past
	}
	if src.Sandbox == "" { // whose world is gone with the program
		opened.Shelf = shelf{}
	}
	return opened, nil
}

// file reads a saved snapshot, or what aws describe-… printed.
type file struct {
	path string

	mu       sync.Mutex
	problems []report.Problem // of the last load
}

// Load reads all of it at once. What could not be read is part of the snapshot's own account of itself,
// and of Problems, unless nothing else is there.
func (f *file) Load(_ context.Context, _ model.Source, on func(model.Progress)) (model.Snapshot, error) {
	s, err := describe.Read(f.path)
	malformed, some := errors.AsType[*describe.Malformed](err)
	if err != nil && (!some || report.InventoryOf(s).Empty()) {
		return s, err //nolint:wrapcheck // it names the file
	}
	f.keep(malformed)
	s = f.marked(s)
	on(model.Progress{Snapshot: s, Done: 1, Total: 1})
	return s, nil
}

// Problems gives what the last load had to pass over.
func (f *file) Problems() []report.Problem {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.problems
}

func (f *file) keep(m *describe.Malformed) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.problems = nil
	if m == nil {
		return
	}
	for _, p := range m.Problems {
		f.problems = append(f.problems, report.Problem{File: p.Path, Line: p.Line, Column: p.Column, Text: p.Text})
	}
	if m.More > 0 {
		f.problems = append(f.problems, report.Problem{File: f.path, Text: fmt.Sprintf("and %d more", m.More)})
	}
}

// marked says that the snapshot was read from a file, whatever it was saved from. What was a sandbox
// stays one, so that no line of aws-cli about it can reach an account.
func (f *file) marked(s model.Snapshot) model.Snapshot {
	b := model.NewBuilderFrom(s)
	o := b.Origin()
	if o.Kind == model.FromSandbox {
		o.Endpoint = report.SandboxEndpoint
	}
	o.Kind, o.Name = model.FromFile, f.path
	b.SetOrigin(o)
	return b.Snapshot()
}

// explore runs the screen. A signal ends it in order, so that the terminal is itself again.
func explore(ctx context.Context, o ui.Options) error {
	p := tea.NewProgram(ui.New(ctx, o), tea.WithInput(os.Stdin), tea.WithOutput(os.Stdout), tea.WithoutSignalHandler())
	stop := context.AfterFunc(ctx, p.Quit)
	defer stop()
	if _, err := p.Run(); err != nil {
		return fmt.Errorf("run the screen: %w", err)
	}
	return nil
}

func scenarios() []cli.Scenario {
	var out []cli.Scenario
	for _, s := range sandbox.Scenarios() {
		out = append(out, cli.Scenario(s))
	}
	return out
}

// journals lists those of accounts, or those of the sandboxes of this program, which are kept apart.
func journals(sandbox bool) ([]model.Journal, error) {
	dir := apply.DefaultDir()
	if sandbox {
		dir = apply.SandboxDir(dir)
	}
	return apply.Journals(dir) //nolint:wrapcheck // it says what it was doing
}

func policy(a cli.Access, partition string) (string, error) {
	return awsclient.Policy(a == cli.WriteAccess, partition), nil
}
