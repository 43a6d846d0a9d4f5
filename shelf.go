package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/awsclient/describe"
	"github.com/sgscope/sgscope/model"
)

// shelf keeps the last snapshot of each place in a file that only its owner can read.
type shelf struct{}

// Last gives what the program read of a place when it ran the last time.
func (shelf) Last(at model.Place) (model.Snapshot, bool, error) {
	path := apply.SnapshotPath(at)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return model.Snapshot{}, false, nil
	}
	s, err := describe.Read(path)
	if err != nil {
		return model.Snapshot{}, false, fmt.Errorf("read the last snapshot: %w", err)
	}
	return s, true, nil
}

// Keep puts a snapshot in place of the last one: whole or not at all.
func (shelf) Keep(at model.Place, s model.Snapshot) error {
	path := apply.SnapshotPath(at)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("keep the snapshot: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".snapshot-*") // 0600
	if err != nil {
		return fmt.Errorf("keep the snapshot: %w", err)
	}
	err = errors.Join(describe.Save(f, s), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // the first error is the one that counts
		return fmt.Errorf("keep the snapshot: %w", err)
	}
	return nil
}
