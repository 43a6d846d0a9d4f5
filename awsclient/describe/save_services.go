package describe

import (
	"time"

	"github.com/sgscope/sgscope/model"
)

func saveServices(doc *out, s model.Snapshot) {
	saveList(doc, "virtualClusters", s.VirtualClusters(), virtualOut)
	saveList(doc, "endpoints", s.ManagedEndpoints(), managedOut)
	saveList(doc, "applications", s.ServerlessApps(), applicationOut)
	saveList(doc, "ServiceRoles", s.Roles(), roleOut)
	saveList(doc, "SecurityGroupForVpcs", s.SharedGroups(), sharedOut)
}

// service begins the object of a thing of a REST service.
func service(id, name, arn string, w place) out {
	m := out{{"id", id}}
	m.str("name", name)
	m.str("arn", arn)
	m.str("OwnerId", w.account)
	m.str("Region", w.region)
	return m
}

func virtualOut(x model.VirtualCluster) out {
	m := service(x.ID, x.Name, x.ARN, place{x.Account, x.Region})
	m.str("state", x.State)
	on := pair("id", x.EKSCluster)
	if x.Namespace != "" {
		on.object("info", out{{"eksInfo", out{{"namespace", x.Namespace}}}})
	}
	m.object("containerProvider", on)
	m.flag("eksRead", x.EKSRead)
	n := pair("vpcId", x.VPC)
	n.texts("subnetIds", x.Subnets)
	n.str("clusterSecurityGroupId", x.ClusterSecurityGroup)
	n.texts("securityGroupIds", x.SecurityGroups)
	m.object("eks", n)
	m.plainTags(x.Tags)
	return m
}

func managedOut(x model.ManagedEndpoint) out {
	m := service(x.ID, x.Name, x.ARN, place{x.Account, x.Region})
	m.str("virtualClusterId", x.VirtualCluster)
	m.str("type", x.Type)
	m.str("state", x.State)
	m.flag("described", x.Described)
	m.str("securityGroup", x.SecurityGroup)
	m.texts("subnetIds", x.Subnets)
	m.str("releaseLabel", x.Release)
	m.str("failureReason", x.FailureReason)
	m.str("stateDetails", x.StateDetails)
	if x.NotebookGroup != "" {
		m.object("configurationOverrides", out{{"applicationConfiguration", []out{{
			{"classification", "endpoint-configuration"},
			{"properties", out{{"notebook-security-group-id", x.NotebookGroup}}},
		}}}})
	}
	m.plainTags(x.Tags)
	return m
}

func applicationOut(x model.ServerlessApp) out {
	m := service(x.ID, x.Name, x.ARN, place{x.Account, x.Region})
	m.str("releaseLabel", x.Release)
	m.str("type", x.Type)
	m.str("state", x.State)
	m.str("stateDetails", x.StateDetails)
	m.flag("described", x.Described)
	var n out
	n.texts("subnetIds", x.Subnets)
	n.texts("securityGroupIds", x.Groups)
	m.object("networkConfiguration", n)
	m.object("interactiveConfiguration", out{
		{"studioEnabled", x.StudioEnabled}, {"livyEndpointEnabled", x.LivyEnabled},
	})
	m.plainTags(x.Tags)
	return m
}

func roleOut(x model.IAMRole) out {
	m := out{{"Arn", x.ARN}}
	m.str("RoleName", x.Name)
	m.str("OwnerId", x.Account)
	m.object("PermissionsBoundary", pair("PermissionsBoundaryArn", x.Boundary))
	var policies []out
	for _, p := range x.Policies {
		one := pair("PolicyName", p.Name)
		one.str("PolicyArn", p.ARN)
		one.str("VersionId", p.Version)
		one.str("PolicyDocument", p.Document)
		policies = append(policies, one)
	}
	m.list("Policies", policies)
	return m
}

func sharedOut(x model.SharedGroup) out {
	m := out{{"GroupId", x.Group}}
	m.str("GroupName", x.Name)
	m.str("Description", x.Description)
	m.str("OwnerId", x.Owner)
	m.str("Region", x.Region)
	m.str("VpcId", x.VPC)
	m.str("PrimaryVpcId", x.PrimaryVPC)
	m.tags("Tags", x.Tags)
	return m
}

// plainTags writes tags as an object of keys and values.
func (o *out) plainTags(tags model.Tags) {
	var m out
	for _, t := range tags {
		m = append(m, member{t.Key, t.Value})
	}
	o.object("tags", m)
}

// instant writes a time, if there is one.
func (o *out) instant(key string, t time.Time) {
	if !t.IsZero() {
		o.str(key, t.UTC().Format(time.RFC3339Nano))
	}
}

func errorsOut(errors []model.ClusterError) []out {
	var items []out
	for _, e := range errors {
		m := pair("ErrorCode", e.Code)
		m.str("ErrorMessage", e.Message)
		var data []out
		for _, d := range e.Data {
			data = append(data, out{{d.Key, d.Value}})
		}
		m.list("ErrorData", data)
		items = append(items, m)
	}
	return items
}
