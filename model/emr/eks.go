package emr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

const (
	idEKSNodes     = "eks-nodes-ingress"
	idEKSBalancer  = "eks-endpoint-egress"
	idEKSNotListed = "eks-endpoint-not-listed"
	pageEKS        = "https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/how-it-works.html"

	typeGateway = "JUPYTER_ENTERPRISE_GATEWAY"
)

// eksEndpoint is an endpoint for notebooks with the virtual cluster that it belongs to.
type eksEndpoint struct {
	model.ManagedEndpoint
	virtual model.VirtualCluster
}

// eksEndpoints gives the endpoints of the scope that a Workspace could attach to. An endpoint can also be
// of another type, which is nothing for a Studio.
func (a *Analysis) eksEndpoints() []eksEndpoint {
	var out []eksEndpoint
	for e := range a.snap.ManagedEndpoints() {
		v, ok := a.snap.VirtualCluster(e.VirtualCluster)
		if !ok || !v.Live() || e.Type != typeGateway || e.State == "TERMINATED" || e.State == "TERMINATING" ||
			a.scope.Studio != "" || v.VPC != "" && !a.scope.hasVPC(v.VPC) {
			continue
		}
		out = append(out, eksEndpoint{e, v})
	}
	return out
}

func (e eksEndpoint) subject() model.Subject {
	return model.Subject{Kind: model.SubjectEndpoint, ID: e.ID, Name: model.Printable(e.Name)}
}

// eksHalf judges one side of the way from an endpoint's load balancer to the nodes. Which port the pods
// listen on is not told, so that only nothing at all is a fault.
func eksHalf(half reach.HopKind) func(a *Analysis, r AccountRequirement) []model.Finding {
	return func(a *Analysis, r AccountRequirement) []model.Finding {
		var out []model.Finding
		for _, e := range a.eksEndpoints() {
			nodes, seen := a.eksNodes(e.virtual)
			if e.SecurityGroup == "" || len(nodes) == 0 {
				continue
			}
			to := reach.GroupEnd(a.snap, nodes[0])
			to.Groups = nodes
			t := reach.Ask(a.snap, reach.Question{
				From: reach.GroupEnd(a.snap, e.SecurityGroup), To: to,
				Protocol: model.TCP, Ports: model.PortRange{First: 1, Last: 65535}, Layers: reach.GroupsOnly,
			})
			for _, h := range t.Forward.Hops {
				if h.Kind == half {
					out = append(out, a.eksFinding(r, e, h, nodes, seen))
				}
			}
		}
		return out
	}
}

func (a *Analysis) eksFinding(r AccountRequirement, e eksEndpoint, h reach.Hop, nodes []string, seen bool) model.Finding {
	own, far := nodes[0], e.SecurityGroup
	command := "aws ec2 authorize-security-group-ingress --group-id " + own + " --protocol tcp --port PORT --source-group " + far
	if h.Kind == reach.HopEgress {
		own, far = far, own
		command = "aws ec2 authorize-security-group-egress --group-id " + own +
			" --ip-permissions IpProtocol=tcp,FromPort=PORT,ToPort=PORT,UserIdGroupPairs=[{GroupId=" + far + "}]"
	}
	f := a.ofAccount(r, a.groupSubject(own), e.virtual.VPC)
	f.Peer = far
	f.Reason = upper(h.Reason) + "."
	for _, m := range h.Rules {
		f.Evidence = append(f.Evidence, evidence(m, ""))
	}
	switch h.Verdict {
	case model.Allowed, model.Partly: // some ports pass; which of them the pods have is not told
		f.State = model.Met
		return f
	case model.Unknown:
		f.State = model.StateUnknown
		return f
	case model.Blocked:
	}
	f.Reason = fmt.Sprintf("Endpoint %s of %s: ", e.subject().Label(), model.Printable(e.virtual.Name)) + f.Reason
	if !seen {
		f.Severity = model.Conditional
		f.Reason += " No node's interface was seen; nodes may have other groups than those that EKS names."
	}
	f.Remedy = model.Advice{
		Text: "Let the load balancer's group into the nodes' group, and out to it, on the port of the endpoint's targets. " +
			"These groups are EKS's, so nothing is changed from here.",
		Command: command,
	}
	return f
}

