package cli

import (
	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/ui/report"
)

func (a *app) graph() *cobra.Command {
	var form *format
	c := &cobra.Command{
		Use:   "graph [-o FORM]",
		Short: "Draw who reaches whom around each Studio",
		Long: "Draw who reaches whom around each Studio: Workspace, Engine, clusters and Git.\n\n" +
			"Exit code: 0, or 2 on bad input.",
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			v, err := a.view(c)
			if err != nil {
				return err
			}
			if form.name == "json" {
				return report.Encode(a.env.Stdout, report.GraphJSON(v))
			}
			return report.GraphText(a.env.Stdout, v)
		},
	}
	form = addFormat(c.Flags())
	return c
}
