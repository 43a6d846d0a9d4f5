package awsclient

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/emr"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"

	"github.com/sgscope/sgscope/model"
)

// Client is an opened account. Its Writer is nil where Options asked for reading only.
type Client struct {
	*Reader
	*Writer
}

// Open resolves Region and credentials and makes the clients. It sends no request to the account itself;
// looking for credentials may ask SSO, STS or the instance's metadata, within Options.CheckWithin.
// The error is a *NotConfiguredError where there is nothing to open, else a model.Failure.
//
// Equivalent to: aws configure list.
func Open(ctx context.Context, o Options) (*Client, error) {
	if err := checkEndpoint(o.Endpoint); err != nil {
		return nil, err
	}
	cfg, err := o.config(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkConfig(ctx, o, cfg); err != nil {
		return nil, err
	}
	r := newReader(o, cfg)
	c := &Client{Reader: r}
	if !o.ReadOnly {
		c.Writer = newWriter(r)
	}
	return c, nil
}

func checkEndpoint(endpoint string) error {
	if endpoint == "" {
		return nil
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return model.Failure{
			Kind: model.FailedInvalid, Resource: endpoint,
			Message: "the endpoint is no URL: want http://HOST:PORT or https://HOST",
		}
	}
	return nil
}

// config gives the SDK's configuration: of the default chain, or of nothing but the options.
func (o Options) config(ctx context.Context) (aws.Config, error) {
	logger := logging.LoggerFunc(func(c logging.Classification, format string, args ...any) {
		if o.Logf != nil {
			o.Logf("aws sdk: "+strings.ToLower(string(c))+": "+format, args...)
		}
	})
	if o.HTTPClient != nil && o.Credentials != nil {
		return aws.Config{
			Region: o.Region, Credentials: o.Credentials, HTTPClient: o.HTTPClient, Logger: logger, AppID: appID,
		}, nil
	}
	client := o.HTTPClient
	if client == nil {
		client = awshttp.NewBuildableClient().
			WithDialerOptions(func(d *net.Dialer) { d.Timeout = dialWithin }).
			WithTransportOptions(func(t *http.Transport) { t.ResponseHeaderTimeout = answerWithin })
	}
	load := []func(*config.LoadOptions) error{
		config.WithLogger(logger), config.WithHTTPClient(client), config.WithAppID(appID),
	}
	if o.Profile != "" {
		load = append(load, config.WithSharedConfigProfile(o.Profile))
	}
	if o.Region != "" {
		load = append(load, config.WithRegion(o.Region))
	}
	if o.Credentials != nil {
		load = append(load, config.WithCredentialsProvider(o.Credentials))
	}
	cfg, err := config.LoadDefaultConfig(ctx, load...)
	var none config.SharedConfigProfileNotExistError
	switch {
	case errors.As(err, &none):
		return aws.Config{}, &NotConfiguredError{
			Missing: []string{fmt.Sprintf("the profile %q", none.Profile)},
			Looked:  []string{noProfile(o)},
		}
	case err != nil:
		f := failureOf("", "", err)
		if f.Kind == model.FailedOther {
			f.Kind, f.Resource = model.FailedInvalid, "AWS configuration"
		}
		return aws.Config{}, f
	}
	cfg.HTTPClient = inMemory(cfg.HTTPClient)
	return cfg, nil
}

// Reader reads the account. It is safe for use by several goroutines at once.
type Reader struct {
	opts     Options
	region   string
	endpoint string
	ec2      *ec2.Client
	emr      *emr.Client
	sts      *sts.Client
	services
}

func newReader(o Options, cfg aws.Config) *Reader {
	r := &Reader{opts: o, region: cfg.Region}
	// A variable of the environment for one service would win over cfg.BaseEndpoint: what was asked for by
	// flag is set on each client.
	var base *string
	if o.Endpoint != "" {
		base = &o.Endpoint
	}
	calm := newRetryer(o, nil)
	r.ec2 = ec2.NewFromConfig(cfg, func(c *ec2.Options) {
		c.Retryer, c.BaseEndpoint = calm, firstOf(base, c.BaseEndpoint)
	})
	r.emr = emr.NewFromConfig(cfg, func(c *emr.Options) {
		c.Retryer, c.BaseEndpoint = calm, firstOf(base, c.BaseEndpoint)
	})
	r.sts = sts.NewFromConfig(cfg, func(c *sts.Options) {
		c.Retryer, c.BaseEndpoint = calm, firstOf(base, c.BaseEndpoint)
	})
	r.services = newServices(cfg, base, calm)
	// EC2's counts: that is where the groups are, and where changes go.
	r.endpoint = aws.ToString(r.ec2.Options().BaseEndpoint)
	return r
}

func firstOf(a, b *string) *string {
	if a != nil {
		return a
	}
	return b
}

// Region gives the Region that was resolved.
//
// Equivalent to: aws configure get region.
func (r *Reader) Region() string { return r.region }

// Endpoint gives the endpoint of EC2's calls, from wherever it was configured; "" for AWS's own.
//
// Equivalent to: aws configure get endpoint_url.
func (r *Reader) Endpoint() string { return r.endpoint }
