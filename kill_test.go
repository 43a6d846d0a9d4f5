package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

var kills = flag.Int("kills", 0, "how many processes TestKill kills; 0 for 12, or 50 with "+thorough)

// helperVariable makes this binary an apply helper: it opens an endpoint, applies one plan and ends.
const helperVariable = "SGSCOPE_APPLY_HELPER"

// The helper is told apart before TestMain makes copies of the binary, which a kill would leave behind.
var _ = helped()

func helped() bool {
	endpoint, rest, ok := strings.Cut(os.Getenv(helperVariable), " ")
	if !ok {
		return false
	}
	dir, goal, _ := strings.Cut(rest, " ")
	run, err := applyTo(context.Background(), endpoint, dir, goalNamed(goal))
	if err != nil || run.State != model.RunFinished {
		fmt.Fprintln(os.Stderr, err, run.Reasons)
		os.Exit(1)
	}
	os.Exit(0)
	return true
}

const killVPC = "analytics"

// goalNamed gives what the helper is to do. The VPC is found by its name.
func goalNamed(name string) func(vpc string) model.Goal {
	return func(vpc string) model.Goal {
		if name == "create" {
			return model.CreateGroups{VPC: vpc, Set: model.StudioGit, WorkspaceName: "Kill-Workspace", EngineName: "Kill-Engine"}
		}
		return model.FixFindings{}
	}
}

// office is an operator's program without a screen: an account, and the applier of its plans.
type office struct {
	client  *awsclient.Client
	applier *apply.Applier
	vpc     string
}

func openOffice(ctx context.Context, client *http.Client, endpoint, dir string) (office, model.Snapshot, error) {
	c, err := awsclient.Open(ctx, awsclient.Options{
		Region: "us-east-1", Endpoint: endpoint, HTTPClient: client, Credentials: awsclient.SandboxCredentials(),
		RetryDelay: func(int) time.Duration { return 0 },
	})
	if err != nil {
		return office{}, model.Snapshot{}, err
	}
	at := func(time.Duration) <-chan time.Time {
		c := make(chan time.Time, 1)
		c <- time.Time{}
		return c
	}
	o := office{client: c, applier: apply.New(c, apply.Options{Dir: dir, Tool: "sgscope test", After: at})}
	snap, err := c.Load(ctx, model.Source{}, func(model.Progress) {})
	for v := range snap.VPCs() {
		if v.Name == killVPC {
			o.vpc = v.ID
		}
	}
	return o, snap, err
}

// planner makes the plan of a goal again.
func (o office) planner(goal model.Goal) func(model.Snapshot) model.Plan {
	return func(s model.Snapshot) model.Plan { return emr.Analyse(s, emr.Scope{VPC: o.vpc}).Plan(goal) }
}

// do carries out every step that can be selected.
func (o office) do(ctx context.Context, p model.Plan, continues string, replan func(model.Snapshot) model.Plan) (model.Run, error) {
	order := model.Order{Plan: p, VPC: o.vpc, Continues: continues}
	for i := range p.Steps {
		order.Picks = append(order.Picks, i)
	}
	if len(order.Chosen()) == 0 {
		return model.Run{}, nil
	}
	return o.applier.Apply(ctx, order, replan, nil)
}

func applyTo(ctx context.Context, endpoint, dir string, goal func(vpc string) model.Goal) (model.Run, error) {
	o, snap, err := openOffice(ctx, &http.Client{}, endpoint, dir)
	if err != nil {
		return model.Run{}, err
	}
	plan := o.planner(goal(o.vpc))
	return o.do(ctx, plan(snap), "", plan)
}

// servedSandbox is a sandbox behind a socket that can be told what to do at a request.
type servedSandbox struct {
	*sandbox.Account
	url     string
	answers http.Handler

	mu   sync.Mutex
	seen span
	at   func(n int64, w http.ResponseWriter, r *http.Request) (answered bool)
}

// span is the number of requests, and of which the first and the last write are.
type span struct{ all, first, last int64 }

