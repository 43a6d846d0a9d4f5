package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/accept"
	"github.com/sgscope/sgscope/ui"
)

// explore opens the explorer. Everything that can be refused is refused before the screen is taken.
func (a *app) explore(c *cobra.Command, _ []string) error {
	if err := a.flags.check(c.Flags()); err != nil {
		return err
	}
	if a.env.Terminal != Interactive || a.env.Getenv("TERM") == "dumb" {
		return a.insteadOfExplorer(c)
	}
	accepted, err := a.accepted()
	if err != nil {
		return err
	}
	if err := missingFile(a.flags.source.Snapshot); err != nil {
		return err
	}
	ctx := c.Context()
	account, err := a.env.Open(ctx, a.flags.source)
	if none := notConfigured(err); none != nil {
		if !a.offerSandbox(none) {
			a.code = codeNoAnswer
			return nil
		}
		a.flags.source = model.Source{Sandbox: a.env.DefaultScenario, ReadOnly: a.flags.source.ReadOnly}
		account, err = a.env.Open(ctx, a.flags.source)
	}
	if err != nil && !mends(err) {
		return fmt.Errorf("open: %w", err)
	}
	err = a.env.Explore(ctx, a.explorer(ctx, opening{a.drained(account), err}, accepted))
	a.drain(ctx)
	if err != nil {
		return fmt.Errorf("show the explorer: %w", err)
	}
	return nil
}

// mends reports whether opening failed for what can be mended from inside: sign in again, or read again.
func mends(err error) bool {
	f, _ := errors.AsType[model.Failure](err)
	return f.Kind == model.FailedExpired || f.Kind == model.FailedOffline
}

// opening is what came of opening the account before the screen was taken.
type opening struct {
	account ui.Account
	err     error
}

// drained makes the writer of an account one that can be waited for.
func (a *app) drained(account ui.Account) ui.Account {
	if account.Writer != nil {
		d := &drain{Writer: account.Writer}
		a.drains = append(a.drains, d)
		account.Writer = d
	}
	return account
}

// drain waits for runs that a signal took the screen from, and says what remains of them.
func (a *app) drain(ctx context.Context) {
	for _, d := range a.drains {
		left := d.wait()
		if ctx.Err() == nil {
			continue // the explorer has shown it
		}
		for _, line := range left {
			a.note(line)
			a.code = codeBad
		}
	}
}

// explorer gives the explorer its options, and what came of opening the account already for its first request.
func (a *app) explorer(ctx context.Context, o opening, accepted accept.List) ui.Options {
	source := a.flags.source
	first := make(chan opening, 1)
	first <- o
	return ui.Options{
		Source: source,
		Open: func(ctx context.Context, src model.Source) (ui.Account, error) {
			if src == source {
				select {
				case opened := <-first:
					return opened.account, opened.err
				default:
				}
			}
			opened, err := a.env.Open(ctx, src)
			return a.drained(opened), err
		},
		SignIns: a.signIns(ctx), FixedKeys: a.env.FixedKeys,
		Now:     a.env.Now,
		ASCII:   a.wantsASCII(),
		NoColor: a.flags.noColor || a.env.Getenv("NO_COLOR") != "",
		Plain:   a.flags.plain,
		Accept:  accepted,

		Progress:  a.env.Progress,
		Scenarios: a.uiScenarios(),
	}
}

func (a *app) uiScenarios() []ui.Scenario {
	var out []ui.Scenario
	for _, s := range a.env.Scenarios() {
		out = append(out, ui.Scenario{Name: s.Name, Title: s.Title, Story: s.Story, Wrong: s.Wrong})
	}
	return out
}

// insteadOfExplorer prints what check prints, for pipes and terminals that cannot show a screen.
func (a *app) insteadOfExplorer(c *cobra.Command) error {
	v, err := a.view(c)
	if err != nil {
		return err
	}
	return a.checked(v, checkFlags{form: &format{name: "text"}, failOn: severity{model.Exposed}})
}

func notConfigured(err error) *NotConfiguredError {
	none, _ := errors.AsType[*NotConfiguredError](err)
	return none
}

// noAccount says what was looked for, and what can be done without it.
func noAccount(none *NotConfiguredError) string {
	return "sgscope: " + none.Error() + "\n" +
		"Give --profile and --region (aws configure sets them up), or play with the sandbox: sgscope --sandbox"
}

// offerSandbox says what was looked for, and asks whether to open the sandbox instead.
func (a *app) offerSandbox(none *NotConfiguredError) bool {
	a.note(noAccount(none))
	if _, err := io.WriteString(a.env.Stderr, "Open the sandbox now? [y/N] "); err != nil {
		return false
	}
	answer, err := bufio.NewReader(a.env.Stdin).ReadString('\n')
	if err != nil {
		return false
	}
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "y" || answer == "yes"
}

// signIns gives the ways to sign in again; a snapshot and the sandbox need none.
func (a *app) signIns(ctx context.Context) func(model.Source) []ui.SignIn {
	if a.env.SignIns == nil {
		return nil
	}
	return func(src model.Source) []ui.SignIn {
		if src.Sandbox != "" || src.Snapshot != "" {
			return nil
		}
		return a.env.SignIns(ctx, src)
	}
}
