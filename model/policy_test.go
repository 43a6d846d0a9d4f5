package model_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
)

func TestParsePolicy(t *testing.T) {
	const text = `{"Version": "2012-10-17", "Statement": {"Sid": "A", "Effect": "Deny", "NotAction": "ec2:*", "Resource": ["a", "b"],
		"Condition": {"StringLike": {"k": ["x", "y"]}, "Bool": {"m": true, "l": "false"}}}}`
	want := model.Policy{Statements: []model.PolicyStatement{{
		ID: "A", Denies: true, NotActions: []string{"ec2:*"}, Resources: []string{"a", "b"},
		Conditions: []model.PolicyCondition{
			{Operator: "Bool", Key: "l", Values: []string{"false"}},
			{Operator: "Bool", Key: "m", Values: []string{"true"}},
			{Operator: "StringLike", Key: "k", Values: []string{"x", "y"}},
		},
	}}}
	for _, form := range []string{text, url.PathEscape(text), " \n" + text} {
		got, err := model.ParsePolicy(form)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v %s of %.20s", err, diff, form)
		}
	}
	for bad, why := range map[string]string{
		"%zz":             "decode the policy",
		"hello":           "read the policy",
		`{"Statement":1}`: "read the policy",
		`{"Statement":{"Sid":"S","Effect":"May","Action":"*"}}`: `statement "S"`,
		`{"Statement":{"Effect":"Allow","Resource":"*"}}`:       "names no action",
	} {
		if _, err := model.ParsePolicy(bad); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, want %s", bad, err, why)
		}
	}
}

