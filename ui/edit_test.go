package ui_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
)

// emrOwned is what a cluster brings, with more rules than it needs.
const emrOwned = `
group sg-0rich vpc-0a rich
  ingress tcp 22 from 192.0.2.12/32
  ingress tcp 0-65535 from 192.0.2.0/24
  ingress tcp 5432 from sg-0web : orders read
group sg-0theirs vpc-0a theirs owner=999900001111
`

// editing opens the editor of a group by its name.
func (d *driver) editing(name string) {
	d.t.Helper()
	d.press("2", "/")
	d.typed(name)
	d.press("enter", "e")
	d.see("Edit the rules of " + name)
}

// write puts a text into the field on which the cursor is.
func (d *driver) write(text string) {
	d.t.Helper()
	d.press("ctrl+u")
	d.send(tea.PasteMsg{Content: text})
	d.settle()
}

// An edited rule goes from the group's list into the account: staged, judged, reviewed, confirmed.
func TestEditOfARuleIsAppliedAsAPlan(t *testing.T) {
	cloud, w := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.editing("DefaultEngineSecurityGroup")
		d.see("Rules in (2)", "tcp 18889 from DefaultWorkspaceSecurityGroupGit", "nothing staged",
			"Owned by a CloudFormation stack", "an edit here is drift")
		d.press("r")
		d.see("r: nothing is staged")
		d.press("enter")
		d.see("Edit a rule", "now: tcp 18889 in from", "nothing is changed yet", "> Ports      18889")
		d.write("18888")
		d.see("adds ingress tcp 18888 from sg-0ws1, then removes ingress tcp 18889 from sg-0ws1")
		d.press("ctrl+r")
		d.see("~ tcp 18889 → tcp 18888 from DefaultWorkspaceSecurityGroupGit", "1 edit staged, nothing sent",
			"Clears   broken: Engine does not let the Workspace in on tcp 18888")
		d.press("r")
		d.see("Plan: make 2 changes by hand", "+ tcp 18888 in from", "− tcp 18889 in from", "2 of 2 steps ticked")
		d.press("down", "enter")
		d.see("After    step 1: on ")
		d.press("esc", "a", "tab", "enter")
		d.see("✓ Done")
		if len(w.sent) != 2 || model.ChangeKind(w.sent[0]) != "authorize" || model.ChangeKind(w.sent[1]) != "revoke" {
			t.Errorf("sent %v", w.sent)
		}
	})
}

func TestEditorStagesAndTakesBack(t *testing.T) {
	drive(t, cloudOf(analytics+emrOwned), nil, func(d *driver) {
		d.editing("rich")
		d.see("> ", "tcp 22 from 192.0.2.12/32", "redundant: allowed by tcp 0-65535 from 192.0.2.0/24",
			"nothing of EMR's is known to ask for it")
		d.press("d")
		d.see("Staged   it is removed", "no path opens or closes, and no finding comes or goes")
		d.press("d")
		d.see("its removal is staged already")
		d.press("u")
		d.see("nothing staged")
		d.press("u")
		d.see("nothing is staged for this rule")
		d.press("down", "d")
		d.see("Closes   192.0.2.0/24 → rich (sg-0rich) on tcp 0-65535")
		d.press("esc")
		d.see("1 edit would be lost: esc again throws away, r reviews the plan")
		d.press("down", "a")
		d.see("Add a rule", "< in (ingress) >", "> Protocol   tcp")
		d.press("down")
		d.write("443")
		d.press("down")
		d.write("web-FRONTEND")
		d.see("web-frontend (sg-0web)")
		d.press("ctrl+r")
		d.see("+ tcp 443 from web-frontend", "2 edits staged", "Opens    web-frontend (sg-0web) → rich (sg-0rich) on tcp 443")
		d.press("d") // a rule that is not there yet is simply no more
		d.see("1 edit staged")
		d.press("esc", "esc")
		d.unseen("Edit the rules of")
	})
}

