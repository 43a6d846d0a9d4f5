package report

import (
	"io"
	"slices"
	"strconv"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/reach"
)

// Plan is the document of `sgscope plan -o json`.
type Plan struct {
	SchemaVersion int       `json:"schemaVersion"`
	Origin        Origin    `json:"origin"`
	Goal          string    `json:"goal"`
	Conflict      string    `json:"conflict"`
	Changes       []Change  `json:"changes"`
	Adopts        []Adopted `json:"adopts"`
	Refusals      []Refusal `json:"refusals"`
	Effects       Effects   `json:"effects"`
	Unread        []Unread  `json:"unread"`
	LeftOut       []string  `json:"leftOut"`
	StudioCommand string    `json:"studioCommand"`
}

// Adopted is a group that the goal wanted made and that is there already.
type Adopted struct {
	Group       GroupRef `json:"group"`
	Differences []string `json:"differences"`
}

// Refusal is a finding that the plan leaves as it is.
type Refusal struct {
	Finding string `json:"finding"`
	Advice  Advice `json:"advice"`
}

// Effects is what the changes open and close.
type Effects struct {
	Opens  []string `json:"opens"`
	Closes []string `json:"closes"`
}

// PlanJSON gives the document of a plan.
func PlanJSON(v View, plan model.Plan) Plan {
	e := v.effects(plan)
	doc := Plan{
		SchemaVersion: SchemaVersion, Origin: v.origin(), Goal: GoalText(plan.Goal), Conflict: plan.Conflict,
		Changes: []Change{}, Adopts: []Adopted{}, Refusals: []Refusal{}, Unread: unreadDocs(v.missed()),
		Effects: Effects{list(e.Opens), list(e.Closes)}, StudioCommand: v.studioCommand(plan),
		LeftOut: list(v.leftOut(plan)),
	}
	for _, s := range plan.Steps {
		c := v.change(s.Change, s.Purpose)
		c.Reason, c.Clears, c.Blocked, c.Drift = s.Why, list(s.Clears), s.Blocked, s.Drift
		c.Template = Template(s.Change, s.Drift)
		doc.Changes = append(doc.Changes, c)
	}
	for _, a := range plan.Adopts {
		doc.Adopts = append(doc.Adopts, Adopted{v.groupRef(a.Group.ID), list(a.Differences)})
	}
	for _, r := range plan.Refusals {
		doc.Refusals = append(doc.Refusals, Refusal{r.Finding, v.advice(r.Advice)})
	}
	return doc
}

// GoalText gives a goal in words.
func GoalText(g model.Goal) string {
	switch g := g.(type) {
	case nil:
		return ""
	case model.CreateGroups:
		return "create the " + g.Set.String() + " groups in " + g.VPC
	case model.FixFindings:
		switch len(g.Keys) {
		case 0:
			return "fix every finding of Studios and notebooks of severity wider or worse"
		case 1:
			return "fix " + g.Keys[0]
		}
		return "fix " + plural(len(g.Keys), "finding", "findings")
	case model.EditRules:
		return "make " + plural(len(g.Changes), "change", "changes") + " by hand"
	case model.Undo:
		return "undo " + model.Journal{Path: g.Journal}.ID()
	}
	return ""
}

// effects compares reachability before and after all that can be selected.
func (v View) effects(plan model.Plan) emr.Effects {
	changes := plan.Changes(func(model.Step) bool { return true })
	if len(changes) == 0 {
		return emr.Effects{}
	}
	return emr.EffectsOf(v.snapshot(), changes)
}

// studioCommand gives the line that makes a Studio with the groups of a creation, "" for other goals.
func (v View) studioCommand(plan model.Plan) string {
	goal, ok := plan.Goal.(model.CreateGroups)
	if !ok || plan.Conflict != "" {
		return ""
	}
	workspace, engine := emr.Defaults(goal.Set)
	return StudioCommand(goal.VPC, v.groupID(goal.VPC, either(goal.WorkspaceName, workspace.Name)),
		v.groupID(goal.VPC, either(goal.EngineName, engine.Name)), nil, v.Place)
}

