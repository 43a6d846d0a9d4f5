package ui_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

// FuzzScreens puts any text wherever AWS could give one and goes through the screens: nothing of it reaches
// the terminal as anything but text, and nothing overflows. The driver checks after each step.
func FuzzScreens(f *testing.F) {
	for _, s := range []string{
		"", "\x1b]0;owned\a", "\x1b[2J\x1b[1;1H", "a\u202eb\u2066c\u200b", "\r\n\t\v", "\x9b31m", "名前名前名前名前", strings.Repeat("x", 400),
		"e\u0301\u0301\u0301", "\U0001F468\u200d\U0001F469\u200d\U0001F467", "\xff\xfe", "'; rm -rf ~ #", "$(id)", "\u0000",
	} {
		f.Add(s, s, 80, 24)
	}
	f.Fuzz(func(t *testing.T, name, text string, w, h int) {
		w, h = 20+abs(w)%180, 5+abs(h)%60
		o := newOffice(t, analytics)
		o.end = poisoned(o.end, name, text)
		o.strike = func(n int, _ model.Change) error {
			if n == 2 {
				return model.Failure{Kind: model.FailedDenied, Call: text, Code: name, Missing: text, Resource: name, Message: text}
			}
			return nil
		}
		drive(t, o.fakeCloud, func(x *ui.Options) { x.ASCII = w%2 == 0; x.Plain = w%3 == 0 }, func(d *driver) {
			d.resize(w, h)
			for _, keys := range []string{
				"1 enter right enter esc", "2 enter end esc", "3 enter down esc", "f enter esc", "f d a tab enter", "end home",
				"enter", "a tab enter", "u", "esc 4 enter end esc", ": esc", "? esc", "! esc", "v esc", "y esc",
			} {
				d.press(strings.Fields(keys)...)
			}
		})
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}

// poisoned is an account in which every text that somebody can choose is one of two.
func poisoned(s model.Snapshot, name, text string) model.Snapshot {
	b := model.NewBuilderFrom(s)
	o := b.Origin()
	o.Caller.ARN, o.Name = "arn:aws:sts::111122223333:assumed-role/"+text, name
	b.SetOrigin(o)
	for g := range s.Groups() {
		if g.ID == "sg-0web" || g.ID == "sg-0eng1" {
			g.Name, g.Description = name, text
		}
		g.Tags = g.Tags.With(model.Tag{Key: "k" + name, Value: text})
		rules := append([]model.GroupRule{}, g.Rules...)
		for i := range rules {
			rules[i].Description = text
		}
		g.Rules = rules
		b.AddGroup(g)
	}
	for st := range s.Studios() {
		st.Name = name
		b.AddStudio(st)
	}
	for c := range s.Clusters() {
		c.Name = text
		b.AddCluster(c)
	}
	for v := range s.VPCs() {
		v.Name = text
		b.AddVPC(v)
	}
	return b.Snapshot()
}
