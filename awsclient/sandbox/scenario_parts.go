package sandbox

import "time"

// The parts of a scenario's file. Names refer to each other; an id left out is made from the name, and the
// VPC left out is the first. Rules and routes are short strings, see parseRule, parseRoute and parseEntry.

type vpcScript struct {
	Name, ID, Owner string
	CIDR            string
	More, IPv6      []string
	Default         bool
	Tags            tagMap
}

type subnetScript struct {
	Name, ID, Owner, VPC string
	CIDR, IPv6, AZ       string
	Public               bool
	Routes, ACL          string
	Tags                 tagMap
}

type gatewayScript struct {
	Name, ID, VPC string
	Tags          tagMap
}

type natScript struct {
	Name, ID, Subnet string
	IP, PublicIP     string
	State            string
	Private          bool
	Tags             tagMap
}

type tableScript struct {
	Name, ID, VPC string
	Main          bool
	Routes        []string
	Tags          tagMap
}

type aclScript struct {
	Name, ID, VPC string
	Default       bool
	In, Out       []string
	Tags          tagMap
}

type listScript struct {
	Name, ID, Owner, Family string
	Max                     int
	Entries                 []string
	Tags                    tagMap
}

// peeringScript's ends are VPC names, or "ACCOUNT/vpc-id CIDR" for one elsewhere.
type peeringScript struct {
	Name, ID, From, To, Status string
	Tags                       tagMap
}

// groupScript without out has EC2's automatic egress; with an empty one it has none.
type groupScript struct {
	Name, ID, Owner, VPC string
	Description          string
	In, Out              []string
	Tags                 tagMap
}

type associationScript struct{ Name, Group, VPC, State string }

type instanceScript struct {
	Name, ID, Type, Subnet, State string
	IP, PublicIP                  string
	Groups                        []string
	Profile, Key                  string
	Tags                          tagMap
}

type interfaceScript struct {
	Name, ID, Subnet    string
	IP, IPv6, PublicIP  string
	Kind, Description   string
	Groups              []string
	Requester, Attacher string
	Instance            string
	Tags                tagMap
}

type endpointScript struct {
	Name, ID, VPC, Type, Service string
	State                        string
	Tables, Subnets, Groups      []string
	NoPrivateDNS                 bool
	Tags                         tagMap
}

// transitScript is a transit gateway. Its routes are "CIDR ATTACHMENT" or "CIDR blackhole".
type transitScript struct {
	Name, ID, Owner string
	Referencing     bool
	CIDRs           []string
	Tables          []transitTableScript
	Attachments     []transitAttachmentScript
	Tags            tagMap
}

type transitTableScript struct {
	Name, ID string
	Default  bool
	Routes   []string
}

// transitAttachmentScript's VPC is a name, or "ACCOUNT/vpc-id CIDR" for one elsewhere.
type transitAttachmentScript struct {
	Name, ID, VPC, State         string
	Subnets                      []string
	Table                        string
	Propagate                    []string
	IPv6, Appliance, Referencing bool
}

// blockScript is VPC block public access; an exclusion is of a subnet, or else of a VPC.
type blockScript struct {
	Mode       string
	Exclusions []exclusionScript
}

type exclusionScript struct {
	Name, ID, VPC, Subnet string
	Mode, State           string
	Tags                  tagMap
}

type studioScript struct {
	Name, ID, Description, Auth, VPC string
	Subnets                          []string
	Workspace, Engine                string
	ServiceRole, UserRole, Location  string
	Created                          time.Time
	Tags                             tagMap
}

// clusterScript's groups are names; attached joins its primary node's interface beside the cluster's own.
type clusterScript struct {
	Name, ID, Release, State     string
	Reason, Message              string
	Errors                       []errorScript
	Apps                         []string
	Subnet                       string
	Master, Slave, ServiceAccess string
	MoreMaster, MoreSlave        []string
	Attached                     []string
	Primaries, Core, Task        int
	Type                         string
	Profile, Key, Role           string
	Security, Realm              string
	Created, Ready, Ended        time.Time
	Tags                         tagMap
}

// crowdScript adds many small groups, to see how a program bears a large account.
type crowdScript struct {
	VPC    string
	Groups int
	Rules  int
}

type bpaScript struct {
	Off     bool
	Permit  []string
	Created time.Time
	By      string
}
