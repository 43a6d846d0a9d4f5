package awsclient

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/config"
)

// FixedKeys reports whether the credentials are keys of the environment: those win over whatever a command
// stores, so that no sign-in renews them.
//
// Equivalent to: aws configure list.
func FixedKeys(profile string) bool {
	env, err := config.NewEnvConfig()
	return err == nil && profile == "" && env.Credentials.HasKeys()
}

// SignIns gives the commands of aws-cli that may renew the credentials of a profile, the likeliest first,
// each as its words. There is none where the credentials are keys of the environment: those win over
// whatever a command stores.
//
// Equivalent to: aws configure list.
func SignIns(ctx context.Context, profile string) [][]string {
	if FixedKeys(profile) {
		return nil
	}
	env, _ := config.NewEnvConfig() // what cannot be read of it names no profile
	name := profile
	if name == "" {
		name = env.SharedConfigProfile
	}
	if name == "" {
		name = config.DefaultSharedConfigProfile
	}
	sso := append([]string{"aws", "sso", "login"}, "--profile", name)
	login := append([]string{"aws", "login"}, "--profile", name)
	p, err := config.LoadSharedConfigProfile(ctx, name, func(o *config.LoadSharedConfigOptions) {
		if env.SharedConfigFile != "" {
			o.ConfigFiles = []string{env.SharedConfigFile}
		}
		if env.SharedCredentialsFile != "" {
			o.CredentialsFiles = []string{env.SharedCredentialsFile}
		}
	})
	if err != nil {
		return [][]string{sso, login}
	}
	for q := &p; q != nil; q = q.Source { // a role's credentials come from another profile's
		switch {
		case q.SSOSessionName != "" || q.SSOStartURL != "":
			return [][]string{sso}
		case q.LoginSession != "":
			return [][]string{login}
		}
	}
	return [][]string{sso, login}
}
