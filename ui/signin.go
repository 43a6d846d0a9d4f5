package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
)

// signedInMsg ends a command that signs in.
type signedInMsg struct {
	line string
	err  error
}

func (x *Explorer) signIns() []SignIn {
	if x.options.SignIns == nil {
		return nil
	}
	return x.options.SignIns(x.source())
}

// signInNext says how to sign in where nothing could be read because nobody is signed in.
func (x *Explorer) signInNext() string {
	ways := x.signIns()
	switch {
	case len(ways) == 1:
		return "S signs in again (" + ways[0].Line + ") and then reads."
	case len(ways) > 1:
		return "S signs in again (aws sso login or aws login) and then reads."
	case x.fixedKeys():
		return newKeys + "."
	}
	return x.load.failure.Next() + "."
}

// newKeys is what to do about keys of the environment: the program has those that it was started with.
const newKeys = "the credentials are keys of the environment: set new ones in the shell and start again, or start with --profile"

func (x *Explorer) fixedKeys() bool {
	return x.options.FixedKeys != nil && x.options.FixedKeys(x.source())
}

// whyNotSignIn says why there is nothing to sign in for.
func (x *Explorer) whyNotSignIn() string {
	run := x.changes.state == changesEnded && x.changes.run.Failure.Kind == model.FailedExpired
	compared := x.past.detail != nil && x.past.detail.failure.Kind == model.FailedExpired
	switch {
	case x.applies != nil:
		return "a plan is being applied"
	case !run && !compared && x.load.failure.Kind != model.FailedExpired:
		return "nothing says that the credentials have expired"
	case len(x.signIns()) == 0:
		if x.fixedKeys() {
			return newKeys
		}
		return "there is no aws-cli here to sign in with: do it in another terminal, then r"
	}
	return ""
}

// signIn offers the ways to sign in again; where there is one only, it is taken.
func (x *Explorer) signIn() tea.Cmd {
	ways := x.signIns()
	if len(ways) == 1 {
		return x.signInBy(ways[0])
	}
	var all []choice
	for _, w := range ways {
		all = append(all, choice{label: w.Line, do: func() tea.Cmd { return x.signInBy(w) }})
	}
	return x.openDialog(newChooser(x, "Sign in again", all))
}

func (x *Explorer) signInBy(w SignIn) tea.Cmd {
	return w.Do(func(err error) tea.Msg { return signedInMsg{w.Line, err} })
}

// signedIn opens the account anew, and then goes on from where the credentials ended.
func (x *Explorer) signedIn(m signedInMsg) tea.Cmd {
	if m.err != nil {
		x.say(m.line + " did not succeed: " + m.err.Error() + ". S tries again")
		return nil
	}
	if x.changes.state == changesEnded && x.changes.run.Journal != "" && x.changes.run.State != model.RunFinished {
		x.past.resume = x.changes.run.Journal
	}
	if d := x.past.detail; d != nil {
		x.past.resume = d.journal.Path
	}
	return x.open()
}
