package awsclient

import (
	"context"
	"errors"
	"html"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/smithy-go"

	"github.com/sgscope/sgscope/model"
)

// failureOf turns what the SDK says went wrong into what the operator can act on.
func failureOf(call action, resource string, err error) model.Failure {
	if known, ok := errors.AsType[model.Failure](err); ok {
		return known
	}
	f := model.Failure{Call: call, Resource: resource}
	if kind, ok := credentialFailure(err); ok {
		f.Kind, f.Message = kind, innermost(err)
		return f
	}
	api, ok := codedError(err)
	if !ok {
		api, ok = foreignError(err)
	}
	if !ok {
		f.Kind, f.Message = answerKind(err), unanswered(err)
		// IAM is asked when EC2 has answered: then a plain 403 is its own, and no proxy's.
		if statusOf(err) == http.StatusForbidden && strings.HasPrefix(call, "iam:") {
			f.Kind, f.Missing = model.FailedDenied, call
		}
		return f
	}
	f.Code, f.Message = api.ErrorCode(), api.ErrorMessage()
	f.Kind = codeKind(f.Code, f.Message)
	if f.Kind == model.FailedOther {
		f.Kind = statusKind(statusOf(err))
	}
	if f.Kind == model.FailedDenied {
		f.Missing, f.Resource = deniedAction(f.Message, call), deniedResource(f.Message, resource)
	}
	return f
}

// codedError gives the error of AWS's form, which has a code. The SDK makes one up for XML or JSON without.
func codedError(err error) (smithy.APIError, bool) {
	var api smithy.APIError
	ok := errors.As(err, &api) && api.ErrorCode() != "UnknownError"
	return api, ok
}

// foreignError reads an error that came in the form of another protocol than the service's: emulators say in XML
// what EMR says in JSON.
func foreignError(err error) (smithy.APIError, bool) {
	cut, ok := errors.AsType[*smithy.DeserializationError](err)
	if !ok {
		return nil, false
	}
	between := func(open, end string) string {
		_, rest, _ := strings.Cut(string(cut.Snapshot), open)
		text, _, _ := strings.Cut(rest, end)
		return text
	}
	code := between("<Code>", "</Code>")
	if code == "" {
		return nil, false
	}
	return &smithy.GenericAPIError{Code: code, Message: html.UnescapeString(between("<Message>", "</Message>"))}, true
}

// codeKind sorts the service's code. EC2's table is long and grows; what has a telling form goes by it.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
func codeKind(code, message string) model.FailureKind {
	switch code {
	case "UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "UnauthorizedAccess",
		"AuthorizationError", "OptInRequired", "Blocked", "PendingVerification":
		return model.FailedDenied
	// A key or token that is not (or no longer) valid is mended by signing in again, not by a policy.
	case "ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired",
		"InvalidClientTokenId", "InvalidClientTokenID", "UnrecognizedClientException", "AuthFailure",
		"SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature", "MissingAuthenticationToken":
		return model.FailedExpired
	case "RequestLimitExceeded", "Throttling", "ThrottlingException", "ThrottledException",
		"RequestThrottled", "RequestThrottledException", "TooManyRequestsException", "EC2ThrottledException",
		"BandwidthLimitExceeded", "SlowDown", "PriorRequestNotComplete":
		return model.FailedThrottled
	case "InvalidAction", "UnknownOperationException", "UnsupportedOperation", "NotImplemented",
		"NotImplementedException", "UnknownOperation":
		return model.FailedUnsupported
	case "NoSuchEntity":
		return model.FailedNotFound
	case "DependencyViolation":
		return model.FailedInUse
	case "MissingParameter", "ValidationException", "ValidationError", "TagPolicyViolation",
		"VPCIdNotSpecified", "CannotDelete", "UnknownParameter":
		return model.FailedInvalid
	case "InvalidRequestException":
		return requestKind(message)
	}
	return formKind(code)
}

// formKind goes by how a code ends or begins: "InvalidGroup.NotFound", "RulesPerSecurityGroupLimitExceeded".
func formKind(code string) model.FailureKind {
	ends := func(s string) bool { return strings.HasSuffix(code, s) }
	switch {
	case ends("LimitExceeded"), ends("LimitExceededException"):
		return model.FailedQuota
	case ends("NotFound"), ends("NotFoundException"):
		return model.FailedNotFound
	case ends(".Duplicate"):
		return model.FailedDuplicate
	case ends(".InUse"):
		return model.FailedInUse
	case ends(".Malformed"), strings.HasPrefix(code, "Invalid"):
		return model.FailedInvalid
	}
	return model.FailedOther
}

