package sandbox

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const contentREST = "application/json"

// restCall is one action of a REST service under way: its path's variables, in order, and its query. It runs
// under the Account's lock.
type restCall struct {
	*world
	path  []string
	query url.Values
}

// restAction is an action of a REST service: how it is asked for, and what it does. A "*" in the path is a
// variable of it.
type restAction struct {
	name, method, path string
	run                func(*restCall) (object, error)
}

func restActions(service string) []restAction {
	switch service {
	case "eks":
		return []restAction{
			{"ListClusters", http.MethodGet, "clusters", listEKSClusters},
			{"DescribeCluster", http.MethodGet, "clusters/*", describeEKSCluster},
		}
	case "emr-containers":
		return []restAction{
			{"ListVirtualClusters", http.MethodGet, "virtualclusters", listVirtualClusters},
			{"DescribeVirtualCluster", http.MethodGet, "virtualclusters/*", describeVirtualCluster},
			{"ListManagedEndpoints", http.MethodGet, "virtualclusters/*/endpoints", listManagedEndpoints},
			{"DescribeManagedEndpoint", http.MethodGet, "virtualclusters/*/endpoints/*", describeManagedEndpoint},
		}
	case "emr-serverless":
		return []restAction{
			{"ListApplications", http.MethodGet, "applications", listApplications},
			{"GetApplication", http.MethodGet, "applications/*", getApplication},
		}
	}
	return nil
}

// answerREST answers a request whose action is its method and path.
func (a *Account) answerREST(s scope, r *http.Request) reply {
	var run restAction
	var path []string
	for _, x := range restActions(s.service) {
		if vars, ok := x.fits(r); ok {
			run, path = x, vars
		}
	}
	var fault *Fault
	if run.name != "" {
		fault = a.received(s.service + ":" + run.name)
	}

	a.mu.Lock()
	defer a.mu.Unlock()
	c := &restCall{world: a.worldOf(s), path: path, query: r.URL.Query()}
	var out object
	var err error
	switch {
	case fault != nil && !fault.Lost:
		err = faultError(fault, s.service+":"+run.name, c.world)
	case run.run == nil:
		err = &apiError{
			http.StatusNotFound, "UnknownOperationException",
			"the sandbox's " + s.service + " does not know " + r.Method + " " + r.URL.Path,
		}
	default:
		out, err = run.run(c)
	}
	ans := jsonReply(http.StatusOK, out)
	if err != nil {
		var e *apiError
		if !errors.As(err, &e) {
			e = &apiError{http.StatusInternalServerError, "InternalServerException", err.Error()}
		}
		// These services say no with a 403, unlike EMR on EC2.
		if e.code == "AccessDeniedException" && e.status == http.StatusBadRequest {
			e.status = http.StatusForbidden
		}
		ans = jsonReply(e.status, map[string]string{"__type": e.code, "message": e.message})
	}
	ans.contentType, ans.requestID = contentREST, a.world.ids.request()
	ans.lost = fault != nil && fault.Lost
	return ans
}

// fits gives the variables of the path and reports whether the request asks for the action.
func (x restAction) fits(r *http.Request) ([]string, bool) {
	want, have := strings.Split(x.path, "/"), strings.Split(strings.Trim(r.URL.EscapedPath(), "/"), "/")
	if r.Method != x.method || len(want) != len(have) {
		return nil, false
	}
	var vars []string
	for i, part := range want {
		switch {
		case part == "*":
			v, err := url.PathUnescape(have[i])
			if err != nil || v == "" {
				return nil, false
			}
			vars = append(vars, v)
		case part != have[i]:
			return nil, false
		}
	}
	return vars, true
}

// absentThing refuses to speak of what is not there.
func absentThing(format, id string) error {
	return &apiError{http.StatusNotFound, "ResourceNotFoundException", strings.ReplaceAll(format, "%s", id)}
}

// restPage cuts the page that a REST listing asks for, of 50 at most.
func restPage[P any](c *restCall, set string, all []P, of func(P) any) (object, error) {
	from, size := 0, emrPage
	if token := c.query.Get("nextToken"); token != "" {
		b, err := base64.RawURLEncoding.DecodeString(token)
		n, bad := strconv.Atoi(strings.TrimPrefix(string(b), set+"@"))
		if err != nil || bad != nil || n < 0 {
			return nil, refuse("ValidationException", "The nextToken %s is not valid", token)
		}
		from = min(n, len(all))
	}
	if most := c.query.Get("maxResults"); most != "" {
		n, err := strconv.Atoi(most)
		if err != nil || n < 1 {
			return nil, refuse("ValidationException", "maxResults %s is not a number above 0", most)
		}
		size = min(n, emrPage)
	}
	to := min(from+size, len(all))
	some := make([]any, 0, to-from)
	for _, v := range all[from:to] {
		some = append(some, of(v))
	}
	out := object{set: some}
	if to < len(all) {
		out["nextToken"] = base64.RawURLEncoding.EncodeToString([]byte(set + "@" + strconv.Itoa(to)))
	}
	return out, nil
}

// states gives the states that a listing is narrowed to, each of which must be one of known.
func (c *restCall) states(known ...string) ([]string, error) {
	want := c.query["states"]
	for _, s := range want {
		if !slices.Contains(known, s) {
			return nil, refuse("ValidationException", "%s is no state: want one of %s", s, strings.Join(known, ", "))
		}
	}
	return want, nil
}

// plainTags is a resource's tags as the REST services have them: an object.
func plainTags(t tagMap) tagMap {
	if t == nil {
		return tagMap{}
	}
	return t
}
