package apply

import (
	"context"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// carryOut sends one change and settles what became of it. Neither is cut short when ctx is
// cancelled: a call that nobody waits for is the worst of all ends. Both are bounded in time.
func (r *runner) carryOut(ctx context.Context, i int, c model.Change) model.Record {
	whole := context.WithoutCancel(ctx)
	call, cancel := context.WithTimeout(whole, r.a.opts.CallLimit)
	id, err := r.a.cloud.Send(call, c)
	cancel()
	_, creates := c.(model.CreateGroup)
	_, adds := c.(model.Authorize)
	switch {
	case err == nil && adds && id == "":
		// What is no answer of EC2's, a page of a proxy with status 200, reads as a success without content.
		err = model.Failure{Kind: model.FailedOther, Call: "ec2:AuthorizeSecurityGroup", Message: "the answer names no rule"}
	case err == nil && creates && id == "":
		err = model.Failure{Kind: model.FailedOther, Call: "ec2:CreateSecurityGroup", Message: "the answer names no group"}
	case err == nil && creates:
		return model.Record{Change: c, Outcome: model.Done, ID: id, Maker: model.MakerUs}
	case err == nil:
		return model.Record{Change: c, Outcome: model.Done, ID: id}
	}
	read, cancel := context.WithTimeout(whole, r.a.opts.CallLimit)
	defer cancel()
	f := r.a.explained(read, failureOf(err))
	if !refused(f) { // may take a while, and nobody should wonder what is going on
		r.on(model.Record{Step: r.chosen[i].Index, Change: c, Outcome: model.Sent, Failure: f})
	}
	return r.settle(ctx, read, c, f, r.young(c))
}

// settle finds out by reading what became of a change whose call did not succeed. The error alone is
// never believed: a refusal may be the answer to a repetition of a call that had worked. Somebody who
// cancels gets the one read, which ctx bounds, but is not kept waiting for more.
func (r *runner) settle(caller, ctx context.Context, c model.Change, f model.Failure, young bool) model.Record {
	if f.Resource == "" {
		f.Resource = c.Target()
	}
	var s sight
	for try := 0; ; try++ {
		s = r.see(ctx, c)
		if s.gone && young {
			s.state = unseen // the group is younger than what this read shows
		}
		if conclusive(s, f, young) {
			break
		}
		pause, more := delay(try)
		if more && !r.a.wait(caller, pause) && s.state == missing {
			s.state = unseen // it may still show
		}
		if !more || caller.Err() != nil || ctx.Err() != nil {
			break
		}
	}
	rec := model.Record{Change: c, ID: s.id, Failure: f, Outcome: outcome(c, f, s.state)}
	if s.state == differs {
		rec.ID, rec.Failure = "", s.failure
	}
	if _, ok := c.(model.CreateGroup); ok && s.state == stands {
		rec.Maker = model.MakerUnknown
	}
	return rec
}

// conclusive reports whether looking once more could not tell more. A read that does not show a change
// proves nothing yet, unless AWS has said no as well.
func conclusive(s sight, f model.Failure, young bool) bool {
	k := f.Kind
	switch {
	case s.state == stands, s.state == differs, refused(f):
		return true
	case k == model.FailedThrottled && s.state == missing:
		return true // EC2 says so before it does anything; the call is sent again in any case
	case k == model.FailedNotFound && (young || s.gone):
		return true // not there, or not there yet: then the caller sends again
	}
	return s.failure.Kind == model.FailedExpired || s.failure.Kind == model.FailedDenied
}

// outcome weighs what was answered against what was seen.
func outcome(c model.Change, f model.Failure, s state) model.Outcome {
	k := f.Kind
	switch s {
	case stands:
		if refused(f) || k == answeredSo(c) || k == model.FailedNotFound {
			return model.AlreadySo
		}
		return model.Done // the answer was lost, the change was not
	case missing, differs:
		return model.NotDone
	case unseen:
		if refused(f) || k == model.FailedNotFound && k != answeredSo(c) {
			return model.NotDone
		}
		return model.Unsettled
	}
	return model.Unsettled
}

// answeredSo is the failure by which EC2 says that there was nothing to do.
func answeredSo(c model.Change) model.FailureKind {
	if model.Grants(c) {
		return model.FailedDuplicate
	}
	return model.FailedNotFound
}

// refused reports whether AWS looked at the call and said no, as opposed to not being heard. A page of
// HTML has no code: whoever wrote it may have done so after AWS had done its work.
func refused(f model.Failure) bool {
	switch f.Kind {
	case model.FailedUnsupported:
		return f.Code != ""
	case model.FailedDenied, model.FailedQuota, model.FailedInUse, model.FailedInvalid:
		return true
	case model.FailedExpired: // each call is sent one time, and was signed by nobody who may
		return true
	case model.NoFailure, model.FailedThrottled, model.FailedNotFound, model.FailedDuplicate,
		model.FailedOffline, model.FailedOther:
		return false
	}
	return false
}

// state is what reading says of a change. The zero value is that nothing could be read.
type state uint8

const (
	unseen  state = iota
	stands        // as the change wants it
	missing       // not so
	differs       // something else is in its place, which no repetition will cure
)

// sight is one look at the world for the sake of one change.
type sight struct {
	state   state
	id      string        // of the group or rule that was seen
	gone    bool          // the group itself is not there
	failure model.Failure // why it differs, or why it could not be read
}

// see looks once.
func (r *runner) see(ctx context.Context, c model.Change) sight {
	if c, ok := c.(model.CreateGroup); ok {
		g, p, err := r.a.cloud.GroupNamed(ctx, c.VPC, c.Name)
		switch {
		case err != nil:
			return sight{failure: failureOf(err)}
		case p == model.NotKnown:
			return sight{}
		case p == model.Gone:
			return sight{state: missing, gone: true}
		}
		return seeNew(c, g, r.account())
	}
	g, p, err := r.a.cloud.Group(ctx, c.Target())
	if err != nil {
		return sight{failure: failureOf(err)}
	}
	return seeIn(c, g, p, r.account())
}

// seeIn judges a change of a group by the group.
func seeIn(c model.Change, g model.Group, p model.Presence, account string) sight {
	if _, deletes := c.(model.DeleteGroup); deletes && p != model.NotKnown {
		return sight{state: verdict(p == model.Gone)}
	}
	switch p {
	case model.NotKnown:
		return sight{}
	case model.Gone:
		return sight{state: missing, gone: true}
	case model.Present:
	}
	switch c := c.(type) {
	case model.CreateGroup:
		return seeNew(c, g, account)
	case model.Authorize:
		have, ok := g.Find(c.Rule)
		return sight{state: verdict(ok), id: have.ID}
	case model.Revoke:
		_, ok := g.Find(c.Rule)
		return sight{state: verdict(!ok)}
	case model.SetTag:
		v, ok := g.Tags.Get(c.Key)
		return sight{state: verdict(ok && v == c.New)}
	case model.RemoveTag:
		_, ok := g.Tags.Get(c.Key)
		return sight{state: verdict(!ok)}
	case model.DeleteGroup: // judged above
	}
	return sight{}
}

func verdict(ok bool) state {
	if ok {
		return stands
	}
	return missing
}

// seeNew judges a group of the wanted name. Nobody can say who made it, so it is taken only if it is
// what would have been made: name, description, VPC, tag, and not another account's.
func seeNew(c model.CreateGroup, g model.Group, account string) sight {
	var diff []string
	if g.Name != c.Name {
		diff = append(diff, "its name is written "+g.Name)
	}
	if g.Description != c.Description {
		diff = append(diff, "its description is "+g.Description)
	}
	if g.VPC != c.VPC {
		diff = append(diff, "its VPC is "+g.VPC)
	}
	if g.Owner != "" && g.Owner != account {
		diff = append(diff, "it belongs to account "+g.Owner)
	}
	if v, ok := g.Tags.Get(c.Tag.Key); c.Tag != (model.Tag{}) && (!ok || v != c.Tag.Value) {
		diff = append(diff, "it lacks the tag "+c.Tag.Key+"="+c.Tag.Value)
	}
	if len(diff) == 0 {
		return sight{state: stands, id: g.ID}
	}
	return sight{state: differs, failure: model.Failure{
		Kind: model.FailedDuplicate, Call: "ec2:CreateSecurityGroup", Resource: g.ID, Code: "InvalidGroup.Duplicate",
		Message: "the VPC has a group of this name that is not the one planned: " + strings.Join(diff, "; "),
	}}
}
