package awsclient_test

import (
	"net"
	"net/http"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/sgscope/sgscope/model"
)

// Where nothing listens a load says so at once: nothing is tried twice, and what was not sent yet is not.
func TestLoadOfAnEndpointThatRefuses(t *testing.T) {
	var knocks atomic.Int32
	c, w := open(t)
	w.fail = func(*http.Request) error {
		knocks.Add(1)
		return &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	}
	_, err := c.Load(t.Context(), model.Source{}, nil)
	if f := failure(t, err); f.Kind != model.FailedOffline {
		t.Errorf("%v; want it offline", err)
	}
	if n := knocks.Load(); n > 8 {
		t.Errorf("%d attempts to connect to a port that is shut", n)
	}
}
