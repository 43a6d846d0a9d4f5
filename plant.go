package main

import (
	"context"
	"fmt"
	"time"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

// plant opens a scenario and changes it as somebody else would have: no journal tells of it.
func plant(ctx context.Context, src model.Source, changes func(model.Snapshot) ([]model.Change, error),
) (ui.Account, error) {
	world, err := sandbox.New(src.Sandbox, sandbox.Options{Now: time.Now})
	if err != nil {
		return ui.Account{}, err //nolint:wrapcheck // it names the scenario, and says which there are
	}
	client, err := awsclient.Open(ctx, awsclient.Options{
		Region: world.Region(), Now: time.Now, HTTPClient: world, Credentials: awsclient.SandboxCredentials(),
	})
	if err != nil {
		return ui.Account{}, err //nolint:wrapcheck // a model.Failure, which is read as it is
	}
	s, err := client.Load(ctx, src, func(model.Progress) {})
	if err != nil {
		return ui.Account{}, fmt.Errorf("read the scenario: %w", err)
	}
	list, err := changes(s)
	if err != nil {
		return ui.Account{}, err
	}
	for _, c := range list {
		if _, err := client.Send(ctx, c); err != nil {
			return ui.Account{}, fmt.Errorf("change the scenario: %w", err)
		}
	}
	past := apply.New(client, apply.Options{Tool: "sgscope " + version(), Sandbox: true, Source: src})
	return ui.Account{Reader: client, Writer: past, Asker: past, History: past, Watcher: past}, nil
}
