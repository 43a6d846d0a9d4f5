package describe

import (
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// studios reads Studios, the listing; it says neither groups nor subnets.
func (r *reader) studios(_, list value) {
	r.each(list, "StudioId", func(v value, id string) { r.addStudio(r.studioOf(v, id, r.flag(v, "Described"))) })
}

// studio reads what describe-studio prints of one.
func (r *reader) studio(_, v value) {
	if id := r.id(v, "StudioId"); id != "" {
		r.addStudio(r.studioOf(v, id, true))
	}
}

func (r *reader) studioOf(v value, id string, described bool) model.Studio {
	x := model.Studio{
		ID:          id,
		Name:        r.str(v, "Name"),
		ARN:         r.str(v, "StudioArn"),
		URL:         r.str(v, "Url"),
		AuthMode:    r.str(v, "AuthMode"),
		VPC:         r.str(v, "VpcId"),
		Described:   described,
		Subnets:     r.texts(v, "SubnetIds"),
		ServiceRole: r.str(v, "ServiceRole"),
		Workspace:   r.str(v, "WorkspaceSecurityGroupId"),
		Engine:      r.str(v, "EngineSecurityGroupId"),
		Tags:        r.tags(v, "Tags"),

		TrustedIdentity: r.flag(v, "TrustedIdentityPropagationEnabled"),
	}
	w := r.where(v, arn(x.ARN), place{region: urlRegion(x.URL)})
	x.Region, x.Account = w.region, w.account
	r.mention(x.VPC, w)
	return x
}

// urlRegion takes the Region from https://es-….emrstudio-prod.us-east-1.amazonaws.com.
func urlRegion(url string) string {
	for part := range strings.SplitSeq(url, ".") {
		if isRegion(part) {
			return part
		}
	}
	return ""
}

// addStudio merges listing and description, whichever comes first.
func (r *reader) addStudio(x model.Studio) {
	old, ok := r.found.studios[x.ID]
	if ok && old.Described && !x.Described {
		old, x = x, old
	}
	if ok {
		x.URL, x.AuthMode = first(x.URL, old.URL), first(x.AuthMode, old.AuthMode)
		x.Region, x.Account = first(x.Region, old.Region), first(x.Account, old.Account)
	}
	r.found.studios[x.ID] = x
}

// clusters reads Clusters, the listing; it says neither groups nor subnet.
func (r *reader) clusters(_, list value) {
	r.each(list, "Id", func(v value, id string) { r.addCluster(r.clusterOf(v, id, r.flag(v, "Described"))) })
}

// cluster reads what describe-cluster prints of one.
func (r *reader) cluster(_, v value) {
	if id := r.id(v, "Id"); id != "" {
		r.addCluster(r.clusterOf(v, id, true))
	}
}

func (r *reader) clusterOf(v value, id string, described bool) model.Cluster {
	ec2, status := r.object(v, "Ec2InstanceAttributes"), r.object(v, "Status")
	why, times := r.object(status, "StateChangeReason"), r.object(status, "Timeline")
	x := model.Cluster{
		ID:                    id,
		Name:                  r.str(v, "Name"),
		ARN:                   r.str(v, "ClusterArn"),
		State:                 r.str(status, "State"),
		StateReasonCode:       r.str(why, "Code"),
		StateReason:           r.str(why, "Message"),
		Described:             described,
		Release:               r.str(v, "ReleaseLabel"),
		Subnet:                r.str(ec2, "Ec2SubnetId"),
		ManagedPrimary:        r.str(ec2, "EmrManagedMasterSecurityGroup"),
		ManagedCore:           r.str(ec2, "EmrManagedSlaveSecurityGroup"),
		ServiceAccess:         r.str(ec2, "ServiceAccessSecurityGroup"),
		AdditionalPrimary:     r.texts(ec2, "AdditionalMasterSecurityGroups"),
		AdditionalCore:        r.texts(ec2, "AdditionalSlaveSecurityGroups"),
		InstanceProfile:       r.str(ec2, "IamInstanceProfile"),
		PrimaryInstances:      r.texts(v, "PrimaryInstances"),
		SecurityConfiguration: r.str(v, "SecurityConfiguration"),
		KerberosRealm:         r.str(r.object(v, "KerberosAttributes"), "Realm"),
		CustomAMI:             r.str(v, "CustomAmiId"),
		ServiceRole:           r.str(v, "ServiceRole"),
		PrimaryDNS:            r.str(v, "MasterPublicDnsName"),
		Tags:                  r.tags(v, "Tags"),
		Errors:                r.clusterErrors(status),
		CreatedAt:             r.instant(times, "CreationDateTime"),
		ReadyAt:               r.instant(times, "ReadyDateTime"),
		EndedAt:               r.instant(times, "EndDateTime"),
	}
	for _, a := range r.objects(v, "Applications") {
		if n := r.str(a, "Name"); n != "" {
			x.Applications = append(x.Applications, n)
		}
	}
	w := r.where(v, arn(x.ARN))
	x.Region, x.Account = w.region, w.account
	r.primaryCollections(v, id)
	return x
}

// primaryCollections notes which instance groups and fleets are the primary node's: the cli adds
// them to describe-cluster.
func (r *reader) primaryCollections(v value, cluster string) {
	for _, list := range [...][2]string{{"InstanceGroups", "InstanceGroupType"}, {"InstanceFleets", "InstanceFleetType"}} {
		for _, c := range r.objects(v, list[0]) {
			if id := r.str(c, "Id"); id != "" && r.str(c, list[1]) == "MASTER" {
				r.found.primary[id] = cluster
			}
		}
	}
}

// addCluster merges listing and description, whichever comes first.
func (r *reader) addCluster(x model.Cluster) {
	old, ok := r.found.clusters[x.ID]
	if ok && old.Described && !x.Described {
		x = old
	}
	r.found.clusters[x.ID] = x
}

// emrInstances reads EMR's Instances, which say neither cluster nor role, but their instance group.
func (r *reader) emrInstances(_, list value) {
	r.each(list, "Ec2InstanceId", func(v value, id string) {
		of := first(r.str(v, "InstanceGroupId"), r.str(v, "InstanceFleetId"))
		r.found.members[id] = of
		r.found.dns[r.str(v, "PrivateDnsName")] = id
		r.found.dns[r.str(v, "PublicDnsName")] = id
	})
}

// Tags that EMR puts on its instances.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-tags.html
const (
	tagCluster = "aws:elasticmapreduce:job-flow-id"
	tagRole    = "aws:elasticmapreduce:instance-group-role"
)

// findPrimaries puts into the clusters which instances are their primary nodes, by instance group,
// by the primary's DNS name, or by the tags of the instances.
func (f *found) findPrimaries() {
	add := func(cluster, instance string) {
		c, ok := f.clusters[cluster]
		if !ok || slices.Contains(c.PrimaryInstances, instance) {
			return
		}
		c.PrimaryInstances = append(slices.Clip(c.PrimaryInstances), instance)
		slices.Sort(c.PrimaryInstances)
		f.clusters[cluster] = c
	}
	for instance, collection := range f.members {
		if cluster, ok := f.primary[collection]; ok {
			add(cluster, instance)
		}
	}
	for id, c := range f.clusters {
		if instance, ok := f.dns[c.PrimaryDNS]; ok && c.PrimaryDNS != "" {
			add(id, instance)
		}
	}
	for id, i := range f.instances {
		cluster, _ := i.Tags.Get(tagCluster)
		if role, _ := i.Tags.Get(tagRole); role == "MASTER" {
			add(cluster, id)
		}
	}
}
