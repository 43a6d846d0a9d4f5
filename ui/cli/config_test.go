package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sgscope/sgscope/model/accept"
	"github.com/sgscope/sgscope/model/fixture"
	"github.com/sgscope/sgscope/ui/report"
)

// configured runs a command where a file of accepted findings is.
func configured(t *testing.T, file string, args ...string) (*world, int) {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.WriteFile(".sgscope.yaml", []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	w := &world{snapshot: fixture.Snapshot(twoVPCs)}
	return w, w.run(t, args...)
}

const (
	openWorkspace = "workspace-no-ingress:sg-1ws"
	openEngine    = "engine-open-to-world:sg-1eng:all@0.0.0.0/0"
)

// TestAcceptedFile tables what a file makes of a check of vpc-0b, of which three findings and the tags
// are left: the exit code, and a text that is written.
func TestAcceptedFile(t *testing.T) {
	for _, c := range []struct {
		name, file string
		failOn     string
		code       int
		want       string
	}{
		{"nothing", "", "exposed", 1, "Key: " + openEngine},
		{"an empty list", "accept:\n", "exposed", 1, "Found: "},
		{"a comment", "# nothing yet\n", "exposed", 1, "Found: "},
		{"one of two", "accept:\n  - key: " + openEngine + "\n    reason: known\n", "exposed", 1, "Accepted, and not counted: 1 finding."},
		{
			"all that fail", "accept:\n- {key: '" + openEngine + "', reason: known}\n- {key: workspace-*, reason: known, until: 2099-12-31}\n" +
				"- {key: engine-ingress-18888*, reason: x}\n",
			"exposed", 0, "Accepted until 2099-12-31: known",
		},
		{"malformed", "accept:\n  - {key: '*nope', reason: x}\n", "exposed", 2, ""},
		{
			"over", "accept:\n  - key: engine-*\n    reason: was known\n    until: 2026-03-01\n  - {key: workspace-*, reason: r}\n",
			"exposed", 1, "Was accepted until 2026-03-01: was known",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, code := configured(t, c.file, "check", "--vpc", "vpc-0b", "--fail-on", c.failOn)
			if code != c.code || !strings.Contains(w.out.String(), c.want) {
				t.Errorf("code %d, want %d and %q\n%s%s", code, c.code, c.want, &w.out, &w.err)
			}
		})
	}
}

// TestMalformedConfig tables files that cannot be meant: code 2, a line that says where, no document,
// and nothing is read of any account.
func TestMalformedConfig(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"no YAML", "accept: [", ".sgscope.yaml: line 1"},
		{"a tab", "accept:\n\t- key: a\n", "line 2"},
		{"a list", "- key: a\n", "line 1: the file wants the fields accept"},
		{"another field", "accept: []\nignore: []\n", `line 2: the file has no field "ignore"`},
		{"no list", "accept:\n  key: a\n", "line 2: accept wants a list"},
		{"another field of an entry", "accept:\n- key: a\n  reason: b\n  til: 2026-01-01\n", `line 4: an entry has no field "til": it has key, reason, until`},
		{"no entry", "accept:\n- a\n", "line 2: an entry wants the fields key, reason, until"},
		{"nothing in an entry", "accept:\n-\n", "line 2: an entry has no key"},
		{"no key", "accept:\n- reason: b\n", "line 2: an entry has no key"},
		{"no reason", "accept:\n- key: a\n", "line 2: key a has no reason"},
		{"an empty reason", "accept:\n- key: a\n  reason:\n", "line 2: key a has no reason"},
		{"no day", "accept:\n- key: a\n  reason: b\n  until: soon\n", `line 4: until: "soon" is no day`},
		{"a day that is not", "accept:\n- key: a\n  reason: b\n  until: 2026-02-30\n", "line 4: until"},
		{"an empty day", "accept:\n- key: a\n  reason: b\n  until:\n", "line 4: until"},
		{"a time", "accept:\n- key: a\n  reason: b\n  until: 2026-02-03 10:00:00\n", "line 4: until"},
		{"a field twice", "accept:\n- key: a\n  key: b\n  reason: b\n", "line 3"},
		{"a key twice", "accept:\n- {key: a, reason: b}\n- {key: a, reason: c}\n", "line 3: key a is accepted on line 2 already"},
		{"a list as a key", "accept:\n- key: [a]\n  reason: b\n", "line 2: key wants a text"},
		{"an alias", "accept:\n- &x {key: a, reason: b}\n- *x\n", "line 3: an entry wants the fields"},
		{"two documents", "accept: []\n---\naccept: []\n", "one document"},
		{"everything", "accept:\n- {key: '*', reason: b}\n", "would accept everything"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, command := range []string{"check", "plan"} {
				w, code := configured(t, c.file, command)
				if code != 2 || w.out.Len() > 0 || len(w.opened) > 0 || !strings.Contains(w.err.String(), c.want) ||
					!strings.HasPrefix(w.err.String(), "sgscope: .sgscope.yaml: ") || strings.Count(w.err.String(), "\n") != 1 {
					t.Errorf("%s: code %d, opened %v\n%s%s", command, code, w.opened, &w.out, &w.err)
				}
			}
		})
	}
}

