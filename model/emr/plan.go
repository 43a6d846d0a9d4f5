package emr

import (
	"cmp"
	"errors"
	"slices"
	"sort"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// Plan gives the changes that reach a goal, in the order in which they are safe to send: tag, create,
// authorize, revoke inbound rules of Workspaces, revoke what is surplus. It changes nothing.
func (a *Analysis) Plan(goal model.Goal) model.Plan {
	d := &draft{a: a, plan: model.Plan{Goal: goal}}
	switch goal := goal.(type) {
	case model.FixFindings:
		d.fix(goal.Keys)
	case model.CreateGroups:
		d.create(goal)
	case model.EditRules:
		d.edit(goal.Changes)
	case model.Undo: // made from a journal, which the model does not read
	}
	return d.finish()
}

// draft collects steps before they are put in order.
type draft struct {
	a     *Analysis
	plan  model.Plan
	needs map[model.Change][]model.Change
}

// fix takes the changes of the findings with the keys; with none, of all that are wider or worse.
func (d *draft) fix(keys []string) {
	for _, f := range d.a.findings {
		if len(keys) > 0 && !slices.Contains(keys, f.Key()) ||
			len(keys) == 0 && (f.State != model.Unmet || f.Severity < model.Wider || ofClusters(f)) {
			continue
		}
		d.remedy(f, model.PurposeOf(f.Severity))
	}
	for _, f := range d.a.others { // of these nothing is done unasked, and nothing is preselected
		if slices.Contains(keys, f.Key()) {
			d.remedy(f, model.Tighten)
		}
	}
}

// remedy adds what can be done about a finding.
func (d *draft) remedy(f model.Finding, p model.Purpose) {
	switch r := f.Remedy.(type) {
	case model.Fix:
		d.addFix(f, r, p)
	case model.Advice:
		d.plan.Refusals = append(d.plan.Refusals, model.Refusal{Finding: f.Key(), Advice: r})
	}
}

// ofClusters reports whether a finding is about clusters alone. Their groups are EMR's to write, so
// they are changed only by name.
func ofClusters(f model.Finding) bool { return len(f.Clusters) > 0 && len(f.Studios) == 0 }

// Unasked gives the findings that a plan without keys leaves alone though there is a fix: they are of
// clusters, whose groups EMR manages.
func (a *Analysis) Unasked() []model.Finding {
	var out []model.Finding
	for _, f := range a.findings {
		if _, isFix := f.Remedy.(model.Fix); isFix && f.State == model.Unmet && f.Severity >= model.Wider && ofClusters(f) {
			out = append(out, f)
		}
	}
	return out
}

// edit takes changes that somebody wrote by hand, but for those that the account shows already.
func (d *draft) edit(changes []model.Change) {
	world := d.a.snap
	for i, c := range changes {
		next, err := world.With(c)
		var f model.Failure
		settled := errors.As(err, &f) && (f.Kind == model.FailedDuplicate || f.Kind == model.FailedNotFound)
		if tag, ok := c.(model.SetTag); ok && err == nil {
			g, _ := world.Group(tag.Group)
			v, has := g.Tags.Get(tag.Key)
			settled = has && v == tag.New
		}
		if settled {
			continue
		}
		if err == nil {
			world = next
		}
		d.add(c, model.Repair, d.a.byHand(c), "")
		if i > 0 && replaces(changes[i-1], c) {
			d.need(c, changes[i-1])
		}
	}
}

// replaces reports whether two changes are one edit of a rule: what is taken away waits for what stands
// in its place.
func replaces(before, after model.Change) bool {
	add, isAdd := before.(model.Authorize)
	remove, isRemove := after.(model.Revoke)
	return isAdd && isRemove && add.Group == remove.Group && add.Rule.Direction == remove.Rule.Direction
}

// byHand is why a change is planned that no finding asks for.
func (a *Analysis) byHand(c model.Change) string {
	const why = "asked for by hand"
	switch c := c.(type) {
	case model.Authorize:
		return joinedWith(why, a.editRisks(c.Group, RuleEdit{New: c.Rule}))
	case model.Revoke:
		return joinedWith(why, a.editRisks(c.Group, RuleEdit{Old: model.GroupRule{Rule: c.Rule}}))
	case model.CreateGroup, model.SetTag, model.DeleteGroup, model.RemoveTag:
	}
	return why
}

func joinedWith(why string, more []string) string {
	if len(more) == 0 {
		return why
	}
	return why + ". " + upperFirst(strings.Join(more, " "))
}

// addFix adds a finding's changes; what is revoked waits for what replaces it.
func (d *draft) addFix(f model.Finding, fix model.Fix, p model.Purpose) {
	var before []model.Change
	for _, c := range fix.Changes {
		d.add(c, p, f.Reason, f.Key())
		if model.Grants(c) {
			before = append(before, c)
			continue
		}
		d.need(c, before...)
	}
}

func (d *draft) need(c model.Change, before ...model.Change) {
	if d.needs == nil {
		d.needs = map[model.Change][]model.Change{}
	}
	d.needs[c] = append(d.needs[c], before...)
}

// add appends a step, or joins it to the one that makes the same change: a repair stays a repair.
func (d *draft) add(c model.Change, p model.Purpose, why, clears string) {
	i := slices.IndexFunc(d.plan.Steps, func(s model.Step) bool { return sameEdit(s.Change, c) })
	if i < 0 {
		d.plan.Steps = append(d.plan.Steps, model.Step{Change: c, Purpose: p, Why: why})
		i = len(d.plan.Steps) - 1
	}
	s := &d.plan.Steps[i]
	if p == model.Repair && s.Purpose != model.Repair {
		s.Purpose, s.Why = p, why
	}
	if clears != "" && !slices.Contains(s.Clears, clears) {
		s.Clears = append(s.Clears, clears)
	}
}

// sameEdit compares by what is changed: descriptions do not make two rules of one.
func sameEdit(x, y model.Change) bool {
	ax, ok1 := x.(model.Authorize)
	ay, ok2 := y.(model.Authorize)
	if ok1 && ok2 {
		return ax.Group == ay.Group && ax.Rule == ay.Rule
	}
	return x == y
}

// finish orders the steps, says what cannot be selected, and records what the plan rests on.
func (d *draft) finish() model.Plan {
	if c := conflict(d.plan.Steps); c != "" {
		d.plan.Steps, d.plan.Conflict = nil, c
		return d.plan
	}
	sort.SliceStable(d.plan.Steps, func(i, j int) bool {
		x, y := &d.plan.Steps[i], &d.plan.Steps[j]
		return cmp.Or(cmp.Compare(d.stage(*x), d.stage(*y)), cmp.Compare(x.Purpose, y.Purpose)) < 0
	})
	for i := range d.plan.Steps {
		d.settle(&d.plan.Steps[i])
	}
	d.linkNeeds()
	d.rest()
	return d.plan
}

// stage gives a step's place: revocations last, so that nothing which works now is cut before its
// replacement stands.
func (d *draft) stage(s model.Step) int {
	switch c := s.Change.(type) {
	case model.SetTag:
		return 0
	case model.CreateGroup:
		return 1
	case model.Authorize:
		return 2
	case model.Revoke:
		if c.Rule.Direction == model.Ingress && s.Purpose == model.Repair {
			return 3
		}
		return 4
	case model.RemoveTag:
		return 5
	case model.DeleteGroup:
		return 6
	}
	return 7
}

// settle says why a step cannot be selected, and who may undo it.
func (d *draft) settle(s *model.Step) {
	g, ok := d.a.snap.Group(s.Change.Target())
	if !ok {
		return // a group that the plan itself makes
	}
	s.Drift = OwnerSign(g)
	switch {
	case d.a.foreign(g):
		s.Blocked = "owned by account " + g.Owner + ": only its owner may change it"
	case !model.Grants(s.Change):
		s.Blocked = d.a.usageUnknown(g)
	}
}

// linkNeeds turns needed changes into indexes, and adds the group before its rules.
func (d *draft) linkNeeds() {
	index := func(c model.Change) int {
		return slices.IndexFunc(d.plan.Steps, func(s model.Step) bool { return sameEdit(s.Change, c) })
	}
	creates := func(id string) int {
		return slices.IndexFunc(d.plan.Steps, func(s model.Step) bool {
			c, isCreate := s.Change.(model.CreateGroup)
			return isCreate && c.Target() == id
		})
	}
	for i := range d.plan.Steps {
		s := &d.plan.Steps[i]
		need := func(j int) {
			if j >= 0 && j < i && !slices.Contains(s.Needs, j) {
				s.Needs = append(s.Needs, j)
			}
		}
		for _, c := range d.needs[s.Change] {
			need(index(c))
		}
		if _, isCreate := s.Change.(model.CreateGroup); !isCreate {
			need(creates(s.Change.Target()))
		}
		if c, isRule := s.Change.(model.Authorize); isRule && c.Rule.Peer.Kind == model.PeerGroup {
			need(creates(c.Rule.Peer.ID))
		}
		slices.Sort(s.Needs)
	}
}

// rest records the state of every group that the plan touches or names.
func (d *draft) rest() {
	var ids []string
	note := func(id string) {
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, s := range d.plan.Steps {
		note(s.Change.Target())
		switch c := s.Change.(type) {
		case model.Authorize:
			note(groupOf(c.Rule.Peer))
		case model.Revoke:
			note(groupOf(c.Rule.Peer))
		case model.CreateGroup, model.SetTag, model.DeleteGroup, model.RemoveTag:
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		b := model.Basis{Group: id, Presence: d.a.snap.GroupPresence(id)}
		if g, ok := d.a.snap.Group(id); ok {
			b.Digest = g.Digest()
		}
		d.plan.Rests = append(d.plan.Rests, b)
	}
}

func groupOf(p model.Peer) string {
	if p.Kind == model.PeerGroup {
		return p.ID
	}
	return ""
}

// conflict says why two steps cannot both be meant; "" if all can.
func conflict(steps []model.Step) string {
	adds := map[string]bool{}
	for _, s := range steps {
		if c, ok := s.Change.(model.Authorize); ok {
			adds[c.Group+" "+c.Rule.String()] = true
		}
	}
	var both []string
	for _, s := range steps {
		if c, ok := s.Change.(model.Revoke); ok && adds[c.Group+" "+c.Rule.String()] {
			both = append(both, c.Rule.String()+" on "+c.Group)
		}
	}
	if len(both) == 0 {
		return ""
	}
	return "the plan would both add and remove " + strings.Join(both, ", ") + "; choose one"
}
