package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// The parts of a scenario's file about other services than EC2 and EMR on EC2. Names refer to each other, as
// in scenario_parts.go.

// errorScript is an error of a cluster: "CODE: message", or an object with the data beside it.
type errorScript struct {
	Code, Message string
	Data          []tagMap
}

// UnmarshalJSON reads either form.
func (e *errorScript) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) == nil {
		e.Code, e.Message, _ = strings.Cut(text, ": ")
		return nil
	}
	type plain errorScript
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode((*plain)(e)); err != nil {
		return fmt.Errorf("read an error of a cluster: %w", err)
	}
	return nil
}

// eksScript is an EKS cluster; clusterGroup is the group that EKS makes for it.
type eksScript struct {
	Name, VPC, Version, Status string
	Subnets, Groups            []string
	ClusterGroup               string
	Created                    time.Time
	Tags                       tagMap
}

// virtualClusterScript's eks is the name of one of eksClusters, or of one that the account does not show.
type virtualClusterScript struct {
	Name, ID, State string
	EKS, Namespace  string
	Created         time.Time
	Tags            tagMap
}

// managedEndpointScript's groups are names in the VPC of the EKS cluster, or ids.
type managedEndpointScript struct {
	Name, ID, VirtualCluster string
	Type, State, Release     string
	Group, NotebookGroup     string
	Subnets                  []string
	Reason, Details          string
	Created                  time.Time
	Tags                     tagMap
}

// serverlessScript without subnets is an application outside of any VPC; vpc says where its groups are.
type serverlessScript struct {
	Name, ID, VPC        string
	Release, Type, State string
	Details              string
	Subnets, Groups      []string
	Studio, Livy         bool
	Created              time.Time
	Tags                 tagMap
}

// roleScript is an IAM role. Its policies are its own, attached ones have an ARN of their own. A Studio's
// service role that is not among them has AWS's example policy, unless missing says that there is none.
type roleScript struct {
	Name, Boundary     string
	Missing            bool
	Policies, Attached []policyScript
	Created            time.Time
}

// policyScript's document is a policy as IAM has it; version is an attached policy's.
type policyScript struct {
	Name, ARN, Version string
	Document           json.RawMessage
}

// regionScript is another Region that the account has enabled, with its block public access.
type regionScript struct {
	Name string
	// NoBPA is for a Region in which EMR does not know block public access.
	NoBPA bool
	BPA   *bpaScript
}
