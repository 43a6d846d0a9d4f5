package ui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// fault is what a screen says of one kind of failure that has stopped a run.
type fault struct {
	what string // what happened, in a sentence
	next string // what the operator does about it, in a sentence
	line string // a command that helps; "" for none
}

// tellFault says what stopped the run, which resource it was about, what AWS said, what is known of the
// change now, and what to do.
func (p *changesPage) tellFault(say sayer) {
	t, f := p.x.theme, p.run.Failure
	if p.refused && f.Kind == model.FailedDenied {
		p.tellMissing(say)
		return
	}
	var rest []string
	for _, r := range p.run.Reasons {
		if f.Kind == model.NoFailure || f.Message == "" || !strings.Contains(r, f.Message) {
			rest = append(rest, r)
		}
	}
	if f.Kind != model.NoFailure {
		is := p.faultOf(f)
		say(t.bad, "What     ", is.what)
		say(t.text, "So       ", p.faultLeaves())
		say(t.accent, "Next     ", strings.ReplaceAll(is.next, goOnMark, p.goOnWords()))
		say(t.accent, "         ", is.line)
		say(t.text, "On       ", p.faultPlace(f))
		say(t.muted, "Answer   ", joined(": ", joined(" ", f.Call, f.Code), f.Message))
	}
	for _, r := range rest {
		say(t.text, "  "+t.dot+" ", r)
	}
}

// tellMissing says which permissions are missing for a plan of which nothing was sent. Each has its own denier, and its
// own way on.
func (p *changesPage) tellMissing(say sayer) {
	t, f := p.x.theme, p.run.Failure
	all := strings.Split(f.Missing, ", ")
	if len(all) == 1 {
		is := p.denied(f)
		say(t.bad, "What     ", is.what)
		say(t.text, "So       ", p.faultLeaves())
		say(t.accent, "Next     ", strings.ReplaceAll(is.next, goOnMark, p.goOnWords()))
		say(t.text, "On       ", p.faultPlace(f))
		say(t.muted, "Answer   ", joined(": ", joined(" ", f.Call, f.Code), f.Message))
	} else {
		say(t.bad, "What     ", "Permissions are missing: "+f.Missing+".")
		say(t.text, "So       ", p.faultLeaves())
		say(t.accent, "Next     ", "ask for each, as said here; then "+p.goOnWords()+":")
	}
	for _, r := range p.run.Reasons {
		of := func(missing string) bool { return len(all) > 1 && strings.HasPrefix(r, missing+" ") }
		if slices.ContainsFunc(all, of) || strings.Contains(r, " rest on ") {
			say(t.text, "  "+t.dot+" ", r+".")
		}
	}
}

// goOnMark stands in a fault's sentence for what enter does.
const goOnMark = "enter \x00"

// goOnWords says what enter does: it goes on from the journal, or, where nothing was sent, plans again.
func (p *changesPage) goOnWords() string {
	if p.canGoOn() {
		return "enter goes on with what remains"
	}
	return "enter plans again"
}

// faultOf words a failure by what the operator does next.
func (p *changesPage) faultOf(f model.Failure) fault {
	if f.Call == "journal" {
		return fault{
			what: "The journal could not be written, and nothing is sent that is not written down first.",
			next: "make room, or give the folder back to its owner: " + f.Resource + "; then " + goOnMark + ".",
		}
	}
	switch f.Kind {
	case model.FailedThrottled:
		return fault{
			what: "AWS limits the rate of calls here. The call was sent " + p.tries() + ", and refused each time.",
			next: "wait a minute: others in this account use the same limit. Then " + goOnMark + ".",
		}
	case model.FailedExpired:
		return p.expired()
	case model.FailedDenied:
		return p.denied(f)
	case model.FailedOffline:
		return fault{
			what: "No whole answer came to the call: the connection broke, or nothing came in time.",
			next: "check network, VPN and proxy; then " + goOnMark + ".",
		}
	case model.FailedUnsupported:
		return fault{
			what: "What answered is not AWS: a page for browsers, or an endpoint without this call.",
			next: "check proxy, sign-in page and --endpoint-url; then " + goOnMark + ".",
		}
	case model.FailedNotFound:
		return p.notFound(f)
	case model.FailedDuplicate:
		return fault{
			what: "AWS says that it is there already, and reading does not show it.",
			next: "somebody else may be at work on the same group: r reads again, then " + goOnMark + ".",
		}
	case model.FailedQuota:
		return p.overQuota()
	case model.FailedInUse:
		return p.inUse(f)
	case model.FailedInvalid:
		return fault{
			what: "AWS refuses the change as it is.",
			next: "read its words above; esc leaves the plan, so that another can be made.",
		}
	case model.FailedOther:
		return fault{
			what: "AWS failed to answer as it should.",
			next: "wait a moment, then " + goOnMark + ". health.aws.amazon.com says whether the Region has trouble.",
		}
	case model.NoFailure:
	}
	return fault{}
}

