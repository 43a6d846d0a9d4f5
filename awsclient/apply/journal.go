package apply

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/adrg/xdg"

	"github.com/sgscope/sgscope/model"
)

// SchemaVersion is the version of the journal's lines. Readers refuse a higher one.
const SchemaVersion = 1

// suffix ends the name of every journal.
const suffix = ".jsonl"

// Header is a journal's first line: where, by whom, what for and what. It is on disk before anything
// is sent.
type Header struct {
	Version int
	Tool    string // name and version of the program; may be ""
	Started time.Time
	Sandbox bool   // of the sandbox inside a process: never to be offered for an account
	Follows string // file name of the journal whose remaining changes these are; "" for none
	LeftOut int    // steps of the plan that were not chosen
	Place   model.Place
	Caller  model.Caller
	Goal    model.Goal
	Steps   []Chosen      // what was chosen, in the order in which it is sent
	Before  []model.Group // the groups that are changed, as they were before the first write
}

// End is a journal's last line. The zero value stands for a run that was cut off.
type End struct {
	At      time.Time
	State   model.RunState
	Reasons []string
	Failure model.Failure
}

// DefaultDir is where journals go if nobody says otherwise: sgscope/journals in the XDG state home.
func DefaultDir() string { return filepath.Join(xdg.StateHome, "sgscope", "journals") }

// SandboxDir is where, below a journal folder, the journals of the sandbox go.
func SandboxDir(dir string) string { return filepath.Join(dir, "sandbox") }

// sink is a file as the writer needs it.
type sink interface {
	io.WriteCloser
	Sync() error
}

// writer appends lines to a journal. Each is on the disk when its method returns.
type writer struct {
	f      sink
	path   string
	n      int
	broken bool // a line failed: what follows it could not be read back
}

// create opens a new journal and writes its header. It never touches a file that is there.
func (a *Applier) create(h Header) (*writer, error) {
	dir := a.opts.Dir
	if h.Sandbox {
		dir = SandboxDir(dir)
	}
	if err := a.private(dir); err != nil {
		return nil, fmt.Errorf("make the journal folder: %w", err)
	}
	base := filepath.Join(dir, fileName(h))
	for n := 1; ; n++ {
		path := base + suffix
		if n > 1 {
			path = base + "~" + strconv.Itoa(n) + suffix
		}
		f, err := a.open(path)
		if errors.Is(err, fs.ErrExist) && n < 1000 {
			continue // another run of this very instant
		}
		if err != nil {
			return nil, fmt.Errorf("open a journal: %w", err)
		}
		w := &writer{f: f, path: path}
		if err := errors.Join(w.header(h), a.sync(dir)); err != nil {
			_ = f.Close() // the header's error is the one that counts
			return nil, err
		}
		return w, nil
	}
}

func openExclusive(path string) (sink, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("create the file: %w", err)
	}
	return f, nil
}

// private makes a folder, and what it lacks of parents, so that only their owner can enter, and syncs
// the entries. A folder that is there is left as somebody wanted it: the files are private by themselves.
func (a *Applier) private(dir string) error {
	var made []string
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); err == nil || d == filepath.Dir(d) {
			break
		}
		made = append(made, d)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make %s: %w", dir, err)
	}
	for _, d := range made {
		if err := a.sync(filepath.Dir(d)); err != nil {
			return err
		}
	}
	return nil
}

// syncDir makes a new entry of a folder survive a crash. Windows cannot open folders for that.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	return nil
}

// fileName sorts by time, and tells the place to somebody who lists the folder.
func fileName(h Header) string {
	parts := []string{h.Started.UTC().Format("20060102T150405.000000000Z")}
	for _, s := range []string{h.Place.Account, h.Place.Region, h.Place.VPC} {
		parts = append(parts, plainName(s))
	}
	return strings.Join(parts, "_")
}

// plainName keeps what no file system minds.
func plainName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}, s)
	return s[:min(len(s), 48)]
}

func (w *writer) header(h Header) error {
	v, err := encodeHeader(h)
	if err != nil {
		return fmt.Errorf("write the journal's header: %w", err)
	}
	return w.append(line{At: h.Started, Header: &v})
}

func (w *writer) record(r model.Record) error {
	v, err := encodeRecord(r)
	if err != nil {
		return fmt.Errorf("write a record: %w", err)
	}
	return w.append(line{At: r.At, Record: &v})
}

func (w *writer) end(e End) error {
	v := encodeEnd(e)
	return w.append(line{At: e.At, End: &v})
}

func (w *writer) append(l line) error {
	if w.broken {
		return fmt.Errorf("append to %s: an earlier line is torn", w.path)
	}
	l.N = w.n
	text, err := marshalLine(l)
	if err != nil {
		return err
	}
	if _, err := w.f.Write(text); err != nil {
		w.broken = true
		return fmt.Errorf("append to the journal: %w", err)
	}
	if err := w.f.Sync(); err != nil {
		w.broken = true
		return fmt.Errorf("sync the journal: %w", err)
	}
	w.n++
	return nil
}
