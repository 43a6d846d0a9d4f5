package lint_test

import "fmt"

// ports makes n lines of a form with a number.
func ports(form string, n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf(form, i+1))
	}
	return out
}
