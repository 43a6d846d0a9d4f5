package awsclient

import (
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
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
			retry.IsErrorRetryableFunc(notAWS), retry.IsErrorRetryableFunc(noHost),
		}, s.Retryables...)
	})
	return retryer{standard, o.RetryDelay, held}
}

// newWriteRetryer makes the retryer of a call that changes something. It is sent again only after an answer
// which says that nothing was done, and throttling is the only one that another attempt can cure. A lost
// answer is not one.
func newWriteRetryer(o Options) aws.Retryer {
	refused := func(err error) aws.Ternary {
		var api smithy.APIError
		if !errors.As(err, &api) {
			return aws.FalseTernary
		}
		_, throttled := retry.DefaultThrottleErrorCodes[api.ErrorCode()]
		return aws.BoolTernary(throttled)
	}
	standard := retry.NewStandard(func(s *retry.StandardOptions) {
		s.MaxAttempts = attempts
		s.Retryables = []retry.IsErrorRetryable{retry.IsErrorRetryableFunc(refused)}
	})
	return retryer{standard, o.RetryDelay, nil}
}

// noHost refuses to look again for a host that there is not: a service that the Region does not have.
func noHost(err error) aws.Ternary {
	if lookup, ok := errors.AsType[*net.DNSError](err); ok && lookup.IsNotFound {
		return aws.FalseTernary
	}
	return aws.UnknownTernary
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
