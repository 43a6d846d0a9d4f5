package sandbox

import "time"

// virtualCluster is a namespace of an EKS cluster in which EMR runs jobs.
type virtualCluster struct {
	id, name, state, eks, namespace string
	created                         time.Time
	tags                            tagMap
}

type managedEndpoint struct {
	id, name, kind, state, release string
	of                             *virtualCluster
	group, notebooks               string
	subnets                        []string
	reason, details                string
	created                        time.Time
	tags                           tagMap
}

func (c *restCall) virtualARN(v *virtualCluster) string {
	return "arn:" + c.partition + ":emr-containers:" + c.region + ":" + c.account + ":/virtualclusters/" + v.id
}

func listVirtualClusters(c *restCall) (object, error) {
	want, err := c.states("RUNNING", "TERMINATING", "TERMINATED", "ARRESTED")
	if err != nil {
		return nil, err
	}
	var all []*virtualCluster
	for _, v := range c.virtual {
		if contains(want, v.state) {
			all = append(all, v)
		}
	}
	return restPage(c, "virtualClusters", all, func(v *virtualCluster) any { return c.virtualOut(v) })
}

func (c *restCall) virtualOut(v *virtualCluster) object {
	return object{
		"id": v.id, "name": v.name, "arn": c.virtualARN(v), "state": v.state, "tags": plainTags(v.tags),
		"createdAt": v.created.UTC().Format(time.RFC3339),
		"containerProvider": object{
			"type": "EKS", "id": v.eks, "info": object{"eksInfo": object{"namespace": v.namespace}},
		},
	}
}

func (c *restCall) virtualNamed(id string) (*virtualCluster, error) {
	v := first(c.virtual, func(v *virtualCluster) bool { return v.id == id })
	if v == nil {
		return nil, absentThing("Virtual cluster %s doesn't exist.", id)
	}
	return v, nil
}

func describeVirtualCluster(c *restCall) (object, error) {
	v, err := c.virtualNamed(c.path[0])
	if err != nil {
		return nil, err
	}
	return object{"virtualCluster": c.virtualOut(v)}, nil
}

func listManagedEndpoints(c *restCall) (object, error) {
	v, err := c.virtualNamed(c.path[0])
	if err != nil {
		return nil, err
	}
	want, err := c.states("CREATING", "ACTIVE", "TERMINATING", "TERMINATED", "TERMINATED_WITH_ERRORS")
	if err != nil {
		return nil, err
	}
	var all []*managedEndpoint
	for _, e := range c.managed {
		if e.of == v && contains(want, e.state) && contains(c.query["types"], e.kind) {
			all = append(all, e)
		}
	}
	return restPage(c, "endpoints", all, func(e *managedEndpoint) any { return c.endpointOut(e) })
}

// endpointOut is an endpoint as both calls give it.
//
// Source: https://docs.aws.amazon.com/emr-on-eks/latest/APIReference/API_Endpoint.html
func (c *restCall) endpointOut(e *managedEndpoint) object {
	out := object{
		"id": e.id, "name": e.name, "arn": c.virtualARN(e.of) + "/endpoints/" + e.id, "virtualClusterId": e.of.id,
		"type": e.kind, "state": e.state, "releaseLabel": e.release, "subnetIds": append([]string{}, e.subnets...),
		"createdAt": e.created.UTC().Format(time.RFC3339), "tags": plainTags(e.tags),
	}
	for key, value := range map[string]string{
		"securityGroup": e.group, "failureReason": e.reason, "stateDetails": e.details,
	} {
		if value != "" {
			out[key] = value
		}
	}
	if e.notebooks != "" {
		out["configurationOverrides"] = object{"applicationConfiguration": []object{{
			"classification": "endpoint-configuration",
			"properties":     object{"notebook-security-group-id": e.notebooks},
		}}}
	}
	return out
}

func describeManagedEndpoint(c *restCall) (object, error) {
	v, err := c.virtualNamed(c.path[0])
	if err != nil {
		return nil, err
	}
	e := first(c.managed, func(e *managedEndpoint) bool { return e.of == v && e.id == c.path[1] })
	if e == nil {
		return nil, absentThing("Managed endpoint %s doesn't exist.", c.path[1])
	}
	return object{"endpoint": c.endpointOut(e)}, nil
}

func (b *builder) makeVirtualClusters() {
	for _, s := range b.s.VirtualClusters {
		if s.EKS == "" {
			b.wrong("virtual cluster %s: eks: want the name of its EKS cluster", s.Name)
		}
		v := &virtualCluster{
			id: s.ID, name: s.Name, state: either(s.State, "RUNNING"), eks: s.EKS,
			namespace: either(s.Namespace, "default"), created: b.made(s.Created), tags: tagsOf(s.Tags),
		}
		if v.id == "" {
			v.id = b.ids.lowercase(25, "virtual cluster", s.Name)
		}
		b.virtual = append(b.virtual, v)
	}
}

func (b *builder) makeManagedEndpoints() {
	for _, s := range b.s.ManagedEndpoints {
		by := "managed endpoint " + s.Name
		of := first(b.virtual, func(v *virtualCluster) bool { return v.name == s.VirtualCluster })
		if of == nil {
			b.wrong("%s: there is no virtual cluster %q", by, s.VirtualCluster)
			continue
		}
		in := b.vpcOfEKS(of.eks)
		id := func(name string) string {
			if name == "" {
				return ""
			}
			return b.studioGroup(in, name, by)
		}
		e := &managedEndpoint{
			id: s.ID, name: s.Name, kind: either(s.Type, "JUPYTER_ENTERPRISE_GATEWAY"), state: either(s.State, "ACTIVE"),
			release: s.Release, of: of, group: id(s.Group), notebooks: id(s.NotebookGroup),
			subnets: b.subnetIDs(s.Subnets, by), reason: s.Reason, details: s.Details,
			created: b.made(s.Created), tags: tagsOf(s.Tags),
		}
		if e.id == "" {
			e.id = b.ids.lowercase(13, "managed endpoint", s.Name)
		}
		b.managed = append(b.managed, e)
	}
}

// vpcOfEKS gives the VPC of an EKS cluster of the script, and the first one for a cluster that it does not show.
func (b *builder) vpcOfEKS(name string) *vpc {
	if k := first(b.eks, func(k *eksCluster) bool { return k.name == name }); k != nil {
		return k.vpc
	}
	return b.vpcCalled("", "EKS cluster "+name)
}
