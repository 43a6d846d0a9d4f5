package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Options are what an Account takes from outside instead of looking it up.
type Options struct {
	// Now is the account's clock; nil is the scenario's own fixed instant.
	Now func() time.Time
	// Seed varies every identifier that the scenario does not fix.
	Seed uint64
}

// Account is one sandboxed AWS account. It is safe for concurrent use.
type Account struct {
	script *script
	name   string
	seed   uint64
	now    func() time.Time
	// actions and emr are the tables of what there is to call; they are only read.
	actions map[string]action
	emr     map[string]func(*emrCall) (object, error)

	mu     sync.Mutex
	world  *world
	calls  []string
	counts map[string]int
	fault  func(action string, n int) *Fault
}

// Fault is the answer given in place of an action's own. The zero Status is 400.
type Fault struct {
	Status        int
	Code, Message string
	// Lost carries the action out and then loses its answer: the caller sees a broken connection.
	Lost bool

	because string // the end of a denial's own sentence; "" is that no policy allows it
}

// New makes the account of the named scenario; "" is the default one, analytics.
func New(scenario string, o Options) (*Account, error) {
	s, err := loadScript(scenario)
	if err != nil {
		return nil, err
	}
	a, err := newAccount(s, o)
	if err != nil {
		return nil, err
	}
	a.name = cmp.Or(scenario, DefaultScenario)
	return a, nil
}

// NewFrom makes the account of a scenario that is not among the embedded ones: the text of a scenario's file,
// which may have one of them as its base.
func NewFrom(scenario []byte, o Options) (*Account, error) {
	s, err := parseScript(scenario)
	if err != nil {
		return nil, fmt.Errorf("read scenario: %w", err)
	}
	return newAccount(s, o)
}

func newAccount(s *script, o Options) (*Account, error) {
	now := o.Now
	if now == nil {
		now = func() time.Time { return s.Now }
	}
	a := &Account{script: s, seed: o.Seed, now: now, actions: ec2Actions(), emr: emrActions()}
	if err := a.Reset(); err != nil {
		return nil, err
	}
	return a, nil
}

// Reset makes the scenario as new: the same identifiers again, and no calls received.
func (a *Account) Reset() error {
	w, err := build(a.script, a.seed, a.now)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.world, a.calls, a.counts = w, nil, map[string]int{}
	return nil
}

// Scenario is the name of what the account plays; "" for one of NewFrom.
func (a *Account) Scenario() string { return a.name }

// Region is where the caller's profile points; the scenario's own, unless it plays in another one.
func (a *Account) Region() string {
	if a.script.Opened != "" {
		return a.script.Opened
	}
	return a.script.Region
}

// Calls returns every action received since the start or the last Reset, in order, as IAM spells them:
// "ec2:DescribeVpcs", "elasticmapreduce:ListStudios", "sts:GetCallerIdentity".
func (a *Account) Calls() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.calls)
}

// SetFault makes f decide, before an action's nth call (from 1), whether a fault is answered instead; nil
// from f is no fault, and a nil f takes the seam away. f may be called from several goroutines at once.
func (a *Account) SetFault(f func(action string, n int) *Fault) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.fault = f
}

// received notes the action and returns how often it has come, and the fault that answers it, if any.
func (a *Account) received(action string) *Fault {
	a.mu.Lock()
	a.calls = append(a.calls, action)
	a.counts[action]++
	n, ask := a.counts[action], a.fault
	a.mu.Unlock()

	// The test's own fault goes first: it may want to see what the scenario would hide.
	if ask != nil {
		if f := ask(action, n); f != nil {
			return f
		}
	}
	return a.script.fault(action, n)
}
