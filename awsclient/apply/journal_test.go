package apply_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

// written applies the fix plan once and gives the journal's path.
func written(t *testing.T, edit func(*world, *apply.Options)) (path string, o apply.Options) {
	t.Helper()
	w := newWorld(t, brokenGroups()...)
	o = options(t)
	if edit != nil {
		edit(w, &o)
	}
	run, err := apply.New(w, o).Apply(t.Context(), all(fixPlan()(w.snap)), fixPlan(), nil)
	if err != nil || run.State != model.RunFinished {
		t.Fatalf("%v %q", err, run.Reasons)
	}
	return run.Journal, o
}

func TestJournalIsTheOwnersAlone(t *testing.T) {
	path, o := written(t, nil)
	for p, want := range map[string]fs.FileMode{path: 0o600, o.Dir: 0o700, filepath.Dir(o.Dir): 0o700} {
		info, err := os.Stat(p)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v, want %v", p, info.Mode(), err, want)
		}
	}
}

func TestJournalNames(t *testing.T) {
	same := func() time.Time { return time.Date(2026, 8, 11, 10, 15, 2, 5, time.UTC) }
	dir := filepath.Join(t.TempDir(), "journals")
	var names []string
	for range 3 {
		path, _ := written(t, func(_ *world, o *apply.Options) { o.Now, o.Dir = same, dir })
		names = append(names, filepath.Base(path))
	}
	want := "20260811T101502.000000005Z_111122223333_eu-west-1_vpc-1"
	if names[0] != want+".jsonl" || names[1] != want+"~2.jsonl" || names[2] != want+"~3.jsonl" {
		t.Errorf("names %q", names)
	}
	list, err := apply.Journals(dir)
	if err != nil || len(list) != 3 || filepath.Base(list[2].Path) != names[0] {
		t.Errorf("listed %d, %v", len(list), err)
	}
}

func TestSandboxJournalsAreKeptApart(t *testing.T) {
	byOption := func(_ *world, o *apply.Options) { o.Sandbox = true }
	byOrigin := func(w *world, _ *apply.Options) { w.origin = func(o *model.Origin) { o.Kind = model.FromSandbox } }
	for _, edit := range []func(*world, *apply.Options){byOption, byOrigin} {
		path, o := written(t, edit)
		if filepath.Dir(path) != apply.SandboxDir(o.Dir) || !mustRead(t, path).Header.Sandbox {
			t.Errorf("the sandbox's journal is %s", path)
		}
		if list, err := apply.Journals(o.Dir); err != nil || len(list) != 0 {
			t.Errorf("an account is offered %v, %v", list, err)
		}
		if list, err := apply.Journals(apply.SandboxDir(o.Dir)); err != nil || len(list) != 1 {
			t.Errorf("the sandbox is offered %v, %v", list, err)
		}
	}
}

