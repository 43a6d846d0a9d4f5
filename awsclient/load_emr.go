package awsclient

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/emr"
	"github.com/aws/aws-sdk-go-v2/service/emr/types"
	"golang.org/x/sync/errgroup"

	"github.com/sgscope/sgscope/model"
)

// faults keeps the first failure of calls that fan out; the others are of the same kind as a rule.
type faults struct {
	mu    sync.Mutex
	first error
	n, of int
}

func (f *faults) note(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.of++
	if err == nil {
		return
	}
	f.n++
	if f.first == nil {
		f.first = err
	}
}

// reading says what became of the calls: all failed, some, or none.
func (f *faults) reading() model.Reading {
	f.mu.Lock()
	defer f.mu.Unlock()
	return listed(f.of-f.n, f.first)
}

// each runs f for every item, a few side by side.
func each[T any](items []T, f func(T)) {
	var g errgroup.Group
	g.SetLimit(perListing)
	for _, x := range items {
		g.Go(func() error {
			f(x)
			return nil
		})
	}
	_ = g.Wait() // nothing above returns an error
}

// gone reports whether a thing vanished between the listing that named it and the look at it.
func gone(err error) bool {
	var f model.Failure
	return errors.As(err, &f) && f.Kind == model.FailedNotFound
}

func (l *load) readStudios(ctx context.Context) {
	from := emr.NewListStudiosPaginator(l.r.emr, &emr.ListStudiosInput{},
		func(o *emr.ListStudiosPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	var found []model.Studio
	read, err := pages(ctx, l, model.PartStudios, callListStudios, from, l.emrWith,
		func(page *emr.ListStudiosOutput) error {
			for _, s := range page.Studios {
				found = append(found, listedStudio(s, l.r.region))
			}
			return nil
		})
	var described faults
	each(found, func(s model.Studio) {
		full, err := l.describeStudio(ctx, s)
		if gone(err) {
			return
		}
		described.note(err)
		l.page(model.PartStudios, "", func(b *model.Builder) { b.AddStudio(full) })
	})
	// A listing without all its descriptions is partial, even if not one of them was given.
	if err == nil {
		err = described.first
	}
	l.settled(model.PartStudios, "", listed(read, err))
}

// describeStudio gives the Studio in full, or as it was listed where that fails.
func (l *load) describeStudio(ctx context.Context, s model.Studio) (model.Studio, error) {
	out, err := call(ctx, l, model.PartStudios, callDescribeStudio, s.ID,
		func(ctx context.Context) (*emr.DescribeStudioOutput, error) {
			return l.r.emr.DescribeStudio(ctx, &emr.DescribeStudioInput{StudioId: aws.String(s.ID)}, l.emrWith)
		})
	if err != nil {
		return s, err
	}
	if out.Studio == nil {
		return s, empty(callDescribeStudio, s.ID)
	}
	full := studioOf(*out.Studio, l.r.region)
	full.ID = s.ID
	return full, nil
}

// empty is for an answer without what it is for, which no AWS gives and an emulator may.
func empty(a action, resource string) model.Failure {
	return model.Failure{Kind: model.FailedUnsupported, Call: a, Resource: resource, Message: "the answer is empty"}
}

// liveStates are those of model.Cluster.Live.
func liveStates() []types.ClusterState {
	return []types.ClusterState{
		types.ClusterStateStarting, types.ClusterStateBootstrapping, types.ClusterStateRunning,
		types.ClusterStateWaiting, types.ClusterStateTerminating,
	}
}

func (l *load) readClusters(ctx context.Context) {
	from := emr.NewListClustersPaginator(l.r.emr, &emr.ListClustersInput{ClusterStates: liveStates()},
		func(o *emr.ListClustersPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	var found []model.Cluster
	read, err := pages(ctx, l, model.PartClusters, callListClusters, from, l.emrWith,
		func(page *emr.ListClustersOutput) error {
			for _, c := range page.Clusters {
				found = append(found, listedCluster(c, l.r.region))
			}
			return nil
		})
	var described, primaries faults
	var mu sync.Mutex
	var instances []string
	each(found, func(c model.Cluster) {
		full, collection, err := l.describeCluster(ctx, c)
		if gone(err) {
			return
		}
		described.note(err)
		l.page(model.PartClusters, "", func(b *model.Builder) { b.AddCluster(full) })
		ids, err := l.listPrimaries(ctx, full.ID, collection)
		primaries.note(err)
		if len(ids) == 0 {
			return
		}
		full.PrimaryInstances = ids
		l.page(model.PartClusters, "", func(b *model.Builder) { b.AddCluster(full) })
		mu.Lock()
		defer mu.Unlock()
		instances = append(instances, ids...)
	})
	if err == nil {
		err = described.first
	}
	clusters := listed(read, err)
	l.settled(model.PartClusters, "", clusters)
	l.readInstances(ctx, instances, clusters, primaries.reading())
}

// describeCluster gives the cluster in full and how its instances are collected, or the cluster as it was
// listed where that fails.
func (l *load) describeCluster(
	ctx context.Context, c model.Cluster,
) (model.Cluster, types.InstanceCollectionType, error) {
	return l.describeClusterOf(ctx, model.PartClusters, c)
}

// describeClusterOf is describeCluster for a part that clusters are read for.
func (l *load) describeClusterOf(
	ctx context.Context, p model.Part, c model.Cluster,
) (model.Cluster, types.InstanceCollectionType, error) {
	out, err := call(ctx, l, p, callDescribeCluster, c.ID,
		func(ctx context.Context) (*emr.DescribeClusterOutput, error) {
			return l.r.emr.DescribeCluster(ctx, &emr.DescribeClusterInput{ClusterId: aws.String(c.ID)}, l.emrWith)
		})
	if err != nil {
		return c, "", err
	}
	if out.Cluster == nil {
		return c, "", empty(callDescribeCluster, c.ID)
	}
	full := clusterOf(*out.Cluster, l.r.region)
	full.ID = c.ID
	return full, out.Cluster.InstanceCollectionType, nil
}

// listPrimaries gives the instances of the primary node, of which a cluster has one or three. EMR refuses to
// be asked for groups of a cluster of fleets, and the other way round.
//
// Source: https://docs.aws.amazon.com/emr/latest/APIReference/API_ListInstances.html
func (l *load) listPrimaries(
	ctx context.Context, cluster string, collection types.InstanceCollectionType,
) ([]string, error) {
	in := &emr.ListInstancesInput{ClusterId: aws.String(cluster), InstanceStates: []types.InstanceState{
		types.InstanceStateProvisioning, types.InstanceStateBootstrapping, types.InstanceStateRunning,
	}}
	if collection == types.InstanceCollectionTypeInstanceFleet {
		in.InstanceFleetType = types.InstanceFleetTypeMaster
	} else {
		in.InstanceGroupTypes = []types.InstanceGroupType{types.InstanceGroupTypeMaster}
	}
	from := emr.NewListInstancesPaginator(l.r.emr, in,
		func(o *emr.ListInstancesPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	var ids []string
	_, err := pages(ctx, l, model.PartInstances, callListInstances, from, l.emrWith,
		func(page *emr.ListInstancesOutput) error {
			for _, i := range page.Instances {
				if id := aws.ToString(i.Ec2InstanceId); id != "" && !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
			}
			return nil
		})
	return ids, err
}

// readPublicAccess reads EMR's block public access, the one configuration of an account in a Region. It is
// optional.
func (l *load) readPublicAccess(ctx context.Context) {
	out, err := call(ctx, l, model.PartPublicAccess, callGetEMRPublicAccess, "",
		func(ctx context.Context) (*emr.GetBlockPublicAccessConfigurationOutput, error) {
			return l.r.emr.GetBlockPublicAccessConfiguration(ctx,
				&emr.GetBlockPublicAccessConfigurationInput{}, l.emrWith)
		})
	switch {
	case err != nil:
	case out.BlockPublicAccessConfiguration == nil:
		err = empty(callGetEMRPublicAccess, "")
	default:
		x := publicAccessOf(*out.BlockPublicAccessConfiguration, out.BlockPublicAccessConfigurationMetadata)
		x.Account, x.Region = l.home(ctx), l.r.region
		l.add(func(b *model.Builder) { b.AddPublicAccess(x) })
	}
	l.surveyed(model.PartPublicAccess, "", listed(0, err))
}

// readInstances describes the instances that primary nodes run on. The part is as whole as the listing of
// the clusters and of their instances were.
func (l *load) readInstances(ctx context.Context, ids []string, clusters, primaries model.Reading) {
	worst := clusters
	if primaries.State < worst.State {
		worst = primaries
	}
	var described faults
	slices.Sort(ids)
	each(batches(ids), func(some []string) {
		// By filter, because one instance that is gone would fail a call that names it.
		from := ec2.NewDescribeInstancesPaginator(l.r.ec2,
			&ec2.DescribeInstancesInput{
				MaxResults: l.r.opts.page(), Filters: []ec2Filter{filter("instance-id", some...)},
			},
			func(o *ec2.DescribeInstancesPaginatorOptions) { once(&o.StopOnDuplicateToken) })
		_, err := pages(ctx, l, model.PartInstances, callDescribeInstances, from, l.ec2With,
			func(page *ec2.DescribeInstancesOutput) error {
				l.page(model.PartInstances, "", func(b *model.Builder) {
					for _, r := range page.Reservations {
						for _, i := range r.Instances {
							b.AddInstance(instanceOf(i, r.OwnerId, l.r.region))
						}
					}
				})
				return nil
			})
		described.note(err)
	})
	if d := described.reading(); d.State < worst.State {
		worst = d
	}
	l.settled(model.PartInstances, "", worst)
}
