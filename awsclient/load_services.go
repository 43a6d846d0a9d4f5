package awsclient

import (
	"context"
	"errors"
	"net"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// readServices reads EMR's services beside Studios and clusters on EC2. Like the network they let the first
// groups go ahead, and every part is optional and fails by itself.
func (l *load) readServices(ctx context.Context) {
	select {
	case <-l.groups:
	case <-ctx.Done():
		return
	}
	each([]func(context.Context){l.readFailedClusters, l.readContainers, l.readServerless},
		func(read func(context.Context)) { read(ctx) })
}

// optional reports whether a load can do without a part to the last call. A service of its own may refuse
// what all others accept, and says nothing about the credentials then.
func optional(p model.Part) bool { return slices.Contains(model.EMRParts(), p) }

// notOffered makes of "there is no such host" that the service is not there in this Region or partition,
// where EC2 could be reached: then it is not the network that is amiss.
//
// Source: https://docs.aws.amazon.com/general/latest/gr/rande.html
func (l *load) notOffered(p model.Part, f model.Failure, err error) model.Failure {
	var lookup *net.DNSError
	if optional(p) && errors.As(err, &lookup) && lookup.IsNotFound && l.reading(model.PartGroups).State >= model.ReadPartly {
		f.Kind, f.Message = model.FailedUnsupported, "the service is not offered here: there is no "+lookup.Name
	}
	return f
}

// servedVPCs gives the VPCs of Studios and clusters, or the one that was asked for.
func (l *load) servedVPCs(s model.Snapshot) []string {
	if l.scope() != "" {
		return []string{l.scope()}
	}
	var ids []string
	for st := range s.Studios() {
		ids = append(ids, st.VPC)
	}
	for c := range s.Clusters() {
		if sub, ok := s.Subnet(c.Subnet); ok && c.Live() {
			ids = append(ids, sub.VPC)
		}
	}
	return unique(ids)
}