// groupID gives the id of a group by its name, pending where there is none of that name.
func (v View) groupID(vpc, name string) string {
	if g, ok := v.snapshot().GroupNamed(vpc, name); ok {
		return g.ID
	}
	return model.PendingID(vpc, name)
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// PlanText tells what a plan would change, why, and what follows. It changes nothing.
func PlanText(w io.Writer, v View, plan model.Plan) error {
	p := &printer{w: w, marks: v.marks()}
	p.line(0, "Plan: ", GoalText(plan.Goal))
	if plan.Conflict != "" {
		p.line(0, p.marks.Blocked, " no plan: ", plan.Conflict)
		return p.err
	}
	p.line(0, planSummary(plan))
	for _, l := range v.leftOutText(plan) {
		p.line(0, l)
	}
	for _, purpose := range []model.Purpose{model.Repair, model.Tighten} {
		p.steps(v, plan, purpose)
	}
	p.effects(v.effects(plan))
	p.aside(v, plan)
	p.unread(v)
	if cmd := v.studioCommand(plan); cmd != "" {
		p.gap()
		p.line(0, "These groups change no existing Studio. This makes one that uses them:")
		p.line(2, cmd)
	}
	return p.err
}

func planSummary(plan model.Plan) string {
	if len(plan.Steps) == 0 {
		return "Nothing to change."
	}
	repair, blocked := 0, 0
	for _, s := range plan.Steps {
		repair += one(s.Purpose == model.Repair)
		blocked += one(s.Blocked != "")
	}
	text := plural(len(plan.Steps), "change", "changes")
	if tighten := len(plan.Steps) - repair; tighten > 0 && repair > 0 {
		if _, undoes := plan.Goal.(model.Undo); undoes {
			text += ", " + strconv.Itoa(tighten) + " of them to be decided"
		} else {
			text += ": " + strconv.Itoa(repair) + " to repair, " + strconv.Itoa(tighten) + " to tighten"
		}
	}
	if blocked > 0 {
		text += "; " + strconv.Itoa(blocked) + " cannot be selected"
	}
	return text + ". Nothing has been changed."
}

func (p *printer) steps(v View, plan model.Plan, purpose model.Purpose) {
	first := true
	for _, s := range plan.Steps {
		if s.Purpose != purpose {
			continue
		}
		if first {
			p.gap()
			p.line(0, purposeText(plan.Goal, purpose))
			first = false
		}
		p.step(v, s)
	}
}

func purposeText(goal model.Goal, purpose model.Purpose) string {
	if _, undoes := goal.(model.Undo); undoes {
		if purpose == model.Tighten {
			return "Undo, to be decided one by one: it opens something again, or the change may not be the run's"
		}
		return "Undo: takes back what the run did"
	}
	if _, byHand := goal.(model.EditRules); byHand {
		return "Edit: asked for by hand"
	}
	if purpose == model.Tighten {
		return "Tighten: takes away access that EMR does not need"
	}
	if _, creates := goal.(model.CreateGroups); creates {
		return "Create: the groups as AWS makes them"
	}
	return "Repair: what EMR needs and does not have"
}

func (p *printer) step(v View, s model.Step) {
	p.line(0, p.marks.Change(s.Change), " ", ChangeText(v.snapshot(), s.Change))
	if d := describes(v, s.Change); d != "" {
		p.line(2, "Description: ", quoted(d))
	}
	p.line(2, "Why: ", s.Why)
	for _, key := range s.Clears {
		p.line(2, "Clears: ", key)
	}
	if warning := v.Analysis.ManagedWarning(s.Change); p.fresh(s.Change, warning) {
		p.line(2, p.marks.Alarm, " ", warning)
	}
	if s.Drift != "" {
		p.line(2, p.marks.Alarm, " Owned elsewhere, so a later update may undo this: ", s.Drift)
		if t := Template(s.Change, s.Drift); t != "" {
			p.line(2, "For its template: ", t)
		}
	}
	if s.Blocked != "" {
		p.line(2, p.marks.Blocked, " Cannot be selected: ", s.Blocked)
	}
	p.opening(v, s.Change)
	p.line(2, CLI(s.Change, v.Place))
}

// opening warns of what a change opens beside what it is made for.
func (p *printer) opening(v View, c model.Change) {
	note := reach.Opening(v.snapshot(), c)
	switch {
	case reach.LetsWorldIn(c):
		p.line(2, p.marks.Alarm, " ", note)
	case p.fresh(c, note):
		p.line(2, p.marks.Dot, " ", note)
	}
}

// fresh reports whether there is a note that was not told yet: what is so of a group is said at its first change.
func (p *printer) fresh(c model.Change, note string) bool {
	told := c.Target() + " " + note
	if note == "" || slices.Contains(p.told, told) {
		return false
	}
	p.told = append(p.told, told)
	return true
}

// describes gives the description that a change writes or takes away.
func describes(v View, c model.Change) string {
	switch c := c.(type) {
	case model.CreateGroup:
		return c.Description
	case model.Authorize:
		return c.Description
	case model.Revoke:
		return v.described(c)
	case model.SetTag, model.DeleteGroup, model.RemoveTag:
	}
	return ""
}

func (p *printer) effects(e emr.Effects) {
	for _, part := range []struct {
		title string
		lines []string
	}{{"Becomes reachable", e.Opens}, {"Stops being reachable", e.Closes}} {
		if len(part.lines) == 0 {
			continue
		}
		p.gap()
		p.line(0, part.title)
		for _, l := range part.lines {
			p.line(0, p.marks.Dot, " ", l)
		}
	}
}

func (p *printer) aside(v View, plan model.Plan) {
	if len(plan.Adopts) > 0 {
		p.gap()
		p.line(0, "There already, and used as it is")
	}
	for _, a := range plan.Adopts {
		p.line(0, p.marks.Dot, " ", GroupText(v.snapshot(), a.Group.ID))
		for _, d := range a.Differences {
			p.line(2, "differs: ", d)
		}
	}
	if len(plan.Refusals) > 0 {
		p.gap()
		p.line(0, "Left as it is")
	}
	for _, r := range plan.Refusals {
		p.line(0, p.marks.Dot, " ", r.Finding)
		p.advice(2, v.advice(r.Advice))
	}
}

// asksFor reports whether the goal names a finding that the step helps to clear, or the step itself.
func asksFor(goal model.Goal, s model.Step) bool {
	if _, byHand := goal.(model.EditRules); byHand {
		return true
	}
	fix, ok := goal.(model.FixFindings)
	return ok && slices.ContainsFunc(s.Clears, func(key string) bool { return slices.Contains(fix.Keys, key) })
}

// stepWord says in a word what a step is for. What an undo would open again is to be decided one by one.
func stepWord(goal model.Goal, purpose model.Purpose) string {
	if _, byHand := goal.(model.EditRules); byHand {
		return "edit"
	}
	if _, undoes := goal.(model.Undo); !undoes {
		return purpose.String()
	}
	if purpose == model.Tighten {
		return "decide"
	}
	return "undo"
}

// leftToYou says why a step is not taken by itself, and how it is.
func leftToYou(goal model.Goal) string {
	if _, undoes := goal.(model.Undo); undoes {
		return "Left to you to decide: take the # away if it is to be."
	}
	return "Left to you, as it tightens: take the # away, or name its finding by --fix."
}

// PlanCLI writes a plan as a script for sh that runs aws-cli. Steps that cannot be selected, and those
// that tighten unasked, are comments: what is preselected on the screen is what the script does.
func PlanCLI(w io.Writer, v View, plan model.Plan) error {
	p := &printer{w: w, marks: v.marks()}
	p.line(0, "# Plan: ", GoalText(plan.Goal))
	if plan.Conflict != "" {
		p.line(0, "# No plan: ", plan.Conflict)
		return p.err
	}
	p.line(0, "# ", planSummary(plan))
	for _, l := range v.leftOutText(plan) {
		p.line(0, "# ", l)
	}
	for _, s := range plan.Steps {
		p.gap()
		p.line(0, "# ", stepWord(plan.Goal, s.Purpose), ": ", ChangeText(v.snapshot(), s.Change))
		p.line(0, "# Why: ", s.Why)
		for _, note := range []string{v.Analysis.ManagedWarning(s.Change), reach.Opening(v.snapshot(), s.Change)} {
			if p.fresh(s.Change, note) || note != "" && reach.LetsWorldIn(s.Change) {
				p.line(0, "# ", note)
			}
		}
		if s.Drift != "" {
			p.line(0, "# Owned elsewhere, so a later update may undo this: ", s.Drift)
		}
		lead := ""
		switch {
		case s.Blocked != "":
			p.line(0, "# Cannot be selected: ", s.Blocked)
			lead = "# "
		case s.Purpose == model.Tighten && !asksFor(plan.Goal, s):
			p.line(0, "# ", leftToYou(plan.Goal))
			lead = "# "
		}
		p.line(0, lead, CLI(s.Change, v.Place))
	}
	if cmd := v.studioCommand(plan); cmd != "" {
		p.gap()
		p.line(0, "# This makes a Studio that uses the groups:")
		p.line(0, "# ", cmd)
	}
	return p.err
}
