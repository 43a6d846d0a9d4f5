package sandbox

import (
	"encoding/json"
	"slices"
	"sort"
	"time"
)

type cluster struct {
	id, name, release, state string
	reason, message          string
	details                  []clusterError
	apps                     []string
	subnet                   *subnet
	master, slave, access    string
	moreMaster, moreSlave    []string
	profile, key, role       string
	security, realm          string
	created, ready, ended    time.Time
	tags                     tagMap
	nodes                    []*node
}

type clusterError struct {
	code, message string
	data          []tagMap
}

// node is one instance of a cluster, in its group of one role.
type node struct {
	id, role, instanceGroup string
	machine                 *instance
}

// live reports whether the cluster still has, or will have, instances.
func (k *cluster) live() bool {
	switch k.state {
	case "TERMINATED", "TERMINATED_WITH_ERRORS":
		return false
	}
	return true
}

func (w *world) clusterARN(k *cluster) string {
	return "arn:" + w.partition + ":elasticmapreduce:" + w.region + ":" + w.account + ":cluster/" + k.id
}

func (k *cluster) status() object {
	line := object{"CreationDateTime": epoch(k.created)}
	if !k.ready.IsZero() {
		line["ReadyDateTime"] = epoch(k.ready)
	}
	if !k.ended.IsZero() {
		line["EndDateTime"] = epoch(k.ended)
	}
	reason := object{}
	if k.reason != "" {
		reason["Code"] = k.reason
	}
	if k.message != "" {
		reason["Message"] = k.message
	}
	out := object{"State": k.state, "StateChangeReason": reason, "Timeline": line}
	var details []object
	for _, d := range k.details {
		details = append(details, object{"ErrorCode": d.code, "ErrorMessage": d.message, "ErrorData": append([]tagMap{}, d.data...)})
	}
	if details != nil {
		out["ErrorDetails"] = details
	}
	return out
}

// listClusters lists the newest first.
func listClusters(c *emrCall) (object, error) {
	var in struct {
		Marker                      string
		ClusterStates               []string
		CreatedAfter, CreatedBefore json.Number
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	for _, s := range in.ClusterStates {
		if !slices.Contains(clusterStates(), s) {
			return nil, unlisted("clusterStates", s)
		}
	}
	var all []*cluster
	for _, k := range c.clusters {
		at := float64(k.created.UnixMilli()) / 1000
		after, hasAfter := number(in.CreatedAfter)
		before, hasBefore := number(in.CreatedBefore)
		if contains(in.ClusterStates, k.state) && (!hasAfter || at > after) && (!hasBefore || at < before) {
			all = append(all, k)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].created.After(all[j].created) })
	return paged("Clusters", in.Marker, all, func(k *cluster) object {
		return object{
			"Id": k.id, "Name": k.name, "Status": k.status(), "NormalizedInstanceHours": 8 * len(k.nodes),
			"ClusterArn": c.clusterARN(k),
		}
	})
}

func clusterStates() []string {
	return []string{
		"STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING", "TERMINATED", "TERMINATED_WITH_ERRORS",
	}
}

func number(n json.Number) (float64, bool) {
	f, err := n.Float64()
	return f, err == nil
}

// clusterNamed finds a cluster by id.
func (c *emrCall) clusterNamed(id string) (*cluster, error) {
	k := first(c.clusters, func(k *cluster) bool { return k.id == id })
	if k == nil {
		return nil, invalid("Cluster id '%s' is not valid.", id)
	}
	return k, nil
}

func describeCluster(c *emrCall) (object, error) {
	var in struct{ ClusterId string } //nolint:revive // The field's name is the wire's.
	if err := c.read(&in); err != nil {
		return nil, err
	}
	k, err := c.clusterNamed(in.ClusterId)
	if err != nil {
		return nil, err
	}
	apps := []object{}
	for _, a := range k.apps {
		apps = append(apps, object{"Name": a})
	}
	out := object{
		"Id": k.id, "Name": k.name, "Status": k.status(), "ReleaseLabel": k.release, "Applications": apps,
		"Ec2InstanceAttributes":  c.attributes(k),
		"InstanceCollectionType": "INSTANCE_GROUP", "AutoTerminate": false, "TerminationProtected": false,
		"UnhealthyNodeReplacement": true, "VisibleToAllUsers": true, "Tags": emrTags(k.tags),
		"ServiceRole": k.role, "NormalizedInstanceHours": 8 * len(k.nodes), "ClusterArn": c.clusterARN(k),
		"StepConcurrencyLevel": 1, "ScaleDownBehavior": "TERMINATE_AT_TASK_COMPLETION", "KerberosAttributes": object{},
	}
	if k.security != "" {
		out["SecurityConfiguration"] = k.security
	}
	if k.realm != "" {
		out["KerberosAttributes"] = object{"Realm": k.realm}
	}
	if m := first(k.nodes, func(n *node) bool { return n.role == "MASTER" }); m != nil && m.machine.primary != nil {
		out["MasterPublicDnsName"] = m.machine.primary.dnsName(c.world)
	}
	return object{"Cluster": out}, nil
}

