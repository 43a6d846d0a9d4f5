package ui_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
)

// aFault is one way in which a run goes wrong, and what its screen has to say.
type aFault struct {
	name string
	set  func(*office)
	keys string // that lead to the end of the run; "" for the repair of the broken Studio
	want []string
	mend string // the plan that enter puts under review once the fault is gone; "" for none
}

// struckBy fails the n-th call, and each later one until the fault is mended; done says whether the change
// was made all the same.
func struckBy(n int, f model.Failure) func(*office) {
	return func(o *office) {
		o.strike = func(at int, _ model.Change) error {
			if at < n {
				return nil
			}
			return f
		}
	}
}

// struckAt fails every change of a sort until the fault is mended.
func struckAt(is func(model.Change) bool, f model.Failure) func(*office) {
	return func(o *office) {
		o.strike = func(_ int, c model.Change) error {
			if is(c) {
				return f
			}
			return nil
		}
	}
}

func deletion(c model.Change) bool { _, ok := c.(model.DeleteGroup); return ok }

func toNewGroup(c model.Change) bool {
	a, ok := c.(model.Authorize)
	return ok && strings.HasPrefix(a.Group, "sg-new")
}

func faults() []aFault {
	fails := func(k model.FailureKind, code, message string) model.Failure {
		return model.Failure{Kind: k, Call: "ec2:AuthorizeSecurityGroupIngress", Code: code, Message: message}
	}
	const goOn = "Plan: go on: fix 2 of 4 findings"
	return []aFault{
		{
			"throttled", struckBy(2, fails(model.FailedThrottled, "RequestLimitExceeded", "Request limit exceeded.")), "",
			[]string{"AWS limits the rate of calls", "sent 6 times", "wait a minute", "RequestLimitExceeded"},
			goOn,
		},
		{
			"internal-error", struckBy(2, fails(model.FailedOther, "InternalError", "An internal error has occurred")), "",
			[]string{"AWS failed to answer as it should", "the change does not stand", "health.aws.amazon.com"},
			goOn,
		},
		{
			"html", struckBy(2, fails(model.FailedUnsupported, "", "deserialization failed: <html>Sign in</html>")), "",
			[]string{"What answered is not AWS", "sign-in page"},
			goOn,
		},
		{
			"dropped", struckBy(2, fails(model.FailedOffline, "", "read tcp: connection reset by peer")), "",
			[]string{"No whole answer came", "check network, VPN and proxy", "connection reset by peer"},
			goOn,
		},
		{
			"truncated", struckBy(2, fails(model.FailedOffline, "", "unexpected EOF")), "",
			[]string{"No whole answer came", "unexpected EOF"},
			goOn,
		},
		{
			"slow", struckBy(2, fails(model.FailedOffline, "", "no answer in time: context deadline exceeded")), "",
			[]string{"nothing came in time", "no answer in time"},
			goOn,
		},
		{
			"expired", struckBy(2, fails(model.FailedExpired, "ExpiredToken", "The security token included in the request is expired")), "",
			[]string{"The credentials have expired", "sign in again"},
			goOn,
		},
		{"denied", struckBy(2, model.Failure{
			Kind: model.FailedDenied, Call: "ec2:AuthorizeSecurityGroupIngress", Missing: "ec2:AuthorizeSecurityGroupIngress",
			Code:    "UnauthorizedOperation",
			Message: "You are not authorized to perform this operation with an explicit deny in a permissions boundary",
		}), "", []string{"is denied by a permissions boundary", "ask an administrator to allow"}, goOn},
		{"not-found", struckBy(2, model.Failure{
			Kind: model.FailedNotFound, Resource: "sg-0eng1", Code: "InvalidGroup.NotFound", Message: "The security group does not exist",
		}), "", []string{"What the change is about is not there", "somebody removed it meanwhile"}, goOn},
		{"young-group", struckAt(toNewGroup, model.Failure{
			Kind: model.FailedNotFound, Code: "InvalidGroup.NotFound", Message: "The security group 'sg-new1' does not exist",
		}), "c ctrl+r a tab enter", []string{
			"EC2 does not know a group yet that this run has made", "sent 6 times", "EC2 shows new groups late",
		}, "Plan: go on: create the studio-git groups"},
		{
			"rule-quota", struckBy(2, fails(model.FailedQuota, "RulesPerSecurityGroupLimitExceeded", "The maximum number of rules is reached")), "",
			[]string{"quota is reached: rules of a security group", "L-0EA8095F"},
			goOn,
		},
		{
			"group-quota", struckBy(1, fails(model.FailedQuota, "SecurityGroupLimitExceeded", "The maximum number of groups is reached")),
			"c ctrl+r a tab enter",
			[]string{"quota is reached: security groups of a Region", "L-E79EC296"},
			"Plan: go on: create the studio-git groups",
		},
		{"in-use", struckAt(deletion, model.Failure{
			Kind: model.FailedInUse, Call: "ec2:DeleteSecurityGroup", Code: "DependencyViolation",
			Message: "resource sg-new1 has a dependent object",
		}), "c ctrl+r a tab enter u a tab enter", []string{
			"so AWS does not remove it", "describe-network-interfaces", "Values=sg-new",
		}, "Plan: go on: undo: create the studio-git groups"},
		{
			"duplicate", struckBy(2, fails(model.FailedDuplicate, "InvalidPermission.Duplicate", "the specified rule already exists")), "",
			[]string{"AWS says that it is there already", "somebody else may be at work"},
			goOn,
		},
		{
			"invalid", struckBy(2, fails(model.FailedInvalid, "InvalidParameterValue", "the value is not valid")), "",
			[]string{"AWS refuses the change as it is"},
			goOn,
		},
	}
}

