package awsclient

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
)

// checkConfig makes sure that there is a Region and something to sign with, before a screen is opened.
func checkConfig(ctx context.Context, o Options, cfg aws.Config) error {
	found := sourcesOf(o, cfg)
	none := &NotConfiguredError{}
	if cfg.Region == "" {
		none.Missing = append(none.Missing, "a Region")
		none.Looked = append(none.Looked, found.lookedForRegion()...)
	}
	switch {
	case o.Credentials != nil:
	case found.configured() && cfg.Region == "":
		// Most sources ask STS or SSO, which needs the Region that is missing: say that first.
	default:
		late, err := retrieve(ctx, o, cfg)
		switch {
		case err == nil:
		case ctx.Err() != nil:
			return fmt.Errorf("look for credentials: %w", ctx.Err())
		case !found.configured():
			none.Missing = append(none.Missing, "credentials")
			none.Looked = append(none.Looked, found.lookedForCredentials()...)
		// A slow credential process or identity provider is not a missing one: the first call waits for it.
		case late:
		default:
			return failureOf("", found.name(), err)
		}
	}
	if len(none.Missing) > 0 {
		return none
	}
	return nil
}

// retrieve asks for credentials within the bound and reports whether it was the bound that ended it.
func retrieve(ctx context.Context, o Options, cfg aws.Config) (late bool, err error) {
	bounded, stop := context.WithTimeout(ctx, o.within())
	defer stop()
	if _, err := cfg.Credentials.Retrieve(bounded); err != nil {
		return bounded.Err() != nil, fmt.Errorf("retrieve credentials: %w", err)
	}
	return false, nil
}

// sources is what the SDK read, as far as it decides where Region and credentials come from.
type sources struct {
	opts   Options
	env    config.EnvConfig
	shared config.SharedConfig
}

func sourcesOf(o Options, cfg aws.Config) sources {
	s := sources{opts: o}
	for _, c := range cfg.ConfigSources {
		switch c := c.(type) {
		case config.EnvConfig:
			s.env = c
		case *config.EnvConfig:
			s.env = *c
		case config.SharedConfig:
			s.shared = c
		case *config.SharedConfig:
			s.shared = *c
		}
	}
	return s
}

// configured reports whether anybody configured credentials. The instance's metadata does not count:
// the chain asks for it last, and most machines have none.
func (s sources) configured() bool {
	return s.env.Credentials.HasKeys() || s.env.WebIdentityTokenFilePath != "" || s.inContainer() || s.inProfile()
}

func (s sources) inContainer() bool {
	return s.env.ContainerCredentialsRelativePath != "" || s.env.ContainerCredentialsEndpoint != ""
}

func (s sources) inProfile() bool {
	p := s.shared
	return p.Credentials.HasKeys() || p.Source != nil || p.RoleARN != "" || p.CredentialSource != "" ||
		p.CredentialProcess != "" || p.WebIdentityTokenFile != "" || p.SSOSessionName != "" ||
		p.SSOStartURL != "" || p.LoginSession != ""
}

func (s sources) profile() string {
	switch {
	case s.opts.Profile != "":
		return s.opts.Profile
	case s.env.SharedConfigProfile != "":
		return s.env.SharedConfigProfile
	}
	return "default"
}

// name says in words where the credentials come from.
func (s sources) name() string {
	switch {
	case s.opts.Profile == "" && s.env.Credentials.HasKeys():
		return "credentials of the environment"
	case s.inProfile():
		return fmt.Sprintf("credentials of the profile %q", s.profile())
	}
	return "credentials"
}

func (s sources) lookedForRegion() []string {
	return []string{
		"--region: not given",
		"AWS_REGION, AWS_DEFAULT_REGION: not set",
		fmt.Sprintf("region of the profile %q in %s: not set", s.profile(), s.files()),
	}
}

func (s sources) lookedForCredentials() []string {
	looked := []string{
		"AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: not both set",
		"AWS_WEB_IDENTITY_TOKEN_FILE: not set",
		fmt.Sprintf("keys, SSO, role or credential process of the profile %q in %s: none", s.profile(), s.files()),
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, AWS_CONTAINER_CREDENTIALS_FULL_URI: not set",
		"instance metadata: none within " + s.opts.within().String(),
	}
	return looked
}

// noProfile is for the one case in which the SDK tells nothing of what it read.
func noProfile(o Options) string {
	s := sources{opts: o}
	if env, err := config.NewEnvConfig(); err == nil {
		s.env = env
	}
	return s.files() + ": no section of that name"
}

func (s sources) files() string {
	first, second := s.env.SharedConfigFile, s.env.SharedCredentialsFile
	if first == "" {
		first = config.DefaultSharedConfigFilename()
	}
	if second == "" {
		second = config.DefaultSharedCredentialsFilename()
	}
	return strings.Join([]string{first, second}, " and ")
}
