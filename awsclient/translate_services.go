package awsclient

import (
	"net/url"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	ekstypes "github.com/aws/aws-sdk-go-v2/service/eks/types"
	containers "github.com/aws/aws-sdk-go-v2/service/emrcontainers/types"
	serverless "github.com/aws/aws-sdk-go-v2/service/emrserverless/types"

	"github.com/sgscope/sgscope/model"
)

func virtualClusterOf(v containers.VirtualCluster, region string) model.VirtualCluster {
	arn := aws.ToString(v.Arn)
	out := model.VirtualCluster{
		ID: aws.ToString(v.Id), Name: aws.ToString(v.Name), ARN: arn, Region: region, Account: accountOf(arn),
		State: string(v.State), Tags: tagsOfMap(v.Tags),
	}
	if p := v.ContainerProvider; p != nil {
		out.EKSCluster = aws.ToString(p.Id)
		if info, ok := p.Info.(*containers.ContainerInfoMemberEksInfo); ok {
			out.Namespace = aws.ToString(info.Value.Namespace)
		}
	}
	return out
}

// withEKS adds what EKS says of the cluster's network.
func withEKS(v model.VirtualCluster, k ekstypes.Cluster) model.VirtualCluster {
	v.EKSRead = true
	if n := k.ResourcesVpcConfig; n != nil {
		v.VPC, v.Subnets = aws.ToString(n.VpcId), n.SubnetIds
		v.ClusterSecurityGroup, v.SecurityGroups = aws.ToString(n.ClusterSecurityGroupId), n.SecurityGroupIds
	}
	return v
}

// endpointOfEKS translates an endpoint. Its own notebook group is a property of a configuration.
//
// Source: https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/emr-studio-create-eks-cluster.html
func endpointOfEKS(e containers.Endpoint, virtual, region string) model.ManagedEndpoint {
	arn := aws.ToString(e.Arn)
	out := model.ManagedEndpoint{
		ID: aws.ToString(e.Id), Name: aws.ToString(e.Name), ARN: arn, Region: region, Account: accountOf(arn),
		VirtualCluster: virtual, Type: aws.ToString(e.Type), State: string(e.State),
		SecurityGroup: aws.ToString(e.SecurityGroup), Subnets: e.SubnetIds, Release: aws.ToString(e.ReleaseLabel),
		FailureReason: string(e.FailureReason), StateDetails: aws.ToString(e.StateDetails), Tags: tagsOfMap(e.Tags),
	}
	if c := e.ConfigurationOverrides; c != nil {
		for _, x := range c.ApplicationConfiguration {
			if aws.ToString(x.Classification) == "endpoint-configuration" && out.NotebookGroup == "" {
				out.NotebookGroup = x.Properties["notebook-security-group-id"]
			}
		}
	}
	return out
}

// listedApp is an application as far as ListApplications tells: not its network.
func listedApp(a serverless.ApplicationSummary, region string) model.ServerlessApp {
	arn := aws.ToString(a.Arn)
	return model.ServerlessApp{
		ID: aws.ToString(a.Id), Name: aws.ToString(a.Name), ARN: arn, Region: region, Account: accountOf(arn),
		Release: aws.ToString(a.ReleaseLabel), Type: aws.ToString(a.Type), State: string(a.State),
		StateDetails: aws.ToString(a.StateDetails),
	}
}

func appOf(a serverless.Application, region string) model.ServerlessApp {
	arn := aws.ToString(a.Arn)
	out := model.ServerlessApp{
		ID: aws.ToString(a.ApplicationId), Name: aws.ToString(a.Name), ARN: arn, Region: region,
		Account: accountOf(arn), Release: aws.ToString(a.ReleaseLabel), Type: aws.ToString(a.Type),
		State: string(a.State), StateDetails: aws.ToString(a.StateDetails), Described: true, Tags: tagsOfMap(a.Tags),
	}
	if n := a.NetworkConfiguration; n != nil {
		out.Subnets, out.Groups = n.SubnetIds, n.SecurityGroupIds
	}
	if i := a.InteractiveConfiguration; i != nil {
		out.StudioEnabled, out.LivyEnabled = aws.ToBool(i.StudioEnabled), aws.ToBool(i.LivyEndpointEnabled)
	}
	return out
}

// documentOf gives a policy's document as it was written: IAM's API gives it URL-encoded.
//
// Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html
func documentOf(encoded *string) string {
	text := aws.ToString(encoded)
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

func sharedGroupOf(g ec2types.SecurityGroupForVpc, vpc, region string) model.SharedGroup {
	return model.SharedGroup{
		Group: aws.ToString(g.GroupId), Name: aws.ToString(g.GroupName), Description: aws.ToString(g.Description),
		Owner: aws.ToString(g.OwnerId), VPC: vpc, PrimaryVPC: aws.ToString(g.PrimaryVpcId), Region: region,
		Tags: tagsOf(g.Tags),
	}
}

func tagsOfMap(tags map[string]string) model.Tags {
	if len(tags) == 0 {
		return nil
	}
	out := make([]model.Tag, 0, len(tags))
	for k, v := range tags {
		out = append(out, model.Tag{Key: k, Value: v})
	}
	return model.NewTags(out...)
}

// clusterErrors translates what EMR says went wrong. Its data is a list of maps; of each the keys go in order.
func clusterErrors(details []emrError) []model.ClusterError {
	var out []model.ClusterError
	for _, d := range details {
		e := model.ClusterError{Code: aws.ToString(d.ErrorCode), Message: aws.ToString(d.ErrorMessage)}
		for _, m := range d.ErrorData {
			keys := make([]string, 0, len(m))
			for k := range m {
				keys = append(keys, k)
			}
			slices.Sort(keys)
			for _, k := range keys {
				e.Data = append(e.Data, model.ErrorDatum{Key: k, Value: m[k]})
			}
		}
		out = append(out, e)
	}
	return out
}
