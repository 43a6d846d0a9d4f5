package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/report"
)

func (a *app) journal() *cobra.Command {
	var form *format
	c := &cobra.Command{
		Use:   "journal [ID] [-o FORM]",
		Short: "List what was applied, or show one run",
		Long: "List what this user has applied on this machine, the newest first; with an ID, or its beginning, show\n" +
			"what became of each change of that run. It asks no account. --region and --vpc narrow the list;\n" +
			"--sandbox lists the runs in sandboxes of this program, whose worlds ended with it.\n\n" +
			"Exit code: 0, or 2 on bad input.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("journal takes one ID: what is %q? (see sgscope journal --help)", args[1])
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := a.flags.check(c.Flags()); err != nil {
				return err
			}
			all, err := a.env.Journals(a.flags.source.Sandbox != "")
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return a.listJournals(a.narrowed(all), form)
			}
			j, err := journalOf(all, args[0])
			if err != nil {
				return err
			}
			return a.showJournal(j, all, form)
		},
	}
	form = addFormat(c.Flags())
	return c
}

// narrowed leaves out journals of Regions and VPCs that were not asked for. One that cannot be read could
// be of any.
func (a *app) narrowed(all []model.Journal) []model.Journal {
	var out []model.Journal
	src := a.flags.source
	for _, j := range all {
		elsewhere := src.Region != "" && src.Region != j.Place.Region || src.VPC != "" && src.VPC != j.Place.VPC
		if j.State == model.JournalDamaged || !elsewhere {
			out = append(out, j)
		}
	}
	return out
}

// journalOf finds a journal by its ID, by the beginning of it, or by its path.
func journalOf(all []model.Journal, id string) (model.Journal, error) {
	if strings.TrimSpace(id) == "" {
		return model.Journal{}, fmt.Errorf("want a journal's ID; sgscope journal lists them")
	}
	var found []model.Journal
	for _, j := range all {
		if j.ID() == id || j.Path == id {
			return j, nil
		}
		if strings.HasPrefix(j.ID(), id) {
			found = append(found, j)
		}
	}
	switch len(found) {
	case 0:
		return model.Journal{}, fmt.Errorf("there is no journal %s; sgscope journal lists them", id)
	case 1:
		return found[0], nil
	}
	return model.Journal{}, fmt.Errorf("%d journals begin with %s: give more of the ID", len(found), id)
}

func (a *app) listJournals(all []model.Journal, form *format) error {
	if form.name == "json" {
		return report.Encode(a.env.Stdout, report.JournalsJSON(all)) //nolint:wrapcheck // it says what it was doing
	}
	return report.JournalsText(a.env.Stdout, a.marks(), all) //nolint:wrapcheck // it says what it was doing
}

func (a *app) showJournal(j model.Journal, all []model.Journal, form *format) error {
	b := model.NewBuilder(model.Origin{Caller: j.Caller, Partition: j.Place.Partition, Region: j.Place.Region})
	for _, g := range j.Before {
		b.AddGroup(g)
	}
	s := b.Snapshot()
	v := report.View{
		Analysis: emr.Analyse(s, emr.Scope{}), Place: report.PlaceOf(s, model.Source{Region: j.Place.Region, Endpoint: j.Place.Endpoint}),
		Now: a.env.Now(), Marks: a.marks(), Width: a.env.Width, Linear: a.flags.plain,
	}
	if form.name == "json" {
		return report.Encode(a.env.Stdout, report.JournalJSON(v, j, all)) //nolint:wrapcheck // it says what it was doing
	}
	return report.JournalText(a.env.Stdout, v, j, all) //nolint:wrapcheck // it says what it was doing
}

// undone gives the plan that takes a run back, of what was read.
func (a *app) undone(s model.Snapshot, id string) (model.Plan, error) {
	if a.history == nil {
		return model.Plan{}, fmt.Errorf("--undo needs an account: nothing is applied to a snapshot")
	}
	at := model.PlaceOf(s, a.flags.source.VPC)
	all, err := a.history.Journals(at)
	if err != nil {
		return model.Plan{}, err //nolint:wrapcheck // it says what it was doing
	}
	j, err := journalOf(all, id)
	if err != nil {
		return model.Plan{}, fmt.Errorf("--undo: %w (of account %s, %s)", err, at.Account, at.Region)
	}
	return a.history.UndoPlan(j, s), nil
}
