package awsclient_test

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"testing"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/model"
)

// slowWriter is a connection whose writer comes to itself only when the answer's headers are there already.
type slowWriter struct {
	net.Conn
	answered <-chan struct{}
	wrote    func()
}

func (c slowWriter) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if bytes.Contains(p, []byte("Action=")) { // the body, or the whole request
		<-c.answered
		for range 100 {
			runtime.Gosched()
		}
		c.wrote()
	}
	return n, err
}

// told is a client that says when the headers of an answer came.
type told struct {
	*http.Client
	answered func()
}

func (c told) Do(r *http.Request) (*http.Response, error) {
	resp, err := c.Client.Do(r)
	c.answered()
	return resp, err
}

// An answer that comes while net/http is still busy with the request is not lost: the change was made, and who lost
// its answer would not know who made it.
func TestQuickAnswersAreNotLost(t *testing.T) {
	t.Setenv("AWS_CA_BUNDLE", "")
	t.Setenv("AWS_ACCESS_KEY_ID", "x")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "x")
	answered, wrote := make(chan struct{}), make(chan struct{})
	var onceAnswered, onceWrote sync.Once
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush()
		<-wrote // and the writer closes the connection if it finds the body closed
		_, _ = w.Write([]byte(`<CreateSecurityGroupResponse><groupId>sg-1</groupId><return>true</return></CreateSecurityGroupResponse>`))
	}))
	t.Cleanup(server.Close)
	var dialer net.Dialer
	transport := &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := dialer.DialContext(ctx, network, addr)
		return slowWriter{c, answered, func() { onceWrote.Do(func() { close(wrote) }) }}, err
	}}
	c, err := awsclient.Open(t.Context(), awsclient.Options{
		Region: "us-east-1", Endpoint: server.URL,
		HTTPClient: told{&http.Client{Transport: transport}, func() { onceAnswered.Do(func() { close(answered) }) }},
	})
	if err != nil {
		t.Fatal(err)
	}
	id, err := c.Send(t.Context(), model.CreateGroup{VPC: "vpc-0a", Name: "new", Description: "made for a test"})
	if id != "sg-1" || err != nil {
		t.Errorf("%q, %v", id, err)
	}
}
