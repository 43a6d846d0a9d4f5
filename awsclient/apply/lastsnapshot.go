package apply

import (
	"fmt"
	"hash/fnv"
	"path/filepath"

	"github.com/adrg/xdg"

	"github.com/sgscope/sgscope/model"
)

// SnapshotPath is where the last snapshot of a place goes: sgscope/snapshots in the XDG state home. Who
// writes it makes it the owner's alone, like a journal.
func SnapshotPath(at model.Place) string {
	h := fnv.New32a()
	_, _ = fmt.Fprintf(h, "%q %q", at.Endpoint, at.Partition) // a hash takes everything
	name := fmt.Sprintf("%s_%s_%s_%08x.json", plainName(at.Account), plainName(at.Region), plainName(at.VPC), h.Sum32())
	return filepath.Join(xdg.StateHome, "sgscope", "snapshots", name)
}
