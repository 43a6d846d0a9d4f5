package ui_test

import (
	"strings"
	"testing"
)

// depots is an account whose Studio is in order, with a cluster that cannot talk to itself.
const depots = `
vpc vpc-1 10.0.0.0/16 tagged
subnet subnet-a vpc-1 10.0.1.0/24 tagged
subnet subnet-b vpc-1 10.0.2.0/24 tagged
studio es-1 depots vpc-1 sg-ws sg-eng subnet-a
group sg-ws vpc-1 DefaultWorkspaceSecurityGroupWithoutGit tagged
  egress tcp 18888 to sg-eng
group sg-eng vpc-1 DefaultEngineSecurityGroup tagged
  ingress tcp 18888 from sg-ws
group sg-m vpc-1 ElasticMapReduce-master
  ingress tcp 0-65535 from sg-m
group sg-s vpc-1 ElasticMapReduce-slave
  ingress tcp 0-65535 from sg-s
cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-m sg-s apps=Spark,Livy,JupyterEnterpriseGateway role=EMR_DefaultRole_V2
`

// f on a Studio whose cluster is broken plans what is wrong of the cluster, and so it does on the cluster's own
// line where it is outside of the Studio's subnets; the tab and the row tell of it either way.
func TestFixOfWhatIsBrokenInACluster(t *testing.T) {
	outside := strings.Replace(depots, "7.5.0 subnet-a", "7.5.0 subnet-b", 1)
	for _, c := range []struct {
		name, account string
		down          int
		row           string
	}{
		{"of the Studio", depots, 0, "> ✗ depots"},
		{"outside of its subnets", outside, 1, "> ✗ etl"},
	} {
		cloud, _ := writable(c.account)
		drive(t, cloud, nil, func(d *driver) {
			for range c.down {
				d.press("down")
			}
			d.see("1 Studios ✗1", c.row)
			if c.down > 0 {
				d.see("cluster outside the Studios' subnets")
			} else {
				d.see("faults in cluster etl")
			}
			d.press("f")
			d.see("[4 Changes", "Plan: fix", "on ElasticMapReduce-")
			d.unseen("nothing is wrong here")
		})
	}
}

// The Findings page heads what is of no Studio and no cluster by the pair that it is of, never by saying that
// there is no cluster.
func TestFindingsOfAPairAreHeadedByIt(t *testing.T) {
	drive(t, cloudOf(`
vpc vpc-1 10.0.0.0/16
subnet subnet-a vpc-1 10.0.1.0/24
group sg-ed vpc-1 ElasticMapReduceEditors-Editor
  egress tcp 18888 to sg-ed
group sg-li vpc-1 ElasticMapReduceEditors-Livy
  ingress tcp 18888 from sg-ed
group sg-m vpc-1 ElasticMapReduce-master
group sg-s vpc-1 ElasticMapReduce-slave
cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-m sg-s additional=sg-li
`), nil, func(d *driver) {
		d.press("3")
		d.see("Cluster etl")
		d.unseen("No Studio or cluster")
		d.press("end")
		d.see("EMR Notebooks: ElasticMapReduceEditors-Editor", "the Editor group points at itself")
		d.unseen("No Studio or cluster")
	})
}

// What one fix clears stands under one heading, behind the finding whose fix it is.
func TestFindingsOfOneFixStandTogether(t *testing.T) {
	starting := strings.NewReplacer("etl WAITING", "etl STARTING", " apps=", " created=2026-02-28T22:00:00Z apps=").Replace(depots)
	drive(t, cloudOf(starting), nil, func(d *driver) {
		d.resize(120, 100)
		d.press("3")
		d.see("a cluster has been starting for long", `Cluster etl, cleared by the fix of "a cluster has been starting for long"`)
		lines := strings.Split(d.text(), "\n")
		for i, l := range lines {
			if strings.Contains(l, "cleared by the fix") && !strings.Contains(strings.Join(lines[:i], "\n"), "starting for long") {
				t.Errorf("the cause does not come first\n%s", d.text())
			}
		}
	})
}
