package apply

import (
	"fmt"
	"time"

	"github.com/sgscope/sgscope/model"
)

type (
	wireHeader struct {
		Version int         `json:"schemaVersion"`
		Tool    string      `json:"tool,omitempty"`
		Sandbox bool        `json:"sandbox,omitempty"`
		Follows string      `json:"follows,omitempty"`
		LeftOut int         `json:"leftOut,omitempty"`
		Place   wirePlace   `json:"place"`
		Caller  wireCaller  `json:"caller"`
		Goal    *wireGoal   `json:"goal,omitempty"`
		Steps   []wireStep  `json:"steps"`
		Before  []wireGroup `json:"before,omitempty"`
	}
	wirePlace struct {
		Endpoint  string `json:"endpoint,omitempty"`
		Partition string `json:"partition,omitempty"`
		Account   string `json:"account"`
		Region    string `json:"region"`
		VPC       string `json:"vpc"`
	}
	wireCaller struct {
		Account string `json:"account,omitempty"`
		ARN     string `json:"arn,omitempty"`
		UserID  string `json:"userId,omitempty"`
	}
	wireStep struct {
		Step    int        `json:"step"`
		Purpose string     `json:"purpose"`
		Why     string     `json:"why,omitempty"`
		Clears  []string   `json:"clears,omitempty"`
		Drift   string     `json:"drift,omitempty"`
		Needs   []int      `json:"needs,omitempty"`
		Change  wireChange `json:"change"`
	}
	wireRecord struct {
		Step    int          `json:"step"`
		Outcome string       `json:"outcome"`
		ID      string       `json:"id,omitempty"`
		Maker   string       `json:"maker,omitempty"`
		Held    string       `json:"held,omitempty"`
		Failure *wireFailure `json:"failure,omitempty"`
		Change  wireChange   `json:"change"`
	}
	wireEnd struct {
		State   string       `json:"state"`
		Reasons []string     `json:"reasons,omitempty"`
		Failure *wireFailure `json:"failure,omitempty"`
	}
	wireFailure struct {
		Kind     string `json:"kind"`
		Call     string `json:"call,omitempty"`
		Resource string `json:"resource,omitempty"`
		Missing  string `json:"missing,omitempty"`
		Code     string `json:"code,omitempty"`
		Message  string `json:"message,omitempty"`
	}
)

func encodeHeader(h Header) (wireHeader, error) {
	w := wireHeader{
		Version: h.Version, Tool: h.Tool, Sandbox: h.Sandbox, Follows: h.Follows, LeftOut: h.LeftOut,
		Place: wirePlace(h.Place), Caller: wireCaller(h.Caller),
	}
	var err error
	if w.Goal, err = encodeGoal(h.Goal); err != nil {
		return wireHeader{}, err
	}
	for _, c := range h.Steps {
		change, err := encodeChange(c.Step.Change)
		if err != nil {
			return wireHeader{}, err
		}
		w.Steps = append(w.Steps, wireStep{
			Step: c.Index, Purpose: c.Step.Purpose.String(), Why: c.Step.Why,
			Clears: c.Step.Clears, Drift: c.Step.Drift, Needs: c.Step.Needs, Change: change,
		})
	}
	for _, g := range h.Before {
		v, err := encodeGroup(g)
		if err != nil {
			return wireHeader{}, err
		}
		w.Before = append(w.Before, v)
	}
	return w, nil
}

func decodeHeader(w wireHeader) (Header, error) {
	if w.Version < 1 || w.Version > SchemaVersion {
		return Header{}, fmt.Errorf("schema version %d: this program knows versions 1 to %d", w.Version, SchemaVersion)
	}
	h := Header{
		Version: w.Version, Tool: w.Tool, Sandbox: w.Sandbox, Follows: w.Follows, LeftOut: w.LeftOut,
		Place: model.Place(w.Place), Caller: model.Caller(w.Caller),
	}
	var err error
	if h.Goal, err = decodeGoal(w.Goal); err != nil {
		return Header{}, err
	}
	for _, s := range w.Steps {
		change, err := decodeChange(s.Change)
		if err != nil {
			return Header{}, err
		}
		purpose, err := named(s.Purpose, "purpose", model.Tighten)
		if err != nil {
			return Header{}, err
		}
		h.Steps = append(h.Steps, Chosen{s.Step, model.Step{
			Change: change, Purpose: purpose, Why: s.Why,
			Clears: s.Clears, Drift: s.Drift, Needs: s.Needs,
		}})
	}
	for _, g := range w.Before {
		v, err := decodeGroup(g)
		if err != nil {
			return Header{}, err
		}
		h.Before = append(h.Before, v)
	}
	return h, nil
}

