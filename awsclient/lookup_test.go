package awsclient_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
)

// listing answers the groups of a Region with one of an EMR name and these ingress rules, and a look-up by
// id with nothing.
func listing(rules string) func(s sent) *http.Response {
	return func(s sent) *http.Response {
		switch {
		case s.action != "ec2:DescribeSecurityGroups":
			return nil
		case s.form.Get("Filter.1.Name") == "group-id":
			return reply(200, "<DescribeSecurityGroupsResponse><securityGroupInfo/></DescribeSecurityGroupsResponse>")
		}
		return reply(200, `<DescribeSecurityGroupsResponse><securityGroupInfo><item><ownerId>123456789012</ownerId>
			<groupId>sg-engine</groupId><groupName>DefaultEngineSecurityGroup</groupName><vpcId>vpc-1</vpcId>
			<ipPermissions>`+rules+`</ipPermissions></item></securityGroupInfo></DescribeSecurityGroupsResponse>`)
	}
}

func fromGroup(id, account string) string {
	return `<item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort><groups><item>
		<groupId>` + id + `</groupId><userId>` + account + `</userId></item></groups></item>`
}

func TestReferencesIntoOtherAccountsAreNotSaidToBeGone(t *testing.T) {
	c, w := open(t)
	w.instead = listing(fromGroup("sg-ours", "123456789012") + fromGroup("sg-theirs", "999999999999"))
	s := load(t, c, model.Source{})
	if got := s.GroupPresence("sg-ours"); got != model.Gone {
		t.Errorf("a group of this account that was looked up: %v; want it gone", got)
	}
	if got := s.GroupPresence("sg-theirs"); got != model.NotKnown {
		t.Errorf("a group of another account: %v; want it not known", got)
	}
}

func TestLoadSaysThatARuleWasNotUnderstood(t *testing.T) {
	c, w := open(t)
	odd := `<item><ipProtocol>pigeon</ipProtocol><ipRanges><item><cidrIp>10.0.0.0/8</cidrIp></item></ipRanges></item>`
	w.instead = listing(odd + fromGroup("sg-engine", "123456789012"))
	s := load(t, c, model.Source{})
	r := s.Reading(model.PartGroups, "")
	if r.State != model.ReadPartly || !strings.Contains(r.Failure.Message, "pigeon") ||
		r.Failure.Resource != "DefaultEngineSecurityGroup (sg-engine)" {
		t.Errorf("groups: %s %+v; want them partly read, and the group named", r.State, r.Failure)
	}
	if g, _ := s.Group("sg-engine"); len(g.Rules) != 1 {
		t.Errorf("rules %v: want the one that is understood", g.Rules)
	}
	if _, p, err := c.Group(t.Context(), "sg-engine"); err != nil || p != model.Gone {
		t.Errorf("looked up by id: %v, %v", p, err)
	}
	_, p, err := c.GroupNamed(t.Context(), "vpc-1", "DefaultEngineSecurityGroup")
	if f := failure(t, err); p != model.Present || !strings.Contains(f.Message, "pigeon") {
		t.Errorf("read afresh: %v, %+v; want it present, and what is missing", p, f)
	}
}

// What ends between the listing and the look at it is left out, and nothing is partial for that.
func TestLoadOfThingsThatVanish(t *testing.T) {
	c, w := open(t)
	w.account.SetFault(func(a string, n int) *sandbox.Fault {
		switch {
		case a == "elasticmapreduce:DescribeStudio" && n == 1:
			return &sandbox.Fault{Code: "InvalidRequestException", Message: "Studio does not exist."}
		case a == "elasticmapreduce:DescribeCluster" && n == 1:
			return &sandbox.Fault{Code: "InvalidRequestException", Message: "Cluster id 'j-1' is not valid."}
		}
		return nil
	})
	s := load(t, c, model.Source{})
	studios, clusters := 0, 0
	for range s.Studios() {
		studios++
	}
	for range s.Clusters() {
		clusters++
	}
	if studios != 1 || clusters != 2 {
		t.Errorf("%d Studios and %d clusters: want one of each less", studios, clusters)
	}
	for _, p := range []model.Part{model.PartStudios, model.PartClusters, model.PartInstances} {
		if r := s.Reading(p, ""); !r.Whole() {
			t.Errorf("%s: %s %v", p, r.State, r.Failure)
		}
	}
}

// EMR wants instance fleets and instance groups asked for in different words, and only live clusters listed.
func TestLoadAsksEMRForPrimaries(t *testing.T) {
	c, w := open(t)
	w.instead = func(s sent) *http.Response {
		switch s.action {
		case "elasticmapreduce:ListClusters":
			return reply(200, `{"Clusters":[{"Id":"j-FLEET","Status":{"State":"RUNNING"}},{"Id":"j-GROUP"}]}`)
		case "elasticmapreduce:DescribeCluster":
			kind := "INSTANCE_GROUP"
			if strings.Contains(s.body, "j-FLEET") {
				kind = "INSTANCE_FLEET"
			}
			return reply(200, `{"Cluster":{"Id":"x","InstanceCollectionType":"`+kind+`"}}`)
		case "elasticmapreduce:ListInstances":
			return reply(200, `{"Instances":[{"Ec2InstanceId":"i-1"},{"Ec2InstanceId":"i-1"},{}]}`)
		}
		return nil
	}
	s := load(t, c, model.Source{})
	if cl, ok := s.Cluster("j-FLEET"); !ok || len(cl.PrimaryInstances) != 1 {
		t.Errorf("%+v: want the id of the listing and one instance", cl)
	}
	for _, r := range w.of("elasticmapreduce:ListInstances") {
		fleet := strings.Contains(r.body, `"InstanceFleetType":"MASTER"`)
		groups := strings.Contains(r.body, `"InstanceGroupTypes":["MASTER"]`)
		if fleet != strings.Contains(r.body, "j-FLEET") || groups == fleet || strings.Contains(r.body, "TERMINATED") {
			t.Errorf("asked %s", r.body)
		}
	}
	live := 0 // those that failed are listed by themselves, before or after
	for _, r := range w.of("elasticmapreduce:ListClusters") {
		if !strings.Contains(r.body, "TERMINATED_WITH_ERRORS") && strings.Contains(r.body, "WAITING") {
			live++
		} else if strings.Contains(r.body, "WAITING") {
			t.Errorf("clusters are listed by %s: want live states only", r.body)
		}
	}
	if live == 0 {
		t.Error("no live clusters are asked for")
	}
}

func TestLoadEndsWhereAListingGoesRound(t *testing.T) {
	c, w := open(t)
	w.instead = func(s sent) *http.Response {
		switch s.action {
		case "elasticmapreduce:ListStudios":
			return reply(200, `{"Studios":[],"Marker":"again"}`)
		case "ec2:DescribeSubnets":
			return reply(200, `<DescribeSubnetsResponse><nextToken>again</nextToken></DescribeSubnetsResponse>`)
		}
		return nil
	}
	load(t, c, model.Source{})
	for _, a := range []string{"elasticmapreduce:ListStudios", "ec2:DescribeSubnets"} {
		if n := len(w.of(a)); n != 2 {
			t.Errorf("%s asked %d times; want it to stop at the second token that is the same", a, n)
		}
	}
}
