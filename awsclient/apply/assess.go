package apply

import (
	"context"
	"fmt"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// Assess reads the world again and says what became of every step of a journal, which plan carries out
// the rest, and which takes back what was done. It changes nothing. The journal must be of the place
// that is read: the same endpoint, partition, account and Region.
func (a *Applier) Assess(ctx context.Context, path string) (model.Resumption, error) {
	j, err := a.readBack(path)
	if err != nil {
		return model.Resumption{}, err
	}
	snap, err := a.loadFor(ctx, j)
	if err != nil {
		return model.Resumption{}, err
	}
	r := model.Resumption{
		Journal: j, Steps: assess(j, snap), Rest: a.RestPlan(j, snap), Undo: a.UndoPlan(j, snap), Snapshot: snap,
	}
	if sendable(r.Rest) {
		r.Offers = append(r.Offers, model.OfferContinue)
	}
	if sendable(r.Undo) {
		r.Offers = append(r.Offers, model.OfferUndo)
	}
	r.Offers = append(r.Offers, model.OfferLeave)
	return r, nil
}

// loadFor reads the world that a journal is about. A change that a crash followed at once may not show
// yet: before one is said to be taken back, the world is read once more.
func (a *Applier) loadFor(ctx context.Context, j model.Journal) (model.Snapshot, error) {
	if vpc := a.opts.Source.VPC; vpc != "" && vpc != j.Place.VPC {
		return model.Snapshot{}, refusal(j.Path, "the journal is about "+j.Place.VPC+", and only "+vpc+" is read")
	}
	for try := 0; ; try++ {
		snap, err := a.cloud.Load(ctx, a.opts.Source, func(model.Progress) {})
		if err != nil {
			return model.Snapshot{}, fmt.Errorf("read again to compare with the journal: %w", err)
		}
		if err := sameWorld(j, snap, a.opts.Sandbox); err != nil {
			return model.Snapshot{}, err
		}
		pause, more := delay(try + rereadsSpared)
		takenBack := func(s model.Assessed) bool { return s.State == model.StepTakenBack }
		if !more || !slices.ContainsFunc(assess(j, snap), takenBack) {
			return snap, nil
		}
		if !a.wait(ctx, pause) {
			return model.Snapshot{}, fmt.Errorf("read again to compare with the journal: %w", ctx.Err())
		}
	}
}

// readBack reads a journal, its links to later ones left out.
func (a *Applier) readBack(path string) (model.Journal, error) {
	read, err := a.load(path)
	j := nounOf(path, read, err)
	switch j.State {
	case model.JournalDamaged:
		return j, j.Failure
	case model.JournalTorn:
		return j, refusal(path, "the journal was cut off before its first line was whole: nothing was sent in its name")
	case model.JournalCutOff, model.JournalDone, model.JournalFailed, model.JournalStopped, model.JournalOvertaken:
	}
	j.Earlier = a.earlier(j)
	return j, nil
}

// sameWorld says why a journal cannot be compared with a snapshot.
func sameWorld(j model.Journal, s model.Snapshot, sandbox bool) error {
	if why := elsewhere(j, s); why != "" {
		return refusal(j.Path, why)
	}
	if j.Sandbox != (sandbox || s.Origin().Kind == model.FromSandbox) {
		return refusal(j.Path, "the journal is a sandbox's or this is one, and they are kept apart")
	}
	return nil
}

// elsewhere says in words how the journal's place differs from what was read; "" if it does not.
func elsewhere(j model.Journal, s model.Snapshot) string {
	was, is := j.Place, model.PlaceOf(s, j.Place.VPC)
	switch {
	case is.Account == "":
		return "the caller's account was not read, so nobody can say whether this journal is about it"
	case was.Account != is.Account:
		return "the journal is about account " + was.Account + ", the caller is of " + is.Account
	case was.Region != is.Region || was.Partition != is.Partition:
		return "the journal is about Region " + was.Region + ", this is " + is.Region
	case was.Endpoint != is.Endpoint:
		return "the journal is about another endpoint: " + model.Printable(orAWS(was.Endpoint)) + ", not " +
			model.Printable(orAWS(is.Endpoint))
	}
	return ""
}

func orAWS(endpoint string) string {
	if endpoint == "" {
		return "AWS's own"
	}
	return endpoint
}

// sendable reports whether anything of a plan can be carried out.
func sendable(p model.Plan) bool {
	return p.Conflict == "" && len(p.Changes(func(model.Step) bool { return true })) > 0
}

// assess puts each step of a journal beside the world.
func assess(j model.Journal, s model.Snapshot) []model.Assessed {
	b := bind(j, s)
	out := make([]model.Assessed, 0, len(j.Steps))
	for _, st := range j.Steps {
		a := model.Assessed{JournalStep: st, Change: b.change(st.Step.Change)}
		if c, ok := st.Step.Change.(model.CreateGroup); ok {
			a.State, a.Why = b.made[c.Target()].state, b.made[c.Target()].why
		} else {
			a.State, a.Why = b.judge(a)
		}
		out = append(out, a)
	}
	return out
}

// standing reports whether a change is as the journal wanted it, whoever made it so.
func standing(s model.StepState) bool { return s == model.StepDone || s == model.StepDoneByOther }

// bindings are the groups that a journal made or wanted to make, as the world shows them.
type bindings struct {
	j    model.Journal
	s    model.Snapshot
	made map[string]found // by pending id
}

// found is a group that a journal wanted. id is "" where there is none.
type found struct {
	id    string
	state model.StepState
	why   string
}

func bind(j model.Journal, s model.Snapshot) bindings {
	b := bindings{j, s, map[string]found{}}
	for _, st := range j.Steps {
		if c, ok := st.Step.Change.(model.CreateGroup); ok {
			b.made[c.Target()] = b.look(c, st.Record)
		}
	}
	return b
}

// change gives a change with the ids that groups have now.
func (b bindings) change(c model.Change) model.Change {
	for pending, f := range b.made {
		if f.id != "" {
			c = model.Rebind(c, pending, f.id)
		}
	}
	return c
}

// isMade reports whether a group is one that the journal wanted to make.
func (b bindings) isMade(id string) bool {
	for _, f := range b.made {
		if f.id == id {
			return true
		}
	}
	return false
}

// look finds a group that the journal wanted: by the id that it got, else by its name.
func (b bindings) look(c model.CreateGroup, rec model.Record) found {
	if g, ok := b.s.Group(rec.ID); ok && rec.ID != "" {
		f := found{id: g.ID, state: model.StepDone}
		if rec.Maker == model.MakerUnknown {
			f.state, f.why = model.StepDoneByOther, "it appeared during the run, and who made it is not known"
		}
		return f
	}
	g, ok := b.s.GroupNamed(c.VPC, c.Name)
	if !ok {
		switch {
		case b.presence(rec.ID) == model.NotKnown:
			return found{why: "the groups were not read whole"}
		case rec.ID != "":
			return found{state: model.StepTakenBack, why: "the group that was made, " + rec.ID + ", was deleted since"}
		}
		return found{state: model.StepNotDone}
	}
	seen := seeNew(c, g, b.s.Origin().Caller.Account)
	switch {
	case seen.state != stands:
		return found{why: seen.failure.Message}
	case rec.ID != "":
		return found{g.ID, model.StepDoneByOther, "the group that was made, " + rec.ID +
			", was deleted since, and there is another of its name"}
	case rec.Outcome == model.Sent || rec.Outcome == model.Unsettled:
		return found{g.ID, model.StepDone, noAnswer}
	}
	return found{g.ID, model.StepDoneByOther, ""}
}

const noAnswer = "no answer came to the call, but it stands as it was wanted"

// presence says whether a group of the journal's VPC is there; a listing that is whole knows all.
func (b bindings) presence(id string) model.Presence {
	p := b.s.GroupPresence(id)
	if p == model.NotKnown && b.s.Reading(model.PartGroups, b.j.Place.VPC).Whole() {
		return model.Gone
	}
	return p
}

// judge says what the world shows of a change of a group that is there, or should be.
func (b bindings) judge(a model.Assessed) (model.StepState, string) {
	id := a.Change.Target()
	if model.IsPending(id) {
		if f := b.made[id]; f.state == model.StepUndecided {
			return model.StepUndecided, f.why
		}
		return model.StepNotDone, ""
	}
	g, _ := b.s.Group(id)
	p := b.presence(id)
	_, deletes := a.Change.(model.DeleteGroup)
	switch {
	case p == model.NotKnown:
		return model.StepUndecided, "its group is not in what was read, and the groups were not read whole"
	case p == model.Gone && !deletes && b.deletes(id):
		if a.Record.Outcome == model.Done {
			return model.StepDone, ""
		}
		return model.StepDoneByOther, "its group was deleted, as the plan wanted"
	case p == model.Gone && !deletes:
		return model.StepUndecided, "its group was deleted since"
	}
	seen := seeIn(a.Change, g, p, "")
	switch a.Record.Outcome {
	case model.Done:
		return pick(seen.state, model.StepDone, model.StepTakenBack), ""
	case model.AlreadySo:
		return pick(seen.state, model.StepDoneByOther, model.StepTakenBack), ""
	case model.Planned, model.NotDone:
		return pick(seen.state, model.StepDoneByOther, model.StepNotDone), ""
	case model.Sent, model.Unsettled:
		if seen.state == stands {
			return model.StepDone, noAnswer
		}
		return model.StepNotDone, ""
	}
	return model.StepUndecided, ""
}

// deletes reports whether the journal wanted a group deleted.
func (b bindings) deletes(id string) bool {
	return slices.ContainsFunc(b.j.Steps, func(st model.JournalStep) bool { return deletes(id)(st.Step.Change) })
}

func pick(s state, stand, not model.StepState) model.StepState {
	if s == stands {
		return stand
	}
	return not
}
