package sandbox

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"sort"
	"strings"
	"time"
)

// DefaultScenario is what New makes of the empty name.
const DefaultScenario = "analytics"

//go:embed scenarios/*.json scenarios/bases/*.json
var scenarioFiles embed.FS

// Scenario says what an account of the sandbox is about.
type Scenario struct {
	Name, Title, Story string
	// Wrong lists what is amiss in it, a sentence each; empty where nothing is.
	Wrong []string
	// Failure is the number of the case in the catalogue of failures that it plays; 0 for none.
	Failure int
}

// Scenarios lists the scenarios, the default one first, then by name.
func Scenarios() []Scenario {
	var out []Scenario
	for _, name := range scenarioNames() {
		s, err := loadScript(name)
		if err != nil {
			panic("an embedded scenario is loaded by a test before it ships: " + err.Error())
		}
		out = append(out, Scenario{name, s.Title, s.Story, s.Wrong, s.Failure})
	}
	return out
}

func scenarioNames() []string {
	entries, err := scenarioFiles.ReadDir("scenarios")
	if err != nil {
		panic("the embedded folder is always there: " + err.Error())
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() {
			out = append(out, strings.TrimSuffix(e.Name(), ".json"))
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if (out[i] == DefaultScenario) != (out[j] == DefaultScenario) {
			return out[i] == DefaultScenario
		}
		return out[i] < out[j]
	})
	return out
}

// script is a scenario's file, its base laid under it.
type script struct {
	Base, Title, Story string
	Wrong              []string
	Failure            int
	Account, Region    string
	// Opened is the Region that the caller's profile names, where it is not the one that holds everything.
	Opened string
	Now    time.Time
	// Caller is the end of the caller's ARN: "assumed-role/ROLE/SESSION" or "user/NAME".
	Caller string

	VPCs         []vpcScript
	Subnets      []subnetScript
	Internet     []gatewayScript
	EgressOnly   []gatewayScript
	NAT          []natScript
	RouteTables  []tableScript
	ACLs         []aclScript
	PrefixLists  []listScript
	Peerings     []peeringScript
	Groups       []groupScript
	Associations []associationScript
	Instances    []instanceScript
	Interfaces   []interfaceScript
	Endpoints    []endpointScript
	Transit      []transitScript
	Block        *blockScript
	Studios      []studioScript
	Clusters     []clusterScript
	Crowd        *crowdScript
	BPA          *bpaScript

	EKSClusters      []eksScript
	VirtualClusters  []virtualClusterScript
	ManagedEndpoints []managedEndpointScript
	Serverless       []serverlessScript
	Roles            []roleScript
	// Regions are those that the account has enabled beside its own; a few of AWS's if there are none.
	Regions []regionScript

	// Deny lists actions that the caller may not call, wildcards as in filters.
	Deny []string
	// Throttle says of how many first calls of an action each is refused for its rate.
	Throttle map[string]int
	// Fail gives actions, wildcards allowed, a code that they always answer; words after the code end the
	// sentence that AWS says with a denial, such as "with an explicit deny in a service control policy".
	Fail map[string]string
	// Hidden is how many reads do not see a group yet that was just made.
	Hidden int
}

// loadScript reads a scenario by name.
func loadScript(name string) (*script, error) {
	if name == "" {
		name = DefaultScenario
	}
	b, err := scenarioFile(name)
	if err != nil {
		return nil, err
	}
	s, err := parseScript(b)
	if err != nil {
		return nil, fmt.Errorf("read scenario %s: %w", name, err)
	}
	return s, nil
}

func scenarioFile(name string) ([]byte, error) {
	names := scenarioNames()
	if !slices.Contains(names, name) {
		return nil, &UnknownScenarioError{name, near(name, names), len(names)}
	}
	b, err := scenarioFiles.ReadFile(path.Join("scenarios", name+".json"))
	if err != nil {
		return nil, fmt.Errorf("open sandbox scenario %q: %w", name, err)
	}
	return b, nil
}

// baseFile is a scenario, or one of those that are only there to be built upon: "bases/studio".
func baseFile(name string) ([]byte, error) {
	if _, ok := strings.CutPrefix(name, "bases/"); !ok {
		return scenarioFile(name)
	}
	b, err := scenarioFiles.ReadFile(path.Join("scenarios", name+".json"))
	if err != nil {
		return nil, fmt.Errorf("open base %q: %w", name, err)
	}
	return b, nil
}

// maxBases is how many bases may lie under each other; one that is its own base would never end.
const maxBases = 8

