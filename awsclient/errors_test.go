package awsclient_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"testing"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/model"
)

// The codes are those of reference/emr.md §8.3 and of what STS and EMR add.
func TestFailureOfCode(t *testing.T) {
	cases := map[string]model.FailureKind{
		"UnauthorizedOperation": model.FailedDenied,
		"AccessDenied":          model.FailedDenied,
		"AccessDeniedException": model.FailedDenied,
		"OptInRequired":         model.FailedDenied,

		"ExpiredToken":                model.FailedExpired,
		"ExpiredTokenException":       model.FailedExpired,
		"RequestExpired":              model.FailedExpired,
		"InvalidClientTokenId":        model.FailedExpired,
		"UnrecognizedClientException": model.FailedExpired,
		"AuthFailure":                 model.FailedExpired,
		"SignatureDoesNotMatch":       model.FailedExpired,

		"RequestLimitExceeded": model.FailedThrottled,
		"Throttling":           model.FailedThrottled,
		"ThrottlingException":  model.FailedThrottled,

		"RulesPerSecurityGroupLimitExceeded":      model.FailedQuota,
		"SecurityGroupLimitExceeded":              model.FailedQuota,
		"SecurityGroupsPerInterfaceLimitExceeded": model.FailedQuota,
		"SecurityGroupsPerInstanceLimitExceeded":  model.FailedQuota,
		"TagLimitExceeded":                        model.FailedQuota,

		"InvalidPermission.Duplicate": model.FailedDuplicate,
		"InvalidGroup.Duplicate":      model.FailedDuplicate,

		"InvalidPermission.NotFound":          model.FailedNotFound,
		"InvalidGroup.NotFound":               model.FailedNotFound,
		"InvalidSecurityGroupID.NotFound":     model.FailedNotFound,
		"InvalidSecurityGroupRuleId.NotFound": model.FailedNotFound,
		"InvalidVpcID.NotFound":               model.FailedNotFound,
		"InvalidPrefixListID.NotFound":        model.FailedNotFound,

		"DependencyViolation": model.FailedInUse,
		"InvalidGroup.InUse":  model.FailedInUse,

		"InvalidPermission.Malformed":          model.FailedInvalid,
		"InvalidGroup.Reserved":                model.FailedInvalid,
		"InvalidGroupId.Malformed":             model.FailedInvalid,
		"InvalidSecurityGroupId.Malformed":     model.FailedInvalid,
		"InvalidSecurityGroupRuleId.Malformed": model.FailedInvalid,
		"InvalidParameterValue":                model.FailedInvalid,
		"MissingParameter":                     model.FailedInvalid,
		"TagPolicyViolation":                   model.FailedInvalid,
		"VPCIdNotSpecified":                    model.FailedInvalid,
		"CannotDelete":                         model.FailedInvalid,

		"InvalidAction":             model.FailedUnsupported,
		"UnknownOperationException": model.FailedUnsupported,
		"UnsupportedOperation":      model.FailedUnsupported,

		"ConcurrentTagAccess": model.FailedOther,
		"InternalError":       model.FailedOther,
	}
	for code, want := range cases {
		err := fmt.Errorf("operation error EC2: X, %w", &smithy.GenericAPIError{Code: code, Message: "m"})
		f := awsclient.FailureOf("ec2:X", "sg-1", err)
		if f.Kind != want || f.Code != code || f.Message != "m" || f.Call != "ec2:X" || f.Resource != "sg-1" {
			t.Errorf("%s: %+v; want %v", code, f, want)
		}
	}
}

func TestFailureOfMessage(t *testing.T) {
	cases := []struct{ name, code, message, missing, resource string }{
		{
			"EC2 with the action", "UnauthorizedOperation", "You are not authorized to perform this operation. User: " +
				"arn:aws:iam::1:user/x is not authorized to perform: ec2:CreateTags on resource: " +
				"arn:aws:ec2:us-east-1:1:security-group/* because no identity-based policy allows the ec2:CreateTags action. " +
				"Encoded authorization failure message: AbC", "ec2:CreateTags", "arn:aws:ec2:us-east-1:1:security-group/*",
		},
		{
			"EC2 without", "UnauthorizedOperation", "You are not authorized to perform this operation.",
			"ec2:CreateSecurityGroup", "",
		},
		{
			"EMR", "AccessDeniedException", "User: arn:aws:sts::1:assumed-role/R/s is not authorized to perform: " +
				"elasticmapreduce:DescribeStudio on resource: arn:aws:elasticmapreduce:us-east-1:1:studio/es-1",
			"elasticmapreduce:DescribeStudio", "arn:aws:elasticmapreduce:us-east-1:1:studio/es-1",
		},
		{
			"every resource", "AccessDenied", "is not authorized to perform: ec2:X on resource: *",
			"ec2:X", "",
		},
		{"no action after the words", "AccessDenied", "not authorized to perform: ", "ec2:CreateSecurityGroup", ""},
	}
	for _, tt := range cases {
		f := awsclient.FailureOf("ec2:CreateSecurityGroup", "", &smithy.GenericAPIError{Code: tt.code, Message: tt.message})
		if f.Missing != tt.missing || f.Resource != tt.resource || f.Message != tt.message {
			t.Errorf("%s: missing %q on %q; want %q on %q", tt.name, f.Missing, f.Resource, tt.missing, tt.resource)
		}
	}
	emr := map[string]model.FailureKind{
		"Studio es-1 does not exist.":    model.FailedNotFound,
		"Cluster id 'j-1' is not valid.": model.FailedNotFound,
		"GetBlockPublicAccessConfiguration api is not available in the current Region.": model.FailedUnsupported,
		"Marker is malformed": model.FailedInvalid,
	}
	for message, want := range emr {
		f := awsclient.FailureOf("x", "", &smithy.GenericAPIError{Code: "InvalidRequestException", Message: message})
		if f.Kind != want {
			t.Errorf("%s: %v; want %v", message, f.Kind, want)
		}
	}
}

