package awsclient

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// wholeBody hands each request on with a body that net/http knows to be in memory.
//
// The SDK's own body is one that net/http has to try: it sends the headers, then the bytes, and then looks whether there
// are more. Whoever answers quickly is there before that last look, the SDK closes the body as soon as it has the headers
// of the answer, the look fails, and net/http closes the connection under the rest of the answer: of a change that was
// made comes back a broken connection. A body in memory is sent at once, and nobody looks again.
type wholeBody struct{ aws.HTTPClient }

// Do sends the request.
func (c wholeBody) Do(r *http.Request) (*http.Response, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return c.HTTPClient.Do(r) //nolint:wrapcheck // the client's own, on its way into the SDK
	}
	all, err := io.ReadAll(r.Body)
	if err := errors.Join(err, r.Body.Close()); err != nil {
		return nil, fmt.Errorf("read the request's body: %w", err)
	}
	sent := r.Clone(r.Context())
	sent.ContentLength = int64(len(all))
	sent.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(all)), nil }
	sent.Body = io.NopCloser(bytes.NewReader(all))
	return c.HTTPClient.Do(sent) //nolint:wrapcheck // the client's own, on its way into the SDK
}

// inMemory wraps the client of a configuration. The SDK sets its limit for silent connections on its own kind of client
// only, so that it is set here.
func inMemory(c aws.HTTPClient) aws.HTTPClient {
	if b, ok := c.(*awshttp.BuildableClient); ok {
		if _, set := b.GetReadTimeout(); !set {
			c = b.WithReadTimeout(answerWithin)
		}
	}
	return wholeBody{c}
}
