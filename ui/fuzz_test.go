package ui_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

// FuzzScreens puts any text wherever AWS could give one and goes to a screen: nothing of it reaches the
// terminal as anything but text, and nothing overflows. The driver checks after each step. Each seed goes to a third.
func FuzzScreens(f *testing.F) {
	for n, s := range []string{
		"", "\x1b]0;owned\a", "\x1b[2J\x1b[1;1H", "a\u202eb\u2066c\u200b", "\r\n\t\v", "\x9b31m", "名前名前名前名前", strings.Repeat("x", 400),
		"e\u0301\u0301\u0301", "\U0001F468\u200d\U0001F469\u200d\U0001F467", "\xff\xfe", "'; rm -rf ~ #", "$(id)", "\u0000",
	} {
		for i := range fuzzedScreens() {
			if i%3 == n%3 {
				f.Add(s, s, uint8(i), uint16(60*100+19)) // 80x24
			}
		}
	}
	f.Fuzz(func(t *testing.T, name, text string, screen uint8, at uint16) {
		o := newOffice(t, analytics)
		o.end = poisoned(o.end, name, text)
		o.strike = func(n int, _ model.Change) error {
			if n == 2 {
				return model.Failure{Kind: model.FailedDenied, Call: text, Code: name, Missing: text, Resource: name, Message: text}
			}
			return nil
		}
		all := fuzzedScreens()
		drive(t, o.fakeCloud, func(x *ui.Options) { x.ASCII, x.Plain = at%2 == 1, at%3 == 1 }, func(d *driver) {
			d.resize(20+int(at/100)%180, 5+int(at%100)%60)
			d.press(strings.Fields(all[int(screen)%len(all)])...)
		})
	})
}

func fuzzedScreens() []string {
	return []string{
		"1 enter right enter", "2 enter end", "3 enter down", "f enter", "f d", "f a tab enter", "f a tab enter end home",
		"f a tab enter enter", "f a tab enter u", "f a tab enter esc 4 enter end", ":", "?", "v", "f a tab enter y",
	}
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
