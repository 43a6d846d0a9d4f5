package emr

import (
	"strings"

	"github.com/sgscope/sgscope/model"
)

// ownerMark is a tag key, or the start of one, by which a tool marks what it owns.
type ownerMark struct {
	key    string
	prefix bool
	owner  string
	sure   bool // the key is reserved for that owner; else it is a convention
}

func ownerMarks() []ownerMark {
	return []ownerMark{
		{"aws:cloudformation:stack-name", false, "a CloudFormation stack", true},
		{"aws:servicecatalog:", true, "Service Catalog", true},
		{"aws:fms:", true, "Firewall Manager", true},
		{"FMManaged", false, "Firewall Manager", true},
		{"kubernetes.io/cluster/", true, "an EKS cluster", true},
		{"aws:eks:cluster-name", false, "an EKS cluster", true},
		{"elbv2.k8s.aws/", true, "the AWS Load Balancer Controller", true},
		{"ingress.k8s.aws/", true, "the AWS Load Balancer Controller", true},
		{"aws:cdk:", true, "an AWS CDK stack", false},
		{"terraform", true, "Terraform", false},
		{"tf-", true, "Terraform", false},
		{"pulumi", true, "Pulumi", false},
		{"managed-by", false, "", false},
		{"managedby", false, "", false},
		{"managed_by", false, "", false},
		{"iac", false, "", false},
		{"provisioner", false, "", false},
	}
}

// OwnerSign names the sign that somebody else owns a group (a stack, a controller, an IaC tool),
// with the tag that says so; "" if no sign was seen, which does not mean that nobody does.
func OwnerSign(g model.Group) string {
	for _, m := range ownerMarks() {
		for _, t := range g.Tags {
			if !m.fits(t.Key) {
				continue
			}
			owner := m.owner
			if owner == "" {
				owner = t.Value
			}
			tag := model.Printable(t.Key + "=" + t.Value)
			if m.sure {
				return "owned by " + owner + " (tag " + tag + ")"
			}
			return "looks owned by " + model.Printable(owner) + " (tag " + tag + ")"
		}
	}
	return ""
}

func (m ownerMark) fits(key string) bool {
	k := strings.ToLower(key)
	if m.prefix {
		return strings.HasPrefix(k, strings.ToLower(m.key))
	}
	return k == strings.ToLower(m.key)
}
