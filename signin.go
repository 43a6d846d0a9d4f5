package main

import (
	"context"
	"os/exec"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

// fixedKeys reports whether the credentials are keys of the environment.
func fixedKeys(src model.Source) bool { return awsclient.FixedKeys(src.Profile) }

// signIns gives the commands that sign in again, as far as aws-cli is on this machine. Each has the
// terminal until it ends; the words of a profile's name reach no shell.
func signIns(ctx context.Context, src model.Source) []ui.SignIn {
	path, err := exec.LookPath("aws")
	if err != nil {
		return nil
	}
	var out []ui.SignIn
	for _, words := range awsclient.SignIns(ctx, src.Profile) {
		out = append(out, ui.SignIn{
			Line: strings.Join(words, " "),
			Do: func(ended func(error) tea.Msg) tea.Cmd {
				return tea.ExecProcess(exec.CommandContext(ctx, path, words[1:]...), ended)
			},
		})
	}
	return out
}
