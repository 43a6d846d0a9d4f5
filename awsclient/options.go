package awsclient

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// Options say which account to open and how. The zero value is the SDK's default chain: environment,
// shared configuration, SSO cache, assumed roles, container and instance credentials.
type Options struct {
	Profile, Region string
	Endpoint        string // an emulator's or a proxy's URL, for all services; "" for AWS's own
	ReadOnly        bool   // no Writer is made

	// HTTPClient sends the requests; nil is the SDK's. Who gives Credentials as well is asked for nothing
	// else: no file and no environment is read.
	HTTPClient aws.HTTPClient
	// Credentials sign the requests; nil is the default chain. See SandboxCredentials.
	Credentials aws.CredentialsProvider

	// Logf takes the SDK's warnings, which would go to stderr, into the middle of a screen. nil drops them.
	Logf func(format string, args ...any)
	// Now is the caller's clock, asked by many goroutines at once. It dates snapshots and spaces progress;
	// nil leaves them without a date.
	Now func() time.Time
	// RetryDelay says how long a throttled call is held back before its next attempt, counted from 1. nil
	// is the SDK's exponential backoff with jitter, of 20 seconds at most.
	RetryDelay func(attempt int) time.Duration
	// CheckWithin bounds how long Open looks for credentials. Zero is 2 seconds.
	CheckWithin time.Duration
	// PageSize is the number of things that a page of an EC2 listing holds, 5 to 1000. Zero is 1000.
	PageSize int32
}

const (
	checkWithin = 2 * time.Second
	// pageSize is the largest that EC2 takes. Listings without a size fall into a smaller throttle bucket.
	//
	// Source: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
	pageSize = 1000
	// dialWithin is shorter than the SDK's 30 seconds, because five attempts of that look like a hang.
	dialWithin = 5 * time.Second
	// answerWithin bounds the wait for an answer's first byte, where the SDK waits for ever.
	answerWithin = 30 * time.Second
	// appID marks our requests in the account's own CloudTrail.
	appID = "sgscope"
)

func (o Options) page() *int32 {
	if o.PageSize == 0 {
		return aws.Int32(pageSize)
	}
	return aws.Int32(o.PageSize)
}

// pageOf is page for a listing that takes fewer at once.
func (o Options) pageOf(most int32) *int32 { return aws.Int32(min(*o.page(), most)) }

func (o Options) now() time.Time {
	if o.Now == nil {
		return time.Time{}
	}
	return o.Now()
}

func (o Options) within() time.Duration {
	if o.CheckWithin == 0 {
		return checkWithin
	}
	return o.CheckWithin
}

// SandboxCredentials sign requests for an endpoint that checks no signature. They open nothing at AWS.
func SandboxCredentials() aws.CredentialsProvider {
	return credentials.NewStaticCredentialsProvider("SANDBOX", "sandbox", "")
}

// NotConfiguredError says that there is no account to open, and everything that was looked at for one.
type NotConfiguredError struct {
	Missing []string // "a Region", "credentials", `the profile "x"`
	Looked  []string // a place and what was found there, each a line
}

// Error gives what is missing in the first line and one line for each place looked at.
func (e *NotConfiguredError) Error() string {
	var b strings.Builder
	b.WriteString("find " + strings.Join(e.Missing, " and ") + ": there is none; looked at")
	for _, l := range e.Looked {
		b.WriteString("\n  " + l)
	}
	return b.String()
}
