package awsclient

import (
	"math"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/emr/types"

	"github.com/sgscope/sgscope/model"
)

// listedStudio is a Studio as far as ListStudios tells: not its groups.
func listedStudio(s types.StudioSummary, region string) model.Studio {
	return model.Studio{
		ID: aws.ToString(s.StudioId), Name: aws.ToString(s.Name), URL: aws.ToString(s.Url),
		AuthMode: string(s.AuthMode), VPC: aws.ToString(s.VpcId), Region: region,
	}
}

func studioOf(s types.Studio, region string) model.Studio {
	arn := aws.ToString(s.StudioArn)
	return model.Studio{
		ID: aws.ToString(s.StudioId), Name: aws.ToString(s.Name), ARN: arn, URL: aws.ToString(s.Url),
		AuthMode: string(s.AuthMode), Region: region, Account: accountOf(arn),
		VPC: aws.ToString(s.VpcId), Described: true, Subnets: s.SubnetIds,
		ServiceRole: aws.ToString(s.ServiceRole),
		Workspace:   aws.ToString(s.WorkspaceSecurityGroupId), Engine: aws.ToString(s.EngineSecurityGroupId),
		Tags: emrTagsOf(s.Tags), TrustedIdentity: aws.ToBool(s.TrustedIdentityPropagationEnabled),
	}
}

// listedCluster is a cluster as far as ListClusters tells: neither groups nor subnet.
func listedCluster(c types.ClusterSummary, region string) model.Cluster {
	arn := aws.ToString(c.ClusterArn)
	out := model.Cluster{
		ID: aws.ToString(c.Id), Name: aws.ToString(c.Name), ARN: arn, Region: region, Account: accountOf(arn),
	}
	setStatus(&out, c.Status)
	return out
}

func clusterOf(c types.Cluster, region string) model.Cluster {
	arn := aws.ToString(c.ClusterArn)
	out := model.Cluster{
		ID: aws.ToString(c.Id), Name: aws.ToString(c.Name), ARN: arn, Region: region, Account: accountOf(arn),
		Described: true, Release: aws.ToString(c.ReleaseLabel),
		SecurityConfiguration: aws.ToString(c.SecurityConfiguration), CustomAMI: aws.ToString(c.CustomAmiId),
		ServiceRole: aws.ToString(c.ServiceRole), PrimaryDNS: aws.ToString(c.MasterPublicDnsName),
		Tags: emrTagsOf(c.Tags),
	}
	setStatus(&out, c.Status)
	for _, a := range c.Applications {
		out.Applications = append(out.Applications, aws.ToString(a.Name))
	}
	if k := c.KerberosAttributes; k != nil {
		out.KerberosRealm = aws.ToString(k.Realm)
	}
	if e := c.Ec2InstanceAttributes; e != nil {
		out.Subnet = aws.ToString(e.Ec2SubnetId)
		// An instance fleet gets several subnets to choose from, and has chosen only once it provisions.
		if out.Subnet == "" && len(e.RequestedEc2SubnetIds) == 1 {
			out.Subnet = e.RequestedEc2SubnetIds[0]
		}
		out.ManagedPrimary = aws.ToString(e.EmrManagedMasterSecurityGroup)
		out.ManagedCore = aws.ToString(e.EmrManagedSlaveSecurityGroup)
		out.ServiceAccess = aws.ToString(e.ServiceAccessSecurityGroup)
		out.AdditionalPrimary = e.AdditionalMasterSecurityGroups
		out.AdditionalCore = e.AdditionalSlaveSecurityGroups
		out.InstanceProfile = aws.ToString(e.IamInstanceProfile)
	}
	return out
}

// publicAccessOf translates EMR's block public access. An exception without an end is one port; one that is no
// range of ports excepts nothing.
//
// Source: https://docs.aws.amazon.com/emr/latest/APIReference/API_PortRange.html
func publicAccessOf(
	c types.BlockPublicAccessConfiguration, m *types.BlockPublicAccessConfigurationMetadata,
) model.PublicAccess {
	out := model.PublicAccess{Blocks: aws.ToBool(c.BlockPublicSecurityGroupRules)}
	for _, r := range c.PermittedPublicSecurityGroupRuleRanges {
		if r.MinRange == nil {
			continue
		}
		first, last := *r.MinRange, *r.MinRange
		if r.MaxRange != nil {
			last = *r.MaxRange
		}
		if 0 <= first && first <= last && last <= math.MaxUint16 {
			out.Permitted = append(out.Permitted, model.PortRange{First: uint16(first), Last: uint16(last)})
		}
	}
	if m != nil {
		out.ChangedBy = aws.ToString(m.CreatedByArn)
	}
	return out
}

func setStatus(c *model.Cluster, s *types.ClusterStatus) {
	if s == nil {
		return
	}
	c.State = string(s.State)
	if r := s.StateChangeReason; r != nil {
		c.StateReasonCode, c.StateReason = string(r.Code), aws.ToString(r.Message)
	}
	c.Errors = clusterErrors(s.ErrorDetails)
	if t := s.Timeline; t != nil {
		c.CreatedAt, c.ReadyAt, c.EndedAt = instant(t.CreationDateTime), instant(t.ReadyDateTime), instant(t.EndDateTime)
	}
}

type emrError = types.ErrorDetail

// instant gives a time in UTC, to the second that people read and files keep; the zero one if there is none.
func instant(t *time.Time) time.Time {
	if t == nil || t.Unix() <= 0 {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Second)
}

func emrTagsOf(tags []types.Tag) model.Tags {
	if len(tags) == 0 {
		return nil
	}
	out := make([]model.Tag, 0, len(tags))
	for _, t := range tags {
		out = append(out, model.Tag{Key: aws.ToString(t.Key), Value: aws.ToString(t.Value)})
	}
	return model.NewTags(out...)
}
