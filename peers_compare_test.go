package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the generated documents anew")

// differences is the document whose table holds all in which the peers differ, with AWS's own side.
const differences = "docs/aws-differences.md"

// A difference is what the two peers say otherwise at one place of a step's answer.
type difference struct{ step, what, sandbox, moto string }

func (d difference) String() string {
	return fmt.Sprintf("%s: %s: sandbox %s, moto %s", d.step, d.what, d.sandbox, d.moto)
}

// TestPeersAgree sends one script by aws-cli to the sandbox and to moto. In whatever they differ, one
// of them is not as AWS is, and the table of docs/aws-differences.md says which.
func TestPeersAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("skip: slow")
	}
	moto, box := newPeer(t, serveMoto(t)), newPeer(t, served(t))
	moto.ids["vpc"] = moto.aws.must("ec2", "create-vpc", "--cidr-block", "10.20.0.0/16").at("Vpc.VpcId")
	box.ids["vpc"] = box.aws.must("ec2", "describe-vpcs").at("Vpcs.0.VpcId")

	both := []*peer{box, moto}
	answers := make([][]answer, len(both))
	done := make(chan int)
	for i, p := range both {
		go func() {
			answers[i] = p.play(peerScript())
			done <- i
		}()
	}
	for range both {
		<-done
	}
	var found []difference
	for i, s := range peerScript() {
		found = append(found, compare(s.name, answers[0][i], answers[1][i])...)
	}
	judge(t, found)
}

// judge compares what was found with the table.
func judge(t *testing.T, found []difference) {
	t.Helper()
	text, err := os.ReadFile(differences)
	if err != nil {
		t.Fatal(err)
	}
	table := parseTable(t, string(text))
	if *update {
		if err := os.WriteFile(differences, []byte(table.rewritten(string(text), found)), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	known := map[difference]bool{}
	for _, row := range table {
		if row.aws == "" || strings.Contains(row.aws, todo) {
			t.Errorf("%s: the row of %q has no word on AWS", differences, row.steps)
		}
		for _, d := range row.differences() {
			known[d] = false
		}
	}
	for _, d := range found {
		if _, ok := known[d]; !ok {
			t.Errorf("not in the table of %s: %s", differences, d)
		}
		known[d] = true
	}
	for d, seen := range known {
		if !seen {
			t.Errorf("in the table of %s, but they agree: %s", differences, d)
		}
	}
}

// An answer is what aws-cli made of one step, without what differs between any two accounts: ids are
// named for what they are of, lists have no order, and an empty list is none.
type answer map[string]any

// peer is one account that the script is played to.
type peer struct {
	aws *awsCLI
	ids map[string]string // what steps kept, by name
}

func newPeer(t *testing.T, url string) *peer {
	t.Helper()
	return &peer{aws: newAWS(t, url), ids: map[string]string{}}
}

func (p *peer) play(script []peerStep) []answer {
	out := make([]answer, 0, len(script))
	for _, s := range script {
		stdout, stderr, code := p.aws.run(words(p.filled(s.command))...)
		doc, err := parseDocument(stdout)
		if err != nil {
			doc.root = map[string]any{"unreadable": err.Error()}
		}
		if name, path, keeps := strings.Cut(s.keeps, "="); keeps {
			p.ids[name] = doc.at(path)
		}
		if code != 0 {
			doc.root = complaint(stderr)
		}
		whole, _ := p.anonymous("", doc.root).(map[string]any)
		out = append(out, whole)
		if undo := p.filled(s.undo); undo != "" && !strings.Contains(undo, "{}") {
			p.aws.run(words(undo)...)
		}
	}
	return out
}

// filled puts ids for their names.
func (p *peer) filled(command string) string {
	for name, id := range p.ids {
		if id == "" {
			id = "{}" // nothing was made
		}
		command = strings.ReplaceAll(command, "{"+name+"}", id)
	}
	return command
}

// words splits a command as a shell does that knows single quotes only.
func words(command string) []string {
	var out []string
	var word strings.Builder
	quoted, started := false, false
	for _, r := range command {
		switch {
		case r == '\'':
			quoted, started = !quoted, true
		case r == ' ' && !quoted:
			if started {
				out = append(out, word.String())
			}
			word.Reset()
			started = false
		default:
			word.WriteRune(r)
			started = true
		}
	}
	if started {
		out = append(out, word.String())
	}
	return out
}

var errorLine = regexp.MustCompile(`(?s)An error occurred \(([^)]*)\) when calling the \w+ operation(?: \([^)]*\))?: (.*)`)

// complaint reads an error of aws-cli.
func complaint(stderr string) map[string]any {
	if m := errorLine.FindStringSubmatch(stderr); m != nil {
		return map[string]any{"error": map[string]any{"code": m[1], "message": strings.TrimSpace(m[2])}}
	}
	first, _, _ := strings.Cut(strings.TrimSpace(stderr), " (") // what follows is the answer, as far as aws-cli read it
	return map[string]any{"error": map[string]any{"code": "none, says aws-cli", "message": first}}
}

var (
	anyID     = regexp.MustCompile(`\b(sgr|sg|vpc)-[0-9a-f]{17}\b`)
	accountID = regexp.MustCompile(`\b\d{12}\b`)
)

// nobodys is the end of the ids that the script asks for and nobody has.
const nobodys = "0123456789abcdef0"

// anonymous names ids for what they are of.
func (p *peer) anonymous(key string, v any) any {
	switch v := v.(type) {
	case string:
		return p.named(key, v)
	case []any:
		out := make([]any, 0, len(v))
		for _, e := range v {
			out = append(out, p.anonymous(key, e))
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			if list, is := e.([]any); !is || len(list) > 0 {
				out[k] = p.anonymous(k, e)
			}
		}
		return out
	}
	return v
}

func (p *peer) named(key, text string) string {
	if key == "NextToken" {
		return "{token}"
	}
	for name, id := range p.ids {
		if id != "" && !strings.HasPrefix(id, "sgr-") {
			text = strings.ReplaceAll(text, id, "{"+name+"}")
		}
	}
	text = anyID.ReplaceAllStringFunc(text, func(id string) string {
		if kind, rest, _ := strings.Cut(id, "-"); rest != nobodys {
			return "{" + kind + "}"
		}
		return id
	})
	return accountID.ReplaceAllString(text, "{account}")
}

func canonical(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // it was read from JSON
	}
	return string(b)
}
