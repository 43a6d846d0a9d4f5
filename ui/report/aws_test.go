package report_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
)

func rule(t *testing.T, s string) model.Rule {
	t.Helper()
	r, err := model.ParseRule(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCLI(t *testing.T) {
	home := report.Place{Region: "eu-west-3"}
	newEngine := model.PendingID("vpc-1", "DefaultEngineSecurityGroup")
	for _, tt := range []struct {
		name   string
		change model.Change
		at     report.Place
		want   string
	}{
		{
			"authorize a group",
			model.Authorize{Group: "sg-1", Rule: rule(t, "ingress tcp 18888 from sg-2"), Description: "It's fine."},
			home,
			`aws ec2 authorize-security-group-ingress --group-id sg-1 --ip-permissions '[{"IpProtocol":"tcp","FromPort":18888,"ToPort":18888,"UserIdGroupPairs":[{"GroupId":"sg-2","Description":"It'\''s fine."}]}]' --region eu-west-3`,
		},
		{
			"authorize a block",
			model.Authorize{Group: "sg-1", Rule: rule(t, "egress tcp 443 to 0.0.0.0/0")},
			report.Place{},
			`aws ec2 authorize-security-group-egress --group-id sg-1 --ip-permissions '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]'`,
		},
		{
			"icmp, all codes",
			model.Authorize{Group: "sg-1", Rule: rule(t, "ingress icmp 8 from 10.0.0.0/8")},
			report.Place{},
			`aws ec2 authorize-security-group-ingress --group-id sg-1 --ip-permissions '[{"IpProtocol":"icmp","FromPort":8,"ToPort":-1,"IpRanges":[{"CidrIp":"10.0.0.0/8"}]}]'`,
		},
		{
			"a rule with tags",
			model.Authorize{
				Group: "sg-1", Rule: rule(t, "ingress tcp 22 from 10.0.0.0/8"),
				Tags: model.TagSetOf(model.NewTags(model.Tag{Key: "team", Value: "it's; rm"})),
			},
			report.Place{},
			`aws ec2 authorize-security-group-ingress --group-id sg-1 --ip-permissions '[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"10.0.0.0/8"}]}]' --tag-specifications '[{"ResourceType":"security-group-rule","Tags":[{"Key":"team","Value":"it'\''s; rm"}]}]'`,
		},
		{
			"a prefix list",
			model.Authorize{Group: "sg-1", Rule: rule(t, "egress tcp 0-65535 to pl-1")},
			report.Place{},
			`aws ec2 authorize-security-group-egress --group-id sg-1 --ip-permissions '[{"IpProtocol":"tcp","FromPort":0,"ToPort":65535,"PrefixListIds":[{"PrefixListId":"pl-1"}]}]'`,
		},
		{
			"revoke by id",
			model.Revoke{Group: "sg-1", Rule: rule(t, "ingress all from 0.0.0.0/0"), RuleID: "sgr-9"},
			report.Place{Profile: "my profile", Region: "eu-west-3", Endpoint: "http://127.0.0.1:4599"},
			`aws ec2 revoke-security-group-ingress --group-id sg-1 --security-group-rule-ids sgr-9 --profile 'my profile' --region eu-west-3 --endpoint-url http://127.0.0.1:4599`,
		},
		{
			"revoke by properties",
			model.Revoke{Group: "sg-1", Rule: rule(t, "egress all to ::/0")},
			report.Place{},
			`aws ec2 revoke-security-group-egress --group-id sg-1 --ip-permissions '[{"IpProtocol":"-1","Ipv6Ranges":[{"CidrIpv6":"::/0"}]}]'`,
		},
		{
			"create",
			model.CreateGroup{VPC: "vpc-1", Name: "DefaultEngineSecurityGroup", Description: "Allows ( port 18888 )", Tag: model.EMRTag()},
			home,
			`DEFAULT_ENGINE_SECURITY_GROUP_ID=$(aws ec2 create-security-group --vpc-id vpc-1 --group-name DefaultEngineSecurityGroup --description 'Allows ( port 18888 )' --tag-specifications '[{"ResourceType":"security-group","Tags":[{"Key":"for-use-with-amazon-emr-managed-policies","Value":"true"}]}]' --region eu-west-3 --query GroupId --output text)`,
		},
		{
			"what aws-cli would read as a file",
			model.CreateGroup{VPC: "vpc-1", Name: "--dry-run", Description: "file:///etc/passwd"},
			report.Place{},
			`__DRY_RUN_D6C79670_ID=$(aws ec2 create-security-group --vpc-id vpc-1 --cli-input-json '{"Description":"file:///etc/passwd","GroupName":"--dry-run"}' --query GroupId --output text)`,
		},
		{
			"a new group as target and peer",
			model.Authorize{Group: newEngine, Rule: model.TCPRule(model.Ingress, 1, model.GroupPeer(newEngine)), Description: `"GroupId":"new:`},
			report.Place{},
			`aws ec2 authorize-security-group-ingress --group-id "$DEFAULT_ENGINE_SECURITY_GROUP_ID" --ip-permissions '[{"IpProtocol":"tcp","FromPort":1,"ToPort":1,"UserIdGroupPairs":[{"GroupId":"'"$DEFAULT_ENGINE_SECURITY_GROUP_ID"'","Description":"\"GroupId\":\"new:"}]}]'`,
		},
		{
			"tag",
			model.SetTag{Group: "sg-1", Key: "k'", New: "$(reboot)\u202e\x1b[2J"},
			report.Place{},
			`aws ec2 create-tags --resources sg-1 --tags '[{"Key":"k'\''","Value":"$(reboot)\u202e\u001b[2J"}]'`,
		},
		{
			"ids that are none",
			model.SetTag{Group: "sg-1;reboot\n\u200b", Key: "k"},
			report.Place{},
			`aws ec2 create-tags --tags '[{"Key":"k","Value":""}]' --cli-input-json '{"Resources":["sg-1;reboot\n\u200b"]}'`,
		},
		{"delete", model.DeleteGroup{Group: "sg-1"}, report.Place{}, `aws ec2 delete-security-group --group-id sg-1`},
		{
			"remove a tag",
			model.RemoveTag{Group: "sg-1", Key: "k", Old: "v"},
			report.Place{},
			`aws ec2 delete-tags --resources sg-1 --tags '[{"Key":"k","Value":"v"}]'`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, report.CLI(tt.change, tt.at)); diff != "" {
				t.Errorf("%+v (-want +got):\n%s", tt.change, diff)
			}
		})
	}
}

