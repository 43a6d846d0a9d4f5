package ui_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
)

// kubernetes adds EMR on EKS to the account of a Studio: a virtual cluster with an endpoint whose load
// balancer the nodes let in, or do not.
func kubernetes(nodesLetIn bool) *fakeCloud {
	rule := ""
	if nodesLetIn {
		rule = "  ingress tcp 1-65535 from sg-lb\n"
	}
	b := model.NewBuilderFrom(private(oneStudio(goodPair) + `
vpc vpc-0c 10.5.0.0/16 name=idle
group sg-lb vpc-0a emr-containers-lb-vc-ep
  egress tcp 1-65535 to sg-eks
group sg-eks vpc-0a eks-cluster-sg-prod
  egress all to 0.0.0.0/0
` + rule + `group sg-extra vpc-0a eks-extra
`))
	b.AddVirtualCluster(model.VirtualCluster{
		ID: "vc1", Name: "spark-jobs", State: "RUNNING", EKSCluster: "prod", Namespace: "spark", EKSRead: true, VPC: "vpc-0a",
		Subnets: []string{"subnet-a", "subnet-b"}, ClusterSecurityGroup: "sg-eks", SecurityGroups: []string{"sg-extra"}, Region: "us-east-1",
	})
	b.AddManagedEndpoint(model.ManagedEndpoint{
		ID: "ep1", Name: "notebooks", VirtualCluster: "vc1", Type: "JUPYTER_ENTERPRISE_GATEWAY", State: "ACTIVE", Described: true,
		SecurityGroup: "sg-lb", Subnets: []string{"subnet-a"}, Region: "us-east-1",
	})
	for _, p := range model.EMRParts() {
		b.Mark(p, "", model.Reading{State: model.ReadWhole})
	}
	return &fakeCloud{end: b.Snapshot()}
}

func TestVirtualClusterIsDrawn(t *testing.T) {
	for _, s := range [][2]int{{120, 40}, {80, 24}, {60, 24}} {
		drive(t, kubernetes(true), nil, func(d *driver) {
			d.resize(s[0], s[1])
			d.see("spark-jobs", "EMR on EKS: 1 endpoint")
			d.press("down", "enter")
			d.see("Virtual clust", "Endpoint note", "EKS nodes")
			if s[0] > 80 {
				d.see("offered ✓", "Studio lab", "+ eks-extra", "in vpc-0a")
			}
		})
	}
	drive(t, kubernetes(false), nil, func(d *driver) {
		d.see("≈ spark-jobs", "shut: tcp")
		d.press("down", "enter")
		d.see("Endpoint notebooks → EKS nodes", "PARTLY, 1 reason", "aws ec2 authorize-security-group-ingress --group-id sg-eks --protocol tcp --port PORT --source-group sg-lb")
		d.click("╭ EKS nodes")
		d.see("eks-cluster-sg-prod (sg-eks)", "also     eks-extra (sg-extra)", "EKS cluster: ")
		d.press("p")
		d.see("Probe a path")
	})
}

func TestPickerMarksWhatAVPCHolds(t *testing.T) {
	drive(t, kubernetes(true), nil, func(d *driver) {
		d.press("v")
		d.see("1 Studio", "EKS workers")
		for row := range strings.SplitSeq(d.text(), "\n") {
			if strings.Contains(row, "idle") && strings.Contains(row, "EKS") {
				t.Errorf("an empty VPC is marked: %q", row)
			}
		}
	})
	drive(t, insideCloud(), nil, func(d *driver) {
		d.press("v")
		d.see("1 Studio, 1 cluster")
	})
}
