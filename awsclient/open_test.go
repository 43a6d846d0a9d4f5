package awsclient_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
)

// bare takes everything away that the SDK's chain looks at, and gives the folder for shared configuration.
func bare(t *testing.T, configuration string) {
	t.Helper()
	for _, kv := range os.Environ() {
		if key, _, _ := strings.Cut(kv, "="); strings.HasPrefix(key, "AWS_") {
			t.Setenv(key, "")
			_ = os.Unsetenv(key)
		}
	}
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(dir, "credentials"))
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(dir, "config"))
	if err := os.WriteFile(filepath.Join(dir, "config"), []byte(configuration), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOpenSaysWhatItLookedFor(t *testing.T) {
	cases := []struct {
		name    string
		config  string
		env     map[string]string
		o       awsclient.Options
		missing string
		looked  []string
	}{
		{
			"nothing at all", "", nil,
			awsclient.Options{},
			"a Region, credentials",
			[]string{
				"--region", "AWS_REGION", `region of the profile "default" in`, "AWS_ACCESS_KEY_ID", "instance metadata",
				"AWS_CONTAINER_CREDENTIALS", "AWS_WEB_IDENTITY_TOKEN_FILE", "SSO",
			},
		},
		{
			"no Region", "[default]\naws_access_key_id = A\naws_secret_access_key = S\n", nil,
			awsclient.Options{},
			"a Region",
			[]string{"AWS_REGION"},
		},
		{
			"no credentials", "[default]\nregion = eu-west-1\n", nil,
			awsclient.Options{},
			"credentials",
			[]string{"AWS_ACCESS_KEY_ID"},
		},
		{
			"no such profile", "[default]\nregion = eu-west-1\n", nil,
			awsclient.Options{Profile: "work"},
			`the profile "work"`,
			[]string{"config"},
		},
		{
			"no such profile by environment", "",
			map[string]string{"AWS_PROFILE": "work", "AWS_REGION": "eu-west-1"},
			awsclient.Options{},
			`the profile "work"`, nil,
		},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			bare(t, tt.config)
			for k, v := range tt.env {
				t.Setenv(k, v)
			}
			_, err := awsclient.Open(t.Context(), tt.o)
			var none *awsclient.NotConfiguredError
			if !errors.As(err, &none) {
				t.Fatalf("%v (%T): want a NotConfiguredError", err, err)
			}
			if got := strings.Join(none.Missing, ", "); got != tt.missing {
				t.Errorf("missing %q; want %q", got, tt.missing)
			}
			for _, want := range tt.looked {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("no word of %s in:\n%v", want, err)
				}
			}
		})
	}
}

func TestOpenResolvesTheChain(t *testing.T) {
	keys := "aws_access_key_id = A\naws_secret_access_key = S\n"
	cases := []struct {
		name, config     string
		env              map[string]string
		o                awsclient.Options
		region, endpoint string
	}{
		{
			"default profile", "[default]\nregion = eu-west-1\n" + keys, nil, awsclient.Options{}, "eu-west-1", "",
		},
		{
			"named profile", "[default]\nregion = eu-west-1\n" + keys + "[profile work]\nregion = eu-west-3\n" + keys, nil,
			awsclient.Options{Profile: "work"},
			"eu-west-3", "",
		},
		{
			"flag before all", "[default]\nregion = eu-west-1\n" + keys,
			map[string]string{"AWS_REGION": "us-west-1"},
			awsclient.Options{Region: "us-east-2"},
			"us-east-2", "",
		},
		{
			"environment", "", map[string]string{
				"AWS_REGION": "us-west-1", "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "S",
				"AWS_ENDPOINT_URL": "http://127.0.0.1:9",
			}, awsclient.Options{}, "us-west-1", "http://127.0.0.1:9",
		},
		{
			"endpoint by flag before all", "[default]\nregion = eu-west-1\n" + keys,
			map[string]string{"AWS_ENDPOINT_URL_EC2": "http://127.0.0.1:9"},
			awsclient.Options{Endpoint: "http://127.0.0.1:8"},
			"eu-west-1", "http://127.0.0.1:8",
		},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			bare(t, tt.config)
			for k, v := range tt.env {
				t.Setenv(k, v)
			}
			c, err := awsclient.Open(t.Context(), tt.o)
			if err != nil {
				t.Fatal(err)
			}
			if c.Region() != tt.region || c.Endpoint() != tt.endpoint {
				t.Errorf("Region %s, endpoint %q; want %s, %q", c.Region(), c.Endpoint(), tt.region, tt.endpoint)
			}
		})
	}
}

// waiting are credentials that never come.
type waiting struct{}

func (waiting) Do(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestOpenDoesNotWaitForSlowCredentials(t *testing.T) {
	bare(t, "[default]\nregion = eu-west-1\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = keys\n"+
		"[profile keys]\naws_access_key_id = A\naws_secret_access_key = S\n")
	// A provider that is configured but slow is left for the first call to wait for.
	slow := awsclient.Options{HTTPClient: waiting{}, CheckWithin: 1}
	if _, err := awsclient.Open(t.Context(), slow); err != nil {
		t.Errorf("slow: %v", err)
	}
	_, err := awsclient.Open(cancelled(t), awsclient.Options{HTTPClient: waiting{}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	// One that is refused is not.
	refused, err := sandbox.New("", sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	refused.SetFault(func(string, int) *sandbox.Fault { return &sandbox.Fault{Status: 403, Code: "ExpiredToken"} })
	_, err = awsclient.Open(t.Context(), awsclient.Options{HTTPClient: refused})
	if f := failure(t, err); f.Kind != model.FailedExpired || !strings.Contains(f.Resource, "default") {
		t.Errorf("refused: %+v", f)
	}
}

func TestOpenRefusesABadEndpoint(t *testing.T) {
	for _, bad := range []string{"localhost:4566", "ftp://x", "http://", "::"} {
		_, err := awsclient.Open(t.Context(), awsclient.Options{
			Region: "us-east-1", Endpoint: bad, HTTPClient: waiting{}, Credentials: awsclient.SandboxCredentials(),
		})
		if f := failure(t, err); f.Kind != model.FailedInvalid || f.Resource != bad {
			t.Errorf("%q: %+v", bad, f)
		}
	}
}

func TestOpenOfTheSandboxReadsNoConfiguration(t *testing.T) {
	bare(t, "this is no configuration [")
	t.Setenv("AWS_PROFILE", "nobody")
	c, _ := open(t)
	load(t, c, model.Source{})
}