// TestAcceptLines requires that the lines which the explorer gives are read back, once somebody has said
// why: as a file, and added to one.
func TestAcceptLines(t *testing.T) {
	now := time.Date(2026, 1, 1, 23, 0, 0, 0, time.FixedZone("", -5*3600))
	for _, key := range []string{"a:sg-1", "a:yes", "a:x # y", `a:"q"`, "a:\\n", "a: b", "a:\u00e9\u200b", "- a", "1.0", "a:::/0"} {
		lines := report.AcceptLines(key, accept.List{}, now)
		if w, code := configured(t, lines, "check"); code != 2 || !strings.Contains(w.err.String(), "has no reason") {
			t.Errorf("%q: without a reason: code %d, %s", key, code, &w.err)
		}
		file := strings.Replace(lines, `reason: ""`, `reason: "known"`, 1)
		for range 2 {
			w, _ := configured(t, file, "check", "-o", "json")
			var doc report.Check
			if err := json.Unmarshal(w.out.Bytes(), &doc); err != nil {
				t.Fatalf("%q: %v: %s\n%s", key, err, &w.err, file)
			}
			if len(doc.Accept.Idle) == 0 {
				t.Errorf("%q: %+v\n%s", key, doc.Accept, file)
			}
			for _, e := range doc.Accept.Idle {
				if e.Until != "2026-04-02" || e.Reason != "known" || e.Key != key && e.Key != "other" {
					t.Errorf("%q: %+v", key, e)
				}
			}
			had, err := accept.New("f", []accept.Entry{{Key: "other", Reason: "r"}})
			if err != nil {
				t.Fatal(err)
			}
			added := strings.Replace(report.AcceptLines("other", had, now), `reason: ""`, `reason: "known"`, 1)
			file += added
		}
	}
}