// smallAccount is a scenario with nothing but a Studio whose groups are broken, so that reading it is quick:
// a half is missing, a port is wrong, and SSH is open to the world.
const smallAccount = `{
  "title": "A broken Studio", "story": "Nothing else.", "wrong": ["Both halves of tcp 18888, and SSH."],
  "account": "123456789012", "region": "us-east-1", "now": "2026-03-02T03:12:00Z", "caller": "assumed-role/Operator/maya",
  "vpcs": [{"name": "analytics", "cidr": "10.20.0.0/16", "tags": {"Name": "analytics"}}],
  "subnets": [{"name": "private-a", "cidr": "10.20.0.0/20", "az": "a"}],
  "groups": [
    {"name": "DefaultWorkspaceSecurityGroupGit", "description": "Workspaces",
      "in": ["tcp 22 from 0.0.0.0/0 : From an old laptop"], "out": ["tcp 443 to 0.0.0.0/0 : Git"],
      "tags": {"for-use-with-amazon-emr-managed-policies": "true"}},
    {"name": "DefaultEngineSecurityGroup", "description": "Engines",
      "in": ["tcp 18889 from sg:DefaultWorkspaceSecurityGroupGit : A typing error", "tcp 8443 from 0.0.0.0/0"], "out": [],
      "tags": {"team": "data"}}
  ],
  "studios": [{"name": "data-science", "id": "es-7DQ2M9XKTZ4B1VWH0RNJ6YC8P", "description": "Exploration",
    "subnets": ["private-a"], "workspace": "DefaultWorkspaceSecurityGroupGit", "engine": "DefaultEngineSecurityGroup",
    "serviceRole": "EMRStudio_Service_Role", "location": "s3://acme/studio/", "created": "2024-05-14T10:02:44Z", "tags": {}}]
}`

func newAccount(t *testing.T) *sandbox.Account {
	t.Helper()
	account, err := sandbox.NewFrom([]byte(smallAccount), sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return account
}

func serveSandbox(t *testing.T) *servedSandbox {
	t.Helper()
	account := newAccount(t)
	s := &servedSandbox{Account: account, answers: account}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + l.Addr().String()
	server := &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return s
}

func (s *servedSandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	writes := writing(r) != ""
	s.mu.Lock()
	s.seen.all++
	n, at := s.seen.all, s.at
	if writes {
		s.seen.last = n
		if s.seen.first == 0 {
			s.seen.first = n
		}
	}
	s.mu.Unlock()
	if at == nil || !at(n, w, r) {
		s.answers.ServeHTTP(w, r)
	}
}

// sofar gives the requests that have come.
func (s *servedSandbox) sofar() span {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

// when lets f decide from now on what becomes of a request.
func (s *servedSandbox) when(f func(n int64, w http.ResponseWriter, r *http.Request) (answered bool)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = f
}

// helper gives the command that applies a goal at the sandbox.
func (s *servedSandbox) helper(t *testing.T, dir, goal string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = []string{"HOME=" + dir, helperVariable + "=" + strings.Join([]string{s.url, dir, goal}, " ")}
	return cmd
}

// groupsOf gives the groups of all VPCs as lines without ids.
func groupsOf(s model.Snapshot) []string {
	var names []string
	for g := range s.Groups() {
		names = append(names, g.ID, g.Name)
	}
	var out []string
	for g := range s.Groups() {
		var lines []string
		for _, r := range g.Rules {
			lines = append(lines, fmt.Sprintf("%s (%s) %q", strings.NewReplacer(names...).Replace(r.Rule.String()), r.Description, r.Tags))
		}
		slices.Sort(lines)
		out = append(out, fmt.Sprintf("%s %s %q\n\t%s", g.Name, g.Description, g.Tags, strings.Join(lines, "\n\t")))
	}
	slices.Sort(out)
	return out
}

// times is how often something left to chance is tried: what was asked for, else few times, or many with thorough.
func times(asked, few, many int) int {
	switch {
	case asked > 0:
		return asked
	case os.Getenv(thorough) != "":
		return many
	}
	return few
}

// TestKill kills a process that applies a plan, at any request, and goes on from what it left: the end is
// always the planned one.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts a process for each kill")
	}
	n := times(*kills, 12, 50)
	for _, goal := range []string{"create", "fix"} {
		t.Run(goal, func(t *testing.T) {
			clean := serveSandbox(t)
			if out, err := clean.helper(t, t.TempDir(), goal).CombinedOutput(); err != nil {
				t.Fatalf("the helper: %v: %s", err, out)
			}
			seen := clean.sofar()
			_, snap, err := openOffice(t.Context(), &http.Client{}, clean.url, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			want := groupsOf(snap)
			for seed := range n / 2 {
				t.Run(fmt.Sprint(seed), func(t *testing.T) {
					t.Parallel()
					killOnce(t, goal, uint64(seed), seen, want)
				})
			}
		})
	}
}

func killOnce(t *testing.T, goal string, seed uint64, seen span, want []string) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 7))
	at := seen.first + random.Int64N(seen.last-seen.first+1)
	if random.IntN(4) == 0 { // before the first write and after the last one it matters less
		at = 1 + random.Int64N(seen.all)
	}
	when := []string{"before", "after", "answered"}[random.IntN(3)]
	s, dir := serveSandbox(t), t.TempDir()
	cmd := s.helper(t, dir, goal)
	started := make(chan *os.Process, 1)
	kill := func() { _ = (<-started).Kill() }
	s.when(func(n int64, w http.ResponseWriter, r *http.Request) bool {
		if n != at {
			return false
		}
		switch when {
		case "before":
			kill()
		case "after":
			s.answers.ServeHTTP(nowhere{}, r)
			kill()
		case "answered":
			s.answers.ServeHTTP(w, r)
			kill()
			return true
		}
		panic(http.ErrAbortHandler)
	})
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	started <- cmd.Process
	killed := cmd.Wait()
	name := fmt.Sprintf("seed %d: killed %s request %d of %d (%v)", seed, when, at, seen.all, killed)
	if diff := cmp.Diff(want, goOnAfterKill(t, s, dir, goal, name)); diff != "" {
		t.Errorf("%s: the end (-planned +now):\n%s", name, diff)
	}
}

