package tour

import (
	"strings"

	"github.com/sgscope/sgscope/model"
)

// Holds makes a goal of a func; facts are the statements that it stands for.
func Holds(otherwise string, holds func(World) bool, facts ...string) Goal {
	return Goal{Facts: facts, Holds: holds, Else: otherwise}
}

// Attach wants a Studio's Workspace to reach its Engine.
func Attach(studio string, facts ...string) Goal {
	return Goal{
		Facts: facts, Holds: func(w World) bool { return w.Attaches(studio) == model.Allowed },
		Else: "Workspace and Engine of " + studio + " do not reach each other on tcp 18888 yet.",
	}
}

// Gone wants no finding of an id about a group, Studio or cluster; "" for any.
func Gone(id, about, otherwise string, facts ...string) Goal {
	return Goal{Facts: facts, Holds: func(w World) bool { return !w.Has(id, about) }, Else: otherwise}
}

// Shut wants traffic not to pass between two ends, by their groups.
func Shut(from, to, traffic, otherwise string, facts ...string) Goal {
	return Goal{
		Facts: facts, Holds: func(w World) bool { return w.Reaches(from, to, traffic) == model.Blocked }, Else: otherwise,
	}
}

// Open wants traffic to pass between two ends, by their groups.
func Open(from, to, traffic, otherwise string, facts ...string) Goal {
	return Goal{
		Facts: facts, Holds: func(w World) bool { return w.Reaches(from, to, traffic) == model.Allowed }, Else: otherwise,
	}
}

// Verdict makes a choice's test: an arrow of a Studio's drawing says this.
func Verdict(studio, edge string, want model.Verdict) func(World) bool {
	return func(w World) bool { return w.Edge(studio, edge).Verdict == want }
}

// Not turns a choice's test round.
func Not(f func(World) bool) func(World) bool { return func(w World) bool { return !f(w) } }

// Both wants two tests to hold.
func Both(f, g func(World) bool) func(World) bool {
	return func(w World) bool { return f(w) && g(w) }
}

// Finds makes a choice's test: there is a finding of the id about a thing.
func Finds(id, about string) func(World) bool { return func(w World) bool { return w.Has(id, about) } }

// Bare leaves out of a finding's reason which rule comes nearest: the page says so beside it, and two are a wall.
func Bare(reason string) string {
	bare, _, _ := strings.Cut(reason, " Nearest:")
	return bare
}

// Says makes a reveal of the finding's own reason, after an opening of ours.
func Says(opening, id, about string) func(World) string {
	return func(w World) string {
		f, ok := w.Finding(id, about)
		if !ok {
			return opening
		}
		return opening + " " + w.Plain(f.Reason)
	}
}
