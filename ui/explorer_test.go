package ui_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/fixture"
	"github.com/sgscope/sgscope/ui"
)

func TestHomeIsStudiosWhereThereIsOne(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.see("[1 Studios", "111122223333", "us-east-1", "analytics", "READ-ONLY", "assumed-role/admin/jo", "read just now")
		d.resize(160, 40)
		d.see("9 groups, 2 Studios, 2 clusters", "assumed-role/admin/jo")
	})
	drive(t, cloudOf(without(analytics, "studio ")), nil, func(d *driver) { d.see("[2 Groups]") })
}

func TestPagesByNumberTabAndMouse(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		for _, c := range []struct{ key, see string }{
			{"2", "[2 Groups]"},
			{"3", "[3 Findings"},
			{"4", "[4 Changes"},
			{"5", "[5 Learn]"},
			{"1", "[1 Studios"},
			{"tab", "[2 Groups]"},
			{"shift+tab", "[1 Studios"},
			{"shift+tab", "[5 Learn]"},
			{"tab", "[1 Studios"},
		} {
			d.press(c.key)
			d.see(c.see)
		}
		d.click("5 Learn")
		d.see("[5 Learn]", "The Studio that stopped attaching")
	})
}

func TestScopeIsTheOnlyVPCWithAStudioOrCluster(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2")
		d.unseen("legacy-app")
		d.press("v")
		d.see("Choose the VPC", "> vpc-0a analytics", "vpc-0b legacy")
		d.typed("legacy")
		d.press("enter")
		d.see("us-east-1  legacy", "legacy-app", "1 group, EMR first")
		d.press("v", "up", "up", "up", "enter")
		d.see("all VPCs", "legacy-app", "web-frontend")
		if n := len(d.cloud.loads); n != 1 {
			t.Errorf("%d loads: every VPC was read at first", n)
		}
	})
}

func TestVPCThatWasNotReadIsRead(t *testing.T) {
	cloud := cloudOf(analytics)
	b := model.NewBuilderFrom(cloud.end)
	b.Mark(model.PartGroups, "vpc-0b", model.Reading{})
	cloud.end = b.Snapshot()
	drive(t, cloud, nil, func(d *driver) {
		d.press("v")
		d.see("not read yet")
		d.press("down", "enter")
		if n := len(cloud.loads); n != 2 || cloud.loads[1].VPC != "vpc-0b" {
			t.Errorf("loads %v: want a second of vpc-0b", cloud.loads)
		}
	})
}

// partly gives the account as it is while a load goes on.
func partly(text string) model.Progress {
	b := model.NewBuilderFrom(account(text))
	for _, p := range model.Parts() {
		b.Mark(p, "", model.Reading{State: model.ReadPartly})
	}
	return model.Progress{Snapshot: b.Snapshot(), Done: 3, Total: 20, Doing: "reading security groups"}
}

func TestLoadingShowsWhatArrived(t *testing.T) {
	cloud := cloudOf(analytics)
	cloud.hold = true
	cloud.reports = []model.Progress{partly(without(analytics, "studio ", "orders-db"))}
	drive(t, cloud, nil, func(d *driver) {
		d.see("reading security groups 3/20")
		d.press("2")
		d.see("web-frontend")
		d.unseen("orders-db", "partial:")
		d.press("c")
		d.see("c: still reading")
		d.press("down") // another key: it is not wanted any more
		d.goOn()
		d.see("orders-db", "read just now", "[2 Groups]") // whoever chose a page stays on it
	})
}

func TestWhatIsAskedWhileReadingIsDoneAtItsEnd(t *testing.T) {
	cloud := cloudOf(analytics)
	cloud.hold = true
	cloud.reports = []model.Progress{partly(analytics)}
	drive(t, cloud, nil, func(d *driver) {
		d.press("1", "f")
		d.see("f: still reading; it is done at the end of it")
		d.goOn()
		d.see("[4 Changes", "tcp 18888 out to")
	})
}

func TestThrottlingIsSaid(t *testing.T) {
	cloud := cloudOf(analytics)
	cloud.hold = true
	p := partly(analytics)
	p.Retrying = "DescribeCluster held back 4 s"
	cloud.reports = []model.Progress{p}
	drive(t, cloud, nil, func(d *driver) { d.see("waiting: DescribeCluster held back 4 s") })
}