// TestDecide asks for ec2:CreateNetworkInterface on a group of account 1 in us-east-1 that is not tagged, and
// on one that is.
func TestDecide(t *testing.T) {
	const (
		tag  = "for-use-with-amazon-emr-managed-policies"
		sg   = `"Effect":"Allow","Action":"ec2:CreateNetworkInterface","Resource":"arn:aws:ec2:*:*:security-group/*"`
		all  = `"Effect":"Allow","Action":"*","Resource":"*"`
		deny = `"Effect":"Deny","Action":"ec2:*","Resource":"*"`
	)
	when := func(operator, key, value string) string {
		return `,"Condition":{"` + operator + `":{"` + key + `":` + value + `}}`
	}
	for _, tc := range []struct {
		statements       string
		untagged, tagged model.Verdict
	}{
		{``, model.Blocked, model.Blocked},
		{sg, model.Allowed, model.Allowed},
		{all, model.Allowed, model.Allowed},
		{sg + when("StringEquals", "aws:ResourceTag/"+tag, `"true"`), model.Blocked, model.Allowed},
		{sg + when("StringEquals", "AWS:resourcetag/"+tag, `["no","true"]`), model.Blocked, model.Allowed},
		{sg + when("StringEquals", "ec2:ResourceTag/"+tag, `"true"`), model.Blocked, model.Allowed},
		{sg + when("StringEqualsIgnoreCase", "aws:ResourceTag/"+tag, `"TRUE"`), model.Blocked, model.Allowed},
		{sg + when("StringLike", "aws:ResourceTag/"+tag, `"t*e"`), model.Blocked, model.Allowed},
		{sg + when("StringEqualsIfExists", "aws:ResourceTag/"+tag, `"true"`), model.Allowed, model.Allowed},
		{sg + when("Null", "aws:ResourceTag/"+tag, `"false"`), model.Blocked, model.Allowed},
		{sg + when("StringEquals", "aws:ResourceTag/team", `"x"`), model.Blocked, model.Blocked},
		{sg + when("StringNotEquals", "aws:ResourceTag/"+tag, `"true"`), model.Allowed, model.Blocked},
		{sg + when("ForAnyValue:StringEquals", "aws:ResourceTag/"+tag, `"true"`), model.Unknown, model.Unknown},
		{sg + when("StringEquals", "aws:RequestTag/"+tag, `"true"`), model.Unknown, model.Unknown},
		{sg + when("StringEquals", "aws:RequestedRegion", `"us-east-1"`), model.Unknown, model.Unknown},
		{sg + when("StringEquals", "aws:ResourceTag/"+tag, `"${aws:PrincipalTag/x}"`), model.Unknown, model.Unknown},
		{`"Effect":"Allow","NotAction":"iam:*","Resource":"*"`, model.Allowed, model.Allowed},
		{`"Effect":"Allow","NotAction":"EC2:Create*","Resource":"*"`, model.Blocked, model.Blocked},
		{`"Effect":"Allow","Action":"ec2:Create?etworkInterface","NotResource":"arn:aws:ec2:*:*:subnet/*"`, model.Allowed, model.Allowed},
		{`"Effect":"Allow","Action":"ec2:*","NotResource":"arn:aws:ec2:*:1:*"`, model.Blocked, model.Blocked},
		{`"Effect":"Allow","Action":"ec2:*","Resource":"arn:aws:ec2:*:1:security-group/sg-1"`, model.Allowed, model.Allowed},
		{`"Effect":"Allow","Action":"ec2:*","Resource":"arn:aws:ec2:*:2:security-group/*"`, model.Blocked, model.Blocked},
		{`"Effect":"Allow","Action":"ec2:*","Resource":"arn:aws:ec2"`, model.Allowed, model.Allowed},
		{`"Effect":"Allow","Action":"ec2:*","Resource":"arn:aws-cn:ec2:*"`, model.Blocked, model.Blocked},
		{`"Effect":"Allow","Action":"ec2:*","Resource":"arn:aws:ec2:*:*:security-group/${aws:userid}"`, model.Unknown, model.Unknown},
		{`"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*"`, model.Blocked, model.Blocked},
		{all + "},{" + deny, model.Blocked, model.Blocked},
		{all + "},{" + deny + when("StringNotEquals", "aws:ResourceTag/"+tag, `"true"`), model.Blocked, model.Allowed},
		{all + "},{" + deny + when("Bool", "aws:MultiFactorAuthPresent", `"false"`), model.Unknown, model.Unknown},
		{sg + when("StringEquals", "aws:ResourceTag/"+tag, `"true"`) + "},{" + deny + when("Bool", "x", `"y"`), model.Blocked, model.Unknown},
	} {
		document := `{"Statement":[{` + tc.statements + `}]}`
		if tc.statements == "" {
			document = `{"Statement":[]}`
		}
		p, err := model.ParsePolicy(document)
		if err != nil {
			t.Errorf("%s: %v", tc.statements, err)
			continue
		}
		ask := model.PolicyAsk{Action: "ec2:CreateNetworkInterface", Resource: "arn:aws:ec2:us-east-1:1:security-group/sg-1"}
		untagged := ask.Decide(p)
		ask.Tags = model.NewTags(model.EMRTag())
		if tagged := ask.Decide(p); untagged != tc.untagged || tagged != tc.tagged {
			t.Errorf("%s: %v and, tagged, %v; want %v and %v", tc.statements, untagged, tagged, tc.untagged, tc.tagged)
		}
	}
}

// TestDecideOfHalfAnARN holds that what is not known of a resource is not guessed.
func TestDecideOfHalfAnARN(t *testing.T) {
	for pattern, want := range map[string]model.Verdict{
		"*": model.Allowed, "arn:aws:ec2:*:*:security-group/*": model.Allowed,
		"arn:aws:ec2:*:1:security-group/*": model.Unknown, "arn:aws:ec2:*:1:subnet/*": model.Blocked,
	} {
		p, err := model.ParsePolicy(`{"Statement":{"Effect":"Allow","Action":"ec2:*","Resource":"` + pattern + `"}}`)
		ask := model.PolicyAsk{Action: "ec2:CreateNetworkInterface", Resource: "arn:aws:ec2:us-east-1::security-group/sg-1"}
		if got := ask.Decide(p); err != nil || got != want {
			t.Errorf("%s: %v, %v, want %v", pattern, got, err, want)
		}
	}
}
