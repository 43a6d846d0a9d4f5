package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
)

func TestNextCluster(t *testing.T) {
	like := model.Cluster{
		Name: "etl; rm -rf /", Release: "emr-7.5.0", Subnet: "subnet-1", Applications: []string{"Spark", "Livy"},
		ServiceRole: "EMR_DefaultRole_V2", InstanceProfile: "EMR_EC2_DefaultRole", ManagedPrimary: "sg-p", ManagedCore: "sg-c",
		AdditionalPrimary: []string{"sg-a"},
	}
	home := report.Place{Region: "eu-west-3"}
	cases := []struct {
		name  string
		like  model.Cluster
		group model.Group
		want  string
	}{
		{
			"a group that is there", like,
			model.Group{ID: "sg-1"},
			`aws emr create-cluster --name 'etl; rm -rf /' --release-label emr-7.5.0 --applications 'Name=Spark' 'Name=Livy' ` +
				`--service-role EMR_DefaultRole_V2 --instance-type INSTANCE_TYPE --instance-count INSTANCE_COUNT ` +
				`--ec2-attributes "SubnetId=subnet-1,InstanceProfile=EMR_EC2_DefaultRole,EmrManagedMasterSecurityGroup=sg-p,` +
				`EmrManagedSlaveSecurityGroup=sg-c,AdditionalMasterSecurityGroups=[sg-a,sg-1]" --region eu-west-3`,
		},
		{
			"a group to be made",
			model.Cluster{},
			model.Group{ID: "new:vpc-1/SG", Name: "it's $(mine)", VPC: "vpc-1"},
			`SG_ID=$(aws ec2 describe-security-groups --filters '[{"Name":"vpc-id","Values":["vpc-1"]},{"Name":"group-name",` +
				`"Values":["it'\''s $(mine)"]}]' --region eu-west-3 --query 'SecurityGroups[0].GroupId' --output text)` + "\n" +
				`aws emr create-cluster --name CLUSTER_NAME --release-label RELEASE_LABEL --service-role SERVICE_ROLE ` +
				`--instance-type INSTANCE_TYPE --instance-count INSTANCE_COUNT ` +
				`--ec2-attributes "SubnetId=SUBNET_ID,AdditionalMasterSecurityGroups=[$SG_ID]" --region eu-west-3`,
		},
		{
			"ids that are none",
			model.Cluster{Subnet: "$(reboot)", AdditionalPrimary: []string{`"`, "a,b"}},
			model.Group{ID: "`x`"},
			`aws emr create-cluster --name CLUSTER_NAME --release-label RELEASE_LABEL --service-role SERVICE_ROLE ` +
				`--instance-type INSTANCE_TYPE --instance-count INSTANCE_COUNT ` +
				`--ec2-attributes "SubnetId=SUBNET_ID,AdditionalMasterSecurityGroups=[GROUP_ID,GROUP_ID,GROUP_ID]" --region eu-west-3`,
		},
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.want, report.NextCluster(c.like, c.group, home)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestDescribeRule(t *testing.T) {
	r := model.GroupRule{Rule: rule(t, "egress tcp 443 to 0.0.0.0/0")}
	for id, want := range map[string]string{
		"sgr-1": `aws ec2 update-security-group-rule-descriptions-egress --group-id sg-1 --security-group-rule-descriptions ` +
			`'[{"SecurityGroupRuleId":"sgr-1","Description":"it'\''s"}]'`,
		"": `aws ec2 update-security-group-rule-descriptions-egress --group-id sg-1 --ip-permissions ` +
			`'[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0","Description":"it'\''s"}]}]'`,
	} {
		r.ID = id
		if diff := cmp.Diff(want, report.DescribeRule("sg-1", r, "it's", report.Place{})); diff != "" {
			t.Errorf("%q (-want +got)\n%s", id, diff)
		}
	}
}
