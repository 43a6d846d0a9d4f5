package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/judge"
	"github.com/sgscope/sgscope/ui/report"
	"github.com/sgscope/sgscope/ui/tour"
)

// deskHelp is a command a line; what it does begins in column helpColumn.
const helpColumn = 21

const deskHelp = `check                what is found wrong
groups               the groups and how many rules each has
group NAME           the rules of one
plan                 what fix would do; it changes nothing
fix                  make the repairs; fix all makes the tightenings too; fix KEY… only what check names so
allow GROUP RULE     e.g. allow studio-engine ingress tcp 18888 from sg:studio-workspace
remove GROUP RULE    the same form
tag GROUP KEY=VALUE  set a tag
create [SET]         the default groups: studio-git, studio-without-git, notebooks, notebooks-git
undo                 take the last change back
again                read again: somebody may have changed it with aws-cli
hint                 one hint more, of three
nothing              say that nothing has to be changed
over                 start the lesson over
quit                 leave; the next time the lesson begins anew`

// command does one line of the task.
func (d *desk) command(ctx context.Context, line string) error {
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	if why := d.notInExam(word); why != "" {
		d.say("%s", why)
		return nil
	}
	switch word {
	case "":
	case "help", "?":
		for l := range strings.SplitSeq(deskHelp, "\n") {
			if word, _, _ := strings.Cut(l, " "); d.notInExam(word) == "" {
				d.sayUnder(l)
			}
		}
	case "check":
		return d.check()
	case "groups":
		d.groups()
	case "group":
		d.group(rest)
	case "plan", "fix":
		return d.fix(ctx, word, strings.Fields(rest))
	case "allow", "remove", "tag":
		return d.edit(ctx, map[string]string{"allow": "+", "remove": "-", "tag": "#"}[word]+rest)
	case "create":
		return d.create(ctx, rest)
	case "undo":
		return d.takeBack(ctx)
	case "again":
		return d.judge(ctx, false)
	case "hint":
		d.hint()
	case "nothing", "n":
		return d.judge(ctx, true)
	case "over":
		if url := d.a.flags.source.Endpoint; url != "" {
			d.say("What is served stays as it is; sgscope sandbox --reset %s makes it as new.", url)
			return nil
		}
		d.say("As new: %s", tour.InLines(d.lesson.Task))
		return d.open(ctx)
	default:
		d.say("There is no command %s; help lists them.", word)
	}
	return nil
}

// notInExam says why a command is not for exams; "" if it is, or if this is none.
func (d *desk) notInExam(word string) string {
	switch {
	case !d.exam:
	case word == "hint" || word == "over":
		return "Not in an exam."
	case word == "fix" || word == "plan" || word == "create":
		return "Not in an exam: what has to change you say yourself, with allow, remove and tag."
	}
	return ""
}

func (d *desk) view() report.View {
	v, err := d.a.viewOf(d.now.Snapshot())
	if err != nil { // the flags narrow to what is not here
		v.Analysis = d.now.Analysis()
	}
	return v
}

func (d *desk) check() error {
	v := d.view()
	for _, f := range v.Findings() {
		if f.State == model.Unmet {
			d.say("%s: %s", f.Severity, f.Reason)
			if !d.exam { // keys are for fix
				d.say("  key %s", f.Key())
			}
		}
	}
	for _, l := range d.now.Analysis().Lines() {
		d.say("Studio %s: %s", l.Pair.Name, l.Summary)
	}
	return d.wrote
}

func (d *desk) groups() {
	for g := range d.now.Snapshot().Groups() {
		d.say("%s (%s): %d in, %d out", g.Name, g.ID, g.Count(model.Ingress), g.Count(model.Egress))
	}
}

func (d *desk) group(name string) {
	g := d.now.Group(name)
	if g.ID == "" {
		d.say("There is no group %q; groups lists them.", name)
		return
	}
	d.say("%s in %s", g.Label(), g.VPC)
	for _, r := range g.Rules {
		text := r.Rule.String()
		if r.Rule.Peer.Kind == model.PeerGroup {
			if peer := d.now.Group(r.Rule.Peer.ID); peer.Name != "" {
				text = strings.Replace(text, peer.ID, "sg:"+peer.Name, 1)
			}
		}
		d.say("  %s", text)
	}
	if len(g.Rules) == 0 {
		d.say("  no rule")
	}
}

// fix plans the repair of what is named, or of all; and makes it, if that is what was asked for.
func (d *desk) fix(ctx context.Context, word string, keys []string) error {
	all := slices.Contains(keys, "all")
	keys = slices.DeleteFunc(keys, func(k string) bool { return k == "all" })
	if len(keys) == 0 {
		for _, f := range d.now.Analysis().Findings() {
			if _, can := f.Remedy.(model.Fix); can && f.State == model.Unmet && f.Severity >= model.Wider {
				keys = append(keys, f.Key())
			}
		}
		if len(keys) == 0 {
			d.say("No change is proposed for what is found. check says what clears it; allow and remove write rules.")
			return nil
		}
	} else {
		all = true
	}
	return d.apply(ctx, model.FixFindings{Keys: keys}, word == "plan", func(s model.Step) bool {
		return all || s.Purpose == model.Repair
	})
}

func (d *desk) edit(ctx context.Context, text string) error {
	c, ok, err := d.now.Outside(text)
	if err != nil || !ok {
		d.say("That cannot be read: want GROUP and a rule, e.g. allow studio-engine ingress tcp 18888 from sg:studio-workspace.")
		if err != nil {
			d.say("%v", err)
		}
		return nil
	}
	return d.apply(ctx, model.EditRules{Changes: []model.Change{c}}, false, func(model.Step) bool { return true })
}

