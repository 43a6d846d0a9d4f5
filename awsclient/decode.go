package awsclient

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// DecodeDenial asks STS what the encoded part of a denial says. It is a JSON document.
//
// Equivalent to: aws sts decode-authorization-message --encoded-message TEXT.
func (w *Writer) DecodeDenial(ctx context.Context, encoded string) (string, error) {
	out, err := w.sts.DecodeAuthorizationMessage(ctx, &sts.DecodeAuthorizationMessageInput{EncodedMessage: &encoded})
	if err != nil {
		return "", failureOf(callDecodeDenial, "", err)
	}
	return aws.ToString(out.DecodedMessage), nil
}
