package apply

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/sgscope/sgscope/model"
)

// Journal is a journal as it was read back.
type Journal struct {
	Path    string
	Header  Header // zero if the file was torn before its header was whole: then nothing was sent
	Records []model.Record
	End     End  // zero if the run was cut off
	Torn    bool // the last line was cut short and is left out
}

// Ended reports whether the run came to an end of its own, good or bad.
func (j Journal) Ended() bool { return !j.End.At.IsZero() }

// Outcomes gives the last record of each chosen step, in order; a step that was never sent is Planned.
// A step that is only Sent was cut off: what became of it has to be read.
func (j Journal) Outcomes() []model.Record {
	var out []model.Record
	at := map[int]int{}
	for i, c := range j.Header.Steps {
		at[c.Index] = i
		out = append(out, model.Record{Step: c.Index, Change: c.Step.Change})
	}
	for _, r := range j.Records {
		if i, ok := at[r.Step]; ok {
			out[i] = r
		}
	}
	return out
}

// maxJournal bounds what is read of one file; a journal of a thousand changes has about a megabyte.
const maxJournal = 64 << 20

// ReadJournal reads one journal. A torn last line is left out and said so; a damaged line before it is
// an error.
func ReadJournal(path string) (Journal, error) {
	f, err := os.Open(path)
	if err != nil {
		return Journal{}, fmt.Errorf("open a journal: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	data, err := io.ReadAll(io.LimitReader(f, maxJournal+1))
	if err != nil {
		return Journal{}, fmt.Errorf("read the journal %s: %w", path, err)
	}
	if len(data) > maxJournal {
		return Journal{}, fmt.Errorf("read the journal %s: it is larger than %d MB", path, maxJournal>>20)
	}
	j, err := ParseJournal(data)
	if err != nil {
		return Journal{}, fmt.Errorf("read the journal %s: %w", path, err)
	}
	j.Path = path
	return j, nil
}

// ParseJournal reads a journal's text.
func ParseJournal(data []byte) (Journal, error) {
	var j Journal
	for n := 0; len(data) > 0; n++ {
		text, rest, _ := bytes.Cut(data, []byte("\n"))
		l, err := unmarshalLine(text)
		switch {
		case errors.Is(err, errTorn) && len(rest) == 0:
			j.Torn = true
			return j, nil
		case err != nil:
			return Journal{}, fmt.Errorf("line %d: %w", n+1, err)
		case l.N != n:
			return Journal{}, fmt.Errorf("line %d: it says that it is line %d: lines were lost", n+1, l.N+1)
		case j.Ended():
			return Journal{}, fmt.Errorf("line %d: it follows the end", n+1)
		}
		if err := j.add(l); err != nil {
			return Journal{}, fmt.Errorf("line %d: %w", n+1, err)
		}
		data = rest
	}
	return j, nil
}

func (j *Journal) add(l line) error {
	switch {
	case (l.N == 0) != (l.Header != nil):
		return fmt.Errorf("the header is the first line and no other")
	case l.Header != nil:
		h, err := decodeHeader(*l.Header)
		if err != nil {
			return err
		}
		h.Started = l.At
		j.Header = h
	case l.Record != nil:
		r, err := decodeRecord(*l.Record)
		if err != nil {
			return err
		}
		r.At = l.At
		j.Records = append(j.Records, r)
	case l.End != nil:
		e, err := decodeEnd(*l.End)
		if err != nil {
			return err
		}
		e.At = l.At
		j.End = e
	default:
		return fmt.Errorf("neither header nor record nor end")
	}
	return nil
}