func TestAJournalFolderThatCannotBe(t *testing.T) {
	w, o := newWorld(t, brokenGroups()...), options(t)
	if err := os.MkdirAll(filepath.Dir(o.Dir), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(o.Dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := apply.New(w, o).Apply(t.Context(), all(fixPlan()(w.snap)), fixPlan(), nil)
	if err == nil || len(w.sent) != 0 {
		t.Errorf("%v, sent %v", err, w.sent)
	}
}

// A journal cut off anywhere is read up to its last whole line.
func TestTornAnywhere(t *testing.T) {
	path, _ := written(t, nil)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	whole := mustRead(t, path)
	for n := range data {
		j, err := apply.ParseJournal(data[:n])
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		lines := bytes.Count(data[:n], []byte("\n"))
		atEnd := n > 0 && data[n-1] == '\n' || data[n] == '\n' || n == 0
		if j.Torn == atEnd {
			t.Errorf("cut at %d: torn %v", n, j.Torn)
		}
		if data[n] != '\n' && len(j.Records) != min(max(lines-1, 0), len(whole.Records)) {
			t.Errorf("cut at %d: %d records of %d lines", n, len(j.Records), lines)
		}
	}
	zeros := append(bytes.Clone(data[:len(data)-40]), make([]byte, 512)...)
	if j, err := apply.ParseJournal(zeros); err != nil || !j.Torn || j.Ended() {
		t.Errorf("zeros at the end: %v, torn %v", err, j.Torn)
	}
}

// A journal that was changed anywhere but in its last line is refused.
func TestDamaged(t *testing.T) {
	path, _ := written(t, nil)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	last := bytes.LastIndexByte(data[:len(data)-1], '\n')
	for n := 0; n < last; n += 7 {
		bad := bytes.Clone(data)
		bad[n] ^= 1
		if _, err := apply.ParseJournal(bad); err == nil {
			t.Fatalf("byte %d changed, and nobody noticed", n)
		}
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"a line lost", bytes.Join(append(append([][]byte{}, lines[:2]...), lines[3:]...), nil), "lines were lost"},
		{"no header", bytes.Join(lines[1:], nil), "lines were lost"},
		{"something after the end", append(bytes.Clone(data),
			seal(`{"n":10,"at":"2026-08-11T10:15:02Z","end":{"state":"failed"}`)...), "follows the end"},
		{"a newer version", seal(`{"n":0,"at":"2026-08-11T10:15:02Z","header":{"schemaVersion":2}`), "schema version 2"},
		{"a record first", seal(`{"n":0,"at":"2026-08-11T10:15:02Z","record":{}`), "header is the first line"},
		{
			"an unknown kind", append(bytes.Clone(lines[0]),
				seal(`{"n":1,"at":"2026-08-11T10:15:02Z","record":{"outcome":"sent","change":{"kind":"format-disk"}}`)...),
			`"format-disk" is no kind of change`,
		},
		{"an unknown outcome", append(bytes.Clone(lines[0]),
			seal(`{"n":1,"at":"2026-08-11T10:15:02Z","record":{"outcome":"eh","change":{"kind":"set-tag"}}`)...), "no outcome"},
		{"a line of nothing", append(bytes.Clone(lines[0]), seal(`{"n":1,"at":"2026-08-11T10:15:02Z"`)...), "neither"},
	}
	for _, tt := range tests {
		if _, err := apply.ParseJournal(tt.data); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

func seal(body string) []byte { return append(apply.Seal([]byte(body)), '\n') }

// Nothing that AWS's texts hold reaches a terminal through a journal, and all of it comes back.
func TestJournalOfHostileText(t *testing.T) {
	hostile := "a\x1b]0;x\x07\u202e\u200b\U000e0101\u2028\x7f b"
	w := newWorld(t, brokenGroups()...)
	w.before = func(int, model.Change) error {
		return model.Failure{Kind: model.FailedDenied, Message: hostile}
	}
	tag := setTag
	tag.New = hostile
	run := applied(t, w, towards(tag))
	data, err := os.ReadFile(run.Journal)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range string(data) {
		if r != '\n' && model.Hidden(r) {
			t.Errorf("the journal holds %U", r)
		}
	}
	j := mustRead(t, run.Journal)
	if j.Outcomes()[0].Change != model.Change(tag) || j.Outcomes()[0].Failure.Message != hostile {
		t.Errorf("read back %+v", j.Outcomes()[0])
	}
}

var update = flag.Bool("update", false, "write the golden files anew")

// The text of a journal is a promise: one that was written yesterday is read tomorrow. If this fails,
// and the change is meant, SchemaVersion goes up and the old file stays readable.
func TestJournalAsText(t *testing.T) {
	w := newWorld(t)
	w.after = unheardAt(1, errLost)
	w.hideNew = 1
	run := applied(t, w, createPlan())
	got, err := os.ReadFile(run.Journal)
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "create.jsonl")
	if *update {
		if err := os.WriteFile(golden, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); d != "" {
		t.Errorf("journal (-want +got):\n%s", d)
	}
}

func TestDefaultDir(t *testing.T) {
	if d := apply.DefaultDir(); !strings.HasSuffix(filepath.ToSlash(d), "/sgscope/journals") {
		t.Errorf("journals go to %s", d)
	}
}
