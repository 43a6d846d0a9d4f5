package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/adrg/xdg"

	"github.com/sgscope/sgscope/ui/tour"
)

// learnt keeps the progress of the walkthrough in a file that only its owner can read.
type learnt struct {
	path string
	mu   *sync.Mutex
}

func learntHere() learnt {
	return learnt{filepath.Join(xdg.StateHome, "sgscope", "tour.json"), &sync.Mutex{}}
}

// Progress gives what the file has; none of it where there is no file yet.
func (l learnt) Progress() (tour.Progress, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, err := os.ReadFile(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return tour.Progress{}, nil
	}
	if err != nil {
		return tour.Progress{}, fmt.Errorf("read progress: %w", err)
	}
	p, err := tour.DecodeProgress(b)
	if err != nil {
		// It is put aside, not overwritten: it may be of a newer program, or worth a look.
		aside := l.path + ".unreadable"
		if os.Rename(l.path, aside) == nil {
			return tour.Progress{}, fmt.Errorf("%w; the file is now %s", err, aside)
		}
		return tour.Progress{}, fmt.Errorf("%w (%s)", err, l.path)
	}
	return p, nil
}

// Keep puts progress in place of what was kept: whole or not at all.
func (l learnt) Keep(p tour.Progress) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, err := p.Encode()
	if err != nil {
		return err //nolint:wrapcheck // it says what it was doing
	}
	if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
		return fmt.Errorf("keep progress: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(l.path), ".tour-*") // 0600
	if err != nil {
		return fmt.Errorf("keep progress: %w", err)
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), l.path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // the first error is the one that counts
		return fmt.Errorf("keep progress: %w", err)
	}
	return nil
}
