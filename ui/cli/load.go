package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/report"
)

// read opens the source of the flags and reads all of it.
func (a *app) read(c *cobra.Command) (model.Snapshot, []report.Problem, error) {
	if err := a.flags.check(c.Flags()); err != nil {
		return model.Snapshot{}, nil, err
	}
	return a.readFrom(c.Context(), a.flags.source)
}

// faulty is a Reader that passes over what it cannot read, and says afterwards what that was.
type faulty interface{ Problems() []report.Problem }

// readFrom opens a source and reads all of it. What had to be passed over is said, and is no error.
func (a *app) readFrom(ctx context.Context, src model.Source) (model.Snapshot, []report.Problem, error) {
	if a.env.Terminal == Interactive && src.Endpoint != "" {
		a.note("sgscope: asking " + src.Endpoint) // one that does not answer is waited for long
	}
	account, err := a.env.Open(ctx, src)
	if err != nil {
		return model.Snapshot{}, nil, fmt.Errorf("open: %w", err)
	}
	a.history = account.History
	s, err := account.Reader.Load(ctx, src, a.waits())
	if err != nil {
		if gone := missingFile(src.Snapshot); gone != nil {
			return model.Snapshot{}, nil, gone
		}
		return model.Snapshot{}, nil, fmt.Errorf("read: %w", err)
	}
	var problems []report.Problem
	if f, ok := account.Reader.(faulty); ok {
		problems = f.Problems()
	}
	for _, p := range problems {
		a.note("sgscope: malformed: " + p.String())
	}
	return s, problems, nil
}

// missingFile says that a saved snapshot is not there, in the words in which it was named.
func missingFile(name string) error {
	if name == "" {
		return nil
	}
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read snapshot: %s: no such file or folder", name)
	}
	return nil
}

// betweenNotes keeps the notes of a load that waits for many calls to a few.
const betweenNotes = 5 * time.Second

// waits tells of calls that are held back, what is being read, and why: a silent minute looks like a
// hang.
func (a *app) waits() func(model.Progress) {
	var told time.Time
	return func(p model.Progress) {
		now := a.env.Now()
		if p.Retrying == "" || !told.IsZero() && now.Sub(told) < betweenNotes {
			return
		}
		told = now
		text := "sgscope: waiting: " + p.Retrying
		if p.Doing != "" {
			text += " (reading " + p.Doing + ")"
		}
		a.note(text)
	}
}

// view reads the source and judges what is in scope.
func (a *app) view(c *cobra.Command) (report.View, error) {
	accepted, err := a.accepted() // before the account: a mistake in a file should not cost a minute
	if err != nil {
		return report.View{}, err
	}
	s, problems, err := a.read(c)
	if err != nil {
		return report.View{}, err
	}
	v, err := a.viewOf(s)
	v.Malformed, v.Accept = problems, accepted
	return v, err
}

// viewOf judges a snapshot. Headless commands never ask: without --vpc they tell of every VPC of a
// snapshot, and of those VPCs of an account that hold a Studio or a cluster.
func (a *app) viewOf(s model.Snapshot) (report.View, error) { return a.viewFrom(s, a.flags.source) }

func (a *app) viewFrom(s model.Snapshot, src model.Source) (report.View, error) {
	if err := known(s, src); err != nil {
		return report.View{}, err
	}
	v := report.View{
		Analysis: emr.Analyse(s, emr.Scope{VPC: src.VPC, Studio: src.Studio}),
		Place:    report.PlaceOf(s, src),
		Now:      a.env.Now(),
		Marks:    a.marks(),
		Width:    a.env.Width,
		Linear:   a.flags.plain,
	}
	if src.VPC == "" && s.Origin().Kind != model.FromFile {
		v.VPCs = emrVPCs(s)
	}
	return v, nil
}

func (a *app) marks() report.Marks {
	if a.wantsASCII() {
		return report.ASCIIMarks()
	}
	return report.UnicodeMarks()
}

// wantsASCII reports whether flags or locale ask for ASCII. No locale at all says nothing.
func (a *app) wantsASCII() bool {
	if a.flags.ascii || a.flags.plain {
		return true
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := a.env.Getenv(name); locale != "" {
			locale = strings.ToLower(locale)
			return !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8")
		}
	}
	return false
}

// known refuses a VPC or Studio that is not there, because an empty answer would look like a good one.
func known(s model.Snapshot, src model.Source) error {
	if src.VPC != "" {
		if vpcs := vpcsOf(s); !slices.Contains(vpcs, src.VPC) {
			return fmt.Errorf("--vpc %s: there is no such VPC here; there are %s", src.VPC, listed(vpcs))
		}
	}
	if src.Studio == "" {
		return nil
	}
	var names []string
	for st := range s.Studios() {
		if st.ID == src.Studio || st.Name == src.Studio {
			return nil
		}
		names = append(names, st.Name+" ("+st.ID+")")
	}
	if !s.Reading(model.PartStudios, "").Whole() && len(names) == 0 {
		return fmt.Errorf("--studio %s: Studios were not read", src.Studio)
	}
	return fmt.Errorf("--studio %s: there is no such Studio here; there are %s", src.Studio, listed(names))
}

// vpcsOf gives every VPC that was read or that a group is in.
func vpcsOf(s model.Snapshot) []string {
	ids := map[string]bool{}
	for v := range s.VPCs() {
		ids[v.ID] = true
	}
	for g := range s.Groups() {
		ids[g.VPC] = true
	}
	delete(ids, "")
	return slices.Sorted(maps.Keys(ids))
}

// emrVPCs gives the VPCs that hold a Studio or a live cluster. It is nil, which means all of them,
// where Studios or clusters were not read, so that nothing is left out for not being known.
func emrVPCs(s model.Snapshot) []string {
	for _, p := range []model.Part{model.PartStudios, model.PartClusters} {
		if !s.Reading(p, "").Whole() {
			return nil
		}
	}
	ids := map[string]bool{}
	for st := range s.Studios() {
		ids[st.VPC] = true
	}
	for c := range s.Clusters() {
		if sub, ok := s.Subnet(c.Subnet); ok && c.Live() {
			ids[sub.VPC] = true
		}
	}
	delete(ids, "")
	return append([]string{}, slices.Sorted(maps.Keys(ids))...)
}

func listed(names []string) string {
	const most = 8
	switch n := len(names); {
	case n == 0:
		return "none"
	case n > most:
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", n-most)
	}
	return strings.Join(names, ", ")
}
