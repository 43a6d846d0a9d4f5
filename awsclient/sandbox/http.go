package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxBody is the largest request read. The largest honest one, 1,000 rules in one call, is well below.
const maxBody = 4 << 20

// reply is an answer before it becomes HTTP.
type reply struct {
	status      int
	contentType string
	requestID   string
	body        []byte
	lost        bool
}

// scope says for which service and Region a request was signed.
type scope struct{ service, region string }

// ServeHTTP answers one AWS request.
func (a *Account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ans := a.answer(r)
	if ans.lost {
		// The documented way to drop a connection without an answer and without a log line.
		panic(http.ErrAbortHandler)
	}
	h := w.Header()
	h.Set("Content-Type", ans.contentType)
	h.Set("Content-Length", strconv.Itoa(len(ans.body)))
	h.Set("X-Amzn-Requestid", ans.requestID)
	w.WriteHeader(ans.status)
	_, _ = w.Write(ans.body)
}

// Do answers the request in process, with no socket. It has the shape of aws.Config.HTTPClient.
func (a *Account) Do(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close() //nolint:errcheck // A request body's Close has nothing to say to its reader.
	}
	if err := r.Context().Err(); err != nil {
		return nil, fmt.Errorf("send to the sandbox: %w", err)
	}
	ans := a.answer(r)
	if err := r.Context().Err(); err != nil {
		return nil, fmt.Errorf("read from the sandbox: %w", err)
	}
	if ans.lost {
		return nil, fmt.Errorf("read from the sandbox: %w", io.ErrUnexpectedEOF)
	}
	return &http.Response{
		Status:     strconv.Itoa(ans.status) + " " + http.StatusText(ans.status),
		StatusCode: ans.status,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        http.Header{"Content-Type": {ans.contentType}, "X-Amzn-Requestid": {ans.requestID}},
		Body:          io.NopCloser(bytes.NewReader(ans.body)),
		ContentLength: int64(len(ans.body)),
		Request:       r,
	}, nil
}

// Serve answers on l until ctx ends, then finishes what is in flight and returns nil.
func (a *Account) Serve(ctx context.Context, l net.Listener) error {
	s := &http.Server{Handler: a, ReadHeaderTimeout: 10 * time.Second}
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		stopped <- s.Shutdown(grace)
	})
	err := s.Serve(l)
	if stop() || !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the sandbox: %w", err)
	}
	if err := <-stopped; err != nil {
		return fmt.Errorf("stop the sandbox: %w", err)
	}
	return nil
}

// answer reads, routes and answers.
func (a *Account) answer(r *http.Request) reply {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(io.LimitReader(r.Body, maxBody+1)); err != nil || len(body) > maxBody {
			return reply{
				status: http.StatusRequestEntityTooLarge, contentType: "text/plain; charset=utf-8",
				body: []byte("the request does not fit, or did not arrive whole\n"),
			}
		}
	}
	if r.URL.Path == ResetPath {
		return a.answerReset(r.Method)
	}
	s := a.scopeOf(r)
	switch {
	case s.service == "elasticmapreduce" || s.service == "" && r.Header.Get("X-Amz-Target") != "":
		return a.answerEMR(s, r.Header.Get("X-Amz-Target"), body)
	case s.service == "ec2" || s.service == "sts" || s.service == "iam" || s.service == "":
		return a.answerQuery(s, r.URL.RawQuery, string(body))
	case s.service == "eks" || s.service == "emr-containers" || s.service == "emr-serverless":
		return a.answerREST(s, r)
	}
	return jsonReply(http.StatusBadRequest, map[string]string{
		"__type":  "UnknownOperationException",
		"message": "the sandbox has no service " + s.service + ", only ec2, elasticmapreduce, sts, iam, eks, emr-containers and emr-serverless",
	})
}

// ResetPath is not AWS's: a POST to it makes the scenario as new, as Reset does, and is answered by one line,
// ResetAnswer and the scenario's name. It is for whoever serves an account to a class.
const (
	ResetPath   = "/_sandbox/reset"
	ResetAnswer = "reset: "
)

func (a *Account) answerReset(method string) reply {
	plain := func(status int, text string) reply {
		return reply{status: status, contentType: "text/plain; charset=utf-8", body: []byte(text + "\n")}
	}
	if method != http.MethodPost {
		return plain(http.StatusMethodNotAllowed, "to make the scenario as new, POST")
	}
	if err := a.Reset(); err != nil {
		return plain(http.StatusInternalServerError, err.Error())
	}
	return plain(http.StatusOK, ResetAnswer+a.name)
}

// scopeOf reads service and Region from the credential scope, in the header or, presigned, in the query:
//
//	AWS4-HMAC-SHA256 Credential=AKID/20260302/us-east-1/ec2/aws4_request, SignedHeaders=…
//
// An unsigned request (curl) is taken for the account's own Region.
//
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
func (a *Account) scopeOf(r *http.Request) scope {
	credential := ""
	if _, after, ok := strings.Cut(r.Header.Get("Authorization"), "Credential="); ok {
		credential, _, _ = strings.Cut(after, ",")
	} else if strings.Contains(r.URL.RawQuery, "X-Amz-Credential=") {
		credential = r.URL.Query().Get("X-Amz-Credential")
	}
	part := strings.Split(strings.TrimSpace(credential), "/")
	if len(part) < 5 {
		return scope{region: a.script.Region}
	}
	// Counted from the end, because an access key id of a test may itself hold a slash.
	return scope{service: part[len(part)-2], region: part[len(part)-3]}
}