func TestRuleFormValidatesAsOneTypes(t *testing.T) {
	cases := []struct {
		name                        string
		protocol, ports, peer, text string
		want                        string
	}{
		{"fine", "tcp", "22", "10.0.0.0/8", "", "adds ingress tcp 22 from 10.0.0.0/8 to sg-0rich"},
		{"an address", "tcp", "22", "192.0.2.7", "", "EC2 keeps it as 192.0.2.7/32"},
		{"host bits", "tcp", "22", "10.1.2.3/8", "", "EC2 keeps it as 10.0.0.0/8"},
		{"the world", "tcp", "22", "0.0.0.0/0", "", "exposed: it lets anybody in"},
		{"all", "all", "", "10.0.0.0/8", "", "adds ingress all from 10.0.0.0/8"},
		{"a number", "50", "", "10.0.0.0/8", "", "adds ingress 50 from 10.0.0.0/8"},
		{"ping", "icmp", "8/0", "10.0.0.0/8", "", "adds ingress icmp 8/0 from 10.0.0.0/8"},
		{"no protocol", "http", "80", "10.0.0.0/8", "", "✗ protocol: want tcp, udp, icmp"},
		{"no port", "tcp", "ssh", "10.0.0.0/8", "", `✗ parse port "ssh"`},
		{"ports upside down", "tcp", "23-20", "10.0.0.0/8", "", "✗ parse ports \"23-20\": the first is above the last"},
		{"ports of all", "all", "22", "10.0.0.0/8", "", "✗ ports: protocol all has none"},
		{"a port too far", "tcp", "65536", "10.0.0.0/8", "", "✗ parse port \"65536\": want a number from 0 to 65535"},
		{"nobody", "tcp", "22", "nobody", "", "✗ peer: want an address"},
		{"a dead group", "tcp", "22", "sg-0gone", "", "✗ peer: there is no group sg-0gone any more"},
		{"a group of another VPC", "tcp", "22", "sg-0old", "", "sg-0old"},
		{"a name", "tcp", "22", "orders-db", "", "orders-db (sg-0db)"},
		{"twice", "tcp", "22", "192.0.2.12", "", "✗ the group has this rule already"},
		{"bad text", "tcp", "22", "10.0.0.0/8", `"me"`, "✗ text: '\"' is not allowed"},
		{"long text", "tcp", "22", "10.0.0.0/8", strings.Repeat("x", 256), "✗ text: 256 characters: at most 255"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			drive(t, cloudOf(analytics+emrOwned), nil, func(d *driver) {
				d.editing("rich")
				d.press("a")
				d.write(c.protocol)
				d.press("down")
				d.write(c.ports)
				d.press("down")
				d.write(c.peer)
				d.press("down")
				d.write(c.text)
				d.see(c.want)
				d.press("ctrl+r")
				if strings.HasPrefix(c.want, "✗") {
					d.see("Add a rule", strings.TrimPrefix(c.want, "✗ "))
					return
				}
				d.see("1 edit staged")
			})
		})
	}
}

// What is staged differs from what was typed: it is said in the form and when the form closes.
func TestRewrittenPeerIsTold(t *testing.T) {
	drive(t, cloudOf(analytics+emrOwned), nil, func(d *driver) {
		d.editing("rich")
		d.press("a", "down", "down")
		d.write("10.0.0.5/16")
		d.see("EC2 keeps it as 10.0.0.0/16")
		d.press("ctrl+r")
		d.see("staged for 10.0.0.0/16, as EC2 keeps 10.0.0.5/16", "1 edit staged")
	})
}

func TestPeerIsChosenFromAList(t *testing.T) {
	drive(t, cloudOf(analytics+emrOwned), nil, func(d *driver) {
		d.editing("rich")
		d.press("a", "down", "down", "enter")
		d.see("Choose the peer")
		d.typed("orders")
		d.press("enter")
		d.see("Peer       sg-0db", "> Text")
		d.press("up", "up", "up", "up", "right")
		d.see("< out (egress) >")
		d.press("ctrl+r")
		d.see("Rules out (0)", "+ tcp 0-65535 to orders-db")
		d.press("enter")
		d.see("Add a rule", "Peer       sg-0db") // and it can be changed while it is staged
		d.press("esc", "home", "enter", "up", "up", "right")
		d.see("Direction  in (ingress)", "a rule's direction stays") // without arrows: there is nothing to choose
	})
}

// A description alone is not a change of rules: the line that changes it is printed.
func TestOnlyADescriptionIsNoChange(t *testing.T) {
	drive(t, cloudOf(analytics+emrOwned), nil, func(d *driver) {
		d.editing("rich")
		d.press("down", "down", "enter", "down", "down")
		d.see("orders read")
		d.write("orders, nightly")
		d.see("only the description differs, which EC2 changes by a call of its own",
			"aws ec2 update-security-group-rule-descriptions-ingress --group-id sg-0rich")
		d.press("ctrl+r")
		d.see("Edit a rule")
	})
}