func (d *desk) create(ctx context.Context, name string) error {
	set, err := groupSet(name)
	if err != nil {
		d.say("There is no set %s: want one of %s.", name, groupSets())
		return nil
	}
	vpc, err := vpcFor(d.now.Snapshot(), d.a.flags.source)
	if err != nil {
		d.say("In which VPC is not clear: start with --vpc.")
		return nil
	}
	return d.apply(ctx, model.CreateGroups{VPC: vpc, Set: set}, false, func(model.Step) bool { return true })
}

// apply shows the plan of a goal and, unless only the plan was asked for, makes its steps after a yes.
func (d *desk) apply(ctx context.Context, goal model.Goal, only bool, pick func(model.Step) bool) error {
	plan := judge.Plan(d.now.Analysis(), goal)
	var picks []int
	for i, s := range plan.Steps {
		mark := "left out"
		if s.Blocked != "" {
			mark = s.Blocked
		} else if pick(s) {
			picks, mark = append(picks, i), "to do"
		}
		d.say("%s (%s): %s", model.ChangeKind(s.Change), mark, d.changeText(s.Change))
	}
	if why := d.idle(plan, picks, only); why != "" {
		d.say("%s", why)
		return nil
	}
	if answer, ok := d.ask(fmt.Sprintf("Apply %d? [y/N] ", len(picks))); !ok || !strings.HasPrefix(strings.ToLower(answer), "y") {
		d.say("Nothing was sent.")
		return nil
	}
	target := plan.Steps[picks[0]].Change.Target()
	vpc, _ := model.PendingName(target)
	if g := d.now.Group(target); g.ID != "" {
		vpc = g.VPC
	}
	run, err := d.account.Writer.Apply(ctx, model.Order{Plan: plan, Picks: picks, VPC: vpc},
		func(s model.Snapshot) model.Plan { return judge.Plan(emr.Analyse(s, emr.Scope{}), goal) }, func(model.Record) {})
	if err != nil {
		d.say("It was refused: %v", err)
		return nil
	}
	var undo []model.Change
	for _, r := range run.Records {
		d.say("%s: %s", r.Outcome, d.changeText(r.Change))
		if back, ok := inverse(r); ok {
			undo = append(undo, back)
		}
	}
	d.undo = append(d.undo, undo)
	for _, why := range run.Reasons {
		d.say("%s", why)
	}
	return d.judge(ctx, false)
}

// idle says why nothing of a plan is to be sent; "" if there is something.
func (d *desk) idle(plan model.Plan, picks []int, only bool) string {
	offered := slices.ContainsFunc(plan.Steps, func(s model.Step) bool { return s.Blocked == "" })
	switch {
	case plan.Conflict != "":
		return "No plan: " + plan.Conflict + "."
	case len(picks) == 0 && offered:
		return "Nothing is changed: what is left out takes access away. fix all makes that too, and fix KEY what is named."
	case len(picks) == 0:
		return "Nothing to do."
	case only:
		return "Nothing is changed; fix makes it so."
	case d.account.Writer == nil:
		return "This run is read-only: nothing can be changed."
	}
	return ""
}

// changeText words a change as every other place does, without ids, which a lesson does not need.
func (d *desk) changeText(c model.Change) string {
	return d.now.Plain(report.ChangeText(d.now.Snapshot(), c))
}

// inverse gives what takes a step back; a group that was made stays.
func inverse(r model.Record) (model.Change, bool) {
	if r.Outcome != model.Done {
		return nil, false
	}
	switch c := r.Change.(type) {
	case model.Authorize:
		return model.Revoke{Group: c.Group, Rule: c.Rule, RuleID: r.ID}, true
	case model.Revoke:
		return model.Authorize{Group: c.Group, Rule: c.Rule}, true
	case model.SetTag:
		if c.HadOld {
			return model.SetTag{Group: c.Group, Key: c.Key, Old: c.New, HadOld: true, New: c.Old}, true
		}
		return model.RemoveTag{Group: c.Group, Key: c.Key, Old: c.New}, true
	case model.CreateGroup, model.DeleteGroup, model.RemoveTag:
	}
	return nil, false
}

// takeBack takes the last change back that stands, so that one undo after the other leads to the beginning.
func (d *desk) takeBack(ctx context.Context) error {
	for len(d.undo) > 0 && len(d.undo[len(d.undo)-1]) == 0 {
		d.undo = d.undo[:len(d.undo)-1] // a run that changed nothing, or only made groups, which stay
	}
	last := len(d.undo) - 1
	if last < 0 {
		d.say("There is nothing to take back.")
		return nil
	}
	err := d.apply(ctx, model.EditRules{Changes: d.undo[last]}, false, func(model.Step) bool { return true })
	if len(d.undo) > last+1 { // it was made: neither it nor what it took back is the last change now
		d.undo = d.undo[:last]
	}
	return err
}

func (d *desk) hint() {
	if d.mark.Hints >= len(d.lesson.Hints) {
		d.say("That was the last hint; these are all:")
		for i := range d.lesson.Hints {
			d.say("Hint %d: %s", i+1, d.lesson.HintInLines(i, d.start))
		}
		return
	}
	d.say("Hint %d: %s", d.mark.Hints+1, d.lesson.HintInLines(d.mark.Hints, d.start))
	d.mark.Hints++
	d.keep()
}