// TestConfigFlag reads the file that is named instead of the one that is there.
func TestConfigFlag(t *testing.T) {
	other := filepath.Join(t.TempDir(), "other.yaml")
	if err := os.WriteFile(other, []byte("accept:\n- {key: '"+openEngine+"', reason: elsewhere}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w, _ := configured(t, "malformed: [", "check", "--vpc", "vpc-0b", "--config", other)
	if !strings.Contains(w.out.String(), "Accepted: elsewhere") {
		t.Errorf("%s%s", &w.out, &w.err)
	}
	w, code := configured(t, "", "check", "--config", "nowhere.yaml")
	if code != 2 || !strings.Contains(w.err.String(), "--config: open nowhere.yaml: no such file") {
		t.Errorf("code %d: %s", code, &w.err)
	}
	w, code = configured(t, strings.Repeat("# long\n", 200_000), "check")
	if code != 2 || !strings.Contains(w.err.String(), "longer than a megabyte") {
		t.Errorf("code %d: %s", code, &w.err)
	}
}

// TestPlanLeavesOutWhatIsAccepted unless it is named.
func TestPlanLeavesOutWhatIsAccepted(t *testing.T) {
	file := "accept:\n- {key: '" + openEngine + "', reason: known}\n"
	w, code := configured(t, file, "plan", "--vpc", "vpc-0b", "-o", "json")
	if code != 0 || strings.Contains(w.out.String(), openEngine) || !strings.Contains(w.out.String(), openWorkspace) {
		t.Errorf("code %d\n%s%s", code, &w.out, &w.err)
	}
	w, code = configured(t, file, "plan", "--vpc", "vpc-0b", "-o", "json", "--fix", openEngine)
	if code != 0 || !strings.Contains(w.out.String(), openEngine) {
		t.Errorf("by name: code %d\n%s%s", code, &w.out, &w.err)
	}
}

// TestExplorerIsGivenWhatIsAccepted and does not open on a file that cannot be meant.
func TestExplorerIsGivenWhatIsAccepted(t *testing.T) {
	t.Chdir(t.TempDir())
	for file, want := range map[string]int{"accept:\n- {key: a, reason: b}\n": 0, "accept:\n- {key: a}\n": 2} {
		if err := os.WriteFile(".sgscope.yaml", []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		w := &world{snapshot: fixture.Snapshot(twoVPCs), terminal: 1}
		code := w.run(t)
		if code != want || want == 0 && (len(w.explored) != 1 || len(w.explored[0].Accept.Entries()) != 1) ||
			want != 0 && len(w.opened) > 0 {
			t.Errorf("%q: code %d, explored %v, %s", file, code, w.explored, &w.err)
		}
	}
}

// TestLintFlags tables --lint, --skip and --all: the exit code, what is told and what is not.
func TestLintFlags(t *testing.T) {
	text := twoVPCs + "group sg-app vpc-0a app\n  ingress tcp 22 from 0.0.0.0/0\n  ingress tcp 80 from 0.0.0.0/0\n"
	const ssh, http = "Key: world-ssh:sg-app:tcp/22@0.0.0.0/0", "Key: world-http:sg-app:tcp/80@0.0.0.0/0"
	for _, c := range []struct {
		args     string
		code     int
		yes, not string
	}{
		{"", 0, "", ssh},
		{"--lint default", 1, ssh, http},
		{"--all", 1, ssh, http},
		{"--all --lint world-http", 0, http, ssh},
		{"--lint all", 1, http, "nothing found"},
		{"--lint world-http", 0, http, ssh},
		{"--lint world-http --fail-on note", 1, http, ssh},
		{"--lint default --skip world-ssh", 0, "of any group: 1 wider", ssh}, // the check that it outdoes speaks
		{"--lint default --skip world-ssh,world-risky-port,world-other-port", 0, "of any group: nothing found", ssh},
	} {
		w := &world{snapshot: fixture.Snapshot(text)}
		args := append([]string{"check", "--vpc", "vpc-0a"}, strings.Fields(c.args)...)
		if code := w.run(t, args...); code != c.code || !strings.Contains(w.out.String(), c.yes) || strings.Contains(w.out.String(), c.not) {
			t.Errorf("%v: code %d, want %d, %q and not %q\n%s%s", args, code, c.code, c.yes, c.not, &w.out, &w.err)
		}
	}
	for _, args := range []string{"--lint nonsense", "--lint world-ssh,nonsense", "--skip engine-exists", "--lint="} {
		w := &world{snapshot: fixture.Snapshot(text)}
		if code := w.run(t, append([]string{"check"}, strings.Fields(args)...)...); code != 2 || len(w.opened) > 0 {
			t.Errorf("%s: code %d, opened %v", args, code, w.opened)
		}
	}
}
