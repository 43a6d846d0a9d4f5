package describe

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sgscope/sgscope/model"
)

func serviceSection(key string) section {
	switch key {
	case "virtualClusters":
		return section{part: model.PartVirtualClusters, ours: listOf("containerProvider"), read: (*reader).virtualClusters}
	case "virtualCluster":
		return section{
			part: model.PartVirtualClusters, scope: single, ours: thingWith("id"), read: (*reader).virtualCluster,
		}
	case "endpoints":
		return section{
			part: model.PartManagedEndpoints, scope: single, ours: listOf("virtualClusterId"), read: (*reader).managedEndpoints,
		}
	case "endpoint":
		ours := thingWith("virtualClusterId")
		return section{part: model.PartManagedEndpoints, scope: single, ours: ours, read: (*reader).managedEndpoint}
	case "cluster":
		return section{part: model.PartEKSClusters, scope: single, ours: isEKS, read: (*reader).eksCluster}
	case "applications":
		return section{part: model.PartServerless, ours: listOf("releaseLabel"), read: (*reader).applications}
	case "application":
		ours := thingWith("releaseLabel")
		return section{part: model.PartServerless, scope: single, ours: ours, read: (*reader).application}
	case "SecurityGroupForVpcs":
		return section{part: model.PartSharedGroups, read: (*reader).sharedGroups}
	}
	return section{}
}

// isEKS tells EKS's cluster from what other services call one.
func isEKS(v value) bool { return v.kind == object && v.get("resourcesVpcConfig").kind == object }

// virtualClusters reads the listing, which says all that there is but the EKS cluster's network.
func (r *reader) virtualClusters(_, list value) {
	r.each(list, "id", func(v value, id string) { r.found.virtual[id] = r.virtualOf(v, id) })
}

func (r *reader) virtualCluster(_, v value) {
	if id := r.id(v, "id"); id != "" {
		r.found.virtual[id] = r.virtualOf(v, id)
	}
}

func (r *reader) virtualOf(v value, id string) model.VirtualCluster {
	on := r.object(v, "containerProvider")
	x := model.VirtualCluster{
		ID: id, Name: r.str(v, "name"), ARN: r.str(v, "arn"), State: r.str(v, "state"), EKSCluster: r.str(on, "id"),
		Namespace: r.str(r.object(r.object(on, "info"), "eksInfo"), "namespace"), Tags: r.plainTags(v),
	}
	if r.saved {
		n := r.object(v, "eks")
		x.EKSRead, x.VPC, x.Subnets = r.flag(v, "eksRead"), r.str(n, "vpcId"), r.texts(n, "subnetIds")
		x.ClusterSecurityGroup, x.SecurityGroups = r.str(n, "clusterSecurityGroupId"), r.texts(n, "securityGroupIds")
	}
	w := r.where(v, arn(x.ARN))
	x.Region, x.Account = w.region, w.account
	return x
}

// eksCluster reads what `aws eks describe-cluster` prints.
func (r *reader) eksCluster(_, v value) {
	name := r.id(v, "name")
	if name == "" {
		return
	}
	n := r.object(v, "resourcesVpcConfig")
	x := eksNetwork{
		vpc: r.str(n, "vpcId"), group: r.str(n, "clusterSecurityGroupId"),
		subnets: r.texts(n, "subnetIds"), groups: r.texts(n, "securityGroupIds"),
	}
	r.mention(x.vpc, r.where(v, arn(r.str(v, "arn"))))
	r.found.eks[name] = x
}

// managedEndpoints reads the listing of one virtual cluster. What it says of an endpoint may be less than what
// a description does.
func (r *reader) managedEndpoints(_, list value) {
	if list.kind == array && len(list.list) == 0 {
		r.found.emptyLists = append(r.found.emptyLists, r.file.path)
	}
	r.each(list, "id", func(v value, id string) {
		x := r.endpointIn(v, id, r.flag(v, "described"))
		r.found.listedIn[x.VirtualCluster] = true
		if old := r.found.managed[id]; !old.Described {
			r.found.managed[id] = x
		}
	})
}

func (r *reader) managedEndpoint(_, v value) {
	if id := r.id(v, "id"); id != "" {
		r.found.managed[id] = r.endpointIn(v, id, true)
	}
}

func (r *reader) endpointIn(v value, id string, described bool) model.ManagedEndpoint {
	x := model.ManagedEndpoint{
		ID: id, Name: r.str(v, "name"), ARN: r.str(v, "arn"), VirtualCluster: r.str(v, "virtualClusterId"),
		Type: r.str(v, "type"), State: r.str(v, "state"), Described: described,
		SecurityGroup: r.str(v, "securityGroup"), Subnets: r.texts(v, "subnetIds"), Release: r.str(v, "releaseLabel"),
		FailureReason: r.str(v, "failureReason"), StateDetails: r.str(v, "stateDetails"), Tags: r.plainTags(v),
	}
	for _, c := range r.objects(r.object(v, "configurationOverrides"), "applicationConfiguration") {
		if r.str(c, "classification") == "endpoint-configuration" && x.NotebookGroup == "" {
			x.NotebookGroup = r.str(r.object(c, "properties"), "notebook-security-group-id")
		}
	}
	w := r.where(v, arn(x.ARN))
	x.Region, x.Account = w.region, w.account
	return x
}