func TestWhoseGroupIsEdited(t *testing.T) {
	drive(t, cloudOf(analytics+emrOwned), nil, func(d *driver) {
		d.press("2", "/")
		d.typed("theirs")
		d.press("enter", "e")
		d.see("e: owned by account 999900001111: only its owner may change it")
		d.press("esc")
		d.editing("ElasticMapReduce-master")
		d.see("EMR manages this group: whenever a cluster is created with it, EMR puts missing", "2 live clusters carry it",
			"Read-only: the plan can be read and copied, but not applied.", "needed: the cluster's nodes among each other")
		d.press("end", "d")
		d.see("EMR never puts an outbound rule back.", "Brings   broken:")
		d.press("r", "a")
		d.see("read-only: nothing can be written")
		d.press("e")
		d.see("Edit the rules of ElasticMapReduce-master", "1 edit staged")
	})
}

// Where not everything was read, a rule can be added, and nothing taken away.
func TestEditWhereUsageIsUnknown(t *testing.T) {
	cloud, _ := writable(analytics + emrOwned + "unread interfaces\n")
	drive(t, cloud, nil, func(d *driver) {
		d.editing("rich")
		d.see("Usage unknown: network interfaces not read whole: a rule can be added, but not removed.")
		d.press("d", "r")
		d.see("usage unknown", "0 of 1 step ticked")
		d.press("a")
		d.see("no step is ticked")
	})
}

func TestEditFromEverywhere(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("1", "e")
		d.see("Edit the rules of DefaultEngineSecurityGroup")
		d.press("esc", "2", "enter", "e")
		d.see("Edit the rules of DefaultEngineSecurityGroup")
		d.press("esc", "esc", "4", "e")
		d.see("there is no plan")
	})
}

func TestGoldenEdit(t *testing.T) {
	goldens(t, "edit", analytics, "2", "e", "enter", "ctrl+u", "1", "8", "8", "8", "8", "ctrl+r", "down", "d")
}

func TestGoldenRuleForm(t *testing.T) {
	goldens(t, "rule-form", analytics, "2", "e", "a", "down", "2", "2", "down", "1", "0", ".", "0", ".", "0", ".", "0", "/", "8")
}

// A rule beyond the quota of a group is said while one writes it.
func TestQuotaIsSaidOnTheForm(t *testing.T) {
	var b strings.Builder
	b.WriteString("\ngroup sg-0full vpc-0a full\n")
	for i := range model.DefaultRulesPerGroup {
		fmt.Fprintf(&b, "  ingress tcp %d from 10.0.0.0/8\n", i+1)
	}
	drive(t, cloudOf(analytics+b.String()), nil, func(d *driver) {
		d.editing("full")
		d.press("a", "down")
		d.write("999")
		d.press("down")
		d.write("192.0.2.0/24")
		d.see("full (sg-0full) would have 61 ingress rules that count for IPv4; the default quota is 60")
		d.press("ctrl+r")
		d.see("Quota    full (sg-0full) would have 61")
	})
}

// Whatever is pressed in the editor and the forms around it: nothing overflows, nothing panics, and
// nothing is sent without the question.
func TestRandomKeysInTheEditor(t *testing.T) {
	keys := strings.Fields(`e e a a d d u enter enter down down up up left right tab ctrl+r ctrl+u ctrl+o ctrl+y r s i w M 2 1
		home end pgdown pgup space backspace esc y 4 6 5 t c p sg-0web 10.0.0.0/8 0.0.0.0/0 443 all icmp x`)
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 17))
		cloud, w := writable(analytics + emrOwned + opsGroups)
		drive(t, cloud, nil, func(d *driver) {
			d.press("2", "e")
			for range 150 {
				switch k := keys[r.IntN(len(keys))]; {
				case r.IntN(15) == 0:
					d.resize(38+r.IntN(120), 11+r.IntN(40))
				case r.IntN(15) == 0:
					d.send(tea.MouseClickMsg{X: r.IntN(d.w), Y: r.IntN(d.h), Button: tea.MouseLeft})
					d.settle()
				case strings.ContainsAny(k, "./-") || len(k) == 3 && k != "tab" && k != "end" && k != "esc":
					d.write(k)
				default:
					d.press(k)
				}
			}
		})
		if len(w.sent) > 0 && len(w.orders) == 0 {
			t.Error("sent without an order")
		}
	}
}
