package sandbox_test

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/awsclient/sandbox"
)

// element is any XML element, read without knowing what it should be.
type element struct {
	XMLName xml.Name
	Text    string    `xml:",chardata"`
	Kids    []element `xml:",any"`
}

// all returns the text of every element on the path, "securityGroupInfo/item/groupId".
func (e element) all(path string) []string {
	var out []string
	for _, k := range e.at(path) {
		out = append(out, strings.TrimSpace(k.Text))
	}
	return out
}

func (e element) at(path string) []element {
	at := []element{e}
	for step := range strings.SplitSeq(path, "/") {
		var next []element
		for _, p := range at {
			for _, k := range p.Kids {
				if k.XMLName.Local == step {
					next = append(next, k)
				}
			}
		}
		at = next
	}
	return at
}

// one returns the only text on the path, "" if there is not exactly one.
func (e element) one(path string) string {
	if all := e.all(path); len(all) == 1 {
		return all[0]
	}
	return ""
}

// answer is what came back for a query.
type answer struct {
	element
	status     int
	code, text string
}

// account makes the named scenario's account, or one of a literal scenario that starts with a brace.
func account(t testing.TB, scenario string) *sandbox.Account {
	t.Helper()
	open := func() (*sandbox.Account, error) { return sandbox.New(scenario, sandbox.Options{}) }
	if strings.HasPrefix(scenario, "{") {
		open = func() (*sandbox.Account, error) { return sandbox.NewFrom([]byte(scenario), sandbox.Options{}) }
	}
	a, err := open()
	if err != nil {
		t.Fatalf("make the account: %v", err)
	}
	return a
}

func authorization(region, service string) string {
	return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260302/" + region + "/" + service +
		"/aws4_request, SignedHeaders=host, Signature=0"
}

// ask sends an EC2 action with parameters as "Name=value&Name=value", spaces and all as they are.
func ask(t testing.TB, a *sandbox.Account, action, query string) answer {
	t.Helper()
	return askSigned(t, a, "us-east-1", "ec2", action, query)
}

func askSigned(t testing.TB, a *sandbox.Account, region, service, action, query string) answer {
	t.Helper()
	form := url.Values{"Action": {action}, "Version": {"2016-11-15"}}
	if query != "" {
		for pair := range strings.SplitSeq(query, "&") {
			name, value, _ := strings.Cut(pair, "=")
			form.Add(name, value)
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://sandbox/", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", authorization(region, service))
	return read(t, a, r)
}

func read(t testing.TB, a *sandbox.Account, r *http.Request) answer {
	t.Helper()
	resp, err := a.Do(r)
	if err != nil {
		t.Fatalf("send: %v", err)
	}
	defer func() { _ = resp.Body.Close() }()
	out := answer{status: resp.StatusCode}
	if err := xml.NewDecoder(resp.Body).Decode(&out.element); err != nil {
		t.Fatalf("read the answer: %v", err)
	}
	if out.status != http.StatusOK {
		out.code, out.text = out.one("Errors/Error/Code")+out.one("Error/Code"), out.one("Errors/Error/Message")+out.one("Error/Message")
	}
	return out
}

// must is ask where anything but success ends the test.
func must(t testing.TB, a *sandbox.Account, action, query string) answer {
	t.Helper()
	r := ask(t, a, action, query)
	if r.status != http.StatusOK {
		t.Fatalf("%s %s: %d %s: %s", action, query, r.status, r.code, r.text)
	}
	return r
}

// askEMR sends an EMR action and returns the status and the answer's object.
func askEMR(t testing.TB, a *sandbox.Account, action, body string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://sandbox/", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Amz-Target", "ElasticMapReduce."+action)
	r.Header.Set("Authorization", authorization("us-east-1", "elasticmapreduce"))
	resp, err := a.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatalf("%s: %v in %s", action, err, b)
	}
	return resp.StatusCode, out
}

// names resolves $NAME in a query to the id of the group of that name.
func names(t testing.TB, a *sandbox.Account) func(string) string {
	t.Helper()
	all := must(t, a, "DescribeSecurityGroups", "")
	ids, called := all.all("securityGroupInfo/item/groupId"), all.all("securityGroupInfo/item/groupName")
	vpcs := must(t, a, "DescribeVpcs", "").all("vpcSet/item/vpcId")
	var pairs []string
	// Longest first, so that $app does not eat the start of $app-servers.
	order := make([]int, len(ids))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return len(called[y]) - len(called[x]) })
	for _, i := range order {
		pairs = append(pairs, "$"+called[i], ids[i])
	}
	if len(vpcs) > 0 {
		pairs = append(pairs, "@vpc", vpcs[0])
	}
	return strings.NewReplacer(pairs...).Replace
}

// wrong wants a scenario refused, with this among the reasons.
func wrong(t testing.TB, scenario, want string) {
	t.Helper()
	_, err := sandbox.NewFrom([]byte(scenario), sandbox.Options{})
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %s, of %s", err, want, scenario)
	}
}
