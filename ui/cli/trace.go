package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/reach"
	"github.com/sgscope/sgscope/ui/report"
)

type traceFlags struct {
	form           *format
	protocol, port string
	groupsOnly     bool
}

func (a *app) trace() *cobra.Command {
	var f traceFlags
	c := &cobra.Command{
		Use:   "trace FROM TO --protocol tcp --port 18888 [--groups-only] [-o FORM]",
		Short: "Say whether traffic passes, and why or why not",
		Long: "Say whether traffic passes from one end to the other and back, and which rules decide it on every\n" +
			"step: security groups, network ACLs, routes, gateways. What was not read is named, and the answer\n" +
			"holds as far as the rest goes. --groups-only judges the security groups alone.\n\n" +
			"FROM and TO: sg-…, eni-…, i-…, an IP address, internet, or a role: workspace:es-…, engine:es-…,\n" +
			"cluster:j-…; the role alone where only one matches. ICMP: --port TYPE/CODE, e.g. 8/0.\n\n" +
			"Exit code: 0 allowed, 1 blocked or partly, 2 unknown or bad input.",
		Args: takes("FROM", "TO"),
		RunE: func(c *cobra.Command, args []string) error {
			q, err := f.question()
			if err != nil {
				return err
			}
			v, err := a.view(c)
			if err != nil {
				return err
			}
			return a.traced(v, q, args, f.form)
		},
	}
	f.form = addFormat(c.Flags())
	c.Flags().StringVar(&f.protocol, "protocol", "tcp", "tcp, udp, icmp, icmpv6, all, or a number")
	c.Flags().StringVar(&f.port, "port", "", "a port, a range (20-23), or an ICMP type and code (8/0)")
	c.Flags().BoolVar(&f.groupsOnly, "groups-only", false, "judge the security groups alone, not the network around them")
	return c
}

// question reads protocol and ports; the ends are not known before the account is read.
func (f traceFlags) question() (reach.Question, error) {
	p, err := model.ParseProtocol(f.protocol)
	if err != nil {
		return reach.Question{}, fmt.Errorf("--protocol: %w", err)
	}
	if f.port == "" && p.HasPorts() && !p.IsICMP() {
		return reach.Question{}, errors.New("--port is missing: give one, e.g. --port 18888, or 0-65535 for all of them")
	}
	if f.port != "" && !p.HasPorts() {
		return reach.Question{}, fmt.Errorf("--port means nothing for protocol %s", p)
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

// traced answers the question about two ends, writes the answer and sets the exit code.
func (a *app) traced(v report.View, q reach.Question, ends []string, form *format) error {
	t, err := ask(v, q, ends[0], ends[1])
	if err != nil {
		return err
	}
	switch t.Verdict {
	case model.Allowed:
		a.code = codeGood
	case model.Blocked, model.Partly:
		a.code = codeBad
	case model.Unknown:
		a.code = codeNoAnswer
	}
	if form.name == "json" {
		return report.Encode(a.env.Stdout, report.TraceJSON(v, t)) //nolint:wrapcheck // it says what it was doing
	}
	return report.TraceText(a.env.Stdout, v, t) //nolint:wrapcheck // it says what it was doing
}

// ask finds the ends and asks. An end that may be one of several things makes the answer unknown.
func ask(v report.View, q reach.Question, from, to string) (reach.Trace, error) {
	var err error
	if q.From, err = find(v, from); err != nil {
		return reach.Trace{}, err
	}
	if q.To, err = find(v, to); err != nil {
		return reach.Trace{}, err
	}
	return reach.Ask(v.Analysis.Snapshot(), q), nil
}

// find gives the end that a text means. What it may mean is a matter of the answer and no error.
func find(v report.View, text string) (reach.End, error) {
	text = strings.TrimSpace(text)
	e, err := v.Analysis.End(text)
	if u, ok := errors.AsType[*emr.UnclearError](err); ok {
		why := u.Why
		if strings.HasPrefix(why, "is an address of ") {
			why += ": choose with --vpc"
		}
		return reach.End{ID: text, Unclear: why}, nil
	}
	return e, err //nolint:wrapcheck // it names the end
}
