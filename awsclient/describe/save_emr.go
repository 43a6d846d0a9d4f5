package describe

import "github.com/sgscope/sgscope/model"

func studioOut(v model.Studio) out {
	m := out{{"StudioId", v.ID}}
	m.str("StudioArn", v.ARN)
	m.str("Name", v.Name)
	m.flag("Described", v.Described)
	m.str("OwnerId", v.Account)
	m.str("Region", v.Region)
	m.str("AuthMode", v.AuthMode)
	m.str("VpcId", v.VPC)
	m.texts("SubnetIds", v.Subnets)
	m.str("ServiceRole", v.ServiceRole)
	m.str("WorkspaceSecurityGroupId", v.Workspace)
	m.str("EngineSecurityGroupId", v.Engine)
	m.str("Url", v.URL)
	m.flag("TrustedIdentityPropagationEnabled", v.TrustedIdentity)
	m.tags("Tags", v.Tags)
	return m
}

func clusterOut(v model.Cluster) out {
	m := out{{"Id", v.ID}}
	m.str("ClusterArn", v.ARN)
	m.str("Name", v.Name)
	m.flag("Described", v.Described)
	m.str("OwnerId", v.Account)
	m.str("Region", v.Region)
	status, why := pair("State", v.State), pair("Code", v.StateReasonCode)
	why.str("Message", v.StateReason)
	status.object("StateChangeReason", why)
	if len(v.Errors) > 0 {
		status.list("ErrorDetails", errorsOut(v.Errors))
	}
	var times out
	times.instant("CreationDateTime", v.CreatedAt)
	times.instant("ReadyDateTime", v.ReadyAt)
	times.instant("EndDateTime", v.EndedAt)
	status.object("Timeline", times)
	m.object("Status", status)
	m.str("ReleaseLabel", v.Release)
	var apps []out
	for _, name := range v.Applications {
		apps = append(apps, out{{"Name", name}})
	}
	if len(apps) > 0 {
		m.list("Applications", apps)
	}
	ec2 := pair("Ec2SubnetId", v.Subnet)
	ec2.str("EmrManagedMasterSecurityGroup", v.ManagedPrimary)
	ec2.str("EmrManagedSlaveSecurityGroup", v.ManagedCore)
	ec2.str("ServiceAccessSecurityGroup", v.ServiceAccess)
	ec2.texts("AdditionalMasterSecurityGroups", v.AdditionalPrimary)
	ec2.texts("AdditionalSlaveSecurityGroups", v.AdditionalCore)
	ec2.str("IamInstanceProfile", v.InstanceProfile)
	m.object("Ec2InstanceAttributes", ec2)
	m.texts("PrimaryInstances", v.PrimaryInstances)
	m.str("SecurityConfiguration", v.SecurityConfiguration)
	m.object("KerberosAttributes", pair("Realm", v.KerberosRealm))
	m.str("CustomAmiId", v.CustomAMI)
	m.str("ServiceRole", v.ServiceRole)
	m.str("MasterPublicDnsName", v.PrimaryDNS)
	m.tags("Tags", v.Tags)
	return m
}
