package apply

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// dryRunner is a Cloud that can ask whether a change is permitted without making it: nil for yes.
type dryRunner interface {
	DryRun(ctx context.Context, c model.Change) error
}

// Preflight asks for each step that can be selected whether the caller may make it, and changes nothing.
// IAM knows groups and tags but no rules, so that one question serves all rules of one direction of a
// group. A step that rests on an earlier one cannot be asked for alone. Permission says nothing about
// success: a quota, a duplicate or a group in use shows only when the change is made.
func Preflight(ctx context.Context, p model.Plan, dryRun func(context.Context, model.Change) error) []model.Permission {
	var out []model.Permission
	told := map[question]model.Permission{}
	for i, s := range p.Steps {
		if s.Blocked != "" {
			continue
		}
		q := questionOf(s.Change)
		answer, asked := told[q]
		if !asked {
			answer = ask(ctx, s.Change, dryRun)
			told[q] = answer
		}
		answer.Step, answer.Change = i, s.Change
		out = append(out, answer)
		if answer.Failure.Kind == model.FailedExpired || ctx.Err() != nil {
			break // nothing else will be answered
		}
	}
	return out
}

// question is what one dry run answers.
type question struct {
	kind, group, key string
	dir              model.Direction
}

func questionOf(c model.Change) question {
	q := question{kind: model.ChangeKind(c), group: c.Target()}
	switch c := c.(type) {
	case model.CreateGroup:
		q.group, q.key = c.VPC, c.Tag.Key
	case model.Authorize:
		q.dir, q.key = c.Rule.Direction, string(c.Tags)
	case model.Revoke:
		q.dir = c.Rule.Direction
	case model.SetTag:
		q.key = c.Key + "=" + c.New
	case model.RemoveTag:
		q.key = c.Key
	case model.DeleteGroup:
	}
	if rests := restsOn(c); rests != "" {
		q.key += "\x00" + rests
	}
	return q
}

// restsOn gives the pending group that must be made before a change can be asked for; "" for none.
func restsOn(c model.Change) string {
	for _, id := range mentions(c) {
		if model.IsPending(id) {
			return id
		}
	}
	return ""
}

func ask(ctx context.Context, c model.Change, dryRun func(context.Context, model.Change) error) model.Permission {
	if id := restsOn(c); id != "" {
		_, name := model.PendingName(id)
		return model.Permission{
			State: model.PermissionLater,
			Why:   "it rests on the group " + model.Printable(name) + ", which an earlier step makes",
		}
	}
	err := dryRun(ctx, c)
	if err == nil {
		return model.Permission{State: model.PermissionGiven}
	}
	p := model.Permission{Failure: failureOf(err)}
	if p.Failure.Kind != model.FailedDenied {
		p.Why = "asked for permission, and the answer does not tell: " + model.Printable(p.Failure.Error())
		return p
	}
	p.State, p.Missing = model.PermissionDenied, p.Failure.Missing
	if p.Missing == "" {
		p.Missing = p.Failure.Call
	}
	p.Denial = model.DenialOf(p.Failure.Message)
	p.Why = p.Missing + " is " + p.Denial.String() + ": " + p.Denial.Next(p.Missing)
	return p
}

// Preflight asks for the chosen steps of an order whether the caller may make them, as far as the account
// can be asked without harm; it gives nothing where it cannot. What the order was made of says which endpoint it is.
func (a *Applier) Preflight(ctx context.Context, o model.Order) []model.Permission {
	if !a.heedsDryRun(ctx, o.Seen, o.VPC) {
		return nil
	}
	return a.preflight(ctx, o)
}

func (a *Applier) preflight(ctx context.Context, o model.Order) []model.Permission {
	d, ok := a.cloud.(dryRunner)
	if !ok {
		return nil
	}
	var p model.Plan
	chosen := chosenOf(o)
	for _, c := range chosen {
		p.Steps = append(p.Steps, c.Step)
	}
	dryRun := func(ctx context.Context, c model.Change) error {
		if err := d.DryRun(ctx, c); err != nil {
			return a.explained(ctx, failureOf(err))
		}
		return nil
	}
	out := Preflight(ctx, p, dryRun)
	for i := range out {
		out[i].Step = chosen[out[i].Step].Index
	}
	return out
}

// allowed refuses the order if a permission is missing, naming all that are, or if nobody is signed in. Where it is not plain that the
// endpoint heeds a dry run, it asks nothing: the question could be taken for the change.
func (r *runner) allowed(ctx context.Context) error {
	if !r.a.heedsDryRun(ctx, r.snap, r.order.VPC) {
		return nil
	}
	list := r.a.preflight(ctx, r.order)
	for _, p := range list {
		if p.Failure.Kind == model.FailedExpired {
			return fmt.Errorf("ask for permission before the first write: %w", p.Failure)
		}
	}
	missing := model.MissingPermissions(list)
	if len(missing) == 0 {
		return nil
	}
	return denied{list, missing}
}

// heedsDryRun reports whether the endpoint surely makes nothing of a dry run. AWS's own and the sandbox of
// this process do; another is tried with a change that would change nothing: it removes a tag that no group
// has.
func (a *Applier) heedsDryRun(ctx context.Context, s model.Snapshot, vpc string) bool {
	d, ok := a.cloud.(dryRunner)
	if !ok {
		return false
	}
	o := s.Origin()
	if o.Endpoint == "" && a.opts.Source.Endpoint == "" || o.Kind == model.FromSandbox || a.opts.Sandbox {
		return true
	}
	for g := range s.Groups() {
		if g.VPC != vpc || g.Owner != "" && g.Owner != o.Caller.Account {
			continue
		}
		return d.DryRun(ctx, model.RemoveTag{Group: g.ID, Key: probeKey, Old: probeKey}) == nil
	}
	return false
}

const probeKey = "sgscope:dry-run-probe"

// denied is the error of an order for which permissions are missing.
type denied struct {
	list    []model.Permission
	missing []string
}

// Error names all of the missing permissions at once.
func (d denied) Error() string {
	return "nothing was sent, permissions are missing: " + strings.Join(d.missing, ", ")
}

// Unwrap gives the Failure of the first denial, with all of the missing actions in it.
func (d denied) Unwrap() error {
	for _, p := range d.list {
		if p.State == model.PermissionDenied {
			f := p.Failure
			f.Missing = strings.Join(d.missing, ", ")
			return f
		}
	}
	return errors.New(d.Error())
}

// reasons gives a line for each missing permission, and for what could not be asked.
func (d denied) reasons() []string {
	out := []string{d.Error()}
	told := map[string]bool{}
	later := 0
	for _, p := range d.list {
		switch {
		case p.State == model.PermissionLater:
			later++
		case p.State == model.PermissionDenied && !told[p.Why]:
			told[p.Why] = true
			out = append(out, model.Printable(p.Why))
		}
	}
	if later > 0 {
		out = append(out, fmt.Sprintf("%d steps rest on groups that are not made yet: whether they are permitted cannot be asked before",
			later))
	}
	return out
}