func TestReloadKeepsWhatIsThere(t *testing.T) {
	cloud := cloudOf(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("2", "down", "down")
		before := d.cursorLine()
		cloud.hold = true
		cloud.reports = []model.Progress{partly(without(analytics, "web-frontend", "ml-"))}
		cloud.end = account(without(analytics, "orders-db"))
		d.press("r")
		d.see("web-frontend", "orders-db", "reading security groups")
		d.goOn()
		d.unseen("orders-db")
		if got := d.cursorLine(); got != before {
			t.Errorf("the cursor went from %q to %q", before, got)
		}
	})
}

func TestSecondLoadOvertakesTheFirst(t *testing.T) {
	cloud := cloudOf(analytics)
	cloud.hold = true
	cloud.reports = []model.Progress{partly(without(analytics, "studio "))}
	drive(t, cloud, nil, func(d *driver) {
		d.press("2", "r") // the first load is cancelled; its end must not show as a failure
		d.goOn()
		d.see("read just now", "orders-db")
		d.unseen("ended", "canceled")
	})
}

func TestFailures(t *testing.T) {
	cases := []struct {
		name    string
		failure model.Failure
		want    []string
	}{
		{
			"expired",
			model.Failure{Kind: model.FailedExpired, Call: "sts:GetCallerIdentity", Code: "ExpiredToken"},
			[]string{"The sign-in has expired", "aws sso login", "r reads again"},
		},
		{
			"denied",
			model.Failure{Kind: model.FailedDenied, Call: "ec2:DescribeVpcs", Missing: "ec2:DescribeVpcs"},
			[]string{"AWS denied the call", "ask for ec2:DescribeVpcs", "sgscope iam-policy"},
		},
		{
			"offline",
			model.Failure{Kind: model.FailedOffline, Call: "sts:GetCallerIdentity", Message: "no such host"},
			[]string{"AWS cannot be reached", "no such host", "--endpoint-url"},
		},
		{"throttled", model.Failure{Kind: model.FailedThrottled}, []string{"limits the rate", "wait a minute"}},
		{
			"hostile text",
			model.Failure{Kind: model.FailedOther, Message: "\x1b[2Jgone\u202e"},
			[]string{"Reading has failed", `\u001b[2Jgone\u202e`},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			drive(t, &fakeCloud{openErr: c.failure}, nil, func(d *driver) {
				d.see(c.want...)
				d.press("2")
				d.see(c.want[0])
				d.cloud.openErr = nil
				d.cloud.end = account(analytics)
				d.press("r")
				d.see("web-frontend")
				d.unseen(c.want[0])
			})
		})
	}
}

func TestFailedReloadSaysSoAndKeepsTheData(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2")
		d.cloud.loadErr = model.Failure{Kind: model.FailedExpired, Call: "ec2:DescribeSecurityGroups"}
		d.press("r")
		d.see("The sign-in has expired: sign in again", "web-frontend")
		d.press("!")
		d.see("What was not read", "aws sso login")
	})
}

func TestPartialIsNamed(t *testing.T) {
	cloud := cloudOf(analytics)
	b := model.NewBuilderFrom(cloud.end)
	denied := model.Failure{
		Kind: model.FailedDenied, Call: "elasticmapreduce:ListClusters",
		Missing: "elasticmapreduce:ListClusters",
	}
	b.Mark(model.PartClusters, "", model.Reading{State: model.ReadFailed, Failure: denied})
	cloud.end = b.Snapshot()
	drive(t, cloud, nil, func(d *driver) {
		d.see("partial (! says more): denied: clusters")
		d.press("!")
		d.see("clusters: denied", "ask for elasticmapreduce:ListClusters", "nothing may be taken away")
		d.press("esc")
		d.unseen("What was not read")
	})
}

func TestEmptyAccount(t *testing.T) {
	drive(t, cloudOf("vpc vpc-1 10.0.0.0/16"), nil, func(d *driver) {
		d.see("[2 Groups]", "No security group")
		d.press("3")
		d.see("Nothing is wrong")
	})
	drive(t, cloudOf("unread groups\nunread studios"), nil, func(d *driver) {
		d.see("The security groups were not read", "partial")
		d.press("3")
		d.see("No finding, but not everything was read", "not read: security groups, Studios")
		d.press("v")
		d.see("no VPC was read")
	})
}

func TestHelpPaletteAndDisabledActions(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2", "?")
		d.see("Keys", "Everywhere", "fix: review the changes", "sort: by the next column",
			"(now off: everything that matters")
		d.press("q")
		d.unseen("Everywhere")
		if d.quit {
			t.Fatal("q in the help quit the explorer")
		}
		d.press("!")
		d.see("!: everything that matters here was read")
		d.press(":")
		d.typed("quit")
		d.press("enter")
		if !d.quit {
			t.Error("the palette's quit did not quit")
		}
	})
}

