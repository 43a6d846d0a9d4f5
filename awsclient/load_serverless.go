package awsclient

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/emrserverless"
	"github.com/aws/aws-sdk-go-v2/service/emrserverless/types"

	"github.com/sgscope/sgscope/model"
)

// readServerless reads the applications of EMR Serverless that are not gone.
//
// Equivalent to: aws emr-serverless list-applications, then aws emr-serverless get-application for each.
func (l *load) readServerless(ctx context.Context) {
	from := emrserverless.NewListApplicationsPaginator(l.r.serverless,
		&emrserverless.ListApplicationsInput{States: []types.ApplicationState{
			types.ApplicationStateCreating, types.ApplicationStateCreated, types.ApplicationStateStarting,
			types.ApplicationStateStarted, types.ApplicationStateStopping, types.ApplicationStateStopped,
		}},
		func(o *emrserverless.ListApplicationsPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	var found []model.ServerlessApp
	read, err := pages(ctx, l, model.PartServerless, callListApplications, from, l.serverlessWith,
		func(page *emrserverless.ListApplicationsOutput) error {
			for _, a := range page.Applications {
				found = append(found, listedApp(a, l.r.region))
			}
			return nil
		})
	var described faults
	each(found, func(a model.ServerlessApp) {
		full, err := l.getApplication(ctx, a)
		if gone(err) {
			return
		}
		described.note(err)
		l.page(model.PartServerless, "", func(b *model.Builder) { b.AddServerlessApp(full) })
	})
	if err == nil {
		err = described.first
	}
	l.surveyed(model.PartServerless, "", listed(read, err))
}

// getApplication gives the application in full, or as it was listed where that fails.
func (l *load) getApplication(ctx context.Context, a model.ServerlessApp) (model.ServerlessApp, error) {
	out, err := call(ctx, l, model.PartServerless, callGetApplication, a.ID,
		func(ctx context.Context) (*emrserverless.GetApplicationOutput, error) {
			return l.r.serverless.GetApplication(ctx,
				&emrserverless.GetApplicationInput{ApplicationId: aws.String(a.ID)}, l.serverlessWith)
		})
	if err != nil {
		return a, err
	}
	if out.Application == nil {
		return a, empty(callGetApplication, a.ID)
	}
	full := appOf(*out.Application, l.r.region)
	full.ID = a.ID
	return full, nil
}
