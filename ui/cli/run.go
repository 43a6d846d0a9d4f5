package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

// The exit codes.
const (
	codeGood     = 0
	codeBad      = 1
	codeNoAnswer = 2
)

// app is one run of the program.
type app struct {
	env   Env
	flags flags
	code  int // what Run returns if no error comes first

	history ui.History // of the account that was read last; may be nil

	drains []*drain // writers that the explorer was given; it opens accounts one after the other
}

// Run runs the command line without the program's name and gives the exit code.
func Run(ctx context.Context, args []string, env Env) int {
	a := &app{env: env}
	root := a.root() //nolint:contextcheck // cobra hands ctx to the commands
	root.SetArgs(args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	if err := root.ExecuteContext(ctx); err != nil {
		a.complain(err)
		return codeNoAnswer
	}
	return a.code
}

// complain writes an error to standard error: a line, and what can be done about it.
func (a *app) complain(err error) {
	if none := notConfigured(err); none != nil {
		a.note(noAccount(none))
		return
	}
	if errors.Is(err, context.Canceled) {
		a.note("sgscope: stopped before it was done")
		return
	}
	text := err.Error()
	if f, ok := errors.AsType[model.Failure](err); ok {
		if next := f.Next(); next != "" {
			text += "; to do: " + next
		}
	}
	a.note("sgscope: " + text)
}

// note writes lines to standard error. A failure to do so has nowhere to be told.
func (a *app) note(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		_, _ = io.WriteString(a.env.Stderr, model.Printable(line)+"\n")
	}
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "sgscope",
		Short: "Explore the security groups that Amazon EMR lives by",
		Long: "sgscope lists the security groups of a VPC, draws who reaches whom (Workspace, Engine, cluster),\n" +
			"says why a path is open or blocked down to the rule, and creates or fixes the default groups after\n" +
			"you have read exactly what will change. Without a command it opens the explorer.",
		Example: "  sgscope --sandbox                          look around without an account\n" +
			"  sgscope check --profile prod               what is wrong, as text\n" +
			"  sgscope trace workspace engine --port 18888\n" +
			"  sgscope plan -o cli                        the changes as lines of aws-cli\n" +
			"  sgscope explain 'the error as AWS says it'  what it means, and what mends it\n" +
			"  sgscope tour                               learn it, lesson by lesson",
		Args:              a.noCommand,
		SilenceUsage:      true,
		SilenceErrors:     true,
		Version:           a.env.Version,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		RunE:              a.explore,
	}
	root.Flags().SortFlags = false
	a.flags.addTo(root.PersistentFlags(), a.env.DefaultScenario)
	root.SuggestionsMinimumDistance = 2
	root.SetHelpCommand(a.help())
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return fmt.Errorf("%w (see %s --help)", err, c.CommandPath())
	})
	root.AddCommand(a.check(), a.graph(), a.trace(), a.assert(), a.matrix(),
		a.plan(), a.snapshot(), a.diff(), a.explain(), a.journal(), a.sandbox(), a.tour(), a.policy())
	for _, c := range root.Commands() {
		c.DisableFlagsInUseLine = true
		c.Flags().SortFlags = false
	}
	return root
}

// help is cobra's own, but that it refuses what is no command.
func (a *app) help() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Say how a command is used",
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknown(c.Root(), strings.Join(args, " "), args[len(args)-1])
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

// noCommand refuses words after the program's name that are no command.
func (a *app) noCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if c.Flags().Changed("sandbox") {
		return notScenario(args[0])
	}
	return unknown(c, args[0], args[0])
}

// unknown refuses a command, and says which may be meant.
func unknown(root *cobra.Command, said, word string) error {
	text := fmt.Sprintf("unknown command %q", said)
	if like := root.SuggestionsFor(word); len(like) > 0 {
		text += ": did you mean " + strings.Join(like, " or ") + "?"
	}
	return fmt.Errorf("%s (see sgscope --help)", text)
}

// notScenario says how a scenario is given: --sandbox stands for the default one too, so that a word
// after a blank is none of its.
func notScenario(word string) error {
	return fmt.Errorf("what is %q? A scenario is given with =, as --sandbox=%s", word, word)
}

// takes refuses a wrong number of arguments, naming those that are wanted.
//
//go:noinline
func takes(names ...string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) == len(names):
			return nil
		case len(args) > len(names) && c.Flags().Changed("sandbox") && c.Flags().Lookup("sandbox") != nil:
			return notScenario(args[len(args)-1])
		case len(names) == 0:
			return fmt.Errorf("%s takes no argument: what is %q? (see %s --help)", c.Name(), args[0], c.CommandPath())
		}
		return fmt.Errorf("%s wants %s: %d given (see %s --help)", c.Name(), strings.Join(names, " and "), len(args),
			c.CommandPath())
	}
}
