package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/model"
)

func (a *app) snapshot() *cobra.Command {
	return &cobra.Command{
		Use:   "snapshot FILE",
		Short: "Save what was read, to look at it later with --snapshot",
		Long: "Save what was read to FILE, for --snapshot to read; - is standard output. A file that is there is\n" +
			"replaced only once all has been read.\n\nExit code: 0, or 2 if it could not be read or saved.",
		Args: takes("FILE"),
		RunE: func(c *cobra.Command, args []string) error {
			s, _, err := a.read(c)
			if err != nil {
				return err
			}
			var b bytes.Buffer
			if err := a.env.Save(&b, s); err != nil {
				return fmt.Errorf("save snapshot: %w", err)
			}
			if args[0] == "-" {
				if _, err := a.env.Stdout.Write(b.Bytes()); err != nil {
					return fmt.Errorf("save snapshot: %w", err)
				}
				return nil
			}
			if err := replaceFile(args[0], b.Bytes()); err != nil {
				return fmt.Errorf("save snapshot: %w", err)
			}
			a.saved(args[0], s)
			return nil
		},
	}
}

// saved says what is in the file, and what is not.
func (a *app) saved(path string, s model.Snapshot) {
	n := 0
	for range s.Groups() {
		n++
	}
	a.note(fmt.Sprintf("saved %d security groups to %s", n, path))
	for _, p := range model.Parts() {
		if r := s.Reading(p, ""); !r.Whole() {
			a.note(fmt.Sprintf("  without all %s: %s", p.Name(), r.State))
		}
	}
	for _, p := range append(model.NetworkParts(), model.EMRParts()...) { // no load reads all of them: what was tried counts
		if r := s.Reading(p, ""); r.State == model.ReadFailed || r.State == model.ReadPartly {
			a.note(fmt.Sprintf("  without all %s: %s", p.Name(), r.State))
		}
	}
}

// replaceFile writes a file whole or not at all. Snapshots hold an account's addresses: only the owner
// may read them.
func replaceFile(path string, data []byte) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return &fs.PathError{Op: "write", Path: path, Err: errors.New("is a folder")}
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err //nolint:wrapcheck // it names operation and path, and the caller adds the purpose
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already once it is renamed
	_, err = f.Write(data)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path) //nolint:wrapcheck // it names operation and path
}