// Each failure has a screen that says what happened, to what, what is known and what to do, and from which
// what remains can be made as soon as the fault is gone.
func TestFaultScreens(t *testing.T) {
	for _, f := range faults() {
		t.Run(f.name, func(t *testing.T) {
			text := analytics
			if f.keys != "" {
				text = bare
			}
			o := newOffice(t, text)
			f.set(o)
			drive(t, o.fakeCloud, nil, func(d *driver) {
				keys := f.keys
				if keys == "" {
					keys = "f a tab enter"
				}
				d.press(strings.Fields(keys)...)
				d.see(append(f.want, "What ", "So ", "Next ", "On ", "Journal")...)
				d.resize(80, 24)
				d.golden("fault-" + f.name + ".80x24")
				for _, s := range storm() {
					d.resize(s[0], s[1])
				}
				d.resize(120, 40)
				o.strike = nil
				d.press("enter")
				d.see(f.mend)
				d.press("a", "tab", "enter")
				d.see("✓ Done:")
				d.press("esc", "4")
				d.unseen("did not reach its end")
			})
		})
	}
}

// A journal that cannot be written stops the run before anything is sent.
func TestJournalThatCannotBeWritten(t *testing.T) {
	o := newOffice(t, analytics)
	o.dir = "/dev/null/journals"
	drive(t, o.fakeCloud, nil, func(d *driver) {
		d.fixAll()
		d.see("Nothing was changed")
		if len(o.sent) > 0 {
			t.Errorf("sent %v", o.sent)
		}
	})
}

// Two operators: what one made while the other's run went on is neither made twice nor a raw error.
func TestTwoOperatorsOnOneGroup(t *testing.T) {
	o := newOffice(t, analytics)
	o.strike = func(n int, c model.Change) error {
		if n == 2 { // somebody else is faster with the very change
			o.put(c)
			return model.Failure{Kind: model.FailedDuplicate, Code: "InvalidPermission.Duplicate", Message: "it exists already"}
		}
		return nil
	}
	drive(t, o.fakeCloud, nil, func(d *driver) {
		d.fixAll()
		d.see("✓ Done: 1 change made, 1 stood already, made by somebody else; reading again shows all of them.", "✓ was so")
		d.unseen("InvalidPermission")
	})
}

// Every screen of earlier runs, in every style.
func TestGoldenPast(t *testing.T) {
	screens := []struct {
		name, keys string
		office     func(*testing.T) *office
	}{
		{"past-open", "", crashed},
		{"past-list", "4", crashed},
		{"past-detail", "R", crashed},
		{"past-go-on", "R enter", crashed},
		{"past-undo", "R u", crashed},
		{"watched", "f a tab enter w", func(t *testing.T) *office { t.Helper(); return newOffice(t, analytics) }},
	}
	for _, s := range screens {
		goldensOf(t, s.name, s.keys, func() *fakeCloud { return s.office(t).fakeCloud })
	}
}
