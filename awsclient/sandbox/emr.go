package sandbox

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	contentJSON = "application/x-amz-json-1.1"
	// emrPage is the number of entries on a page of EMR's lists.
	//
	// Source: https://docs.aws.amazon.com/emr/latest/APIReference/API_ListClusters.html
	emrPage = 50
)

// object is a JSON object on its way out.
type object map[string]any

// emrCall is one EMR action under way. It runs under the Account's lock.
type emrCall struct {
	*world
	body []byte
}

func emrActions() map[string]func(*emrCall) (object, error) {
	return map[string]func(*emrCall) (object, error){
		"ListStudios":                       listStudios,
		"DescribeStudio":                    describeStudio,
		"CreateStudio":                      createStudio,
		"DeleteStudio":                      deleteStudio,
		"ListClusters":                      listClusters,
		"DescribeCluster":                   describeCluster,
		"ListInstances":                     listInstances,
		"ListInstanceGroups":                listInstanceGroups,
		"ListBootstrapActions":              listBootstrapActions,
		"GetBlockPublicAccessConfiguration": getPublicAccess,
		"ListNotebookExecutions":            listNotebookExecutions,
	}
}

// answerEMR answers an EMR request: the action is in X-Amz-Target, after "ElasticMapReduce.".
func (a *Account) answerEMR(s scope, target string, body []byte) reply {
	name, named := strings.CutPrefix(target, "ElasticMapReduce.")
	run := a.emr[name]
	var fault *Fault
	if named && name != "" {
		fault = a.received("elasticmapreduce:" + name)
	}

	a.mu.Lock()
	defer a.mu.Unlock()
	c := &emrCall{world: a.worldOf(s), body: body}
	var out object
	var err error
	switch {
	case fault != nil && !fault.Lost:
		err = faultError(fault, "elasticmapreduce:"+name, c.world)
	case run == nil:
		err = refuse("UnknownOperationException", "The operation %s is not known to the sandbox.", target)
	default:
		out, err = run(c)
	}
	ans := jsonReply(http.StatusOK, out)
	if err != nil {
		var r *apiError
		if !errors.As(err, &r) {
			r = &apiError{http.StatusInternalServerError, "InternalServerException", err.Error()}
		}
		ans = jsonReply(r.status, map[string]string{"__type": r.code, "Message": r.message})
	}
	ans.requestID, ans.lost = a.world.ids.request(), fault != nil && fault.Lost
	return ans
}

func jsonReply(status int, v any) reply {
	b, err := json.Marshal(v)
	if err != nil {
		panic("an answer is strings, numbers and bools, which always marshal: " + err.Error())
	}
	return reply{status: status, contentType: contentJSON, body: b}
}

func invalid(format string, args ...any) error {
	return refuse("InvalidRequestException", format, args...)
}

// unlisted refuses a value that is not one of those the API lists for the member.
func unlisted(member, value string) error {
	return refuse("ValidationException",
		"1 validation error detected: Value '%s' at '%s' failed to satisfy constraint", value, member)
}

// read decodes the request's body.
func (c *emrCall) read(into any) error {
	if len(c.body) == 0 {
		return nil
	}
	if err := json.Unmarshal(c.body, into); err != nil {
		return refuse("SerializationException", "%s", err)
	}
	return nil
}

// epoch is a time as the JSON protocol has it: seconds, with milliseconds behind the point.
func epoch(t time.Time) json.Number {
	return json.Number(strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', -1, 64))
}

// paged cuts one page of EMR's fixed size and puts it, and the next Marker, into an answer.
func paged[T any](set, marker string, all []T, of func(T) object) (object, error) {
	from := 0
	if marker != "" {
		b, err := base64.RawURLEncoding.DecodeString(marker)
		n, bad := strconv.Atoi(strings.TrimPrefix(string(b), set+"@"))
		if err != nil || bad != nil || n < 0 {
			return nil, invalid("Marker '%s' is not valid.", marker)
		}
		from = min(n, len(all))
	}
	to := min(from+emrPage, len(all))
	some := make([]object, 0, to-from)
	for _, v := range all[from:to] {
		some = append(some, of(v))
	}
	out := object{set: some}
	if to < len(all) {
		out["Marker"] = base64.RawURLEncoding.EncodeToString([]byte(set + "@" + strconv.Itoa(to)))
	}
	return out, nil
}

func emrTags(t tagMap) []object {
	out := []object{}
	for _, k := range t.keys() {
		out = append(out, object{"Key": k, "Value": t[k]})
	}
	return out
}

// publicAccess is the Region's block-public-access configuration.
type publicAccess struct {
	block   bool
	permit  [][2]int
	created time.Time
	by      string
	missing bool // EMR does not know the call in this Region
}

// defaultPublicAccess is what an account has that never touched it: on, with SSH as the one exception.
//
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html
func defaultPublicAccess() publicAccess {
	return publicAccess{block: true, permit: [][2]int{{22, 22}}, created: time.Unix(0, 0)}
}

func getPublicAccess(c *emrCall) (object, error) {
	if c.bpa.missing {
		return nil, invalid("GetBlockPublicAccessConfiguration api is not available in the current Region.")
	}
	ranges := []object{}
	for _, r := range c.bpa.permit {
		ranges = append(ranges, object{"MinRange": r[0], "MaxRange": r[1]})
	}
	return object{
		"BlockPublicAccessConfiguration": object{
			"BlockPublicSecurityGroupRules":          c.bpa.block,
			"PermittedPublicSecurityGroupRuleRanges": ranges,
		},
		"BlockPublicAccessConfigurationMetadata": object{
			"CreationDateTime": epoch(c.bpa.created), "CreatedByArn": c.bpa.by,
		},
	}, nil
}

func listNotebookExecutions(*emrCall) (object, error) {
	return object{"NotebookExecutions": []object{}}, nil
}

// contains reports whether want is empty, which asks for all, or holds v.
func contains(want []string, v string) bool { return len(want) == 0 || slices.Contains(want, v) }