func (c *emrCall) attributes(k *cluster) object {
	out := object{
		"Ec2SubnetId": k.subnet.id, "RequestedEc2SubnetIds": []string{k.subnet.id},
		"Ec2AvailabilityZone": k.subnet.zone, "RequestedEc2AvailabilityZones": []string{},
		"IamInstanceProfile":             k.profile,
		"EmrManagedMasterSecurityGroup":  k.master,
		"EmrManagedSlaveSecurityGroup":   k.slave,
		"AdditionalMasterSecurityGroups": append([]string{}, k.moreMaster...),
		"AdditionalSlaveSecurityGroups":  append([]string{}, k.moreSlave...),
	}
	if k.access != "" {
		out["ServiceAccessSecurityGroup"] = k.access
	}
	if k.key != "" {
		out["Ec2KeyName"] = k.key
	}
	return out
}

func listInstances(c *emrCall) (object, error) {
	//nolint:revive // The fields' names are the wire's.
	var in struct {
		ClusterId, InstanceGroupId, InstanceFleetId, InstanceFleetType, Marker string
		InstanceGroupTypes, InstanceStates                                     []string
	}
	if err := c.read(&in); err != nil {
		return nil, err
	}
	k, err := c.clusterNamed(in.ClusterId)
	if err != nil {
		return nil, err
	}
	if in.InstanceFleetId != "" || in.InstanceFleetType != "" {
		return nil, invalid("Instance fleets and instance groups are mutually exclusive. The cluster uses instance groups.")
	}
	for _, t := range in.InstanceGroupTypes {
		if t != "MASTER" && t != "CORE" && t != "TASK" {
			return nil, unlisted("instanceGroupTypes", t)
		}
	}
	state := "RUNNING"
	if !k.live() {
		state = "TERMINATED"
	}
	var all []*node
	for _, n := range k.nodes {
		if contains(in.InstanceGroupTypes, n.role) && contains(in.InstanceStates, state) &&
			(in.InstanceGroupId == "" || in.InstanceGroupId == n.instanceGroup) {
			all = append(all, n)
		}
	}
	return paged("Instances", in.Marker, all, func(n *node) object {
		out := object{
			"Id": n.id, "Ec2InstanceId": n.machine.id, "InstanceGroupId": n.instanceGroup,
			"Market": "ON_DEMAND", "InstanceType": n.machine.kind, "EbsVolumes": []object{},
			"Status": object{
				"State": state, "StateChangeReason": object{},
				"Timeline": object{"CreationDateTime": epoch(k.created), "ReadyDateTime": epoch(k.created.Add(5 * time.Minute))},
			},
		}
		if p := n.machine.primary; p != nil {
			out["PrivateIpAddress"], out["PrivateDnsName"] = p.ip, p.dnsName(c.world)
			out["PublicDnsName"], out["PublicIpAddress"] = "", p.publicIP
		}
		return out
	})
}

// listInstanceGroups lists a cluster's groups of nodes; aws-cli asks for them with every describe-cluster.
func listInstanceGroups(c *emrCall) (object, error) {
	//nolint:revive // The fields' names are the wire's.
	var in struct{ ClusterId, Marker string }
	if err := c.read(&in); err != nil {
		return nil, err
	}
	k, err := c.clusterNamed(in.ClusterId)
	if err != nil {
		return nil, err
	}
	var all []*node
	count := map[string]int{}
	for _, n := range k.nodes {
		if count[n.instanceGroup]++; count[n.instanceGroup] == 1 {
			all = append(all, n)
		}
	}
	state := "RUNNING"
	if !k.live() {
		state = "TERMINATED"
	}
	return paged("InstanceGroups", in.Marker, all, func(n *node) object {
		return object{
			"Id": n.instanceGroup, "Name": n.role, "InstanceGroupType": n.role, "Market": "ON_DEMAND",
			"InstanceType": n.machine.kind, "RequestedInstanceCount": count[n.instanceGroup],
			"RunningInstanceCount": count[n.instanceGroup], "Configurations": []object{}, "EbsBlockDevices": []object{},
			"Status": object{
				"State": state, "StateChangeReason": object{}, "Timeline": object{"CreationDateTime": epoch(k.created)},
			},
		}
	})
}

func listBootstrapActions(c *emrCall) (object, error) {
	var in struct{ ClusterId string } //nolint:revive // The field's name is the wire's.
	if err := c.read(&in); err != nil {
		return nil, err
	}
	if _, err := c.clusterNamed(in.ClusterId); err != nil {
		return nil, err
	}
	return object{"BootstrapActions": []object{}}, nil
}
