package apply

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/sgscope/sgscope/model"
)

// leftSuffix ends the name of the empty file that says of a journal that it is to be left as it is. A
// journal itself is written by its run alone.
const leftSuffix = ".left"

// base gives the name by which journals name each other, so that their folder can be moved.
func base(path string) string {
	if path == "" {
		return ""
	}
	return filepath.Base(path)
}

// Noun gives the journal as screens and commands know it.
func (j Journal) Noun() model.Journal {
	h := j.Header
	out := model.Journal{
		Path: j.Path, Place: h.Place, Sandbox: h.Sandbox, Tool: h.Tool, Caller: h.Caller, Goal: h.Goal,
		Started: h.Started, Last: j.last(), Before: h.Before, Reasons: j.End.Reasons, Failure: j.End.Failure,
		Torn: j.Torn, Follows: h.Follows, LeftOut: h.LeftOut, State: j.state(),
	}
	for i, r := range j.Outcomes() {
		out.Steps = append(out.Steps, model.JournalStep{Step: h.Steps[i].Step, Record: r})
	}
	return out
}

func (j Journal) state() model.JournalState {
	switch {
	case j.Header.Started.IsZero():
		return model.JournalTorn
	case !j.Ended():
		return model.JournalCutOff
	}
	switch j.End.State {
	case model.RunFinished:
		return model.JournalDone
	case model.RunFailed:
		return model.JournalFailed
	case model.RunStopped:
		return model.JournalStopped
	case model.RunOvertaken, model.RunDrifted:
		return model.JournalOvertaken
	}
	return model.JournalCutOff
}

// last gives the time of the last whole line.
func (j Journal) last() time.Time {
	switch {
	case j.Ended():
		return j.End.At
	case len(j.Records) > 0:
		return j.Records[len(j.Records)-1].At
	}
	return j.Header.Started
}

// Journals gives what was applied at a place, the newest first; a place without a VPC is a whole Region
// and the zero Place is everywhere. Journals of a process's own sandbox are never among those of an
// account, and those of an account never among a sandbox's, which forgets its world when the process
// ends: of its journals only those are given that are younger than the Applier. A file that cannot be
// read is among them, damaged, wherever somebody works: it could be anybody's.
func (a *Applier) Journals(at model.Place) ([]model.Journal, error) {
	dir := a.opts.Dir
	if a.opts.Sandbox {
		dir = SandboxDir(dir)
	}
	all, err := Journals(dir)
	out := slices.DeleteFunc(all, func(j model.Journal) bool {
		if j.State == model.JournalDamaged {
			return a.opts.Sandbox
		}
		elsewhere := at != model.Place{} && !at.Covers(j.Place)
		return elsewhere || j.Sandbox != a.opts.Sandbox || a.opts.Sandbox && j.Started.Before(a.born)
	})
	return out, err
}

// Journals reads all journals of a folder, the newest first, each with what later ones made of it.
// Subfolders, the sandbox's among them, are not looked into. Files that were torn before anything was
// sent are left out.
func Journals(dir string) ([]model.Journal, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list journals: %w", err)
	}
	var out []model.Journal
	for _, e := range slices.Backward(entries) {
		if !e.Type().IsRegular() || !strings.HasSuffix(e.Name(), suffix) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		j, err := ReadJournal(path)
		if v := nounOf(path, j, err); v.State != model.JournalTorn {
			_, err := os.Stat(path + leftSuffix)
			v.Left = err == nil
			out = append(out, v)
		}
	}
	link(out)
	return out, nil
}

// nounOf gives a journal that was read, or why it could not be, as a noun.
func nounOf(path string, j Journal, err error) model.Journal {
	if err != nil {
		return model.Journal{Path: path, State: model.JournalDamaged, Failure: model.Failure{
			Kind: model.FailedOther, Call: "journal", Resource: path, Message: err.Error(),
		}}
	}
	return j.Noun()
}

// link tells each journal, the newest first, which later ones carry it on or take it back. One that
// was carried on to its end counts as done.
func link(list []model.Journal) {
	at := map[string]int{}
	for i, j := range list {
		at[base(j.Path)] = i
	}
	linkEarlier(list, at)
	for _, j := range list {
		t := model.JournalTaken{Path: j.Path, State: j.State, Part: j.LeftOut > 0}
		for _, k := range j.Taken {
			if !k.Undo && k.State == model.JournalDone {
				t.State, t.Part = model.JournalDone, t.Part || k.Part
			}
		}
		earlier := j.Follows
		if undo, ok := j.Goal.(model.Undo); ok && earlier == "" {
			earlier, t.Undo = base(undo.Journal), true
		}
		i, ok := at[earlier]
		if !ok || earlier == "" {
			continue
		}
		list[i].Taken = append(list[i].Taken, t)
		for _, e := range list[i].Earlier {
			if n, known := at[base(e.Path)]; known && t.Undo {
				list[n].Taken = append(list[n].Taken, t)
			}
		}
	}
}

// Leave notes that a journal is to be left as it is: it is no longer offered.
func Leave(path string) error {
	f, err := os.OpenFile(path+leftSuffix, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("note that the journal is left as it is: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close(), syncDir(filepath.Dir(path))); err != nil {
		return fmt.Errorf("note that the journal is left as it is: %w", err)
	}
	return nil
}

// Leave notes that a journal is to be left as it is: it is no longer offered.
func (a *Applier) Leave(path string) error { return Leave(path) }
