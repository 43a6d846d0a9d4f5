package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// All reading and writing is here: commands that touch no state and answer with what happened.

type (
	accountOpenedMsg struct {
		generation int
		account    Account
	}
	// progressedMsg carries the command that waits for the next report of the same load.
	progressedMsg struct {
		generation int
		progress   model.Progress
		more       tea.Cmd
	}
	loadedMsg struct {
		generation int
		snapshot   model.Snapshot
	}
	loadFailedMsg struct {
		generation int
		err        error
	}
	analysedMsg struct {
		generation int
		analysis   *emr.Analysis
	}
)

type openFunc = func(context.Context, model.Source) (Account, error)

func openAccount(ctx context.Context, generation int, open openFunc, src model.Source) tea.Cmd {
	return func() tea.Msg {
		a, err := open(ctx, src)
		if err != nil {
			return loadFailedMsg{generation, err}
		}
		return accountOpenedMsg{generation, a}
	}
}

// startLoad reads in a goroutine of its own. Its reports go through a box for one: a new report
// replaces one that nobody took, so that a slow screen never holds up the load.
func startLoad(ctx context.Context, generation int, r Reader, src model.Source) tea.Cmd {
	return func() tea.Msg {
		reports := make(chan model.Progress, 1)
		end := make(chan tea.Msg, 1)
		go func() {
			s, err := r.Load(ctx, src, func(p model.Progress) { replace(reports, p) })
			if err != nil {
				end <- loadFailedMsg{generation, err}
				return
			}
			end <- loadedMsg{generation, s}
		}()
		return nextReport(generation, reports, end)()
	}
}

func nextReport(generation int, reports <-chan model.Progress, end <-chan tea.Msg) tea.Cmd {
	return func() tea.Msg {
		select {
		case p := <-reports:
			return progressedMsg{generation, p, nextReport(generation, reports, end)}
		case msg := <-end:
			select {
			case p := <-reports: // the last report is shown before the end, even if the load has failed
				return progressedMsg{generation, p, func() tea.Msg { return msg }}
			default:
				return msg
			}
		}
	}
}

// replace puts a value into a box for one, in place of what is there. Reports come from several
// goroutines, so the box may be filled again in between; then that report is the newer one.
func replace[T any](box chan T, v T) {
	select {
	case <-box:
	default:
	}
	select {
	case box <- v:
	default:
	}
}

func analyseSnapshot(generation int, s model.Snapshot, sc emr.Scope) tea.Cmd {
	return func() tea.Msg { return analysedMsg{generation, emr.Analyse(s, sc)} }
}

type (
	// recordedMsg is one step of a run; it carries the command that waits for the next.
	recordedMsg struct {
		serial int
		record model.Record
		more   tea.Cmd
	}
	runEndedMsg struct {
		serial int
		run    model.Run
	}
	runFailedMsg struct {
		serial  int
		err     error
		reasons []string
	}
)

// applying is a run under way.
type applying struct {
	serial   int
	cancel   context.CancelFunc
	stopping bool // somebody has asked for the end
}

// stop ends the run after the call in flight: no other is sent.
func (a *applying) stop() {
	a.stopping = true
	a.cancel()
}

// startApply carries out an order. It is called from one place only: the confirm dialog. The end of
// the run arrives as runEndedMsg or runFailedMsg; the receiver calls endApply. The plan is made again
// in the scope in which it was reviewed, whatever the screen shows by now.
func (x *Explorer) startApply(o model.Order, scope emr.Scope, m making) tea.Cmd {
	ctx, cancel := context.WithCancel(x.ctx)
	x.applies = &applying{serial: x.nextSerial(), cancel: cancel}
	replan := func(s model.Snapshot) model.Plan { return m.plan(emr.Analyse(s, scope)) }
	return applyOrder(ctx, x.applies.serial, x.account.Writer, o, replan)
}

// endApply forgets the run and reports whether the serial is that of the present one.
func (x *Explorer) endApply(serial int) bool {
	if x.applies == nil || x.applies.serial != serial {
		return false
	}
	x.applies.cancel()
	x.applies = nil
	return true
}

// recordsPerStep is more than a step is reported: sent and answered, each time that it is tried.
const recordsPerStep = 32

func applyOrder(ctx context.Context, serial int, w Writer, o model.Order, replan func(model.Snapshot) model.Plan,
) tea.Cmd {
	return func() tea.Msg {
		// Room for every record that a run can report, so that the applier never waits for a screen that
		// may be gone.
		records := make(chan model.Record, recordsPerStep*(len(o.Picks)+1))
		end := make(chan tea.Msg, 1)
		go func() {
			defer close(end) // who asks once more gets nothing, instead of waiting for ever
			run, err := w.Apply(ctx, o, replan, func(r model.Record) { records <- r })
			close(records)
			if err != nil {
				end <- runFailedMsg{serial, err, run.Reasons}
				return
			}
			end <- runEndedMsg{serial, run}
		}()
		return nextRecord(serial, records, end)()
	}
}

// nextRecord gives the records in order and the end after all of them.
func nextRecord(serial int, records <-chan model.Record, end <-chan tea.Msg) tea.Cmd {
	return func() tea.Msg {
		if r, ok := <-records; ok {
			return recordedMsg{serial, r, nextRecord(serial, records, end)}
		}
		return <-end
	}
}

// mostRegions is more than AWS has, so that the question never waits for a screen that may be gone.
const mostRegions = 256

// askRegions asks all enabled Regions in a goroutine of its own.
func askRegions(ctx context.Context, serial int, r RegionReader) tea.Cmd {
	return func() tea.Msg {
		answers := make(chan model.RegionAccess, mostRegions)
		end := make(chan tea.Msg, 1)
		go func() {
			defer close(end)
			all, err := r.PublicAccessEverywhere(ctx, func(a model.RegionAccess) { answers <- a })
			close(answers)
			if err != nil {
				end <- surveyFailedMsg{serial, err}
				return
			}
			end <- surveyEndedMsg{serial, all}
		}()
		return nextRegion(serial, answers, end)()
	}
}

// nextRegion gives the answers in order and the end after all of them.
func nextRegion(serial int, answers <-chan model.RegionAccess, end <-chan tea.Msg) tea.Cmd {
	return func() tea.Msg {
		if a, ok := <-answers; ok {
			return regionToldMsg{serial, a, nextRegion(serial, answers, end)}
		}
		return <-end
	}
}
