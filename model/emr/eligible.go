package emr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// Condition is one thing that must hold before a Workspace can attach to a cluster. Allowed means
// that it does, Blocked that it does not, Unknown that it was not decided.
type Condition struct {
	Verdict model.Verdict
	Text    string
}

// Eligible gives all the conditions under which a pair's Workspace can attach to a cluster, and the
// verdict on all of them together.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-considerations.html
func (a *Analysis) Eligible(p Pair, c model.Cluster) (model.Verdict, []Condition) {
	list := []Condition{readyCondition(c)}
	if c.Described {
		list = append(list, releaseCondition(c), applicationsCondition(c), kerberosCondition(c), a.primariesCondition(c))
		list = append(list, a.graviton(c)...)
		list = append(list, a.identityCondition(p, c)...)
	} else {
		list = append(list, Condition{model.Unknown, "the cluster was not described" + a.because(model.PartClusters, p.VPC)})
	}
	list = append(list, a.placeCondition(p, c), a.roomCondition(p, c))
	verdict := model.Allowed
	for _, x := range list {
		switch {
		case x.Verdict == model.Blocked:
			verdict = model.Blocked
		case x.Verdict == model.Unknown && verdict == model.Allowed:
			verdict = model.Unknown
		}
	}
	return verdict, list
}

func readyCondition(c model.Cluster) Condition {
	switch {
	case c.Ready():
		return Condition{model.Allowed, "the cluster is up (" + c.State + ")"}
	case c.State == "":
		return Condition{model.Unknown, "the cluster's state was not read"}
	case c.State == "STARTING" || c.State == "BOOTSTRAPPING":
		return Condition{model.Blocked, "the cluster is not up yet (" + c.State + ")"}
	}
	return Condition{model.Blocked, "the cluster is not up (" + c.State + ")"}
}

// releaseCondition asks for 5.32 or 6.2; emr-spark-8.0-preview had no gateway to attach to.
func releaseCondition(c model.Cluster) Condition {
	r := ParseRelease(c.Release)
	label := model.Printable(c.Release)
	switch {
	case !r.Known:
		return Condition{model.Unknown, fmt.Sprintf("release %q is not understood", label)}
	case r.Spark && r.Preview:
		return Condition{model.Blocked, label + " has neither Livy nor JupyterEnterpriseGateway"}
	case r.Major >= 6 && r.AtLeast(6, 2, 0), r.Major == 5 && r.AtLeast(5, 32, 0):
		return Condition{model.Allowed, label + " can be attached"}
	}
	return Condition{model.Blocked, label + " is too old: EMR Studio needs 5.32.0 or 6.2.0"}
}

func applicationsCondition(c model.Cluster) Condition {
	var missing []string
	for _, app := range []string{"Spark", "Livy", "JupyterEnterpriseGateway"} {
		if !slices.ContainsFunc(c.Applications, func(have string) bool { return strings.EqualFold(have, app) }) {
			missing = append(missing, app)
		}
	}
	switch {
	case len(c.Applications) == 0:
		return Condition{model.Unknown, "the cluster's applications were not read"}
	case len(missing) > 0:
		return Condition{model.Blocked, "the cluster lacks " + strings.Join(missing, " and ")}
	}
	return Condition{model.Allowed, "it has Spark, Livy and JupyterEnterpriseGateway"}
}

func kerberosCondition(c model.Cluster) Condition {
	if c.KerberosRealm != "" {
		return Condition{model.Blocked, "the cluster uses Kerberos, which EMR Studio does not support"}
	}
	return Condition{model.Allowed, "no Kerberos"}
}

// graviton rules out nodes of the second Graviton generation in releases before 5.36.1 and 6.9.0, as far as the type
// of the primary node was read.
func (a *Analysis) graviton(c model.Cluster) []Condition {
	r := ParseRelease(c.Release)
	if !r.Known || r.Spark || r.Major >= 7 || r.Major == 6 && r.AtLeast(6, 9, 0) || r.Major == 5 && r.AtLeast(5, 36, 1) {
		return nil
	}
	for _, id := range c.PrimaryInstances {
		i, _ := a.snap.Instance(id)
		if family, _, _ := strings.Cut(i.Type, "."); slices.Contains([]string{
			"m6g", "m6gd", "c6g", "c6gd", "c6gn", "r6g", "r6gd", "t4g", "x2gd", "g5g", "im4gn", "is4gen",
		}, family) {
			return []Condition{{model.Blocked, "its primary node is of type " + model.Printable(i.Type) + ", and EMR Studio takes " +
				"Graviton2 only from 5.36.1 and 6.9.0 on"}}
		}
	}
	return nil
}

// identityCondition asks for clusters that take identities over where the Studio hands them on. What a security
// configuration says is not read, but without one there is nothing that could.
func (a *Analysis) identityCondition(p Pair, c model.Cluster) []Condition {
	st, _ := a.snap.Studio(p.Studio)
	switch {
	case !st.TrustedIdentity:
		return nil
	case c.SecurityConfiguration == "":
		return []Condition{{model.Blocked, "the Studio uses trusted identity propagation, and the cluster has no security " +
			"configuration that turns it on"}}
	}
	return []Condition{{model.Unknown, "the Studio uses trusted identity propagation, and whether security configuration " +
		model.Printable(c.SecurityConfiguration) + " turns it on was not read"}}
}

func (a *Analysis) primariesCondition(c model.Cluster) Condition {
	switch n := len(c.PrimaryInstances); {
	case n > 1:
		return Condition{model.Blocked, "the cluster has several primary nodes, which EMR Studio does not support"}
	case n == 1:
		return Condition{model.Allowed, "one primary node"}
	}
	return Condition{model.Unknown, "the cluster's primary nodes were not read" + a.because(model.PartInstances, "")}
}

// placeCondition asks for the Studio's VPC and one of its subnets.
func (a *Analysis) placeCondition(p Pair, c model.Cluster) Condition {
	vpc := a.vpcOf(c)
	switch {
	case p.Studio == "":
		return Condition{model.Unknown, "no Studio says in which subnets it looks for clusters"}
	case vpc != "" && p.VPC != "" && vpc != p.VPC:
		return Condition{model.Blocked, "the cluster is in " + vpc + ", the Studio in " + p.VPC}
	case len(p.Subnets) == 0 || c.Subnet == "":
		return Condition{model.Unknown, "the Studio's or the cluster's subnet was not read"}
	case !slices.Contains(p.Subnets, c.Subnet):
		return Condition{model.Blocked, "the cluster is in " + c.Subnet + ", which is not one of the Studio's subnets"}
	}
	return Condition{model.Allowed, "it is in a subnet of the Studio"}
}

// groupsPerInterface is how many groups an interface can have unless the quota was raised.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
const groupsPerInterface = 5

// roomCondition asks whether Engine can join the primary node's interface.
func (a *Analysis) roomCondition(p Pair, c model.Cluster) Condition {
	for _, i := range a.snap.InterfacesOf(c.ManagedPrimary) {
		if i.Instance == "" || !slices.Contains(c.PrimaryInstances, i.Instance) || slices.Contains(i.Groups, p.Engine) {
			continue
		}
		if len(i.Groups) >= groupsPerInterface {
			return Condition{model.Unknown, fmt.Sprintf("the primary node's interface %s has %d groups already: "+
				"Engine can join only if the quota of groups per interface was raised above 5", i.ID, len(i.Groups))}
		}
	}
	return Condition{model.Allowed, "Engine can join the primary node's groups"}
}
