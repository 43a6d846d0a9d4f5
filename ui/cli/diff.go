package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
)

func (a *app) diff() *cobra.Command {
	var form *format
	c := &cobra.Command{
		Use:   "diff OLD [NEW] [-o FORM]",
		Short: "Compare two snapshots, or one with the account",
		Long: "Say how NEW differs from OLD, and what that made reachable or not. Both are what --snapshot takes.\n" +
			"Without NEW, OLD is compared with what the common flags open: the account, or the sandbox.\n" +
			"What only one of the two read is not compared, and named.\n\n" +
			"Exit code: 0 no difference, 1 a difference, 2 bad input.",
		Example: "  sgscope snapshot monday.json\n" +
			"  sgscope diff monday.json                 what changed since, in the account\n" +
			"  sgscope diff monday.json tuesday.json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return fmt.Errorf("diff wants OLD, or OLD and NEW: %d given (see sgscope diff --help)", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			before, after, err := a.twoViews(c, args)
			if err != nil {
				return err
			}
			return a.differed(before, after, form)
		},
	}
	form = addFormat(c.Flags())
	return c
}

// twoViews reads both sides. The one that takes longer comes last, so that a wrong name costs nothing.
func (a *app) twoViews(c *cobra.Command, args []string) (before, after report.View, err error) {
	if err := a.flags.check(c.Flags()); err != nil {
		return before, after, err
	}
	later := a.flags.source
	if len(args) == 2 {
		for _, name := range []string{"snapshot", "sandbox", "profile", "region", "endpoint-url"} {
			if c.Flags().Changed(name) {
				return before, after, errors.New("--" + name + " means nothing with two snapshots: leave out NEW to compare with it")
			}
		}
		later = model.Source{Snapshot: args[1], VPC: later.VPC, Studio: later.Studio}
	}
	if before, err = a.side(c.Context(), model.Source{Snapshot: args[0]}); err != nil {
		return before, after, err
	}
	after, err = a.side(c.Context(), later)
	return before, after, err
}

// side reads one side of a comparison. Only the later one can be narrowed: what is not there any more
// is not there to be named.
func (a *app) side(ctx context.Context, src model.Source) (report.View, error) {
	s, problems, err := a.readFrom(ctx, src)
	if err != nil {
		return report.View{}, err
	}
	v, err := a.viewFrom(s, src)
	v.Malformed, v.VPCs = problems, nil
	return v, err
}

// differed writes how the sides differ and sets the exit code.
func (a *app) differed(before, after report.View, form *format) error {
	doc := report.DiffOf(before, after)
	if !doc.Same {
		a.code = codeBad
	}
	if form.name == "json" {
		return report.Encode(a.env.Stdout, doc) //nolint:wrapcheck // it says what it was doing
	}
	return report.DiffText(a.env.Stdout, after, doc) //nolint:wrapcheck // it says what it was doing
}
