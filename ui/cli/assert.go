package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/model/reach"
	"github.com/sgscope/sgscope/ui/report"
)

type assertFlags struct {
	form       *format
	groupsOnly bool
	strict     bool
}

// layers says what the verdicts are about.
func (f assertFlags) layers() reach.Layers {
	switch {
	case f.groupsOnly:
		return reach.GroupsOnly
	case f.strict:
		return reach.AllLayers
	}
	return reach.AsFarAsRead
}

func (a *app) assert() *cobra.Command {
	var f assertFlags
	c := &cobra.Command{
		Use:   "assert FILE [--strict | --groups-only] [-o FORM]",
		Short: "Hold the network to a table of promises",
		Long: "Judge every row of a CSV file and say which are not as expected. - is standard input. The header has\n" +
			"from,to,protocol,port,expect in any order; further columns are carried through to the output.\n\n" +
			"from and to are what sgscope trace takes. protocol: tcp, udp, icmp, icmpv6, all, or a number. port: a\n" +
			"port, a range (20-23), an ICMP type and code (8/0); empty or - for all. expect: allowed or blocked.\n" +
			"What is partly allowed or unknown is neither. A layer of the network that was not read is passed\n" +
			"over; with --strict what depends on it is unknown.\n\n" +
			"Exit code: 0 all as expected, 1 a row is not, 2 bad input, a bad row among it; all rows are judged.",
		Example: "  sgscope assert promises.csv --snapshot saved.json -o junit > promises.xml",
		Args:    takes("FILE"),
		RunE: func(c *cobra.Command, args []string) error {
			if f.strict && f.groupsOnly {
				return errors.New("--strict and --groups-only cannot be given together: which layers are to be judged?")
			}
			promises, err := a.promises(args[0])
			if err != nil {
				return err
			}
			v, err := a.view(c)
			if err != nil {
				return err
			}
			return a.asserted(v, args[0], promises, f)
		},
	}
	f.form = addFormat(c.Flags(), "junit")
	c.Flags().BoolVar(&f.strict, "strict", false, "nothing is allowed that rests on a layer which was not read")
	c.Flags().BoolVar(&f.groupsOnly, "groups-only", false, "judge the security groups alone, not the network around them")
	return c
}

// promises reads the file before the account: a mistake in it should not cost a minute.
func (a *app) promises(name string) ([]promise, error) {
	in := a.env.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("read promises: %w", err)
		}
		defer func() { _ = f.Close() }() // nothing was written
		in = f
	}
	out, err := readPromises(in)
	if err != nil {
		return nil, fmt.Errorf("read promises: %s: %w", name, err)
	}
	return out, nil
}

// asserted judges the rows, writes them and sets the exit code.
func (a *app) asserted(v report.View, file string, promises []promise, f assertFlags) error {
	rows := make([]report.Row, 0, len(promises))
	for _, p := range promises {
		row := p.judged(v, f.layers())
		rows = append(rows, row)
		switch row.Result {
		case report.RowBad:
			a.code = codeNoAnswer
			a.note(fmt.Sprintf("sgscope: %s:%d: bad row: %s", file, row.Line, row.Reason))
		case report.RowMismatched:
			a.code = max(a.code, codeBad)
		}
	}
	switch f.form.name {
	case "json":
		return report.Encode(a.env.Stdout, report.AssertJSON(v, file, rows)) //nolint:wrapcheck // it says what it was doing
	case "junit":
		return report.AssertJUnit(a.env.Stdout, file, rows) //nolint:wrapcheck // it says what it was doing
	}
	return report.AssertText(a.env.Stdout, v, rows) //nolint:wrapcheck // it says what it was doing
}

// judged answers the row's question. What is wrong with a row is told all at once.
func (p promise) judged(v report.View, layers reach.Layers) report.Row {
	q := p.question(layers)
	if len(p.bad) == 0 {
		t, err := ask(v, q, p.row.From, p.row.To)
		if err == nil {
			return p.row.Judged(t)
		}
		p.bad = append(p.bad, err.Error())
	}
	return p.row.Unjudged(strings.Join(p.bad, "; "))
}