// eksNodes gives the groups of an EKS cluster's nodes: those of the instances that are seen to be its nodes,
// else the group that EKS gives to managed nodes.
// Source: https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
func (a *Analysis) eksNodes(v model.VirtualCluster) (groups []string, seen bool) {
	for i := range a.snap.Interfaces() {
		if i.Instance == "" || v.EKSCluster == "" {
			continue
		}
		inst, _ := a.snap.Instance(i.Instance)
		tags := slices.Concat(i.Tags, inst.Tags)
		if slices.ContainsFunc(tags, func(t model.Tag) bool {
			return t.Key == "kubernetes.io/cluster/"+v.EKSCluster ||
				(t.Key == "aws:eks:cluster-name" || t.Key == "eks:cluster-name") && t.Value == v.EKSCluster
		}) || v.ClusterSecurityGroup != "" && slices.Contains(i.Groups, v.ClusterSecurityGroup) {
			return i.Groups, true
		}
	}
	return present([]string{v.ClusterSecurityGroup}), false
}

// eksNotListed finds endpoints that a Studio of their VPC does not offer.
func eksNotListed(a *Analysis, r AccountRequirement) []model.Finding {
	var out []model.Finding
	for _, e := range a.eksEndpoints() {
		for st := range a.snap.Studios() {
			if !st.Described || e.virtual.VPC == "" || st.VPC != e.virtual.VPC {
				continue
			}
			f := a.ofAccount(r, e.subject(), st.VPC)
			f.Peer, f.Studios = st.ID, []string{st.ID}
			out = append(out, a.listedIn(f, e, st))
		}
	}
	return out
}

func (a *Analysis) listedIn(f model.Finding, e eksEndpoint, st model.Studio) model.Finding {
	name := "Studio " + model.Printable(st.Name) + " (" + st.ID + ")"
	if e.State != "ACTIVE" {
		f.Reason = fmt.Sprintf("%s does not offer %s: its state is %s.", name, e.subject().Label(), e.State)
		if why := strings.TrimSpace(e.FailureReason + " " + e.StateDetails); why != "" {
			f.Reason += " EMR says: " + model.Printable(why) + "."
		}
		f.Remedy = model.Advice{Text: "Wait until it is ACTIVE; if it ended with errors, make it again."}
		if e.State == "CREATING" {
			f.Severity = model.Note
		}
		return f
	}
	subnets := e.Subnets
	if len(subnets) == 0 {
		subnets = e.virtual.Subnets
	}
	if len(subnets) == 0 || len(st.Subnets) == 0 {
		f.State, f.Reason = model.StateUnknown, "The subnets of "+e.subject().Label()+" or of "+name+" were not read."
		return f
	}
	var unsure bool
	for _, id := range subnets {
		if !slices.Contains(st.Subnets, id) {
			continue
		}
		switch subnetKind(a.snap, id) {
		case SubnetPrivate:
			f.State, f.Reason = model.Met, name+" and "+e.subject().Label()+" share private subnet "+id+"."
			return f
		case SubnetUnknown:
			unsure = true
		case SubnetPublic:
		}
	}
	if unsure {
		f.State = model.StateUnknown
		f.Reason = "Whether a subnet that " + name + " and " + e.subject().Label() + " share is private was not read."
		return f
	}
	f.Reason = fmt.Sprintf("%s does not offer %s: they share no private subnet (%s and %s).", name, e.subject().Label(),
		strings.Join(st.Subnets, ", "), strings.Join(subnets, ", "))
	f.Remedy = model.Advice{
		Text:    "Add a private subnet of the endpoint to the Studio; subnets can be added to a Studio, not taken away.",
		Command: "aws emr update-studio --studio-id " + st.ID + " --subnet-ids " + strings.Join(st.Subnets, " ") + " SUBNET",
	}
	return f
}