func TestPaletteOpensGroupsAndStudios(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("3", ":")
		d.typed("web fr")
		d.press("enter")
		d.see("[2 Groups]", "web-frontend (sg-0web)", "Rules in (3)")
		d.press(":")
		d.typed("zzzz")
		d.see("nothing matches")
		d.press("esc", ":")
		d.typed("data-science")
		d.press("enter")
		d.see("[1 Studios")
	})
}

func TestQuit(t *testing.T) {
	for _, keys := range [][]string{{"q"}, {"ctrl+c"}, {"2", "/", "ctrl+c"}, {":", "ctrl+c"}, {"2", "enter", "q"}} {
		drive(t, cloudOf(analytics), nil, func(d *driver) {
			d.press(keys...)
			if !d.quit {
				t.Errorf("%v does not quit", keys)
			}
		})
	}
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2", "/", "q", ":")
		if d.quit {
			t.Error("q in the filter quit")
		}
		d.see("/ q:")
	})
}

func TestTooSmallAndBack(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		for _, s := range [][2]int{{39, 12}, {40, 11}, {10, 3}, {1, 1}, {3, 60}} {
			d.resize(s[0], s[1])
			if s[0] > 30 {
				d.see("terminal too small")
			}
		}
		d.resize(40, 12)
		d.see("111122223333")
	})
}

// The storm: every size, while loading, in each page, detail and dialog. drive checks each step.
func TestResizeStorm(t *testing.T) {
	ways := map[string][]string{
		"home": {}, "groups": {"2"}, "detail": {"2", "enter"}, "filter": {"2", "/", "e", "n", "g"}, "findings": {"3"},
		"finding": {"3", "enter"}, "changes": {"4"}, "learn": {"5"}, "vpc": {"v"}, "palette": {":"}, "help": {"2", "?"},
		"copy": {"3", "y"},
	}
	sizes := [][2]int{
		{40, 12},
		{41, 13},
		{59, 15},
		{60, 16},
		{69, 20},
		{70, 20},
		{80, 24},
		{120, 12},
		{40, 70},
		{250, 70},
		{39, 11},
	}
	for name, keys := range ways {
		for _, o := range []ui.Options{{}, {Plain: true}, {ASCII: true}} {
			drive(t, cloudOf(analytics+hostile), func(x *ui.Options) { x.Plain, x.ASCII = o.Plain, o.ASCII }, func(d *driver) {
				d.press(keys...)
				for _, s := range sizes {
					d.resize(s[0], s[1])
					d.press("down")
				}
			})
		}
		cloud := cloudOf(analytics)
		cloud.hold = true
		cloud.reports = []model.Progress{partly(without(analytics+hostile, "studio ")), partly(analytics)}
		drive(t, cloud, nil, func(d *driver) {
			d.press(keys...)
			for i, s := range sizes {
				d.resize(s[0], s[1])
				if i == 3 || i == 6 {
					d.goOn()
				}
			}
		})
		_ = name
	}
}

// hostile has names that are wide, long, and full of what must not reach a terminal.
var hostile = `
group sg-0wide vpc-0a データ分析基盤セキュリティグループ本番環境用その一 ключ=значение
  ingress tcp 443 from 10.0.0.0/8 : 説明
group sg-0long vpc-0a ` + strings.Repeat("very-long-name-", 17) + `
group sg-0esc vpc-0a ` + "\x1b[31mred\u202eevil\u200b" + `
`

func TestHostileNamesArePrintable(t *testing.T) {
	drive(t, cloudOf(analytics+hostile), nil, func(d *driver) {
		d.press("2", "/")
		d.typed("evil")
		d.press("enter")
		d.see(`evil\u200b`)
		d.press("enter")
		d.see(`\u001b[31mred\u202eevil\u200b (sg-0esc)`)
	})
}

func TestASCIIHasNothingElse(t *testing.T) {
	drive(t, cloudOf(analytics), func(o *ui.Options) { o.ASCII = true }, func(d *driver) {
		for _, keys := range [][]string{{"1"}, {"2"}, {"enter"}, {"esc"}, {"3"}, {"4"}, {"5"}, {"?"}, {"esc"}, {":"}} {
			d.press(keys...)
			for _, r := range d.text() {
				if r > 0x7e {
					t.Fatalf("%q after %v:\n%s", r, d.steps, d.text())
				}
			}
		}
	})
}

// The account fixture itself must stay what these tests think it is.
func TestFixture(t *testing.T) {
	if _, ok := fixture.Snapshot(analytics).Studio("es-BROKEN"); !ok {
		t.Fatal("no Studio es-BROKEN")
	}
}
