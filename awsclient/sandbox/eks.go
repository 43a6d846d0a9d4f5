package sandbox

import "time"

type eksCluster struct {
	name, version, status string
	vpc                   *vpc
	subnets, groups       []string
	clusterGroup          string
	created               time.Time
	tags                  tagMap
}

func listEKSClusters(c *restCall) (object, error) {
	return restPage(c, "clusters", c.eks, func(k *eksCluster) any { return k.name })
}

// describeEKSCluster tells what an EKS cluster is about, its network among it.
//
// Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html
func describeEKSCluster(c *restCall) (object, error) {
	k := first(c.eks, func(k *eksCluster) bool { return k.name == c.path[0] })
	if k == nil {
		return nil, absentThing("No cluster found for name: %s.", c.path[0])
	}
	return object{"cluster": object{
		"name": k.name, "arn": "arn:" + c.partition + ":eks:" + c.region + ":" + c.account + ":cluster/" + k.name,
		"createdAt": epoch(k.created), "version": k.version, "status": k.status, "tags": plainTags(k.tags),
		"resourcesVpcConfig": object{
			"subnetIds": append([]string{}, k.subnets...), "securityGroupIds": append([]string{}, k.groups...),
			"clusterSecurityGroupId": k.clusterGroup, "vpcId": k.vpc.id,
			"endpointPublicAccess": false, "endpointPrivateAccess": true, "publicAccessCidrs": []string{},
		},
	}}, nil
}

func (b *builder) makeEKS() {
	for _, s := range b.s.EKSClusters {
		by := "EKS cluster " + s.Name
		v := b.vpcCalled(s.VPC, by)
		k := &eksCluster{
			name: s.Name, version: either(s.Version, "1.33"), status: either(s.Status, "ACTIVE"), vpc: v,
			created: b.made(s.Created), tags: tagsOf(s.Tags), groups: each(s.Groups, b.idsOfGroups(v, by)),
			subnets: b.subnetIDs(s.Subnets, by),
		}
		if s.ClusterGroup != "" {
			k.clusterGroup = b.studioGroup(v, s.ClusterGroup, by)
		}
		b.eks = append(b.eks, k)
	}
}

// made is when something was made of which the script may not say it.
func (b *builder) made(t time.Time) time.Time {
	if t.IsZero() {
		return b.born
	}
	return b.at(t)
}

func (b *builder) subnetIDs(names []string, by string) []string {
	return each(names, func(name string) string { return b.subnetCalled(name, by).id })
}

// idsOfGroups gives ids for names, and leaves ids as they are.
func (b *builder) idsOfGroups(v *vpc, by string) func(string) string {
	return func(name string) string { return b.studioGroup(v, name, by) }
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
