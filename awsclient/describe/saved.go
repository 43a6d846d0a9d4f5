package describe

import (
	"time"

	"github.com/sgscope/sgscope/model"
)

// SchemaVersion is the version of the saved snapshot's form that Save writes and Read reads.
const SchemaVersion = 1

// savedHead is what a saved snapshot says beside the things in it.
type savedHead struct {
	origin   model.Origin
	readings []model.ScopedReading
	gone     []string
	holes    map[model.Part]model.Failure // parts of which something could not be read back
}

// savedSnapshot reads a document that Save wrote. It is taken as it is: nothing is concluded from it.
func (l *load) savedSnapshot(f *file, doc value) {
	r := &reader{load: l, found: l.kept, file: f, saved: true}
	if n, ok := r.num(doc, "schemaVersion"); !ok || n != SchemaVersion {
		r.fault(doc.get("schemaVersion"), "schemaVersion: this program reads version %d only", SchemaVersion)
		return
	}
	head := savedHead{
		origin:   r.savedOrigin(r.object(doc, "origin")),
		readings: r.savedReadings(doc),
		gone:     r.texts(doc, "gone"),
		holes:    map[model.Part]model.Failure{},
	}
	for i, key := range doc.keys {
		if s, ok := sectionOf(key); ok {
			sr := &reader{load: l, found: l.kept, file: f, saved: true}
			s.read(sr, doc, doc.list[i])
			if sr.why.Kind != model.NoFailure {
				head.holes[s.part] = sr.why
			}
		}
	}
	l.saved = append(l.saved, head)
}

func (r *reader) savedOrigin(v value) model.Origin {
	who := r.object(v, "caller")
	o := model.Origin{
		Caller:    model.Caller{Account: r.str(who, "account"), ARN: r.str(who, "arn"), UserID: r.str(who, "userId")},
		Partition: r.str(v, "partition"),
		Region:    r.str(v, "region"),
		Endpoint:  r.str(v, "endpoint"),
		Name:      r.str(v, "name"),
	}
	switch kind := r.str(v, "kind"); kind {
	case "", "account":
	case "sandbox":
		o.Kind = model.FromSandbox
	case "file":
		o.Kind = model.FromFile
	default:
		r.fault(v.get("kind"), "kind: %.40q is none of account, sandbox, file", kind)
	}
	if at := r.str(v, "readAt"); at != "" {
		t, err := time.Parse(time.RFC3339Nano, at)
		if err != nil {
			r.fault(v.get("readAt"), "readAt: %.40q is not a time", at)
		}
		o.ReadAt = t
	}
	return o
}

func (r *reader) savedReadings(doc value) []model.ScopedReading {
	var out []model.ScopedReading
	for _, v := range r.objects(doc, "readings") {
		x := model.ScopedReading{Part: model.Part(r.str(v, "part")), Scope: r.str(v, "scope")}
		word := r.str(v, "state")
		ok := false
		for s := model.NotRead; s <= model.ReadWhole; s++ {
			if s.String() == word {
				x.Reading.State, ok = s, true
			}
		}
		if !ok {
			r.fault(v, "state: %.40q is no state of a part", word)
			continue
		}
		x.Reading.Failure = r.savedFailure(r.object(v, "failure"))
		x.Reading.LeftOut, _ = r.num(v, "leftOut")
		out = append(out, x)
	}
	return out
}

func (r *reader) savedFailure(v value) model.Failure {
	if v.kind == absent {
		return model.Failure{}
	}
	f := model.Failure{
		Kind:     model.FailedOther,
		Call:     r.str(v, "call"),
		Resource: r.str(v, "resource"),
		Missing:  r.str(v, "missing"),
		Code:     r.str(v, "code"),
		Message:  r.str(v, "message"),
	}
	word := r.str(v, "kind")
	for k := model.NoFailure; k <= model.FailedOther; k++ {
		if k.String() == word {
			f.Kind = k
		}
	}
	return f
}

// markSaved records what saved snapshots say of their parts. Where two sources speak of the same
// part in the same scope and differ, it is read in part.
func (l *load) markSaved(b *model.Builder) {
	for _, s := range l.saved {
		for _, x := range s.readings {
			k := scoped{x.Part, x.Scope}
			r := x.Reading
			if old, ok := l.marked[k]; ok {
				r = together([]model.Reading{old, r})
			}
			if why, holed := s.holes[x.Part]; holed {
				r = model.Reading{State: model.ReadPartly, Failure: why}
			}
			l.mark(b, k, r)
		}
		for _, id := range s.gone {
			b.MarkGone(id)
		}
	}
}