// requestKind reads the words of EMR's one code for everything that is wrong with a request.
//
// Source: https://docs.aws.amazon.com/emr/latest/APIReference/API_InvalidRequestException.html
func requestKind(message string) model.FailureKind {
	m := strings.ToLower(message)
	switch {
	case strings.Contains(m, "does not exist"), strings.Contains(m, "is not valid"):
		return model.FailedNotFound
	case strings.Contains(m, "not available in"), strings.Contains(m, "not supported in"):
		return model.FailedUnsupported
	}
	return model.FailedInvalid
}

// statusKind is for an answer whose code says nothing.
func statusKind(status int) model.FailureKind {
	switch status {
	case http.StatusForbidden, http.StatusUnauthorized:
		return model.FailedDenied
	case http.StatusTooManyRequests:
		return model.FailedThrottled
	case http.StatusNotImplemented, http.StatusMethodNotAllowed:
		return model.FailedUnsupported
	}
	return model.FailedOther
}

// answerKind is for an error that carries no code: no answer came, half of one, or one that is not AWS's.
func answerKind(err error) model.FailureKind {
	switch status := statusOf(err); {
	// A call that was cut off may have been carried out: the same as an answer that was lost.
	case errors.Is(err, context.Canceled):
		return model.FailedOffline
	// An emulator that does not know an action says so in HTML, as a 500 or a 404.
	case slices.Contains([]int{
		http.StatusInternalServerError, http.StatusNotImplemented, http.StatusNotFound, http.StatusMethodNotAllowed,
	}, status):
		return model.FailedUnsupported
	// What speaks HTML with another status is a proxy on the way.
	case status >= http.StatusBadRequest:
		return model.FailedOffline
	}
	var cut *smithy.DeserializationError
	var send interface{ ConnectionError() bool }
	var network net.Error
	switch {
	case errors.As(err, &send) && send.ConnectionError(), errors.As(err, &network),
		errors.Is(err, context.DeadlineExceeded), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &cut):
		return model.FailedOffline
	}
	return model.FailedOther
}

func statusOf(err error) int {
	var answer *awshttp.ResponseError
	if errors.As(err, &answer) && answer.Response != nil {
		return answer.HTTPStatusCode()
	}
	return 0
}

// credentialFailure recognises that no request was sent because the credentials for it could not be had.
func credentialFailure(err error) (model.FailureKind, bool) {
	if _, ok := errors.AsType[*ssocreds.InvalidTokenError](err); ok {
		return model.FailedExpired, true
	}
	// The SDK gives these no type of their own. A Failure has the words below them, which name the cause.
	if !strings.Contains(err.Error(), "failed to refresh cached credentials") {
		return model.NoFailure, false
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return model.FailedOffline, true
	}
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		if kind := codeKind(api.ErrorCode(), api.ErrorMessage()); kind == model.FailedDenied ||
			kind == model.FailedThrottled {
			return kind, true
		}
	}
	return model.FailedExpired, true
}

// innermost gives the words without the SDK's layers around them ("operation error EC2: DescribeVpcs, …").
func innermost(err error) string {
	var op *smithy.OperationError
	if errors.As(err, &op) && op.Err != nil {
		return op.Err.Error()
	}
	return err.Error()
}

// unanswered gives the words of an error that carries no code. Where no answer came it names who was asked, for
// the SDK writes down the status and the id of an answer that there is not.
func unanswered(err error) string {
	asked, ok := errors.AsType[*url.Error](err)
	if !ok || statusOf(err) != 0 {
		return innermost(err)
	}
	to, bad := url.Parse(asked.URL)
	if bad != nil || to.Host == "" {
		return innermost(err)
	}
	return "no answer from " + to.Scheme + "://" + to.Host + ": " + asked.Err.Error()
}

// deniedAction finds the action in the words of a denial; the call itself may be allowed and a second
// permission be missing, as ec2:CreateTags is for a group that is tagged as it is created.
//
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
func deniedAction(message string, call action) action {
	_, after, found := strings.Cut(message, "not authorized to perform: ")
	if !found {
		return call
	}
	name := strings.TrimRight(firstField(after), ".,;")
	if service, op, ok := strings.Cut(name, ":"); !ok || service == "" || op == "" {
		return call
	}
	return name
}

// deniedResource finds the resource in the words of a denial, unless the caller knows it better.
func deniedResource(message, known string) string {
	if known != "" {
		return known
	}
	_, after, found := strings.Cut(message, " on resource: ")
	if !found {
		return ""
	}
	if arn := strings.TrimRight(firstField(after), ".,;"); arn != "*" {
		return arn
	}
	return ""
}

func firstField(s string) string {
	for field := range strings.FieldsSeq(s) {
		return field
	}
	return ""
}
