package report

import (
	"strings"

	"github.com/sgscope/sgscope/model"
)

// NextCluster gives the lines that create a cluster like another one, with one more additional group on
// its primary node. What nobody could read stands in capitals. A group that is not made yet is looked
// up by its name, so that the lines work once it is there.
// Source: https://docs.aws.amazon.com/cli/latest/reference/emr/create-cluster.html
func NextCluster(c model.Cluster, group model.Group, at Place) string {
	groups := c.AdditionalPrimary
	attributes := []string{"SubnetId=" + known(c.Subnet, "SUBNET_ID")}
	first := ""
	id := group.ID
	if model.IsPending(id) {
		first = lookUp(group, at) + "\n"
		id = "$" + Variable(group.ID)
	}
	if c.InstanceProfile != "" {
		attributes = append(attributes, "InstanceProfile="+known(c.InstanceProfile, "INSTANCE_PROFILE"))
	}
	for _, own := range ownManaged(c) {
		attributes = append(attributes, own[0]+"="+known(own[1], "GROUP_ID"))
	}
	list := make([]string, 0, len(groups)+1)
	for _, g := range groups {
		if g != id {
			list = append(list, known(g, "GROUP_ID"))
		}
	}
	if !strings.HasPrefix(id, "$") {
		id = known(id, "GROUP_ID")
	}
	attributes = append(attributes, "AdditionalMasterSecurityGroups=["+strings.Join(append(list, id), ",")+"]")
	words := []string{
		"aws emr create-cluster --name", word(firstText(c.Name, "CLUSTER_NAME")),
		"--release-label", word(firstText(c.Release, "RELEASE_LABEL")),
	}
	if len(c.Applications) > 0 {
		words = append(words, "--applications")
		for _, app := range c.Applications {
			words = append(words, word("Name="+app))
		}
	}
	words = append(words, "--service-role", word(firstText(c.ServiceRole, "SERVICE_ROLE")),
		"--instance-type INSTANCE_TYPE --instance-count INSTANCE_COUNT",
		`--ec2-attributes "`+strings.Join(attributes, ",")+`"`)
	return first + strings.Join(append(words, at.words()...), " ")
}

// ownManaged gives the managed groups of a cluster under the names that create-cluster takes, so that
// the next one has the same. Those with default names are given too: they are the same groups.
func ownManaged(c model.Cluster) [][2]string {
	var out [][2]string
	for _, x := range [][2]string{
		{"EmrManagedMasterSecurityGroup", c.ManagedPrimary},
		{"EmrManagedSlaveSecurityGroup", c.ManagedCore},
		{"ServiceAccessSecurityGroup", c.ServiceAccess},
	} {
		if x[1] != "" {
			out = append(out, x)
		}
	}
	return out
}

// lookUp gives the line that finds a group by its name once it is made.
func lookUp(g model.Group, at Place) string {
	type filter struct {
		Name   string
		Values []string
	}
	call := line(at, "ec2 describe-security-groups", arg{flag: "filters", member: "Filters", json: []filter{
		{"vpc-id", []string{g.VPC}}, {"group-name", []string{g.Name}},
	}})
	return Variable(g.ID) + "=$(" + call + " --query 'SecurityGroups[0].GroupId' --output text)"
}

// known gives an id that can stand within double quotes of a shell as it is; anything else is left to
// fill in.
func known(id, otherwise string) string {
	if id == "" || strings.Trim(id, plainWord) != "" || strings.ContainsRune(id, ',') {
		return otherwise
	}
	return id
}

func firstText(s, otherwise string) string {
	if s == "" || risky(s) {
		return otherwise
	}
	return s
}
