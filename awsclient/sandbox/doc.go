// Package sandbox is an AWS account in memory, spoken to over HTTP: the query protocol of EC2, STS and IAM, EMR's
// JSON 1.1, and the REST of EKS, EMR on EKS and EMR Serverless, under the real SDK, aws-cli or plain requests. It needs no account, no network and no permission.
//
// It validates, refuses and words its errors as EC2 does, because a program that is tried against something
// kinder than AWS has not been tried. Identifiers are seeded and the clock is given; delays count reads, not
// seconds. It checks no signature and knows no IAM policy beyond the calls a scenario denies.
//
// An Account holds one Region of one account, as its scenario (a JSON file in scenarios/) tells it. Other
// Regions answer, and are empty.
//
// A scenario may name another as its base and say only what differs: lists of named things merge by name, null
// takes a key away, "gone": true an entry. Identifiers come from the seed and the name, so what a scenario does
// not touch keeps the identifiers of its base. Instants are as long before the account's clock as they are before the
// scenario's "now".
//
// Beside VPCs, groups, Studios and clusters a scenario may hold, all by name:
//
//	"clusters": "errors" are texts "CODE: message", or objects {"code", "message", "data": [{"KEY": "VALUE"}]};
//	    "created", "ready", "ended" are instants
//	"eksClusters": "vpc", "subnets", "groups", "clusterGroup", "version", "status"
//	"virtualClusters": "eks" (an EKS cluster, of the scenario or one that DescribeCluster does not find),
//	    "namespace", "state"
//	"managedEndpoints": "virtualCluster", "type", "state", "release", "group", "notebookGroup", "subnets",
//	    "reason" (FailureReason), "details"; its groups are those of the EKS cluster's VPC, or ids
//	"serverless": "release", "type", "state", "details", "vpc" (where its groups are), "subnets", "groups",
//	    "studio", "livy"
//	"roles": "policies" and "attached", each {"name", "document": {…}, "version", "arn"}; "boundary" (a policy's
//	    name); "missing". A Studio's service role that is not told of has AWS's example policy
//	"regions": {"name", "bpa": {…}, "noBPA": true} for each other Region that is enabled
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Welcome.html
package sandbox
