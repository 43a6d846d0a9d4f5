package ui_test

import (
	"strings"
	"testing"
)

// What is worth a try after a repair follows from what was repaired.
func TestNextFollowsFromWhatWasCleared(t *testing.T) {
	const (
		net    = "vpc vpc-0a 10.0.0.0/16 tagged name=a\nsubnet subnet-a vpc-0a 10.0.1.0/24 tagged\n"
		studio = net + "studio es-1 ds vpc-0a sg-0ws1 sg-0eng1 subnet-a\n"
		ws     = "group sg-0ws1 vpc-0a DefaultWorkspaceSecurityGroupGit tagged\n"
		plain  = "group sg-0ws1 vpc-0a DefaultWorkspaceSecurityGroupGit\n"
		out    = "  egress tcp 18888 to sg-0eng1\n"
		git    = "  egress tcp 443 to 0.0.0.0/0\n"
		engine = "group sg-0eng1 vpc-0a DefaultEngineSecurityGroup tagged\n  ingress tcp 18888 from sg-0ws1\n"
		editor = net + "group sg-0ed vpc-0a ElasticMapReduceEditors-Editor\n"
		livy   = "group sg-0li vpc-0a ElasticMapReduceEditors-Livy\n  ingress tcp 18888 from sg-0ed\n"
		open   = "  ingress tcp 18888 from 0.0.0.0/0\n"
	)
	for _, c := range []struct{ name, text, next string }{
		{"attach", studio + ws + git + engine, "attach the Workspace to its cluster again"},
		{"tag", studio + plain + git + out + engine, "attach the Workspace again, if the Studio's service role was"},
		{"Git", studio + ws + out + engine, "try Git in the Workspace again"},
		{"notebook", editor + livy, "start the notebook on its cluster again"},
		{"less access", studio + ws + out + git + engine + open, "nothing: rules and tags act at once."},
	} {
		cloud, _ := writable(c.text)
		drive(t, cloud, nil, func(d *driver) {
			d.press("3", "f")
			if strings.Contains(d.text(), "[ ] tighten") { // is not ticked by itself
				d.press("space")
			}
			d.press("a", "tab", "enter")
			d.see("Done: ", "Next     "+c.next)
		})
	}
}
