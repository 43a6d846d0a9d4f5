package awsclient

import (
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// attempts is more than the SDK's three, because EMR's rate limits are low and a load asks it much at once.
const attempts = 5

// retryer is the SDK's standard one with the delay taken from outside, and somebody told of each delay.
type retryer struct {
	*retry.Standard
	delay func(attempt int) time.Duration
	held  func(err error, delay time.Duration)
}

// newRetryer makes the retryer of calls that only read.
func newRetryer(o Options, held func(error, time.Duration)) aws.Retryer {
	standard := retry.NewStandard(func(s *retry.StandardOptions) {
		s.MaxAttempts = attempts
		// First in the list, so that it is asked before the SDK's "a 500 is worth another try".
		s.Retryables = append([]retry.IsErrorRetryable{
			retry.IsErrorRetryableFunc(notAWS), retry.IsErrorRetryableFunc(noWay),
		}, s.Retryables...)
	})
	return retryer{standard, o.RetryDelay, held}
}

// noWay refuses to knock again where nobody opened: a host that there is not, a port that is shut, a network that
// leads nowhere. Five attempts of that look like a hang, and reading again is one key.
func noWay(err error) aws.Ternary {
	lookup, isLookup := errors.AsType[*net.DNSError](err)
	if isLookup && lookup.IsNotFound || neverConnected(err) {
		return aws.FalseTernary
	}
	return aws.UnknownTernary
}

// neverConnected reports whether the connection itself could not be had, so that nothing was sent.
func neverConnected(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}

// notAWS refuses to try a call again that was answered 500 without an error of AWS's form: so an emulator
// answers an action that it does not have, every time.
func notAWS(err error) aws.Ternary {
	if _, ok := codedError(err); !ok && statusOf(err) == http.StatusInternalServerError {
		return aws.FalseTernary
	}
	return aws.UnknownTernary
}

// RetryDelay gives how long to wait before the next attempt.
func (r retryer) RetryDelay(attempt int, err error) (time.Duration, error) {
	d, fault := time.Duration(0), error(nil)
	if r.delay != nil {
		d = r.delay(attempt)
	} else {
		d, fault = r.Standard.RetryDelay(attempt, err)
	}
	if fault == nil && r.held != nil {
		r.held(err, d)
	}
	return d, fault //nolint:wrapcheck // The SDK's own, on its way back into the SDK.
}
