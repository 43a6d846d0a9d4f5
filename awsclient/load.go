package awsclient

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/emr"
	"github.com/aws/aws-sdk-go-v2/service/emrcontainers"
	"github.com/aws/aws-sdk-go-v2/service/emrserverless"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/sgscope/sgscope/model"
)

const (
	// sideBySide bounds the calls in flight of one load, far below EC2's rates per account.
	sideBySide = 8
	// perListing bounds the calls that one listing fans out to, because EMR's rates are lower than EC2's.
	perListing = 4
)

// load is one reading of an account on its way.
type load struct {
	r    *Reader
	src  model.Source
	on   func(model.Progress)
	gate chan struct{} // a slot for each call in flight
	stop context.CancelCauseFunc

	asked   chan struct{} // closed when the account said who asks, or would not
	groups  chan struct{} // closed with the first page of groups, or when there will be none
	studied chan struct{} // closed when the Studios were read, or will not be
	came    sync.Once     // closes groups

	// The options that each call takes: a retryer that tells this load of its delays.
	ec2With func(*ec2.Options)
	emrWith func(*emr.Options)
	stsWith func(*sts.Options)

	containersWith func(*emrcontainers.Options)
	eksWith        func(*eks.Options)
	serverlessWith func(*emrserverless.Options)
	iamWith        func(*iam.Options)

	mu       sync.Mutex // guards all below, and calls of on
	b        *model.Builder
	readings map[model.Part]model.Reading // of what was asked for, whatever its scope
	busy     map[model.Part]int
	done     int
	total    int
	retrying string
	changed  bool
	last     model.Snapshot
	shownAt  time.Time
	shown    bool
	over     bool
}

// Load reads the account. Parts are read side by side and fail each by itself; on, if it is not nil, is told
// of partial snapshots, never by two goroutines at once. Load fails only where nothing useful came: the
// credentials are not valid (any more), ctx was cancelled, or no part could be read at all. The snapshot
// returned beside an error holds what came before it.
//
// Equivalent to: aws sts get-caller-identity; aws ec2 describe-vpcs, describe-security-groups,
// describe-security-group-rules, describe-subnets, describe-network-interfaces, describe-instances; aws emr
// list-studios, describe-studio, list-clusters --active, describe-cluster, list-instances; and, each optional,
// aws ec2 describe-route-tables, describe-network-acls, describe-nat-gateways, describe-internet-gateways,
// describe-egress-only-internet-gateways, describe-addresses, describe-vpc-endpoints,
// describe-vpc-peering-connections, describe-managed-prefix-lists, get-managed-prefix-list-entries,
// describe-security-group-vpc-associations, describe-vpc-block-public-access-options,
// describe-vpc-block-public-access-exclusions; where a route leads to one, describe-transit-gateways,
// describe-transit-gateway-attachments, describe-transit-gateway-vpc-attachments,
// describe-transit-gateway-route-tables, search-transit-gateway-routes,
// get-transit-gateway-route-table-propagations; aws emr get-block-public-access-configuration, list-clusters --failed;
// aws ec2 get-security-groups-for-vpc; aws iam get-role, list-role-policies, get-role-policy,
// list-attached-role-policies, get-policy, get-policy-version; aws emr-containers list-virtual-clusters,
// list-managed-endpoints, describe-managed-endpoint; aws eks describe-cluster; aws emr-serverless
// list-applications, get-application.
func (r *Reader) Load(
	ctx context.Context, src model.Source, on func(model.Progress),
) (model.Snapshot, error) {
	l := r.newLoad(src, on)
	calls, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	l.stop = stop

	var rest, naming, network sync.WaitGroup
	// Which groups matter is known when all that could name them was read, the caller among it: a
	// reference into another account is not looked up in this one.
	naming.Go(func() { l.readCaller(calls) })
	naming.Go(func() { l.readGroups(calls) })
	naming.Go(func() {
		defer close(l.studied)
		l.readStudios(calls)
	})
	naming.Go(func() { l.readClusters(calls) })
	naming.Go(func() { l.readServices(calls) })
	rest.Go(func() { l.readVPCs(calls) })
	rest.Go(func() { l.readSubnets(calls) })
	rest.Go(func() { l.readInterfaces(calls) })
	rest.Go(func() { l.readRoles(calls) })
	network.Go(func() { l.readNetwork(calls) })
	naming.Wait()
	l.readNamed(calls)
	network.Wait()
	l.readAcross(calls)
	rest.Wait()
	return l.finish(ctx, calls)
}

func (r *Reader) newLoad(src model.Source, on func(model.Progress)) *load {
	origin := model.Origin{
		Region: r.region, Endpoint: r.endpoint, Kind: model.FromAccount, ReadAt: r.opts.now(),
	}
	if src.Sandbox != "" {
		origin.Kind, origin.Name = model.FromSandbox, src.Sandbox
	}
	l := &load{
		r: r, src: src, on: on, gate: make(chan struct{}, sideBySide),
		asked: make(chan struct{}), groups: make(chan struct{}), studied: make(chan struct{}),
		b:        model.NewBuilder(origin),
		readings: map[model.Part]model.Reading{}, busy: map[model.Part]int{}, changed: true,
	}
	telling := newRetryer(r.opts, l.held)
	l.ec2With = func(o *ec2.Options) { o.Retryer = telling }
	l.emrWith = func(o *emr.Options) { o.Retryer = telling }
	l.stsWith = func(o *sts.Options) { o.Retryer = telling }
	l.containersWith = func(o *emrcontainers.Options) { o.Retryer = telling }
	l.eksWith = func(o *eks.Options) { o.Retryer = telling }
	l.serverlessWith = func(o *emrserverless.Options) { o.Retryer = telling }
	l.iamWith = func(o *iam.Options) { o.Retryer = telling }
	return l
}

