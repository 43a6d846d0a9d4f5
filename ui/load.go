package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// loadPhase is where reading stands.
type loadPhase uint8

const (
	loadOpening    loadPhase = iota // the account is not open yet, nothing is known
	loadReading                     // calls are under way; partial snapshots arrive
	loadDone                        // the analysis is that of the whole load
	loadFailedWith                  // the load ended with a failure
)

// loading is the present load. Replies of earlier ones are known by their generation and dropped.
type loading struct {
	generation int
	vpc        string // what the load was narrowed to; "" for nothing
	phase      loadPhase
	whole      bool // a load has ended well before: its data stays on the screen
	ended      bool // the snapshot is whole; only its analysis is still to come
	progress   model.Progress
	began      time.Time // when the load began
	heard      time.Time // when the last was heard of it
	failure    model.Failure
	cancel     context.CancelFunc

	judging bool           // an analysis is under way
	next    model.Snapshot // to be analysed after it
	again   bool           // whether there is a next
}

// vpcChoice is what the operator chose in the VPC picker.
type vpcChoice struct {
	made bool
	vpc  string // "" for all
}

// source is what to read now: as given, with the operator's choice of VPC.
func (x *Explorer) source() model.Source {
	src := x.options.Source
	if x.picked.made {
		src.VPC = x.picked.vpc
	}
	return src
}

// begin starts a new generation and ends the last.
func (x *Explorer) begin(p loadPhase) context.Context {
	if x.load.cancel != nil {
		x.load.cancel()
	}
	ctx, cancel := context.WithCancel(x.ctx)
	x.load = loading{
		generation: x.load.generation + 1, phase: p, whole: x.load.whole, cancel: cancel,
		vpc: x.source().VPC, began: x.options.Now(), heard: x.options.Now(),
	}
	return ctx
}

// open opens the account; reading follows.
func (x *Explorer) open() tea.Cmd {
	ctx := x.begin(loadOpening)
	return openAccount(ctx, x.load.generation, x.options.Open, x.source())
}

// reload reads again. The old data stays meanwhile. Where opening has failed or the sign-in has
// expired the account is opened anew, because the operator may have signed in again.
func (x *Explorer) reload() tea.Cmd {
	if x.account.Reader == nil || x.load.failure.Kind == model.FailedExpired {
		return x.open()
	}
	return x.read()
}

// read starts to read the open account.
func (x *Explorer) read() tea.Cmd {
	ctx := x.begin(loadReading)
	return startLoad(ctx, x.load.generation, x.account.Reader, x.source())
}

func (x *Explorer) whyNotReload() string {
	if x.applies != nil {
		return "a plan is being applied; it reads again at its end"
	}
	return ""
}

// whyNotReady is the reason of actions that need a loaded account.
func (x *Explorer) whyNotReady() string {
	if x.load.phase == loadDone || x.load.whole {
		return ""
	}
	if x.load.phase == loadFailedWith {
		return "nothing was read; r reads again"
	}
	return stillReading
}

// stillReading is the reason of an action that is done by itself once all is read, unless another key
// comes before: whoever sees the broken Studio and presses f need not press it again.
const stillReading = "still reading; it is done at the end of it"

// catchUp does what was asked for while reading went on.
func (x *Explorer) catchUp() tea.Cmd {
	a := x.later
	x.later = action{}
	if a.do == nil {
		return nil
	}
	x.note = ""
	return x.run(a)
}

func (x *Explorer) accountOpened(m accountOpenedMsg) tea.Cmd {
	if m.generation != x.load.generation {
		return nil
	}
	x.account = m.account
	x.refresh()
	return x.read()
}

func (x *Explorer) progressed(m progressedMsg) tea.Cmd {
	if m.generation != x.load.generation {
		return nil
	}
	x.load.progress, x.load.heard = m.progress, x.options.Now()
	x.load.progress.Snapshot = model.Snapshot{} // the analysis holds it
	if x.load.whole {
		return m.more // what is whole is not replaced by what is partial
	}
	return tea.Batch(m.more, x.analyse(m.progress.Snapshot))
}

func (x *Explorer) loaded(m loadedMsg) tea.Cmd {
	if m.generation != x.load.generation {
		return nil
	}
	x.load.ended = true
	x.load.progress.Doing = "judging what was read"
	return x.analyse(m.snapshot)
}

func (x *Explorer) loadFailed(m loadFailedMsg) {
	if m.generation == x.load.generation {
		x.load.phase, x.load.failure = loadFailedWith, asFailure(m.err)
		x.changes.retell()
	}
}

// asFailure gives the failure inside an error; one without it becomes one of kind "failed".
func asFailure(err error) model.Failure {
	if f, ok := errors.AsType[model.Failure](err); ok {
		return f
	}
	return model.Failure{Kind: model.FailedOther, Message: err.Error()}
}

// analyse judges a snapshot, one at a time: while one is under way only the newest waits.
func (x *Explorer) analyse(s model.Snapshot) tea.Cmd {
	if x.load.judging {
		x.load.next, x.load.again = s, true
		return nil
	}
	x.load.judging = true
	return analyseSnapshot(x.load.generation, s, x.scopeOf(s))
}

func (x *Explorer) analysed(m analysedMsg) tea.Cmd {
	if m.generation != x.load.generation {
		return nil
	}
	x.load.judging = false
	x.show(m.analysis)
	if x.load.again {
		x.load.again = false
		return x.analyse(x.load.next)
	}
	if x.load.ended {
		x.settle()
		return tea.Batch(x.catchUp(), x.past.refresh(), x.remember(), x.findings.lint(), x.coachReads())
	}
	return nil
}

// show makes an analysis the one that all pages show.
func (x *Explorer) show(a *emr.Analysis) {
	x.analysis, x.scope, x.counts = a, a.Scope(), countThings(a)
	x.refresh()
}

// settle ends a load: all of it is on the screen.
func (x *Explorer) settle() {
	x.load.phase, x.load.whole, x.load.ended = loadDone, true, false
	x.now = x.options.Now()
	if !x.chosen {
		x.at, x.chosen = x.home(), true
	}
}

// adopt shows a snapshot that was read by somebody else, such as the last read of an applied plan.
func (x *Explorer) adopt(s model.Snapshot) tea.Cmd {
	x.begin(loadReading)
	x.load.ended = true
	x.load.progress.Doing = "judging what was read"
	return x.analyse(s)
}

// scopeOf narrows to the chosen VPC; without a choice to the only VPC that holds a Studio or a live
// cluster, once all is read.
func (x *Explorer) scopeOf(s model.Snapshot) emr.Scope {
	src := x.source()
	sc := emr.Scope{VPC: src.VPC, Studio: src.Studio}
	if sc.VPC == "" && !x.picked.made && x.load.ended {
		if vpcs := busyVPCs(s); len(vpcs) == 1 {
			sc.VPC = vpcs[0]
		}
	}
	return sc
}

// busyVPCs gives the VPCs that hold a Studio or a live cluster, each once.
func busyVPCs(s model.Snapshot) []string {
	var out []string
	seen := map[string]bool{"": true}
	add := func(vpc string) {
		if !seen[vpc] {
			seen[vpc] = true
			out = append(out, vpc)
		}
	}
	for st := range s.Studios() {
		add(st.VPC)
	}
	for c := range s.Clusters() {
		if sub, ok := s.Subnet(c.Subnet); ok && c.Live() {
			add(sub.VPC)
		}
	}
	return out
}
