package awsclient

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/emrcontainers"
	"github.com/aws/aws-sdk-go-v2/service/emrserverless"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// services are the clients of what is read beside EC2, EMR and STS, all of it optional.
type services struct {
	containers *emrcontainers.Client
	eks        *eks.Client
	serverless *emrserverless.Client
	iam        *iam.Client
}

func newServices(cfg aws.Config, base *string, calm aws.Retryer) services {
	return services{
		containers: emrcontainers.NewFromConfig(cfg, func(c *emrcontainers.Options) {
			c.Retryer, c.BaseEndpoint = calm, firstOf(base, c.BaseEndpoint)
		}),
		eks: eks.NewFromConfig(cfg, func(c *eks.Options) {
			c.Retryer, c.BaseEndpoint = calm, firstOf(base, c.BaseEndpoint)
		}),
		serverless: emrserverless.NewFromConfig(cfg, func(c *emrserverless.Options) {
			c.Retryer, c.BaseEndpoint = calm, firstOf(base, c.BaseEndpoint)
		}),
		iam: iam.NewFromConfig(cfg, func(c *iam.Options) {
			c.Retryer, c.BaseEndpoint = calm, firstOf(base, c.BaseEndpoint)
		}),
	}
}
