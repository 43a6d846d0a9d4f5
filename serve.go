package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/ui/cli"
)

// serve serves scenarios on this machine only, because it checks no signature. All addresses are taken before
// the first is answered: a class that is half open is worse than none.
func serve(ctx context.Context, stages []cli.Stage, ready func(cli.Served)) error {
	ctx, stop := context.WithCancel(ctx) // one that fails ends the others
	defer stop()
	accounts, listeners := make([]*sandbox.Account, len(stages)), make([]net.Listener, len(stages))
	defer func() {
		for _, l := range listeners {
			if l != nil {
				_ = l.Close() // those that were served are closed already
			}
		}
	}()
	for i, s := range stages {
		var err error
		if err = loopback(s.Listen); err != nil {
			return err
		}
		if accounts[i], err = sandbox.New(s.Scenario, sandbox.Options{Now: time.Now}); err != nil {
			return err //nolint:wrapcheck // it names the scenario, and what is near it
		}
		if listeners[i], err = (&net.ListenConfig{}).Listen(ctx, "tcp", s.Listen); err != nil {
			return fmt.Errorf("listen: %w", err)
		}
	}
	for i, l := range listeners {
		ready(cli.Served{
			URL: "http://" + l.Addr().String(), Scenario: accounts[i].Scenario(), Region: accounts[i].Region(),
		})
	}
	ended := make(chan error, len(stages))
	for i, a := range accounts {
		go func() { ended <- a.Serve(ctx, listeners[i]) }()
	}
	var all []error
	for range accounts {
		all = append(all, <-ended)
		stop()
	}
	return errors.Join(all...)
}

// loopback refuses addresses that others could reach.
func loopback(listen string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return fmt.Errorf("--listen %s: want ADDRESS:PORT, e.g. 127.0.0.1:4599", listen)
	}
	if !local(host) {
		return fmt.Errorf("--listen %s: want an address of this machine only, e.g. 127.0.0.1:4599", listen)
	}
	return nil
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// reset makes a served scenario as new, and gives its name.
func reset(ctx context.Context, served string) (string, error) {
	u, err := url.Parse(served)
	if err != nil || u.Scheme != "http" || !local(u.Hostname()) {
		return "", fmt.Errorf("--reset %s: want what sandbox --listen printed, e.g. http://127.0.0.1:4599", served)
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, u.JoinPath(sandbox.ResetPath).String(), nil)
	if err != nil {
		return "", fmt.Errorf("--reset %s: %w", served, err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", fmt.Errorf("reset: %w", err)
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<10))
	name, ok := strings.CutPrefix(strings.TrimSpace(string(text)), sandbox.ResetAnswer)
	if err != nil || resp.StatusCode != http.StatusOK || !ok {
		return "", fmt.Errorf("reset %s: what answers there is no sandbox of sgscope", served)
	}
	return name, nil
}
