package model

import "slices"

// TagEMR is the tag that AWS's example role policies for EMR ask for on VPC, subnets and groups.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-service-role.html
const TagEMR = "for-use-with-amazon-emr-managed-policies"

// EMRTag is TagEMR with the one value that counts, exact and in lower case.
func EMRTag() Tag { return Tag{Key: TagEMR, Value: "true"} }

// Studio is an Amazon EMR Studio. What only DescribeStudio tells is empty where Described is false.
type Studio struct {
	ID, Name, ARN, URL, AuthMode, Region, Account string
	VPC                                           string
	Described                                     bool
	Subnets                                       []string
	ServiceRole                                   string
	Workspace, Engine                             string // group ids
	TrustedIdentity                               bool   // identities of IAM Identity Center are handed on to clusters
	Tags                                          Tags
}

// appendSet appends what is neither empty nor there already.
func appendSet(to []string, ids ...string) []string {
	for _, id := range ids {
		if id != "" && !slices.Contains(to, id) {
			to = append(to, id)
		}
	}
	return to
}
