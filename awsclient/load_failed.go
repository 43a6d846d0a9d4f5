package awsclient

import (
	"context"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/emr"
	"github.com/aws/aws-sdk-go-v2/service/emr/types"

	"github.com/sgscope/sgscope/model"
)

// failedPages bounds the listing of failed clusters, which holds those of two months: 1,000 of them.
const failedPages = 20

// failedLister stops the listing at its bound and remembers that there is more.
type failedLister struct {
	*emr.ListClustersPaginator
	left int
}

func (p *failedLister) HasMorePages() bool {
	return p.left > 0 && p.ListClustersPaginator.HasMorePages()
}

func (p *failedLister) NextPage(ctx context.Context, with ...func(*emr.Options)) (*emr.ListClustersOutput, error) {
	p.left--
	return p.ListClustersPaginator.NextPage(ctx, with...) //nolint:wrapcheck // call makes a Failure of it.
}

// readFailedClusters reads the clusters that ended with errors a short while ago, the latest first.
//
// Equivalent to: aws emr list-clusters --failed, then aws emr describe-cluster for each.
func (l *load) readFailedClusters(ctx context.Context) {
	inner := emr.NewListClustersPaginator(l.r.emr,
		&emr.ListClustersInput{ClusterStates: []types.ClusterState{types.ClusterStateTerminatedWithErrors}},
		func(o *emr.ListClustersPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	from := &failedLister{inner, failedPages}
	var found []model.Cluster
	read, err := pages(ctx, l, model.PartFailedClusters, callListClusters, from, l.emrWith,
		func(page *emr.ListClustersOutput) error {
			for _, c := range page.Clusters {
				found = append(found, listedCluster(c, l.r.region))
			}
			return nil
		})
	late := latest(found, l.r.opts.now())
	var described faults
	each(late, func(c model.Cluster) {
		full, _, err := l.describeClusterOf(ctx, model.PartFailedClusters, c)
		if gone(err) {
			return
		}
		described.note(err)
		l.page(model.PartFailedClusters, "", func(b *model.Builder) { b.AddCluster(full) })
	})
	if err == nil {
		err = described.first
	}
	r := listed(read, err)
	r.LeftOut = len(found) - len(late)
	if r.Whole() && inner.HasMorePages() {
		r.State = model.ReadPartly
	}
	l.surveyed(model.PartFailedClusters, "", r)
}

// latest gives the clusters that ended within model.FailedWithin before now, at most model.MostFailed of them.
// Without a clock only their number counts.
func latest(all []model.Cluster, now time.Time) []model.Cluster {
	out := slices.DeleteFunc(slices.Clone(all), func(c model.Cluster) bool {
		return !now.IsZero() && now.Sub(c.EndedAt) > model.FailedWithin
	})
	slices.SortStableFunc(out, func(a, b model.Cluster) int { return b.EndedAt.Compare(a.EndedAt) })
	return out[:min(len(out), model.MostFailed)]
}