// finish gives the snapshot, and an error where it is not worth being looked at.
func (l *load) finish(ctx, calls context.Context) (model.Snapshot, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true // a straggler's retry must not report after the end
	s := l.b.Snapshot()
	if err := ctx.Err(); err != nil {
		return s, fmt.Errorf("read the account: %w", err)
	}
	if cause := context.Cause(calls); cause != nil {
		return s, cause //nolint:wrapcheck // A model.Failure, set by call.
	}
	for _, p := range []model.Part{
		model.PartGroups, model.PartVPCs, model.PartSubnets, model.PartInterfaces, model.PartStudios,
		model.PartClusters,
	} {
		if l.readings[p].State >= model.ReadPartly {
			return s, nil
		}
	}
	return s, l.readings[model.PartGroups].Failure
}

// scope says for which VPC a part is read that EC2 can narrow: "" for all.
func (l *load) scope() string { return l.src.VPC }

// mark records what became of a part. A part that was read for one VPC is, for the whole, read partly.
func (l *load) mark(p model.Part, scope string, r model.Reading) {
	l.readings[p] = r
	l.changed = true
	l.b.Mark(p, scope, r)
	if scope != "" && r.State == model.ReadWhole {
		r.State = model.ReadPartly
	}
	if scope != "" {
		l.b.Mark(p, "", r)
	}
}

// reading gives what became of a part so far.
func (l *load) reading(p model.Part) model.Reading {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.readings[p]
}

// add puts what a call answered into the builder.
func (l *load) add(f func(b *model.Builder)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f(l.b)
	l.changed = true
}

// settled records how a part ended and shows it.
func (l *load) settled(p model.Part, scope string, r model.Reading) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mark(p, scope, r)
	l.show(always)
}

// call sends one API call when a slot is free. What goes wrong comes back as a model.Failure.
func call[T any](
	ctx context.Context, l *load, p model.Part, a action, resource string, send func(context.Context) (T, error),
) (T, error) {
	var none T
	l.expect(p)
	defer l.answered(p)
	select {
	case l.gate <- struct{}{}:
	case <-ctx.Done():
		return none, failureOf(a, resource, ctx.Err())
	}
	defer func() { <-l.gate }()
	out, err := send(ctx)
	if err == nil {
		return out, nil
	}
	f := l.notOffered(p, failureOf(a, resource, err), err)
	// Nothing else will be answered either, and every further attempt shows up in somebody's alarms.
	if f.Kind == model.FailedExpired && !optional(p) {
		l.stop(f)
	}
	if p == model.PartGroups && neverConnected(err) && l.reading(p).State == model.NotRead {
		l.stop(f) // every other call would wait as long for nothing
	}
	return none, f
}

// pager is what the SDK's paginators have in common; P is a pointer to their page, F their kind of option.
// A type parameter for the page itself would have the code once for each kind of page: types of pointers
// have one between them.
type pager[P, F any] interface {
	HasMorePages() bool
	NextPage(ctx context.Context, with ...F) (P, error)
}

// pages reads every page and gives each to take. It stops at the first that fails.
func pages[P, F any](
	ctx context.Context, l *load, p model.Part, a action, from pager[P, F], with F, take func(page P) error,
) (read int, err error) {
	l.begin(p)
	defer l.end(p)
	for from.HasMorePages() {
		page, err := call(ctx, l, p, a, "", func(ctx context.Context) (P, error) {
			return from.NextPage(ctx, with)
		})
		if err != nil {
			return read, err
		}
		read++
		if err := take(page); err != nil {
			return read, err
		}
	}
	return read, nil
}

// listed says what became of a listing of which so many pages came.
func listed(read int, err error) model.Reading {
	switch {
	case err == nil:
		return model.Reading{State: model.ReadWhole}
	case read > 0:
		return model.Reading{State: model.ReadPartly, Failure: failureOf("", "", err)}
	}
	return model.Reading{State: model.ReadFailed, Failure: failureOf("", "", err)}
}

// once keeps a paginator from going round for ever at an endpoint that gives the same token again.
func once(o *bool) { *o = true }

func (l *load) readCaller(ctx context.Context) {
	defer close(l.asked)
	who, err := call(ctx, l, model.PartCaller, callGetCallerIdentity, "",
		func(ctx context.Context) (*sts.GetCallerIdentityOutput, error) {
			return l.r.sts.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}, l.stsWith)
		})
	if err == nil {
		l.add(func(b *model.Builder) {
			o := b.Origin()
			o.Caller = model.Caller{
				Account: aws.ToString(who.Account), ARN: aws.ToString(who.Arn), UserID: aws.ToString(who.UserId),
			}
			o.Partition = partitionOf(o.Caller.ARN)
			b.SetOrigin(o)
		})
	}
	l.settled(model.PartCaller, "", listed(0, err))
}
