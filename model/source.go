package model

import "time"

// Source says what to open: an account, a saved snapshot or the sandbox.
// The zero value is the account of the SDK's default chain.
type Source struct {
	Profile, Region, Endpoint string
	VPC, Studio               string // narrow what is read and shown; "" for all
	Sandbox                   string // scenario; "" for none
	Snapshot                  string // path; "" for none
	ReadOnly                  bool
}

// Caller is who asks, as STS says.
type Caller struct{ Account, ARN, UserID string }

// Origin says where a snapshot comes from and when.
type Origin struct {
	Caller    Caller
	Partition string // aws, aws-cn, aws-us-gov; "" if not known
	Region    string
	Endpoint  string // custom endpoint; "" for AWS's own
	Kind      OriginKind
	Name      string    // scenario or path
	ReadAt    time.Time // the caller's clock when the load began; zero if not known
}

// OriginKind says what was read: a live account, the sandbox or a file.
type OriginKind uint8

// The kinds of origin.
const (
	FromAccount OriginKind = iota
	FromSandbox
	FromFile
)