func (p *changesPage) expired() fault {
	is := fault{
		what: "The credentials have expired, or are not valid any more.",
		next: "sign in again; then " + goOnMark + ".",
	}
	if ways := p.x.signIns(); len(ways) > 0 {
		is.next = "S signs in again (" + ways[0].Line + "), reads again, and puts what remains under review."
	} else if p.x.fixedKeys() {
		is.next = newKeys + "; R then goes on with what remains."
	}
	return is
}

// denied names the permission, and who denies it where AWS says so.
func (p *changesPage) denied(f model.Failure) fault {
	missing := firstOf(f.Missing, f.Call)
	d := model.DenialOf(f.Message)
	return fault{
		what: "A permission is missing: " + missing + " is " + d.String() + ".",
		next: d.Next(missing) + "; then " + goOnMark + ".",
	}
}

func (p *changesPage) notFound(f model.Failure) fault {
	if r, ok := p.struck(); ok && p.isYoung(r.Change) {
		return fault{
			what: "EC2 does not know a group yet that this run has made. The call was sent " + p.tries() + ".",
			next: "wait a moment: EC2 shows new groups late. Then " + goOnMark + ".",
		}
	}
	return fault{
		what: "What the change is about is not there: " + firstOf(f.Resource, "see AWS's words below") + ".",
		next: "somebody removed it meanwhile: enter compares with the account, and plans what remains.",
	}
}

// The names of the quotas in Service Quotas.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
const (
	quotaRules  = "L-0EA8095F"
	quotaGroups = "L-E79EC296"
)

func (p *changesPage) overQuota() fault {
	name, code := "rules of a security group", quotaRules
	if r, ok := p.struck(); ok {
		if _, creates := r.Change.(model.CreateGroup); creates {
			name, code = "security groups of a Region", quotaGroups
		}
	}
	return fault{
		what: "The account's quota is reached: " + name + ".",
		next: "ask for more in Service Quotas, or remove what is not needed; then " + goOnMark + ".",
		line: p.place().Command("aws service-quotas get-service-quota --service-code vpc --quota-code " + code),
	}
}

// inUse names what holds a group, as far as was read.
func (p *changesPage) inUse(f model.Failure) fault {
	id := f.Resource
	if r, ok := p.struck(); ok {
		id = r.Change.Target()
	}
	u := p.x.analysis.Usage(id)
	holds := joined(", ", countOf(len(u.Interfaces), "interface"), countOf(len(u.Clusters), "cluster"),
		countOf(len(u.Studios), "Studio"), countOf(len(u.Referrers), "group"))
	text := "Something uses it still, so AWS does not remove it."
	if holds != "" {
		text = "It is used still, so AWS does not remove it. Known users: " + holds + "."
	}
	is := fault{what: text, next: "remove what uses it first; then " + goOnMark + "."}
	if plainID(id) {
		is.next += " This lists its interfaces:"
		is.line = p.place().Command("aws ec2 describe-network-interfaces --filters Name=group-id,Values=" + id)
	}
	return is
}

// plainID reports whether a text is an id of EC2's form, which a shell takes as it is.
func plainID(s string) bool {
	odd := func(r rune) bool { return r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9') }
	return s != "" && !strings.ContainsFunc(s, odd)
}

func countOf(n int, what string) string {
	if n == 0 {
		return ""
	}
	return plural(n, what)
}

// struck gives the record of the change that the failure is about.
func (p *changesPage) struck() (model.Record, bool) {
	for _, r := range p.records {
		if r.Failure.Kind != model.NoFailure && r.Outcome != model.Done && r.Outcome != model.AlreadySo {
			return r, true
		}
	}
	return model.Record{}, false
}

// isYoung reports whether a change is about a group that the plan makes.
func (p *changesPage) isYoung(c model.Change) bool {
	for _, r := range p.records {
		if _, creates := r.Change.(model.CreateGroup); creates && r.ID != "" && r.ID == c.Target() {
			return true
		}
	}
	return model.IsPending(c.Target())
}

// tries says how often the change that failed was sent.
func (p *changesPage) tries() string {
	if r, ok := p.struck(); ok && p.held[r.Step] > 0 {
		return fmt.Sprintf("%d times", p.held[r.Step]+1)
	}
	return "once"
}

// faultPlace says which change and which group the failure is about.
func (p *changesPage) faultPlace(f model.Failure) string {
	if r, ok := p.struck(); ok {
		return p.recordText(p.named(), r)
	}
	if g, ok := p.before.Snapshot().Group(f.Resource); ok {
		return g.Label()
	}
	return f.Resource
}

// faultLeaves says what is known of the change that failed, and of the others.
func (p *changesPage) faultLeaves() string {
	r, ok := p.struck()
	if !ok || p.refused {
		return "nothing was sent."
	}
	switch r.Outcome {
	case model.NotDone:
		return "the group was read again: the change does not stand, and nothing after it was sent."
	case model.Sent, model.Unsettled:
		return "whether the change stands is not known, for the group could not be read either. The journal knows that; going on " +
			"finds out first."
	case model.Planned, model.Done, model.AlreadySo:
	}
	return ""
}
