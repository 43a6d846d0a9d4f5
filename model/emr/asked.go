package emr

import (
	"sync"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// asked keeps what was asked of pairs: requirements, drawings and lines ask the same again and again, and a
// drawing is made anew on every key. It may be used by many goroutines. Traces are shared, so nobody changes one.
type asked struct {
	mu     sync.Mutex
	traces map[askedOf]reach.Trace
}

type askedOf struct {
	pair   string // its id, which a group that could be in several pairs shares among them
	from   string // the Workspace group
	to     string // the Engine group, or "internet"
	layers reach.Layers
}

// trace gives what was answered before, or asks. Two that ask at once both ask, and get the same.
func (k *asked) trace(of askedOf, ask func() reach.Trace) reach.Trace {
	k.mu.Lock()
	t, known := k.traces[of]
	k.mu.Unlock()
	if known {
		return t
	}
	t = ask()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.traces[of] = t
	return t
}

// attach asks whether the pair's Workspace reaches its Engine.
func (a *Analysis) attach(p Pair, l reach.Layers) reach.Trace {
	return a.asked.trace(askedOf{p.ID, p.Workspace, p.Engine, l}, func() reach.Trace {
		ws, engine := a.ends(p)
		return reach.Ask(a.snap, reach.Question{
			From: ws, To: engine, Protocol: model.TCP, Ports: model.Port(portEngine), Layers: l,
		})
	})
}

// git asks whether the pair's Workspace reaches the internet over HTTPS.
func (a *Analysis) git(p Pair, l reach.Layers) reach.Trace {
	return a.asked.trace(askedOf{p.ID, p.Workspace, "internet", l}, func() reach.Trace {
		ws, _ := a.ends(p)
		return reach.Ask(a.snap, reach.Question{
			From: ws, To: reach.Internet(), Protocol: model.TCP, Ports: model.Port(portGit), Layers: l,
		})
	})
}
