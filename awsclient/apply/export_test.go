package apply

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/sgscope/sgscope/model"
)

// Seal closes a line for tests that make lines by hand.
func Seal(body []byte) []byte { return seal(body) }

// LastSet tells the test of goals which set of groups the journal knows as the last.
const LastSet = lastSet

// BreakJournalAfter makes the disk refuse one line, the one after the first n.
func (a *Applier) BreakJournalAfter(n int) {
	open := a.open
	a.open = func(path string) (sink, error) {
		f, err := open(path)
		return &failing{sink: f, left: n}, err
	}
}

type failing struct {
	sink
	left int
}

func (f *failing) Write(b []byte) (int, error) {
	if f.left--; f.left == -1 {
		_, _ = f.sink.Write(b[:len(b)/2])
		return len(b) / 2, errors.New("no space left on device")
	}
	return f.sink.Write(b)
}

// SkipSync leaves lines in the system's cache, which is enough for whoever only reads them back.
func (a *Applier) SkipSync() *Applier {
	a.sync = func(string) error { return nil }
	open := a.open
	a.open = func(path string) (sink, error) {
		f, err := open(path)
		return hasty{f}, err
	}
	return a
}

type hasty struct{ sink }

func (hasty) Sync() error { return nil }

// Disk keeps journals in memory, by path.
type Disk map[string]*bytes.Buffer

// KeepIn makes the Applier write its journals to a disk in memory, and read them there.
func (a *Applier) KeepIn(d Disk) *Applier {
	a.opts.Dir = os.TempDir()
	a.sync = func(string) error { return nil }
	a.open = func(path string) (sink, error) {
		if d[path] != nil {
			return nil, fs.ErrExist
		}
		d[path] = &bytes.Buffer{}
		return memory{d[path]}, nil
	}
	a.load = func(path string) (Journal, error) {
		if d[path] == nil {
			return Journal{}, fmt.Errorf("open a journal: %w", fs.ErrNotExist)
		}
		j, err := ParseJournal(d[path].Bytes())
		j.Path = path
		return j, err
	}
	return a
}

type memory struct{ *bytes.Buffer }

func (memory) Close() error { return nil }
func (memory) Sync() error  { return nil }

// Explained explains a denial as an Applier on that Cloud would.
func Explained(ctx context.Context, c Cloud, f model.Failure) model.Failure {
	return New(c, Options{Dir: "nowhere"}).explained(ctx, f)
}