// applications reads the listing, which says no network.
func (r *reader) applications(_, list value) {
	r.each(list, "id", func(v value, id string) {
		if old := r.found.serverless[id]; !old.Described {
			r.found.serverless[id] = r.applicationOf(v, id, r.flag(v, "described"))
		}
	})
}

func (r *reader) application(_, v value) {
	if id := r.id(v, "applicationId"); id != "" {
		r.found.serverless[id] = r.applicationOf(v, id, true)
	}
}

func (r *reader) applicationOf(v value, id string, described bool) model.ServerlessApp {
	network, how := r.object(v, "networkConfiguration"), r.object(v, "interactiveConfiguration")
	x := model.ServerlessApp{
		ID: id, Name: r.str(v, "name"), ARN: r.str(v, "arn"), Release: r.str(v, "releaseLabel"), Type: r.str(v, "type"),
		State: r.str(v, "state"), StateDetails: r.str(v, "stateDetails"), Described: described,
		Subnets: r.texts(network, "subnetIds"), Groups: r.texts(network, "securityGroupIds"),
		StudioEnabled: r.flag(how, "studioEnabled"), LivyEnabled: r.flag(how, "livyEndpointEnabled"), Tags: r.plainTags(v),
	}
	w := r.where(v, arn(x.ARN))
	x.Region, x.Account = w.region, w.account
	return x
}

// sharedGroups reads what can be used in a VPC, which only the file's name says. The VPC's own groups are no
// news.
func (r *reader) sharedGroups(_, list value) {
	asked := idIn(r.file.path, "vpc-")
	r.each(list, "GroupId", func(v value, id string) {
		x := model.SharedGroup{
			Group: id, Name: r.str(v, "GroupName"), Description: r.str(v, "Description"), Owner: r.str(v, "OwnerId"),
			PrimaryVPC: r.str(v, "PrimaryVpcId"), VPC: first(r.str(v, "VpcId"), asked), Tags: r.tags(v, "Tags"),
		}
		x.Region = r.where(v).region
		elsewhere := x.PrimaryVPC != x.VPC || r.place.account != "" && x.Owner != r.place.account
		switch {
		case r.saved, x.VPC != "" && elsewhere:
			r.found.shared[x.Key()] = x
		case x.VPC == "":
			r.fault(v, "no VpcId, and the file's name has none: left out")
		}
	})
}

// plainTags reads tags that are an object of keys and values.
func (r *reader) plainTags(v value) model.Tags {
	m := r.object(v, "tags")
	if len(m.keys) == 0 {
		return nil
	}
	tags := make([]model.Tag, 0, len(m.keys))
	for _, key := range m.keys {
		tags = append(tags, model.Tag{Key: key, Value: r.str(m, key)})
	}
	return model.NewTags(tags...)
}

// instant reads a time: text, or a number of seconds as older versions of the cli print it.
func (r *reader) instant(v value, key string) time.Time {
	m := v.get(key)
	switch m.kind {
	case text:
		if m.text == "" {
			return time.Time{}
		}
		if t, err := time.Parse(time.RFC3339Nano, m.text); err == nil {
			return r.toSecond(t)
		}
	case number:
		if f, err := strconv.ParseFloat(m.text, 64); err == nil && math.Abs(f) < math.MaxInt32*100 {
			return r.toSecond(time.UnixMilli(int64(f * 1000)))
		}
	case absent, null:
		return time.Time{}
	case boolean, array, object:
	}
	r.fault(m, "%s: %.40q is not a time", key, m.text)
	return time.Time{}
}

// toSecond gives a time as a load of the account gives it.
func (r *reader) toSecond(t time.Time) time.Time {
	if !r.saved {
		t = t.Truncate(time.Second)
	}
	return t.UTC()
}

// clusterErrors reads what EMR says went wrong; of each map of its data the keys go in order.
func (r *reader) clusterErrors(status value) []model.ClusterError {
	var out []model.ClusterError
	for _, d := range r.objects(status, "ErrorDetails") {
		e := model.ClusterError{Code: r.str(d, "ErrorCode"), Message: r.str(d, "ErrorMessage")}
		for _, m := range r.objects(d, "ErrorData") {
			for _, key := range slices.Sorted(slices.Values(m.keys)) {
				e.Data = append(e.Data, model.ErrorDatum{Key: key, Value: r.str(m, key)})
			}
		}
		out = append(out, e)
	}
	return out
}

// onlyFailed reports whether a listing of clusters is one of failed ones: by what it holds, or, if it is empty,
// by the file's name.
func onlyFailed(f *file, v value) bool {
	for _, c := range v.list {
		if c.get("Status").get("State").text != "TERMINATED_WITH_ERRORS" {
			return false
		}
	}
	return len(v.list) > 0 || strings.Contains(strings.ToLower(f.path), "failed")
}
