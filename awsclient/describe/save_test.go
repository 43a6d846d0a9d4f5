package describe_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/awsclient/describe"
	"github.com/sgscope/sgscope/model"
)

func saved(t interface{ Fatalf(string, ...any) }, s model.Snapshot) string {
	var b bytes.Buffer
	if err := describe.Save(&b, s); err != nil {
		t.Fatalf("save: %v", err)
	}
	return b.String()
}

// What was saved reads as what it was, by every accessor, and in whatever folder it lies.
func TestSavedReadsAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := snapshot(t)
		text := saved(t, s)
		if !json.Valid([]byte(text)) {
			t.Fatalf("not JSON:\n%s", text)
		}
		again, err := describe.ReadFS(tree("111122223333/us-west-2/saved.json", text), ".")
		if err != nil {
			t.Fatalf("read: %v\n%s", err, text)
		}
		if d := same(s, again); d != "" {
			t.Fatalf("differs (-saved +read):\n%s\n%s", d, text)
		}
		if twice := saved(t, again); twice != text {
			t.Fatalf("saved again differs:\n%s", cmp.Diff(text, twice))
		}
	})
}

// A document in which any value is of any other type is read as far as it goes: nothing panics, no
// problem is without its place, and what was read can be saved.
func TestAnyWrongType(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var doc any
		text := strings.Replace(saved(t, snapshot(t)), `"schemaVersion"`, `"described"`, 1)
		if err := json.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 3).Draw(t, "edits") {
			doc = mutated(t, doc)
		}
		out, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		checkRead(t, string(out))
	})
}

// mutated replaces one value, anywhere in the document, by one that does not belong there.
func mutated(t *rapid.T, v any) any {
	stop := rapid.IntRange(0, 9).Draw(t, "depth") == 0
	switch v := v.(type) {
	case map[string]any:
		if len(v) > 0 && !stop {
			key := rapid.SampledFrom(slices.Sorted(maps.Keys(v))).Draw(t, "key")
			v[key] = mutated(t, v[key])
			return v
		}
	case []any:
		if len(v) > 0 && !stop {
			i := rapid.IntRange(0, len(v)-1).Draw(t, "index")
			v[i] = mutated(t, v[i])
			return v
		}
	}
	return rapid.SampledFrom([]any{
		nil, true, -1.0, 3.5, 1e300, "", "x", "10.0.0.1", "2001:db8::/32", "::ffff:10.0.0.1",
		[]any{},
		map[string]any{},
		[]any{nil, 1.0, "x", map[string]any{}},
		map[string]any{"Id": []any{}, "State": 1.0},
	}).Draw(t, "instead")
}

// A snapshot with planned changes is saved with them.
func TestSavePlanned(t *testing.T) {
	s := read(t, "a.json", oneGroup)
	s, err := s.With(
		model.CreateGroup{VPC: "vpc-1", Name: "n", Description: "d", Tag: model.EMRTag()},
		model.DeleteGroup{Group: "sg-1"},
	)
	if err != nil {
		t.Fatal(err)
	}
	again := read(t, "a.json", saved(t, s))
	if d := same(s, again); d != "" {
		t.Error(d)
	}
	if again.GroupPresence("sg-1") != model.Gone {
		t.Error("the deleted group is not known to be gone")
	}
}

func TestSavedText(t *testing.T) {
	b := model.NewBuilder(model.Origin{})
	b.AddVPC(model.VPC{ID: "vpc-1", Name: "\x1b[31m\u202eevil\u200b 😀 \U000e0001 \xff"})
	text := saved(t, b.Snapshot())
	for _, r := range text {
		if r != '\n' && model.Hidden(r) {
			t.Fatalf("%U in %q", r, text)
		}
	}
	if want := `"Name": "\u001b[31m\u202eevil\u200b 😀 \udb40\udc01 \ufffd"`; !strings.Contains(text, want) {
		t.Errorf("want %s in\n%s", want, text)
	}
}

// Two saved snapshots, and saved beside described, add up.
func TestSavedBesideOthers(t *testing.T) {
	a := read(t, "a.json", `{"SecurityGroups":[{"GroupId":"sg-1"}],"Vpcs":[]}`)
	b := read(t, "a.json", `{"SecurityGroups":[{"GroupId":"sg-2"}],"NextToken":"x"}`)
	s := read(t, "a.json", saved(t, a), "b.json", saved(t, b), "c.json", `{"Subnets":[{"SubnetId":"subnet-1"}]}`)
	want := []string{"groups: partly read", "subnets: read", "vpcs: read"}
	if d := cmp.Diff(want, states(s)); d != "" {
		t.Error(d)
	}
	for _, id := range []string{"sg-1", "sg-2"} {
		if _, ok := s.Group(id); !ok {
			t.Errorf("no %s", id)
		}
	}
}

func TestSavedWithHoles(t *testing.T) {
	s, problems := readBad(t, "a.json", `{"schemaVersion":1,"origin":{"kind":"moon","readAt":"noon"},
		"readings":[{"part":"groups","state":"read"},{"part":"vpcs","state":"half"}],
		"SecurityGroups":[{"GroupId":"sg-1"},{"GroupId":1}]}`)
	want := []string{
		`a.json:1:37: kind: "moon" is none of account, sandbox, file`,
		`a.json:1:53: readAt: "noon" is not a time`,
		`a.json:2:48: state: "half" is no state of a part`,
		`a.json:3:51: GroupId: want text, found a number: left out`,
	}
	if d := cmp.Diff(want, problems); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"groups: partly read"}, states(s)); d != "" {
		t.Error(d)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestSaveFails(t *testing.T) {
	if err := describe.Save(brokenWriter{}, model.Snapshot{}); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("got %v", err)
	}
}
