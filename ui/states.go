package ui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// tooSmall says what is needed, in as much as fits.
func tooSmall(s size) frame {
	text := fmt.Sprintf("terminal too small: %dx%d, need %dx%d", s.w, s.h, minWidth, minHeight)
	return lines(wrap(text, s.w)...).sized(s)
}

// banner is one line under the tabs about what the operator must know of the data; "" for none.
func (x *Explorer) banner() string {
	t := x.theme
	if x.load.phase == loadFailedWith {
		f := x.load.failure
		if !x.hasData() {
			return "" // the failure fills the page
		}
		shown := "; shown is what was read until then"
		if x.load.whole {
			shown = "; shown is what was read before"
		}
		return t.bad.Render(t.fail + " " + failureHead(f) + ": " + f.Next() + shown + " (! says more)")
	}
	if r := x.load.progress.Retrying; r != "" && x.load.phase == loadReading {
		return t.warn.Render(t.exposed + " waiting: " + model.Printable(r))
	}
	if s := x.silence(); s != "" {
		return t.warn.Render(t.exposed + " " + s)
	}
	unread := x.analysis.Unread()
	if len(unread) == 0 || x.load.phase != loadDone {
		return ""
	}
	return t.unknown.Render(t.unsure + " partial (! says more): " + unreadWords(unread))
}

// unreadWords names the parts that were not read whole, by what became of them.
func unreadWords(unread []emr.Unread) string {
	var order []string
	parts := map[string][]string{}
	for _, u := range unread {
		word := readingWord(u.Reading)
		if len(parts[word]) == 0 {
			order = append(order, word)
		}
		parts[word] = append(parts[word], u.Part.Name())
	}
	for i, word := range order {
		order[i] = word + ": " + strings.Join(parts[word], ", ")
	}
	return strings.Join(order, "; ")
}

// readingWord says in a few words what became of a part.
func readingWord(r model.Reading) string {
	if r.Failure.Kind != model.NoFailure {
		return r.Failure.Kind.String()
	}
	return r.State.String()
}

// failureLine gives the failure in one printable line.
func failureLine(f model.Failure) string { return model.Printable(f.Error()) }

// hasData reports whether there is anything of a load to show.
func (x *Explorer) hasData() bool {
	for range x.analysis.Snapshot().Groups() {
		return true
	}
	return x.load.whole
}

// waitingPage stands while the account is being opened.
func (x *Explorer) waitingPage(s size) frame {
	src := x.source()
	what := "the account"
	switch {
	case src.Sandbox != "":
		what = "the sandbox"
	case src.Snapshot != "":
		what = src.Snapshot
	case src.Profile != "":
		what = "profile " + src.Profile
	}
	head := x.theme.title.Render("Opening " + model.Printable(what))
	return x.message(s, head, "No call has been answered yet. q quits.")
}

// failurePage stands where nothing could be read: what happened, and what to do next.
func (x *Explorer) failurePage(s size) frame {
	t, f := x.theme, x.load.failure
	next := "Next: " + f.Next() + "."
	if f.Kind == model.FailedExpired {
		next = "Next: " + x.signInNext()
	}
	return x.message(s, t.bad.Render(t.fail+" "+failureHead(f)), failureLine(f), next,
		"r reads again, q quits; sgscope --sandbox shows everything without an account.")
}

// failureHead says in a few words why a load ended early.
func failureHead(f model.Failure) string {
	head := map[model.FailureKind]string{
		model.FailedDenied:      "AWS denied the call",
		model.FailedExpired:     "The sign-in has expired",
		model.FailedThrottled:   "AWS limits the rate of calls",
		model.FailedOffline:     "AWS cannot be reached",
		model.FailedUnsupported: "The endpoint does not know the call",
	}[f.Kind]
	return firstOf(head, "Reading has failed")
}

// message draws a heading and paragraphs; used where there is nothing else on the page.
func (x *Explorer) message(s size, head string, paragraphs ...string) frame {
	out := []string{"", " " + ansi.Truncate(head, max(s.w-2, 0), x.theme.ellipsis)}
	for _, p := range paragraphs {
		out = append(out, "")
		for _, l := range wrap(p, min(max(s.w-2, 1), 90)) {
			out = append(out, " "+l)
		}
	}
	return lines(out...)
}

// noGroups says why the list is empty.
func (x *Explorer) noGroups(s size) frame {
	t := x.theme
	if x.load.phase == loadReading {
		return x.message(s, t.muted.Render("No group yet"), "They are shown as they arrive.")
	}
	r := x.analysis.Snapshot().Reading(model.PartGroups, x.scope.VPC)
	if !r.Whole() {
		return x.message(s, t.unknown.Render(t.unsure+" The security groups were not read: "+readingWord(r)),
			failureOr(r.Failure, "No call for them was made."), nextOf(r.Failure))
	}
	return x.message(s, t.title.Render("No security group here"), "Looked in "+model.Printable(x.vpcLabel())+
		". v chooses another VPC, r reads again.")
}

// noFindings says that nothing is wrong, as far as was read; silence is never taken for health.
func (x *Explorer) noFindings(s size) frame {
	t := x.theme
	if x.load.phase == loadReading {
		return x.message(s, t.muted.Render("No finding yet"), "Reading goes on.")
	}
	unread := x.analysis.Unread()
	if len(unread) == 0 {
		return x.message(s, t.good.Render(t.pass+" Nothing is wrong with the groups that EMR uses here"),
			"Page 1 says what to look at next if a Studio still cannot attach.")
	}
	return x.message(s, t.unknown.Render(t.unsure+" No finding, but not everything was read"),
		unreadWords(unread)+".", "! says why, and what follows from it.")
}

func failureOr(f model.Failure, s string) string {
	if f.Kind == model.NoFailure {
		return s
	}
	return failureLine(f)
}

func nextOf(f model.Failure) string {
	if f.Kind == model.NoFailure {
		return "r reads again."
	}
	return "Next: " + f.Next() + "."
}
