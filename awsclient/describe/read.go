package describe

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// Read reads a file or a folder with all below it. If the error is a *Malformed, the snapshot is
// good: it holds everything that could be read. With any other error there is no snapshot.
//
// In a folder, a file counts if its name ends in .json or its text begins as JSON does; names that
// begin with a dot are passed over. A file that is named itself is read whatever its name.
func Read(name string) (model.Snapshot, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return model.Snapshot{}, fmt.Errorf("read snapshot: %w", err)
	}
	root := filepath.Base(abs)
	if root == string(filepath.Separator) {
		root = "."
	}
	w := walk{fsys: os.DirFS(filepath.Dir(abs)), root: root, shown: func(p string) string {
		return filepath.Join(name, filepath.FromSlash(strings.TrimPrefix(strings.TrimPrefix(p, root), "/")))
	}}
	return w.read(name)
}

// ReadFS reads a file or a folder of a file system, as Read does.
func ReadFS(fsys fs.FS, root string) (model.Snapshot, error) {
	w := walk{fsys: fsys, root: root, shown: func(p string) string { return p }}
	return w.read(root)
}

// file is one file that is read.
type file struct {
	path  string // as problems name it
	src   string
	place place
}

// problem makes the problem of a byte offset.
func (f *file) problem(at int, text string) Problem {
	line, column := position(f.src, at)
	return Problem{Path: f.path, Line: line, Column: column, Text: text}
}

// walk goes over the files of a tree.
type walk struct {
	fsys  fs.FS
	root  string
	shown func(string) string
}

func (w walk) read(name string) (model.Snapshot, error) {
	info, err := fs.Stat(w.fsys, w.root)
	if err != nil {
		return model.Snapshot{}, fmt.Errorf("read snapshot: %w", err)
	}
	l := newLoad()
	if !info.IsDir() {
		data, err := fs.ReadFile(w.fsys, w.root)
		if err != nil {
			return model.Snapshot{}, fmt.Errorf("read snapshot: %w", err)
		}
		l.file(w.shown(w.root), placeOf(w.root), decode(data))
	} else if err := fs.WalkDir(w.fsys, w.root, func(p string, d fs.DirEntry, err error) error {
		return w.visit(l, p, d, err)
	}); err != nil {
		return model.Snapshot{}, fmt.Errorf("read snapshot: %w", err)
	}
	s := l.snapshot(name)
	if len(l.bad.Problems) > 0 {
		return s, &l.bad
	}
	return s, nil
}

// visit reads one entry of a folder. Only the root's own failure ends the walk.
func (w walk) visit(l *load, p string, d fs.DirEntry, err error) error {
	if err != nil && p == w.root {
		return err
	}
	if err != nil {
		l.bad.add(Problem{Path: w.shown(p), Text: err.Error()})
		return nil
	}
	hidden := p != w.root && strings.HasPrefix(path.Base(p), ".")
	switch {
	case d.IsDir() && hidden:
		return fs.SkipDir
	case d.IsDir() || hidden:
		return nil
	}
	if info, err := fs.Stat(w.fsys, p); err != nil || !info.Mode().IsRegular() {
		return nil // a link to nowhere or to a folder, a socket
	}
	data, err := w.content(p)
	switch {
	case err != nil:
		l.bad.add(Problem{Path: w.shown(p), Text: err.Error()})
	case data != nil:
		l.file(w.shown(p), placeOf(p), decode(data))
	}
	return nil
}

// content gives a file's bytes; nil if it is no JSON by name and by its beginning.
func (w walk) content(p string) ([]byte, error) {
	if !strings.EqualFold(path.Ext(p), ".json") {
		if begins, err := w.beginsAsJSON(p); err != nil || !begins {
			return nil, err
		}
	}
	data, err := fs.ReadFile(w.fsys, p)
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	return data, nil
}

func (w walk) beginsAsJSON(p string) (bool, error) {
	f, err := w.fsys.Open(p)
	if err != nil {
		return false, fmt.Errorf("open: %w", err)
	}
	defer func() { _ = f.Close() }() // nothing was written
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, fmt.Errorf("read: %w", err)
	}
	return looksLikeJSON(decode(head[:n])), nil
}

// file reads the documents of one file; several may follow each other, as `aws … >> file` leaves them.
func (l *load) file(shown string, at place, src string) {
	f := &file{path: shown, src: src, place: at}
	p := &parser{src: src}
	for n := 0; ; n++ {
		v, more, bad := p.next()
		if bad != nil {
			problem := f.problem(bad.at, bad.text)
			l.bad.add(problem)
			l.lost(f, v, problem)
			return
		}
		if !more {
			if n == 0 {
				l.bad.add(f.problem(0, "empty: want a JSON document"))
			}
			return
		}
		l.document(f, v, 0)
	}
}