// goOnAfterKill is the next start: it carries on with what is open, then plans as usual.
func goOnAfterKill(t *testing.T, s *servedSandbox, dir, goal, name string) []string {
	t.Helper()
	ctx := t.Context()
	o, snap, err := openOffice(ctx, &http.Client{}, s.url, dir)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	list, err := o.applier.Journals(model.PlaceOf(snap, o.vpc))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, j := range list {
		if !j.Open() {
			continue
		}
		r, err := o.applier.Assess(ctx, j.Path)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		again := func(s model.Snapshot) model.Plan { return o.applier.RestPlan(r.Journal, s) }
		t.Logf("%s: %d done, %d not done: %v", name, r.Count(model.StepDone), r.Count(model.StepNotDone), r.Offers)
		if run, err := o.do(ctx, r.Rest, j.Path, again); err != nil || run.State != model.RunFinished {
			t.Fatalf("%s: going on: %v %v %q", name, err, run.State, run.Reasons)
		}
	}
	plan := o.planner(goalNamed(goal)(o.vpc))
	if len(list) == 0 { // killed before anything was written
		if run, err := o.do(ctx, plan(snap), "", plan); err != nil || run.State != model.RunFinished {
			t.Fatalf("%s: from the start: %v %v %q", name, err, run.State, run.Reasons)
		}
	}
	snap, err = o.client.Load(ctx, model.Source{}, func(model.Progress) {})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if left := plan(snap).Changes(func(model.Step) bool { return true }); len(left) > 0 {
		t.Errorf("%s: a plan made again still wants %v", name, left)
	}
	return groupsOf(snap)
}

// nowhere takes an answer that nobody gets.
type nowhere struct{}

func (nowhere) Header() http.Header         { return http.Header{} }
func (nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (nowhere) WriteHeader(int)             {}

// writing gives the action of a request that would change something; "" for any other, and for dry runs.
func writing(r *http.Request) string {
	if r.Body == nil {
		return ""
	}
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, bad := url.ParseQuery(string(body))
	if errors.Join(err, bad) != nil || form.Get("DryRun") == "true" {
		return ""
	}
	for _, verb := range []string{"Create", "Authorize", "Revoke", "Delete"} {
		if strings.HasPrefix(form.Get("Action"), verb) {
			return form.Get("Action")
		}
	}
	return ""
}
