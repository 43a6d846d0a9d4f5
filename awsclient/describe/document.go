package describe

import (
	"strings"

	"github.com/sgscope/sgscope/model"
)

// maxWraps bounds how deep a document may be wrapped.
const maxWraps = 3

// document reads one JSON value of a file: an object with known keys, the same wrapped in "data" (as
// recorded responses are), or a list of such.
func (l *load) document(f *file, v value, wraps int) {
	if wraps > maxWraps {
		return
	}
	switch {
	case v.kind == array:
		for _, e := range v.list {
			l.document(f, e, wraps+1)
		}
	case v.kind != object:
	case v.get("schemaVersion").kind != absent && v.get("readings").kind != absent:
		l.savedSnapshot(f, v)
	default:
		if d := v.get("data"); d.kind == object || d.kind == array {
			l.document(f, d, wraps+1)
		}
		l.sections(f, v)
	}
}

func (l *load) sections(f *file, doc value) {
	goesOn := token(doc)
	for i, key := range doc.keys {
		s, ok := sectionOf(key)
		v := doc.list[i]
		if !ok || s.ours != nil && !s.ours(v) || foreign(f, key, v) {
			continue
		}
		r := &reader{load: l, found: l.described, file: f, place: f.place}
		s.read(r, doc, v)
		if goesOn.kind == text && s.part != model.PartCaller {
			r.why = f.problem(goesOn.at, "the listing goes on: it ends in a NextToken").failure()
		}
		if key == "Clusters" && onlyFailed(f, v) {
			s.part = model.PartFailedClusters
		}
		at := f.place
		if s.part == model.PartCaller {
			at = place{} // one caller asked for all of it, in whatever folder the answer lies
		}
		l.count(s.part, at, r.tally(s))
	}
}

func (r *reader) tally(s section) tally {
	switch {
	case r.why.Kind != model.NoFailure:
		return tally{holes: 1, why: r.why}
	case s.scope == single:
		return tally{single: 1}
	}
	return tally{whole: 1}
}

// token gives the mark that a document leaves when its listing goes on.
func token(doc value) value {
	for _, key := range [...]string{"NextToken", "Marker", "NextMarker"} {
		if t := doc.get(key); t.kind == text && t.text != "" {
			return t
		}
	}
	return value{}
}

// foreign reports whether an empty list of a key that several services have was printed by another
// one, as far as the file's name tells it. Taking Redshift's empty list for EMR's would say that the
// account has no clusters.
func foreign(f *file, key string, v value) bool {
	if len(v.list) > 0 {
		return false
	}
	switch key {
	case "Instances", "Listeners", "Entries", "Routes":
		return true
	case "applications": // CodeDeploy lists its own so
		return !strings.Contains(strings.ToLower(f.path), "serverless")
	case "Clusters":
		name := strings.ToLower(f.path)
		for _, other := range [...]string{"redshift", "dax", "memorydb", "hsm", "describe-clusters", "describeclusters"} {
			if strings.Contains(name, other) {
				return true
			}
		}
	}
	return false
}

// lost notes the parts that a broken file was about, as far as it was read.
func (l *load) lost(f *file, v value, p Problem) {
	for i, key := range v.keys {
		if key == "data" {
			l.lost(f, v.list[i], p)
		}
		if s, ok := sectionOf(key); ok {
			l.count(s.part, f.place, tally{lost: 1, why: p.failure()})
		}
	}
	if v.kind == array && len(v.list) > 0 {
		l.lost(f, v.list[len(v.list)-1], p)
	}
}

// callerIdentity reads what `aws sts get-caller-identity` prints. The first one counts.
func (r *reader) callerIdentity(doc, v value) {
	c := model.Caller{Account: v.text, ARN: r.str(doc, "Arn"), UserID: r.str(doc, "UserId")}
	if r.load.caller == (model.Caller{}) {
		r.load.caller = c
	}
}
