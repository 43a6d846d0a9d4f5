package ui_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares the screen with testdata/NAME.txt. Goldens are read as prose when they change.
func (d *driver) golden(name string) {
	d.t.Helper()
	goldenText(d.t, name, d.text()+"\n")
}

func goldenText(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test ./ui -update writes it)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); go test ./ui -update writes it anew\n%s", path, diff)
	}
}

// goldens takes a screen at the four sizes, and at 80x24 in every other style; light and dark with
// their colours.
func goldens(t *testing.T, name, text string, keys ...string) {
	t.Helper()
	for _, s := range [][2]int{{60, 15}, {80, 24}, {120, 40}, {200, 60}} {
		drive(t, cloudOf(text), nil, func(d *driver) {
			d.resize(s[0], s[1])
			d.press(keys...)
			d.golden(fmt.Sprintf("%s.%dx%d", name, s[0], s[1]))
		})
	}
	styles := map[string]func(*ui.Options){
		"ascii":    func(o *ui.Options) { o.ASCII = true },
		"plain":    func(o *ui.Options) { o.Plain = true },
		"no-color": func(o *ui.Options) { o.NoColor = true },
		"light":    func(o *ui.Options) { o.Background = ui.BackgroundLight },
		"dark":     func(o *ui.Options) { o.Background = ui.BackgroundDark },
	}
	for style, set := range styles {
		drive(t, cloudOf(text), set, func(d *driver) {
			d.resize(80, 24)
			d.press(keys...)
			if style == "light" || style == "dark" || style == "no-color" {
				goldenText(t, name+"."+style, escaped(d.x.View().Content)+"\n")
				return
			}
			d.golden(name + "." + style)
		})
	}
}

func TestGoldenGroups(t *testing.T)   { goldens(t, "groups", analytics, "2") }
func TestGoldenGroup(t *testing.T)    { goldens(t, "group", analytics, "2", "enter") }
func TestGoldenFindings(t *testing.T) { goldens(t, "findings", analytics, "3", "down") }

func TestGoldenDialogs(t *testing.T) {
	for name, keys := range map[string][]string{
		"help": {"2", "?"}, "palette": {"2", ":"}, "vpc": {"2", "v"}, "filter": {"2", "/", "m", "l"},
	} {
		drive(t, cloudOf(analytics), nil, func(d *driver) {
			d.resize(80, 24)
			d.press(keys...)
			d.golden("dialog-" + name)
		})
	}
}

// The states in which there is less to show than one came for.
func TestGoldenStates(t *testing.T) {
	expired := model.Failure{
		Kind: model.FailedExpired, Call: "sts:GetCallerIdentity", Code: "ExpiredTokenException",
		Message: "the SSO session has expired",
	}
	denied := model.Failure{
		Kind: model.FailedDenied, Call: "elasticmapreduce:ListStudios",
		Missing: "elasticmapreduce:ListStudios",
	}
	partial := account(without(analytics, "studio "))
	b := model.NewBuilderFrom(partial)
	b.Mark(model.PartStudios, "", model.Reading{State: model.ReadFailed, Failure: denied})
	b.Mark(model.PartInterfaces, "", model.Reading{State: model.ReadPartly})
	cases := map[string]struct {
		cloud *fakeCloud
		keys  []string
	}{
		"expired":        {&fakeCloud{openErr: expired}, nil},
		"expired-later":  {&fakeCloud{loadErr: expired, reports: []model.Progress{partly(analytics)}}, []string{"2"}},
		"partial":        {&fakeCloud{end: b.Snapshot()}, []string{"2"}},
		"partial-unread": {&fakeCloud{end: b.Snapshot()}, []string{"2", "!"}},
		"empty":          {cloudOf("vpc vpc-1 10.0.0.0/16"), []string{"2"}},
		"healthy":        {cloudOf(without(analytics, "es-BROKEN", "sg-0ws1", "sg-0eng1", "22 from")), []string{"3"}},
		"loading": {&fakeCloud{
			end: account(analytics), hold: true,
			reports: []model.Progress{partly(without(analytics, "studio ", "cluster "))},
		}, []string{"2"}},
	}
	for name, c := range cases {
		drive(t, c.cloud, nil, func(d *driver) {
			d.resize(80, 24)
			d.press(c.keys...)
			d.golden("state-" + name)
		})
	}
}
