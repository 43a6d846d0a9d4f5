package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
	"github.com/sgscope/sgscope/ui/report"
)

type matrixFlags struct {
	form           *format
	of             kind
	protocol, port string
	groupsOnly     bool
}

func (a *app) matrix() *cobra.Command {
	f := matrixFlags{of: kind{"groups"}}
	c := &cobra.Command{
		Use:   "matrix [--of KIND] [--protocol tcp --port 22] [-o FORM]",
		Short: "Say who reaches whom, and with what traffic",
		Long: "Say who reaches whom, and with exactly what traffic: all pairs of groups, network interfaces or\n" +
			"instances, and the internet. Without --protocol all traffic is looked at. A pair that is not named\n" +
			"is blocked. --of clusters says which Workspaces and notebooks run code on which clusters, and what\n" +
			"undoes the isolation of one pair of groups from another.\n\n" +
			"Without --vpc it covers every VPC of a snapshot, and of an account those with a Studio\n" +
			"or a cluster.\n\n" +
			"Exit code: 0, or 2 on bad input.",
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			if f.of.name == report.Clusters && (c.Flags().Changed("protocol") || c.Flags().Changed("port")) {
				return errors.New("--protocol and --port mean nothing with --of clusters: code runs by tcp 18888")
			}
			q, err := f.question()
			if err != nil {
				return err
			}
			v, err := a.view(c)
			if err != nil {
				return err
			}
			if f.of.name == report.Clusters {
				return a.isolation(v, f)
			}
			return a.matrixOf(v, q, f)
		},
	}
	f.form = addFormat(c.Flags(), "csv")
	c.Flags().Var(&f.of, "of", "whose pairs: groups, interfaces, instances; or clusters, for who runs code on them")
	c.Flags().StringVar(&f.protocol, "protocol", "all", "tcp, udp, icmp, icmpv6, all, or a number")
	c.Flags().StringVar(&f.port, "port", "", "a port, a range (20-23), or an ICMP type and code (8/0); none for all")
	c.Flags().BoolVar(&f.groupsOnly, "groups-only", false, "judge the security groups alone, not the network around them")
	return c
}

// question reads the traffic that is asked about for every pair.
func (f matrixFlags) question() (reach.Question, error) {
	p, err := model.ParseProtocol(f.protocol)
	if err != nil {
		return reach.Question{}, fmt.Errorf("--protocol: %w", err)
	}
	if f.port != "" && !p.HasPorts() {
		return reach.Question{}, fmt.Errorf("--port means nothing for protocol %s: give --protocol, too", p)
	}
	ports, err := model.ParsePorts(p, f.port)
	if err != nil {
		return reach.Question{}, fmt.Errorf("--port: %w", err)
	}
	q := reach.Question{Protocol: p, Ports: ports, Layers: reach.AsFarAsRead}
	if f.groupsOnly {
		q.Layers = reach.GroupsOnly
	}
	return q, nil
}

// mostEnds bounds a matrix: the pairs are the square of it.
const mostEnds = 2000

// matrixOf asks about all pairs and writes the answer.
func (a *app) matrixOf(v report.View, q reach.Question, f matrixFlags) error {
	switch n := len(v.Ends(f.of.name)); {
	case n == 0:
		return fmt.Errorf("there are no %s here", f.of.name)
	case n > mostEnds:
		return fmt.Errorf("%d %s are too many for all pairs, more than %d: narrow it with --vpc", n, f.of.name, mostEnds)
	}
	r := v.Reach(f.of.name, q)
	switch f.form.name {
	case "json":
		return report.Encode(a.env.Stdout, report.MatrixJSON(v, r)) //nolint:wrapcheck // it says what it was doing
	case "csv":
		return report.MatrixCSV(a.env.Stdout, r) //nolint:wrapcheck // it says what it was doing
	}
	return report.MatrixText(a.env.Stdout, v, r) //nolint:wrapcheck // it says what it was doing
}

// isolation writes which Workspaces and notebooks run code on which clusters.
func (a *app) isolation(v report.View, f matrixFlags) error {
	m := v.Analysis.Isolation()
	if len(m.Runners) == 0 {
		return errors.New("there are no Workspace or notebook groups here")
	}
	switch f.form.name {
	case "json":
		return report.Encode(a.env.Stdout, report.IsolationJSON(v, m)) //nolint:wrapcheck // it says what it was doing
	case "csv":
		return report.IsolationCSV(a.env.Stdout, m) //nolint:wrapcheck // it says what it was doing
	}
	return report.IsolationText(a.env.Stdout, v, m) //nolint:wrapcheck // it says what it was doing
}

// kinds are what --of takes: the ends of a matrix, and clusters.
func kinds() []string { return append(report.EndKinds(), report.Clusters) }

// kind is what --of takes.
type kind struct{ name string }

// String gives the kind.
func (k *kind) String() string { return k.name }

// Type names the value in help.
func (k *kind) Type() string { return "KIND" }

// Set takes one of the kinds.
func (k *kind) Set(s string) error {
	if !slices.Contains(kinds(), s) {
		return fmt.Errorf("want %s", strings.Join(kinds(), ", "))
	}
	k.name = s
	return nil
}
