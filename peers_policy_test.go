package main

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/model"
)

// guarded is moto with a small account in it, which from then on lets nobody do what no policy allows.
type guarded struct {
	t      *testing.T
	url    string
	admin  *awsCLI
	id     string // the key of the user whose policy is tried
	secret string
}

// policyUser is who reads the account by the printed policy, and nobody else's.
const policyUser = "reader"

func newGuarded(t *testing.T) *guarded {
	t.Helper()
	g := &guarded{t: t, url: serveMoto(t)}
	open := newAWS(t, g.url)
	furnish(open)
	key := func(user string) (id, secret string) {
		open.must("iam", "create-user", "--user-name", user)
		doc := open.must("iam", "create-access-key", "--user-name", user)
		return doc.at("AccessKey.AccessKeyId"), doc.at("AccessKey.SecretAccessKey")
	}
	id, secret := key("admin")
	open.must("iam", "put-user-policy", "--user-name", "admin", "--policy-name", "p", "--policy-document",
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`)
	g.id, g.secret = key(policyUser)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, g.url+"/moto-api/reset-auth", strings.NewReader("0"))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("have moto ask for permissions: %v %v", answer, err)
	}
	_ = answer.Body.Close()
	g.admin = &awsCLI{t: t, url: g.url, program: open.program, env: append(slices.DeleteFunc(slices.Clone(open.env),
		func(kv string) bool {
			return strings.HasPrefix(kv, "AWS_ACCESS_KEY_ID=") || strings.HasPrefix(kv, "AWS_SECRET_")
		}),
		"AWS_ACCESS_KEY_ID="+id, "AWS_SECRET_ACCESS_KEY="+secret)}
	g.admin.session = startSession(t, g.admin.env)
	return g
}

// furnish makes one of everything that moto has, with a Studio whose service role has both kinds of policy.
func furnish(a *awsCLI) {
	vpc := a.must("ec2", "create-vpc", "--cidr-block", "10.20.0.0/16").at("Vpc.VpcId")
	subnet := a.must("ec2", "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.20.0.0/24").at("Subnet.SubnetId")
	group := func(name string) string {
		return a.must("ec2", "create-security-group", "--group-name", name, "--description", name, "--vpc-id", vpc).at("GroupId")
	}
	ws, engine := group("ws"), group("engine")
	a.must("ec2", "authorize-security-group-ingress", "--group-id", engine, "--protocol", "tcp", "--port", "18888",
		"--source-group", ws)
	document := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}`
	role := a.must("iam", "create-role", "--role-name", "Studio", "--assume-role-policy-document", document).at("Role.Arn")
	a.must("iam", "put-role-policy", "--role-name", "Studio", "--policy-name", "own", "--policy-document", document)
	attached := a.must("iam", "create-policy", "--policy-name", "shared", "--policy-document", document).at("Policy.Arn")
	a.must("iam", "attach-role-policy", "--role-name", "Studio", "--policy-arn", attached)
	a.must("emr", "create-studio", "--name", "s", "--auth-mode", "IAM", "--vpc-id", vpc, "--subnet-ids", subnet,
		"--service-role", role, "--workspace-security-group-id", ws, "--engine-security-group-id", engine,
		"--default-s3-location", "s3://b")
	a.must("emr", "create-cluster", "--name", "c", "--release-label", "emr-7.5.0", "--service-role", "r",
		"--ec2-attributes", "SubnetId="+subnet+",InstanceProfile=p",
		"--instance-groups", "InstanceGroupType=MASTER,InstanceCount=1,InstanceType=m5.xlarge")
	a.must("eks", "create-cluster", "--name", "lake", "--role-arn", role, "--resources-vpc-config", "subnetIds="+subnet)
	a.must("emr-containers", "create-virtual-cluster", "--name", "jobs", "--container-provider",
		"id=lake,type=EKS,info={eksInfo={namespace=spark}}")
	a.must("emr-serverless", "create-application", "--release-label", "emr-7.5.0", "--type", "SPARK", "--name", "app")
}

// allow gives the user this policy and no other.
func (g *guarded) allow(document string) {
	g.t.Helper()
	g.admin.must("iam", "put-user-policy", "--user-name", policyUser, "--policy-name", "p", "--policy-document", document)
}

func (g *guarded) client() *awsclient.Client {
	g.t.Helper()
	c, err := awsclient.Open(g.t.Context(), awsclient.Options{
		Region: "us-east-1", Endpoint: g.url, HTTPClient: http.DefaultClient, Now: time.Now,
		Credentials: credentials.NewStaticCredentialsProvider(g.id, g.secret, ""),
		RetryDelay:  func(int) time.Duration { return 0 },
	})
	if err != nil {
		g.t.Fatal(err)
	}
	return c
}

// load reads the account and gives what became of each part.
func (g *guarded) load() map[model.Part]model.Reading {
	s, _ := g.client().Load(g.t.Context(), model.Source{}, nil)
	out := map[model.Part]model.Reading{}
	for _, p := range slices.Concat(model.Parts(), model.NetworkParts(), model.EMRParts()) {
		out[p] = s.Reading(p, "")
	}
	return out
}

// denied names the parts of which a call was denied.
func denied(all map[model.Part]model.Reading) []model.Part {
	var out []model.Part
	for p, r := range all {
		if r.Failure.Kind == model.FailedDenied {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// without gives a policy from which an action is gone.
func without(t *testing.T, document, action string) string {
	t.Helper()
	var doc struct {
		Version   string
		Statement []struct {
			Sid, Effect string
			Action      []string
			Resource    any
			Condition   any `json:",omitempty"`
		}
	}
	if err := json.Unmarshal([]byte(document), &doc); err != nil {
		t.Fatal(err)
	}
	for i := range doc.Statement {
		s := &doc.Statement[i]
		s.Action = slices.DeleteFunc(s.Action, func(a string) bool { return a == action })
		if len(s.Action) == 0 {
			s.Action = []string{"none:None"}
		}
	}
	out, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestPeerPolicyIsEnough reads an account of moto's that allows exactly what the printed policy does: nothing is
// denied. With one action less only what rests on it is unknown.
func TestPeerPolicyIsEnough(t *testing.T) {
	if testing.Short() {
		t.Skip("skip: slow")
	}
	g := newGuarded(t)
	whole := awsclient.Policy(false, "aws")
	g.allow(whole)
	base := g.load()
	if bad := denied(base); len(bad) > 0 {
		t.Fatalf("denied, with the whole policy: %v, such as %+v", bad, base[bad[0]])
	}
	for _, p := range []model.Part{
		model.PartGroups, model.PartStudios, model.PartClusters, model.PartRoles, model.PartFailedClusters,
	} {
		if !base[p].Whole() {
			t.Errorf("%s: %+v; want it read", p, base[p])
		}
	}
	noticed := 0
	for _, action := range awsclient.Actions(false) {
		if rest := strings.HasPrefix(action, "e") && strings.Contains(action, "-"); rest || strings.HasPrefix(action, "eks:") {
			continue // moto takes the signature of every GET for a wrong one, aws-cli's too
		}
		g.allow(without(t, whole, action))
		got := g.load()
		bad := denied(got)
		if len(bad) > 0 {
			noticed++
		}
		for _, p := range bad {
			if got[p].Failure.Call != action {
				t.Errorf("without %s: %s is denied %s", action, p, got[p].Failure.Call)
			}
		}
		for p, before := range base {
			if r := got[p]; r.State < before.State && r.Failure.Call != action && r.Failure.Call != "" {
				t.Errorf("without %s: %s is %s: %v", action, p, r.State, r.Failure)
			}
		}
	}
	if noticed < 30 {
		t.Errorf("only %d actions were missed", noticed)
	}
}

// TestPeerPolicyIsEnoughToWrite creates and fixes groups by the policy that --write prints. moto compares every
// resource with "*" and knows no conditions, so that both are left out of it here: what is tried are the actions.
func TestPeerPolicyIsEnoughToWrite(t *testing.T) {
	if testing.Short() {
		t.Skip("skip: slow")
	}
	g := newGuarded(t)
	var doc map[string]any
	if err := json.Unmarshal([]byte(awsclient.Policy(true, "aws")), &doc); err != nil {
		t.Fatal(err)
	}
	for _, s := range doc["Statement"].([]any) {
		s := s.(map[string]any)
		s["Resource"] = "*"
		delete(s, "Condition")
	}
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	g.allow(string(b))
	c := g.client()
	s, err := c.Load(t.Context(), model.Source{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var vpc string
	for st := range s.Studios() {
		vpc = st.VPC
	}
	rule := model.TCPRule(model.Ingress, 18888, model.AnyIPv4())
	id, err := c.Send(t.Context(), model.CreateGroup{VPC: vpc, Name: "made", Description: "made", Tag: model.EMRTag()})
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []model.Change{
		model.Authorize{Group: id, Rule: rule},
		model.Authorize{Group: id, Rule: model.TCPRule(model.Egress, 443, model.AnyIPv4())},
		model.Revoke{Group: id, Rule: rule},
		model.Revoke{Group: id, Rule: model.AllTraffic(model.Egress, model.AnyIPv4())},
		model.SetTag{Group: id, Key: "k", New: "v"},
		model.RemoveTag{Group: id, Key: "k", Old: "v"},
		model.DeleteGroup{Group: id},
	} {
		if _, err := c.Send(t.Context(), change); err != nil {
			t.Errorf("%s: %v", model.ChangeKind(change), err)
		}
	}
	// The reading policy alone allows none of it.
	g.allow(awsclient.Policy(false, "aws"))
	if _, err := c.Send(t.Context(), model.CreateGroup{VPC: vpc, Name: "more", Description: "more"}); err == nil {
		t.Error("a group was created by the policy of who only reads")
	}
}