// parseScript reads a scenario and lays it over its bases.
func parseScript(b []byte) (*script, error) {
	merged, err := mergedScript(b, maxBases)
	if err != nil {
		return nil, err
	}
	whole, err := json.Marshal(merged)
	if err != nil {
		return nil, fmt.Errorf("merge with its base: %w", err)
	}
	s := &script{}
	d := json.NewDecoder(bytes.NewReader(whole))
	// A misspelt word in a scenario would otherwise be a fact that is silently not there.
	d.DisallowUnknownFields()
	if err := d.Decode(s); err != nil {
		return nil, fmt.Errorf("decode: %w", err)
	}
	return s, nil
}

// mergedScript lays a scenario over its bases, of which there may be at most so many below it.
func mergedScript(b []byte, below int) (map[string]any, error) {
	var own map[string]any
	if err := json.Unmarshal(b, &own); err != nil {
		return nil, fmt.Errorf("decode: %w", err)
	}
	base, ok := own["base"].(string)
	if !ok {
		return own, nil
	}
	if below == 0 {
		return nil, fmt.Errorf("find base %q: it is its own base", base)
	}
	file, err := baseFile(base)
	if err != nil {
		return nil, err
	}
	under, err := mergedScript(file, below-1)
	if err != nil {
		return nil, err
	}
	// What is wrong with the base is not what is wrong here.
	delete(under, "wrong")
	delete(under, "failure")
	return mergeObjects(under, own), nil
}

// mergeObjects lays over above under: null takes a key away, objects merge, lists of named things merge by
// name, everything else is replaced.
func mergeObjects(under, over map[string]any) map[string]any {
	out := maps.Clone(under)
	for k, v := range over {
		switch v := v.(type) {
		case nil:
			delete(out, k)
		case map[string]any:
			if below, ok := out[k].(map[string]any); ok {
				out[k] = mergeObjects(below, v)
				continue
			}
			out[k] = v
		case []any:
			if below, ok := out[k].([]any); ok && named(v) {
				out[k] = mergeLists(below, v)
				continue
			}
			out[k] = v
		default:
			out[k] = v
		}
	}
	return out
}

// named reports whether every member is an object with a name.
func named(list []any) bool {
	for _, m := range list {
		o, ok := m.(map[string]any)
		if !ok || o["name"] == nil {
			return false
		}
	}
	return len(list) > 0
}

// mergeLists lays each entry over the one of its name (and of its vpc, where it says one), adds new ones at
// the end, takes away what says "gone": true, and gives what says "as" that name instead.
func mergeLists(under, over []any) []any {
	out := slices.Clone(under)
	for _, m := range over {
		o, _ := m.(map[string]any)
		i := slices.IndexFunc(out, func(u any) bool {
			b, _ := u.(map[string]any)
			return b["name"] == o["name"] && (o["vpc"] == nil || b["vpc"] == o["vpc"])
		})
		switch {
		case o["gone"] == true && i >= 0:
			out = slices.Delete(out, i, i+1)
		case i >= 0:
			b, _ := out[i].(map[string]any)
			out[i] = renamed(mergeObjects(b, o))
		default:
			out = append(out, o)
		}
	}
	return out
}

// renamed gives an entry the name that it says it has here.
func renamed(entry map[string]any) map[string]any {
	if as, ok := entry["as"]; ok {
		entry["name"] = as
		delete(entry, "as")
	}
	return entry
}

// fault is the fault that the scenario itself answers the nth call of an action with, nil for none.
func (s *script) fault(action string, n int) *Fault {
	for _, pattern := range s.Deny {
		if wildcard(pattern, action) {
			return &Fault{Code: denialCode(action)}
		}
	}
	if n <= s.Throttle[action] {
		if strings.HasPrefix(action, "ec2:") {
			return &Fault{Code: "RequestLimitExceeded"}
		}
		return &Fault{Code: "ThrottlingException"}
	}
	// In order, so that of two patterns that fit the same one always counts.
	for _, pattern := range slices.Sorted(maps.Keys(s.Fail)) {
		if wildcard(pattern, action) {
			code, because, _ := strings.Cut(s.Fail[pattern], " ")
			return &Fault{Code: code, because: because}
		}
	}
	return nil
}

// denialCode is how each service says no.
func denialCode(action string) string {
	switch service, _, _ := strings.Cut(action, ":"); service {
	case "ec2":
		return "UnauthorizedOperation"
	case "sts", "iam":
		return "AccessDenied"
	}
	return "AccessDeniedException"
}
