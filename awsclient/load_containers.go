package awsclient

import (
	"context"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	ekstypes "github.com/aws/aws-sdk-go-v2/service/eks/types"
	"github.com/aws/aws-sdk-go-v2/service/emrcontainers"
	"github.com/aws/aws-sdk-go-v2/service/emrcontainers/types"

	"github.com/sgscope/sgscope/model"
)

// readContainers reads EMR on EKS: the virtual clusters, then their endpoints and the EKS clusters that they
// name, and no other.
//
// Equivalent to: aws emr-containers list-virtual-clusters; for each, aws emr-containers list-managed-endpoints,
// describe-managed-endpoint; aws eks describe-cluster.
func (l *load) readContainers(ctx context.Context) {
	from := emrcontainers.NewListVirtualClustersPaginator(l.r.containers,
		&emrcontainers.ListVirtualClustersInput{States: []types.VirtualClusterState{
			types.VirtualClusterStateRunning, types.VirtualClusterStateTerminating, types.VirtualClusterStateArrested,
		}},
		func(o *emrcontainers.ListVirtualClustersPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	var found []model.VirtualCluster
	at := spot{model.PartVirtualClusters, callListVirtualClusters, ""}
	r := survey(ctx, l, at, from, l.containersWith,
		func(b *model.Builder, page *emrcontainers.ListVirtualClustersOutput) error {
			for _, v := range page.VirtualClusters {
				found = append(found, virtualClusterOf(v, l.r.region))
			}
			b.AddVirtualCluster(found...)
			return nil
		})
	if r.State < model.ReadPartly {
		return // nothing was read that could name one
	}
	var side sync.WaitGroup
	side.Go(func() { l.readEKS(ctx, found, r) })
	side.Go(func() { l.readManagedEndpoints(ctx, found, r) })
	side.Wait()
}

// readEKS asks EKS for the network of the clusters that virtual clusters name.
func (l *load) readEKS(ctx context.Context, virtual []model.VirtualCluster, listing model.Reading) {
	var names []string
	for _, v := range virtual {
		names = append(names, v.EKSCluster)
	}
	var described faults
	each(unique(names), func(name string) {
		k, err := l.describeEKS(ctx, name)
		if gone(err) {
			return
		}
		described.note(err)
		if err != nil {
			return
		}
		l.page(model.PartEKSClusters, "", func(b *model.Builder) {
			for _, v := range virtual {
				if v.EKSCluster == name {
					b.AddVirtualCluster(withEKS(v, *k))
				}
			}
		})
	})
	l.surveyed(model.PartEKSClusters, "", worse(listing, described.reading()))
}

func (l *load) describeEKS(ctx context.Context, name string) (*ekstypes.Cluster, error) {
	out, err := call(ctx, l, model.PartEKSClusters, callDescribeEKSCluster, name,
		func(ctx context.Context) (*eks.DescribeClusterOutput, error) {
			return l.r.eks.DescribeCluster(ctx, &eks.DescribeClusterInput{Name: aws.String(name)}, l.eksWith)
		})
	if err != nil {
		return nil, err
	}
	if out.Cluster == nil {
		return nil, empty(callDescribeEKSCluster, name)
	}
	return out.Cluster, nil
}

// liveEndpoints are those of model.ManagedEndpoint.Live, and those that failed: an operator looks for them.
func endpointStates() []types.EndpointState {
	return []types.EndpointState{
		types.EndpointStateCreating, types.EndpointStateActive, types.EndpointStateTerminating,
		types.EndpointStateTerminatedWithErrors,
	}
}

func (l *load) readManagedEndpoints(ctx context.Context, virtual []model.VirtualCluster, listing model.Reading) {
	var answered faults
	each(virtual, func(v model.VirtualCluster) {
		from := emrcontainers.NewListManagedEndpointsPaginator(l.r.containers,
			&emrcontainers.ListManagedEndpointsInput{VirtualClusterId: aws.String(v.ID), States: endpointStates()},
			func(o *emrcontainers.ListManagedEndpointsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
		var found []model.ManagedEndpoint
		_, err := pages(ctx, l, model.PartManagedEndpoints, callListManagedEndpoints, from, l.containersWith,
			func(page *emrcontainers.ListManagedEndpointsOutput) error {
				for _, e := range page.Endpoints {
					found = append(found, endpointOfEKS(e, v.ID, l.r.region))
				}
				return nil
			})
		if gone(err) {
			return
		}
		answered.note(about(err, v.ID))
		for _, e := range found {
			full, err := l.describeEndpoint(ctx, e)
			if gone(err) {
				continue
			}
			answered.note(err)
			l.page(model.PartManagedEndpoints, "", func(b *model.Builder) { b.AddManagedEndpoint(full) })
		}
	})
	l.surveyed(model.PartManagedEndpoints, "", worse(listing, answered.reading()))
}

// describeEndpoint gives the endpoint in full, or as it was listed where that fails.
func (l *load) describeEndpoint(ctx context.Context, e model.ManagedEndpoint) (model.ManagedEndpoint, error) {
	out, err := call(ctx, l, model.PartManagedEndpoints, callDescribeManagedEndpoint, e.ID,
		func(ctx context.Context) (*emrcontainers.DescribeManagedEndpointOutput, error) {
			return l.r.containers.DescribeManagedEndpoint(ctx, &emrcontainers.DescribeManagedEndpointInput{
				VirtualClusterId: aws.String(e.VirtualCluster), Id: aws.String(e.ID),
			}, l.containersWith)
		})
	if err != nil {
		return e, err
	}
	if out.Endpoint == nil {
		return e, empty(callDescribeManagedEndpoint, e.ID)
	}
	full := endpointOfEKS(*out.Endpoint, e.VirtualCluster, l.r.region)
	full.ID, full.Described = e.ID, true
	return full, nil
}