func encodeRecord(r model.Record) (wireRecord, error) {
	change, err := encodeChange(r.Change)
	if err != nil {
		return wireRecord{}, err
	}
	w := wireRecord{
		Step: r.Step, Outcome: r.Outcome.String(), ID: r.ID, Maker: makerWord(r.Maker),
		Failure: encodeFailure(r.Failure), Change: change,
	}
	if r.Held > 0 {
		w.Held = r.Held.String()
	}
	return w, nil
}

func decodeRecord(w wireRecord) (model.Record, error) {
	r := model.Record{Step: w.Step, ID: w.ID}
	var err error
	if r.Change, err = decodeChange(w.Change); err != nil {
		return model.Record{}, err
	}
	if r.Outcome, err = named(w.Outcome, "outcome", model.Unsettled); err != nil {
		return model.Record{}, err
	}
	if r.Maker, err = makerOf(w.Maker); err != nil {
		return model.Record{}, err
	}
	if w.Held != "" {
		if r.Held, err = time.ParseDuration(w.Held); err != nil {
			return model.Record{}, fmt.Errorf("read how long a call was held: %w", err)
		}
	}
	r.Failure, err = decodeFailure(w.Failure)
	return r, err
}

func encodeEnd(e End) wireEnd {
	return wireEnd{State: stateWord(e.State), Reasons: e.Reasons, Failure: encodeFailure(e.Failure)}
}

func decodeEnd(w wireEnd) (End, error) {
	e := End{Reasons: w.Reasons}
	var err error
	if e.State, err = stateOf(w.State); err != nil {
		return End{}, err
	}
	e.Failure, err = decodeFailure(w.Failure)
	return e, err
}

func encodeFailure(f model.Failure) *wireFailure {
	if f == (model.Failure{}) {
		return nil
	}
	return &wireFailure{f.Kind.String(), f.Call, f.Resource, f.Missing, f.Code, f.Message}
}

func decodeFailure(w *wireFailure) (model.Failure, error) {
	if w == nil {
		return model.Failure{}, nil
	}
	kind, err := named(w.Kind, "kind of failure", model.FailedOther)
	return model.Failure{
		Kind: kind, Call: w.Call, Resource: w.Resource, Missing: w.Missing, Code: w.Code,
		Message: w.Message,
	}, err
}

// named finds the value of an enumeration, counted from 0 to last, by the word that it writes.
func named[T interface {
	~uint8
	String() string
}](word, what string, last T) (T, error) {
	for v := T(0); v <= last; v++ {
		if v.String() == word {
			return v, nil
		}
	}
	return 0, fmt.Errorf("%q is no %s that this program knows", word, what)
}

func makerWord(m model.Maker) string {
	switch m {
	case model.MakerNone:
		return ""
	case model.MakerUs:
		return "us"
	case model.MakerUnknown:
		return "unknown"
	}
	return ""
}

func makerOf(word string) (model.Maker, error) {
	for _, m := range []model.Maker{model.MakerNone, model.MakerUs, model.MakerUnknown} {
		if makerWord(m) == word {
			return m, nil
		}
	}
	return 0, fmt.Errorf("%q is no maker that this program knows", word)
}

func stateWord(s model.RunState) string {
	switch s {
	case model.RunFinished:
		return "finished"
	case model.RunDrifted:
		return "drifted"
	case model.RunFailed:
		return "failed"
	case model.RunStopped:
		return "stopped"
	case model.RunOvertaken:
		return "overtaken"
	}
	return ""
}

func stateOf(word string) (model.RunState, error) {
	for s := model.RunFinished; s <= model.RunOvertaken; s++ {
		if stateWord(s) == word {
			return s, nil
		}
	}
	return 0, fmt.Errorf("%q is no end of a run that this program knows", word)
}
