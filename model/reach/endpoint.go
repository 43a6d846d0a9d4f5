package reach

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// endpoint takes the packet to the service of a gateway endpoint.
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
func (t trip) endpoint(id string) outcome {
	ep, ok := t.s.Endpoint(id)
	label := labelled(ep.Name, id)
	switch {
	case !ok && !t.whole(model.PartEndpoints, t.vpc):
		return t.missing(HopEndpoint, id, "the VPC endpoint "+id).land()
	case !ok || !ep.Available():
		return t.stop(HopEndpoint, id, CodeBadState, why("the VPC endpoint "+id+" is not available")).land()
	case ep.Type != model.EndpointGateway:
		return t.doubt(HopOther, id, CodeUnsupported,
			sayf("what lies behind the %s endpoint %s is not modelled", ep.Type, label)).land()
	case t.origin.vpc != t.vpc:
		return t.stop(HopEndpoint, id, CodeEndpointSource, whyf("%s serves %s itself only, not what comes through it",
			label, t.vpc)).land()
	case t.goal.kind != siteOutside:
		return t.stop(HopEndpoint, id, CodeUnknownDestination, whyf("%s leads to %s, not to %s", label, ep.Service,
			t.finisher().end.Label())).land()
	}
	tcp := TrafficOf(model.TCP, model.AllPorts())
	text := t.leg.q.Text()
	t = t.add(HopEndpoint, id, tcp, tcp, func(v model.Verdict) telling {
		if v == model.Allowed {
			return telling{reason: fmt.Sprintf("%s leads to %s without the internet", label, ep.Service)}
		}
		return telling{code: CodeEndpointProtocol, reason: fmt.Sprintf("%s carries TCP only, not all of %s", label, text)}
	})
	t.service = true
	return t.done()
}

// behindEndpoint says what the service behind an interface endpoint takes. AWS's own answer HTTPS; of
// others, and of other ports, it is not known.
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
func (e *engine) behindEndpoint(l *leg, nic model.Interface) fact {
	ep, ok := e.endpointOf(nic)
	out := fact{key: hopKey{leg: l.number, kind: HopEndpoint, id: ep.ID}, leg: l}
	if !ok {
		out.key.id = nic.ID
		e.notRead("the VPC endpoint of " + nic.ID)
	}
	if ok && !ep.Available() {
		out.tell = func(model.Verdict) telling {
			return telling{code: CodeBadState, reason: "the VPC endpoint " + ep.ID + " is not available"}
		}
		return out
	}
	out.may = TrafficOf(model.TCP, model.AllPorts())
	if strings.HasPrefix(ep.Service, "com.amazonaws.") && !strings.HasPrefix(ep.Service, "com.amazonaws.vpce.") {
		out.sure = TrafficOf(model.TCP, model.Port(443))
	} else {
		out.may = out.may.Union(TrafficOf(model.UDP, model.AllPorts()))
	}
	out.tell = func(v model.Verdict) telling {
		switch v {
		case model.Allowed:
			return telling{reason: fmt.Sprintf("%s takes it to %s", ep.ID, ep.Service)}
		case model.Blocked, model.Partly:
			return telling{code: CodeProtocol, reason: "a VPC endpoint carries TCP (and UDP for some services) only"}
		case model.Unknown:
		}
		return telling{code: CodeUnsupported, reason: "which ports " + orUnknown(ep.Service) + " answers on is not known"}
	}
	return out
}

func (e *engine) endpointOf(nic model.Interface) (model.Endpoint, bool) {
	for ep := range e.s.Endpoints() {
		if slices.Contains(ep.Interfaces, nic.ID) {
			return ep, true
		}
	}
	for word := range strings.FieldsSeq(nic.Description) {
		if strings.HasPrefix(word, "vpce-") {
			return e.s.Endpoint(word)
		}
	}
	return model.Endpoint{}, false
}