// TestCLIRuns lets sh read the lines with an aws that prints its arguments: what arrives must be what
// was meant, and nothing may happen beside it.
func TestCLIRuns(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh on this machine")
	}
	dir := t.TempDir()
	fake := "#!/bin/sh\nfor a; do printf '<%s>\\n' \"$a\"; done\n"
	if err := os.WriteFile(filepath.Join(dir, "aws"), []byte(fake), 0o700); err != nil {
		t.Fatal(err)
	}
	nasty := "a'b\"c $(touch pwned) `touch pwned` \\ ; touch pwned & # ! *"
	run := func(script string) string {
		cmd := exec.CommandContext(t.Context(), sh, "-c", script)
		cmd.Dir, cmd.Env = dir, []string{"PATH=" + dir + string(os.PathListSeparator) + os.Getenv("PATH")}
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", script, err, out)
		}
		return string(out)
	}
	got := run(report.CLI(model.CreateGroup{VPC: nasty, Name: "N", Description: nasty}, report.Place{Profile: nasty}) + "\necho \"$N_ID\"")
	if n := strings.Count(got, "<"+nasty+">"); n != 3 {
		t.Errorf("the text arrived %d times, want 3:\n%s", n, got)
	}
	id := model.PendingID("vpc-1", "N")
	got = run("N_ID=sg-7\n" + report.CLI(model.Authorize{Group: id, Rule: model.TCPRule(model.Ingress, 1, model.GroupPeer(id)), Description: nasty}, report.Place{}))
	for _, want := range []string{"<sg-7>", `"GroupId":"sg-7"`, `$(touch pwned)`} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %s:\n%s", want, got)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "pwned")); err == nil {
		t.Error("a command within the text ran")
	}
}

// TestCLIProperty: whatever text a tag or a description holds, sh hands aws-cli exactly that text.
func TestCLIProperty(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh on this machine")
	}
	const fake = "aws() { for a; do printf '%s\\n' \"$a\"; done; }\n"
	rapid.Check(t, func(r *rapid.T) {
		key, text := rapid.String().Draw(r, "key"), rapid.String().Draw(r, "text")
		script := fake + report.CLI(model.SetTag{Group: "sg-1", Key: key, New: text}, report.Place{}) + "\n" +
			report.CLI(model.Authorize{
				Group: "sg-1", Rule: model.TCPRule(model.Ingress, 1, model.GroupPeer("sg-2")),
				Description: text,
			}, report.Place{})
		out, err := exec.CommandContext(t.Context(), sh, "-c", script).Output()
		if err != nil {
			r.Fatalf("%v: %s", err, script)
		}
		var tags []struct{ Key, Value string }
		var rules []struct {
			UserIdGroupPairs []struct{ Description string } //nolint:revive // the API's spelling
		}
		for line := range strings.Lines(string(out)) {
			if strings.HasPrefix(line, `[{"Key"`) && json.Unmarshal([]byte(line), &tags) != nil ||
				strings.HasPrefix(line, `[{"IpP`) && json.Unmarshal([]byte(line), &rules) != nil {
				r.Fatalf("no JSON: %s", line)
			}
		}
		if len(tags) != 1 || tags[0].Key != key || tags[0].Value != text ||
			len(rules) != 1 || rules[0].UserIdGroupPairs[0].Description != text {
			r.Fatalf("%q and %q became %q and %q", key, text, tags, rules)
		}
	})
}

func TestStudioCommand(t *testing.T) {
	const want = `aws emr create-studio --name STUDIO_NAME --auth-mode IAM --vpc-id vpc-1 --subnet-ids subnet-1 subnet-2 ` +
		`--service-role SERVICE_ROLE_ARN --workspace-security-group-id sg-1 --engine-security-group-id sg-2 ` +
		`--default-s3-location s3://BUCKET/PATH --region us-east-1`
	got := report.StudioCommand("vpc-1", "sg-1", "sg-2", []string{"subnet-1", "subnet-2"}, report.Place{Region: "us-east-1"})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got = report.StudioCommand("vpc-1", model.PendingID("vpc-1", "A"), "sg-2", nil, report.Place{})
	if !strings.Contains(got, `--workspace-security-group-id "$A_ID"`) || !strings.Contains(got, "--subnet-ids SUBNET_ID ") {
		t.Error(got)
	}
}
