package ui_test

import "testing"

// opsGroups are an additional group and what stands beside it on a primary node.
const opsGroups = `
group sg-0ops vpc-0a ops
  ingress tcp 22 from 192.0.2.12/32
  ingress tcp 0-65535 from 192.0.2.0/24
  ingress tcp 8088 from sg-0web
cluster j-9 reports WAITING emr-7.5.0 subnet-a sg-0prim sg-0core additional=sg-0ops primary=i-9
eni eni-9 subnet-a 10.0.1.99 sg-0prim,sg-0ops,sg-0eng2 instance=i-9 aws:elasticmapreduce:job-flow-id=j-9
`

// Who gets what is the union over all groups of an interface; the most permissive rule comes first and
// what it makes needless is marked.
func TestWhoGetsWhat(t *testing.T) {
	drive(t, cloudOf(analytics+opsGroups), nil, func(d *driver) {
		d.press("2", "/")
		d.typed("ops")
		d.press("enter", "w")
		d.see("Who gets what", "< this group alone (1 of 3) >", "✓ 192.0.2.0/24 is let in on tcp all",
			"tcp 22 from 192.0.2.12/32  sgr-", "redundant, for tcp 0-65535 from 192.0.2.0/24 allows it too",
			"web-frontend (sg-0web) is let in on tcp 8088")
		d.press("right")
		d.see("< primary of reports: 2 groups together (2 of 3) >", "all traffic from ElasticMapReduce-slave of ElasticMapReduce-master")
		d.press("right")
		d.see("< eni-9: 3 groups together (3 of 3) >", "tcp 18888 from ml-workspace of ml-engine")
		d.press("down", "down")
		for text, want := range map[string]string{
			"192.0.2.12": "✓ 192.0.2.12/32 is let in on tcp all", "198.51.100.7": "✗ 198.51.100.7/32 is let in on nothing by these rules",
			"ML-workspace": "ml-workspace (sg-0ws2) is let in on tcp 18888", "somebody": "✗ want an address",
		} {
			d.write(text)
			d.see(want)
		}
		d.write("")
		d.press("up", "right")
		d.see("< out: who is reached >", "anywhere (0.0.0.0/0) is reached on all traffic")
		d.press("esc")
		d.unseen("Who gets what")
	})
}

// A probe tells every rule that allows, the most permissive first.
func TestProbeTellsAllRulesThatAllow(t *testing.T) {
	drive(t, cloudOf(analytics+opsGroups), nil, func(d *driver) {
		d.press("2", "p")
		d.write("192.0.2.12")
		d.press("down")
		d.write("sg-0ops")
		d.press("down", "down")
		d.write("22")
		d.press("down")
		d.see("by sgr-", "(ingress tcp 0-65535 from 192.0.2.0/24)", "and 1 other rule", "tcp 22 from 192.0.2.12/32 of ops")
	})
}

func TestAccessOfAGroupWithoutRules(t *testing.T) {
	drive(t, cloudOf(analytics+"group sg-0none vpc-0a nobody\neni eni-7 subnet-a 10.0.1.77 sg-0none,sg-0unread\n"), nil, func(d *driver) {
		d.press("2", "/")
		d.typed("nobody")
		d.press("enter", "enter", "w")
		d.see("no rule: nobody gets anything")
		d.press("right")
		d.see("? the rules of sg-0unread were not read: they may let more through")
	})
}

func TestGoldenAccess(t *testing.T) {
	goldens(t, "access", analytics+opsGroups, "2", "/", "o", "p", "s", "enter", "w", "right")
}
