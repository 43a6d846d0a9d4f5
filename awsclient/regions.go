package awsclient

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/emr"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/sgscope/sgscope/model"
)

// PublicAccessEverywhere reads EMR's block public access of every Region that the account has enabled, and
// tells on, if it is not nil, of each as it comes, one at a time. The list is in order of Region. It fails
// only where the Regions cannot be listed.
//
// Equivalent to: aws ec2 describe-regions; aws emr get-block-public-access-configuration --region REGION, for each.
func (r *Reader) PublicAccessEverywhere(
	ctx context.Context, on func(model.RegionAccess),
) ([]model.RegionAccess, error) {
	regions, err := r.enabledRegions(ctx)
	if err != nil {
		return nil, err
	}
	account := ""
	if who, err := r.sts.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}); err == nil {
		account = aws.ToString(who.Account)
	}
	var mu sync.Mutex
	var out []model.RegionAccess
	each(regions, func(region string) {
		x := r.publicAccessIn(ctx, region)
		x.Access.Account, x.Access.Region = account, region
		mu.Lock()
		defer mu.Unlock()
		out = append(out, x)
		if on != nil {
			on(x)
		}
	})
	slices.SortFunc(out, func(a, b model.RegionAccess) int { return strings.Compare(a.Region, b.Region) })
	return out, nil
}

// enabledRegions gives the Regions that the account can use, which is what EC2 lists by itself.
func (r *Reader) enabledRegions(ctx context.Context) ([]string, error) {
	out, err := r.ec2.DescribeRegions(ctx, &ec2.DescribeRegionsInput{})
	if err != nil {
		return nil, failureOf(callDescribeRegions, "", err)
	}
	var names []string
	for _, region := range out.Regions {
		names = append(names, aws.ToString(region.RegionName))
	}
	return unique(names), nil
}

func (r *Reader) publicAccessIn(ctx context.Context, region string) model.RegionAccess {
	x := model.RegionAccess{Region: region}
	out, err := r.emr.GetBlockPublicAccessConfiguration(ctx, &emr.GetBlockPublicAccessConfigurationInput{},
		func(o *emr.Options) { o.Region = region })
	switch {
	case err != nil:
		x.Reading = model.Reading{State: model.ReadFailed, Failure: failureOf(callGetEMRPublicAccess, region, err)}
		if x.Reading.Failure.Kind == model.FailedUnsupported {
			x.Reading.State = model.NotRead
		}
	case out.BlockPublicAccessConfiguration == nil:
		x.Reading = model.Reading{Failure: empty(callGetEMRPublicAccess, region)}
	default:
		x.Access = publicAccessOf(*out.BlockPublicAccessConfiguration, out.BlockPublicAccessConfigurationMetadata)
		x.Reading.State = model.ReadWhole
	}
	return x
}
