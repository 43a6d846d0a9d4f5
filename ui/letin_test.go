package ui_test

import (
	"strings"
	"testing"
)

// Nobody is let in by default: the source is typed, and the world is called what it is.
func TestLetInAsksWho(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2", "i")
		d.see("Let an address in to a cluster's primary node", "your address as the cluster sees it (it is not known here)",
			"TCP port   22", "< etl-nightly (j-1), WAITING >", "< a rule on its managed group ElasticMapReduce-master >",
			"It opens too: adhoc (j-2)")
		d.press("ctrl+r")
		d.see("source: your address as the cluster sees it, or a CIDR block")
		for text, want := range map[string]string{
			"me": "✗ source: want an address", "sg-0web": "✗ source: want an address", "0.0.0.0/0": "exposed: this is the whole world",
			"192.0.2.12": "EC2 keeps it as 192.0.2.12/32", "10.1.2.3/8": "EC2 keeps it as 10.0.0.0/8",
		} {
			d.write(text)
			d.see(want)
		}
		d.write("192.0.2.12")
		d.press("down")
		d.write("ssh")
		d.see(`✗ parse port "ssh"`)
		d.write("")
		d.see("✗ port: give one")
	})
}

// A rule on a group that the running cluster has goes into a plan and is applied.
func TestLetInByARule(t *testing.T) {
	cloud, w := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("2", "/")
		d.typed("master")
		d.press("enter", "enter", "i") // from the detail of the group
		d.see("< a rule on its managed group ElasticMapReduce-master >", "Way 1 of 2")
		d.write("192.0.2.12")
		d.press("down", "down", "down", "down")
		d.write("Jo, from home")
		d.press("ctrl+r")
		d.see("Plan: make 1 change by hand", "+ tcp 22 in from 192.0.2.12/32  on ElasticMapReduce-master",
			"Opens    192.0.2.12/32 → ElasticMapReduce-master (sg-0prim) on tcp 22")
		d.press("a", "tab", "enter")
		d.see("✓ Done")
		if len(w.sent) != 1 {
			t.Errorf("sent %v", w.sent)
		}
		d.press("esc", "i")
		d.write("192.0.2.12")
		d.see("The groups let it in already: tcp 22 from 192.0.2.12/32 on ElasticMapReduce-master.",
			"The group has this rule already; nothing is to be planned.")
		d.press("ctrl+r")
		d.see("the group has this rule already")
	})
}

// A group for the next cluster is made by a plan too; the line that uses it is there before and after.
func TestLetInToTheNextCluster(t *testing.T) {
	cloud, w := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("2", "i")
		d.write("192.0.2.12")
		d.press("ctrl+y")
		d.see("the running cluster is opened by a rule")
		d.press("down", "down", "down", "right")
		d.see("< an additional group for the next cluster >", "no running cluster is opened by it",
			"aws emr create-cluster --name etl-nightly --release-label emr-7.5.0", "erSecurityGroups=[$EMR_PRIMARY_ACCESS")
		d.press("ctrl+y")
		d.see("copied create-cluster: 2 lines")
		if !strings.Contains(d.clipboard, "describe-security-groups") {
			t.Errorf("copied %q", d.clipboard)
		}
		d.press("down", "down")
		d.write("sg-mine")
		d.see("✗ name: a name cannot begin with sg-")
		d.write("ops-access")
		d.press("ctrl+r")
		d.see("Plan: make 3 changes by hand", "+ group ops-access  in vpc-0a", "− all traffic out to 0.0.0.0/0  on ops-access (new)")
		d.press("a", "tab", "enter")
		d.see("✓ Done", "Cluster  aws emr create-cluster", "Running clusters stay as they are.")
		d.unseen("$OPS")
		if len(w.sent) != 3 {
			t.Errorf("sent %v", w.sent)
		}
	})
}

// Where there is no cluster yet, only the next one can be opened.
func TestLetInWithoutAnyCluster(t *testing.T) {
	drive(t, cloudOf(bare), nil, func(d *driver) {
		d.press("2", "i")
		d.see("< the next one, not created yet >", "The only way:", "SUBNET_ID")
		d.press("down", "down", "right", "down", "right")
		d.see("< the next one, not created yet >", "< an additional group for the next cluster >")
	})
}

func TestLetInFromACluster(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("1", "i")
		d.see("Let an address in")
		d.press("esc")
		d.click("adhoc")
		d.press("i")
		d.see("< adhoc (j-2), RUNNING >")
	})
}

func TestGoldenLetIn(t *testing.T) {
	goldens(t, "let-in", analytics, "2", "i", "1", "9", "2", ".", "0", ".", "2", ".", "1", "2")
}
