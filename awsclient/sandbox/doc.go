// Package sandbox is an AWS account in memory, spoken to over HTTP: EC2's and STS's query protocol and EMR's
// JSON 1.1, under the real SDK, aws-cli or plain requests. It needs no account, no network and no permission.
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
// not touch keeps the identifiers of its base.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Welcome.html
package sandbox
