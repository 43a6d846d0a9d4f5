package describe_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
)

const listedStudio = `{"Studio":{"StudioId":"es-1","StudioArn":"arn:aws:elasticmapreduce:eu-west-3:111122223333:studio/es-1","Name":"s",
	"VpcId":"vpc-1","SubnetIds":["subnet-1"],"WorkspaceSecurityGroupId":"sg-ws","EngineSecurityGroupId":"sg-old"}}`

// TestDeletedGroupsOfStudios: a whole listing of the Studio's account and Region says of a group that it does not
// hold that it is gone; anything that speaks against its being whole leaves that open.
func TestDeletedGroupsOfStudios(t *testing.T) {
	group := func(id string) string {
		return `{"GroupId":"` + id + `","GroupName":"n","OwnerId":"111122223333","VpcId":"vpc-1"}`
	}
	groups := `{"SecurityGroups":[` + group("sg-ws") + `]}`
	const here, elsewhere = "111122223333/eu-west-3/", "111122223333/us-east-1/"
	for _, c := range []struct {
		name  string
		files []string
		want  model.Presence
	}{
		{"one folder", []string{"g.json", groups}, model.Gone},
		{"folders of the place", []string{here + "g.json", groups}, model.Gone},
		{"listed", []string{"g.json", strings.Replace(groups, "[", "["+group("sg-old")+",", 1)}, model.Present},
		{"groups not listed", nil, model.NotKnown},
		{"the listing goes on", []string{"g.json", strings.Replace(groups, "{", `{"NextToken":"x",`, 1)}, model.NotKnown},
		{"the listing of another Region", []string{elsewhere + "g.json", groups}, model.NotKnown},
		{"the VPC of another account", []string{
			"g.json", groups, "v.json", `{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16","OwnerId":"999900001111"}]}`,
		}, model.NotKnown},
		{"an interface has it", []string{
			"g.json", groups,
			"i.json", `{"NetworkInterfaces":[{"NetworkInterfaceId":"eni-1","VpcId":"vpc-1","Groups":[{"GroupId":"sg-old"}]}]}`,
		}, model.NotKnown},
		{"an interface has another that is not listed", []string{
			"g.json", groups,
			"i.json", `{"NetworkInterfaces":[{"NetworkInterfaceId":"eni-1","VpcId":"vpc-1","Groups":[{"GroupId":"sg-web"}]}]}`,
		}, model.NotKnown},
		{"a live cluster has another that is not listed", []string{
			"g.json", groups,
			"c.json", `{"Cluster":{"Id":"j-1","Status":{"State":"WAITING"},"Ec2InstanceAttributes":{"EmrManagedMasterSecurityGroup":"sg-m"}}}`,
		}, model.NotKnown},
		{"a cluster that is no more has another", []string{
			"g.json", groups,
			"c.json", `{"Cluster":{"Id":"j-1","Status":{"State":"TERMINATED"},"Ec2InstanceAttributes":{"EmrManagedMasterSecurityGroup":"sg-m"}}}`,
		}, model.Gone},
	} {
		at := "s.json"
		if len(c.files) > 0 && strings.Contains(c.files[0], "/") {
			at = here + at
		}
		if got := read(t, append(c.files, at, listedStudio)...).GroupPresence("sg-old"); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestListedIsNotDescribed: who uses a group is known once every live cluster and every Studio is described.
func TestListedIsNotDescribed(t *testing.T) {
	const (
		clusters = `{"Clusters":[{"Id":"j-1","Status":{"State":"WAITING"}},{"Id":"j-2","Status":{"State":"TERMINATED"}}]}`
		cluster  = `{"Cluster":{"Id":"j-1","Status":{"State":"WAITING"}}}`
		studios  = `{"Studios":[{"StudioId":"es-1","Name":"s","VpcId":"vpc-1"}]}`
	)
	part := func(p model.Part, files ...string) model.ReadState { return read(t, files...).Reading(p, "").State }
	for _, c := range []struct {
		name      string
		got, want model.ReadState
	}{
		{"cluster listed", part(model.PartClusters, "1.json", clusters), model.ReadPartly},
		{"cluster described", part(model.PartClusters, "1.json", clusters, "2.json", cluster), model.ReadWhole},
		{"Studio listed", part(model.PartStudios, "1.json", studios), model.ReadPartly},
		{"Studio described", part(model.PartStudios, "1.json", studios, "2.json", listedStudio), model.ReadWhole},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}
