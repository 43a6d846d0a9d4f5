package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

func (a *app) policy() *cobra.Command {
	var write bool
	var partition string
	c := &cobra.Command{
		Use:   "iam-policy [--write] [--partition aws]",
		Short: "Print the IAM policy that sgscope needs",
		Long: "Print the IAM policy that reading needs, or with --write also creating and fixing groups.\n" +
			"In China and in GovCloud ARNs begin otherwise: --partition aws-cn, --partition aws-us-gov.\n\n" +
			"Exit code: 0, or 2 for a partition that there is not.",
		Args: takes(),
		RunE: func(*cobra.Command, []string) error {
			access := ReadAccess
			if write {
				access = WriteAccess
			}
			if !slices.Contains(a.env.Partitions, partition) {
				return fmt.Errorf("--partition %q: want one of %s", partition, strings.Join(a.env.Partitions, ", "))
			}
			text, err := a.env.Policy(access, partition)
			if err != nil {
				return fmt.Errorf("print the policy: %w", err)
			}
			if _, err := io.WriteString(a.env.Stdout, text); err != nil {
				return fmt.Errorf("print the policy: %w", err)
			}
			return nil
		},
	}
	usual := ""
	if len(a.env.Partitions) > 0 {
		usual = a.env.Partitions[0]
	}
	c.Flags().BoolVar(&write, "write", false, "with what creating and fixing groups needs")
	c.Flags().StringVar(&partition, "partition", usual, "the `PARTITION` whose ARNs the policy names: aws, aws-cn, aws-us-gov")
	return c
}
