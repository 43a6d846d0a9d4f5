// Package awsclient is an AWS account behind the model's types: it reads what a Snapshot holds and writes
// what a Change says, through AWS SDK for Go v2. No type of the SDK leaves it except through Options.
//
// A Reader only reads; a Writer sends one mutating call per Change, and write.go is the only file that holds
// such calls, so that a read-only client is one without a Writer. It decides nothing: what to read is fixed,
// what to write was reviewed by somebody. It never writes to the terminal and knows no clock of its own.
//
// A call that is denied or not known to the endpoint makes one part of a Snapshot unknown, not the load
// useless. Errors leave as model.Failure. Actions are called as IAM spells them ("ec2:DescribeVpcs"), and the
// same table gives the policy that a caller needs.
package awsclient
