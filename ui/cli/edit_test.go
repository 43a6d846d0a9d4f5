package cli_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model/fixture"
)

// TestPlanByHand tables what --add and --remove take, and how the plan calls it.
func TestPlanByHand(t *testing.T) {
	const account = `
vpc vpc-0a 10.0.0.0/16
group sg-0web vpc-0a web
  ingress tcp 443 from 10.0.0.0/16
  egress all to 0.0.0.0/0
`
	for _, c := range []struct{ flag, text, want, err string }{
		{flag: "--add", text: "sg-0web ingress tcp 22 from 192.0.2.0/24", want: "# edit: on web (sg-0web): add ingress tcp 22 from 192.0.2.0/24\n# Why: asked for by hand\naws ec2 authorize"},
		{flag: "--add", text: "sg-0web ingress tcp 22 from 0.0.0.0/0", want: "# That lets the whole world in on every interface that carries web (sg-0web)"},
		{flag: "--add", text: "sg-0web ingress tcp 22 from 192.0.2.7/32", want: "add ingress tcp 22 from 192.0.2.7/32"},
		{flag: "--add", text: "sg-0web ingress tcp 22 from 10.0.0.5/16", err: "EC2 would keep the block as 10.0.0.0/16: say that, if it is meant"},
		{flag: "--add", text: "sg-0web ingress tcp 22 from 2001:DB8::/32", want: "add ingress tcp 22 from 2001:db8::/32"},
		{flag: "--remove", text: "sg-0web ingress tcp 443 from 10.0.0.0/16", want: "# edit: on web (sg-0web): remove ingress tcp 443 from 10.0.0.0/16\n# Why: asked for by hand\naws ec2 revoke"},
		{flag: "--remove", text: "sg-0web ingress tcp 80 from 10.0.0.0/16", err: "the group has no such rule"},
		{flag: "--add", text: "web", err: "want a group and a rule"},
	} {
		w := &world{snapshot: fixture.Snapshot(account)}
		code := w.run(t, "plan", c.flag, c.text, "-o", "cli")
		if c.err != "" && (code != 2 || !strings.Contains(w.err.String(), c.err)) {
			t.Errorf("%s %s: code %d, %s", c.flag, c.text, code, w.err.String())
		}
		if c.err == "" && (code != 0 || !strings.Contains(w.out.String(), c.want)) {
			t.Errorf("%s %s: code %d, lacks %q\n%s%s", c.flag, c.text, code, c.want, w.out.String(), w.err.String())
		}
	}
}
