package emr_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

const (
	roleARN   = "arn:aws:iam::111122223333:role/Studio"
	untagged  = `{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`
	tagsAsked = `{"Statement":[{"Effect":"Allow","Action":["ec2:CreateNetworkInterface","ec2:CreateSecurityGroup"],"Resource":"*",` +
		`"Condition":{"StringEquals":{"aws:ResourceTag/for-use-with-amazon-emr-managed-policies":"true"}}}]}`
)

// studioWithRole is a Studio whose groups, VPC and subnet are not tagged.
func studioWithRole(role model.IAMRole, reading model.Reading) model.Snapshot {
	const account, vpc = "111122223333", "vpc-1"
	b := model.NewBuilder(model.Origin{
		Region: "us-east-1", Partition: "aws", Caller: model.Caller{Account: account},
	})
	b.AddVPC(model.VPC{ID: vpc, Owner: account, Region: "us-east-1"})
	b.AddSubnet(model.Subnet{ID: "subnet-1", VPC: vpc, Owner: account, Region: "us-east-1"})
	for _, id := range []string{"sg-ws", "sg-engine"} {
		b.AddGroup(model.Group{ID: id, Name: id, VPC: vpc, Owner: account, Region: "us-east-1"})
	}
	b.AddStudio(model.Studio{
		ID: "es-1", Name: "ds", VPC: vpc, Described: true, Subnets: []string{"subnet-1"},
		ServiceRole: roleARN, Workspace: "sg-ws", Engine: "sg-engine",
	})
	for _, p := range model.Parts() {
		b.Mark(p, "", model.Reading{State: model.ReadWhole})
	}
	if role.ARN != "" {
		b.AddRole(role)
	}
	if reading.State != model.NotRead {
		b.Mark(model.PartRoles, roleARN, reading)
	}
	return b.Snapshot()
}

// TestLinksFollowThePartition holds that what is printed in China leads to China's documentation.
func TestLinksFollowThePartition(t *testing.T) {
	b := model.NewBuilderFrom(studioWithRole(model.IAMRole{}, model.Reading{}))
	o := b.Origin()
	o.Partition = "aws-cn"
	b.SetOrigin(o)
	for _, f := range emr.Analyse(b.Snapshot(), emr.Scope{}).Findings() {
		if !strings.HasPrefix(f.Source, "https://docs.amazonaws.cn/") {
			t.Errorf("%s: %s", f.Key(), f.Source)
		}
	}
}

// TestMissingTagAndItsRole is failure 7: what a missing tag means is decided by the Studio's service role.
func TestMissingTagAndItsRole(t *testing.T) {
	whole := model.Reading{State: model.ReadWhole}
	role := func(boundary string, documents ...string) model.IAMRole {
		r := model.IAMRole{ARN: roleARN, Name: "Studio", Boundary: boundary}
		for _, d := range documents {
			r.Policies = append(r.Policies, model.RolePolicy{Name: "p", Document: d})
		}
		return r
	}
	denied := model.Reading{State: model.ReadFailed, Failure: model.Failure{Kind: model.FailedDenied, Call: "iam:GetRole"}}
	for _, tc := range []struct {
		name           string
		role           model.IAMRole
		reading        model.Reading
		rule           emr.TagRule
		group, network model.Severity // of the Engine group, and of the VPC
		says           string
	}{
		{"not read", model.IAMRole{}, model.Reading{}, emr.TagUnknown, model.Conditional, model.Conditional, "the role was not read."},
		{"denied", model.IAMRole{}, denied, emr.TagUnknown, model.Conditional, model.Conditional, "denied: iam:GetRole"},
		{"asks for it", role("", tagsAsked), whole, emr.TagConditioned, model.Broken, model.Conditional, "only with the tag"},
		{"does not", role("", untagged), whole, emr.TagUnconditioned, model.Note, model.Note, "without the tag"},
		{"bounded", role("arn:aws:iam::1:policy/b", untagged), whole, emr.TagUnknown, model.Conditional, model.Conditional, "boundary"},
		{"bounded and asks", role("b", tagsAsked), whole, emr.TagConditioned, model.Broken, model.Conditional, "only with the tag"},
		{"read in part", role("", untagged), model.Reading{State: model.ReadPartly}, emr.TagUnknown, model.Conditional, model.Conditional, "not read"},
		{"not understood", role("", "?"), whole, emr.TagUnknown, model.Conditional, model.Conditional, "not understood"},
		{"allows nothing", role(""), whole, emr.TagUnknown, model.Conditional, model.Conditional, "at all"},
	} {
		s := studioWithRole(tc.role, tc.reading)
		g, _ := s.Group("sg-engine")
		if rule, why := emr.TagRuleOf(s, roleARN, g); rule != tc.rule {
			t.Errorf("%s: %v (%s), want %v", tc.name, rule, why, tc.rule)
		}
		a := emr.Analyse(s, emr.Scope{})
		for key, want := range map[string]model.Severity{
			"engine-tag:sg-engine": tc.group, "network-tag:subnet-1": tc.group, "network-tag:vpc-1": tc.network,
		} {
			f, ok := a.Finding(key)
			if !ok || f.Severity != want || f.State != model.Unmet {
				t.Errorf("%s: %s is %v %v, want %v: %s", tc.name, key, f.State, f.Severity, want, f.Reason)
			}
			if key == "engine-tag:sg-engine" && !strings.Contains(f.Reason, tc.says) {
				t.Errorf("%s: %q does not say %q", tc.name, f.Reason, tc.says)
			}
		}
	}
}