func answered(status int, err error) error {
	return &smithy.OperationError{ServiceID: "EC2", OperationName: "X", Err: &awshttp.ResponseError{
		ResponseError: &smithyhttp.ResponseError{
			Response: &smithyhttp.Response{Response: &http.Response{StatusCode: status}}, Err: err,
		},
	}}
}

func TestFailureOfAnAnswerWithoutCode(t *testing.T) {
	html := &smithy.DeserializationError{Err: errors.New("invalid character '<'")}
	cases := []struct {
		name string
		err  error
		want model.FailureKind
	}{
		{"HTML of an emulator", answered(500, html), model.FailedUnsupported},
		{"nothing at that path", answered(404, html), model.FailedUnsupported},
		{"HTML of a proxy", answered(502, html), model.FailedOffline},
		{"a made-up code", answered(500, &smithy.GenericAPIError{Code: "UnknownError"}), model.FailedUnsupported},
		{"an unknown code, 501", answered(501, &smithy.GenericAPIError{Code: "InternalFailure"}), model.FailedUnsupported},
		{"an unknown code, 403", answered(403, &smithy.GenericAPIError{Code: "Nope"}), model.FailedDenied},
		{"an unknown code, 500", answered(500, &smithy.GenericAPIError{Code: "Oops"}), model.FailedOther},
		{"half an answer", answered(200, html), model.FailedOffline},
		{"no connection", &smithyhttp.RequestSendError{
			Err: &net.OpError{Op: "dial", Err: errors.New("refused")},
		}, model.FailedOffline},
		{"no such host", &net.DNSError{Err: "no such host", Name: "ec2.nowhere-1.amazonaws.com"}, model.FailedOffline},
		{"the connection broke", fmt.Errorf("read: %w", io.ErrUnexpectedEOF), model.FailedOffline},
		{"too late", fmt.Errorf("x: %w", context.DeadlineExceeded), model.FailedOffline},
		{"cut off", &smithyhttp.RequestSendError{Err: context.Canceled}, model.FailedOffline},
		{"SSO", fmt.Errorf("get identity: %w", &ssocreds.InvalidTokenError{}), model.FailedExpired},
		{"assumed role, denied", fmt.Errorf("failed to refresh cached credentials, %w",
			&smithy.GenericAPIError{Code: "AccessDenied"}), model.FailedDenied},
		{"assumed role, expired", fmt.Errorf("failed to refresh cached credentials, %w",
			&smithy.GenericAPIError{Code: "ExpiredToken"}), model.FailedExpired},
		{
			"no role on the instance", errors.New("failed to refresh cached credentials, no EC2 IMDS role found"),
			model.FailedExpired,
		},
		{"anything else", errors.New("boom"), model.FailedOther},
	}
	for _, tt := range cases {
		f := awsclient.FailureOf("ec2:X", "", tt.err)
		if f.Kind != tt.want || f.Message == "" && f.Code == "" {
			t.Errorf("%s: %+v; want %v, and the words", tt.name, f, tt.want)
		}
	}
	silent := answered(0, &smithyhttp.RequestSendError{Err: &url.Error{
		Op: "Post", URL: "http://127.0.0.1:1/?token=x", Err: errors.New("dial tcp 127.0.0.1:1: connect: connection refused"),
	}})
	want := "no answer from http://127.0.0.1:1: dial tcp 127.0.0.1:1: connect: connection refused"
	if f := awsclient.FailureOf("ec2:X", "", silent); f.Message != want || f.Kind != model.FailedOffline {
		t.Errorf("%+v; want %q", f, want)
	}
	known := model.Failure{Kind: model.FailedQuota, Call: "ec2:Y"}
	if f := awsclient.FailureOf("ec2:X", "", fmt.Errorf("wrapped: %w", known)); f != known {
		t.Errorf("%+v: want the failure that was there", f)
	}
}
