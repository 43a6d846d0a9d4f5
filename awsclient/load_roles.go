package awsclient

import (
	"context"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/sgscope/sgscope/model"
)

// readRoles reads what the service roles of the Studios in scope may do, once the Studios are known. Each role
// has a reading of its own, by its ARN.
//
// Equivalent to: aws iam get-role, list-role-policies, get-role-policy, list-attached-role-policies, get-policy,
// get-policy-version, for each.
func (l *load) readRoles(ctx context.Context) {
	for _, first := range []chan struct{}{l.groups, l.studied} {
		select {
		case <-first:
		case <-ctx.Done():
			return
		}
	}
	studios := l.reading(model.PartStudios)
	if studios.State < model.ReadPartly {
		return // nothing was read that could name one
	}
	var mu sync.Mutex
	var all []model.Reading
	each(l.rolesInScope(), func(arn string) {
		role, r := l.readRole(ctx, arn)
		l.add(func(b *model.Builder) {
			if r.State >= model.ReadPartly {
				b.AddRole(role)
			}
			b.Mark(model.PartRoles, arn, r)
		})
		mu.Lock()
		defer mu.Unlock()
		all = append(all, r)
	})
	l.surveyed(model.PartRoles, "", worse(studios, overAll(all)))
}

// overAll gives what is known over several readings: all if each is whole, nothing if each failed.
func overAll(all []model.Reading) model.Reading {
	out := model.Reading{State: model.ReadWhole}
	for i, r := range all {
		if i > 0 && r.State != out.State {
			out.State = model.ReadPartly
		} else {
			out.State = r.State
		}
		if out.Failure.Kind == model.NoFailure {
			out.Failure = r.Failure
		}
	}
	return out
}

// rolesInScope gives the ARNs of the service roles of the Studios that were asked for.
func (l *load) rolesInScope() []string {
	var out []string
	for st := range l.snapshot().Studios() {
		if (l.src.Studio == "" || l.src.Studio == st.ID) && (l.src.VPC == "" || l.src.VPC == st.VPC) {
			out = append(out, st.ServiceRole)
		}
	}
	return unique(out)
}

// readRole reads a role with all of its policies.
func (l *load) readRole(ctx context.Context, arn string) (model.IAMRole, model.Reading) {
	l.begin(model.PartRoles)
	defer l.end(model.PartRoles)
	role := model.IAMRole{ARN: arn, Name: arn[strings.LastIndex(arn, "/")+1:], Account: accountOf(arn)}
	var answered faults
	out, err := call(ctx, l, model.PartRoles, callGetRole, role.Name,
		func(ctx context.Context) (*iam.GetRoleOutput, error) {
			return l.r.iam.GetRole(ctx, &iam.GetRoleInput{RoleName: aws.String(role.Name)}, l.iamWith)
		})
	answered.note(err)
	if err == nil && out.Role != nil && out.Role.PermissionsBoundary != nil {
		role.Boundary = aws.ToString(out.Role.PermissionsBoundary.PermissionsBoundaryArn)
	}
	if gone(err) {
		return role, answered.reading()
	}
	own, err := l.ownPolicies(ctx, role.Name)
	answered.note(err)
	attached, err := l.attachedPolicies(ctx, role.Name)
	answered.note(err)
	role.Policies = append(own, attached...)
	return role, answered.reading()
}

// ownPolicies gives the policies that a role has for itself; the error says why they may not be all.
func (l *load) ownPolicies(ctx context.Context, role string) ([]model.RolePolicy, error) {
	from := iam.NewListRolePoliciesPaginator(l.r.iam, &iam.ListRolePoliciesInput{RoleName: aws.String(role)},
		func(o *iam.ListRolePoliciesPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	var names []string
	_, err := pages(ctx, l, model.PartRoles, callListRolePolicies, from, l.iamWith,
		func(page *iam.ListRolePoliciesOutput) error {
			names = append(names, page.PolicyNames...)
			return nil
		})
	err = about(err, role)
	var out []model.RolePolicy
	for _, name := range names {
		p, e := call(ctx, l, model.PartRoles, callGetRolePolicy, role,
			func(ctx context.Context) (*iam.GetRolePolicyOutput, error) {
				return l.r.iam.GetRolePolicy(ctx,
					&iam.GetRolePolicyInput{RoleName: aws.String(role), PolicyName: aws.String(name)}, l.iamWith)
			})
		if e != nil {
			err = firstError(err, e)
			continue
		}
		out = append(out, model.RolePolicy{Name: name, Document: documentOf(p.PolicyDocument)})
	}
	return out, err
}

func firstError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// attachedPolicies gives the policies that are attached to a role; the error says why they may not be all.
func (l *load) attachedPolicies(ctx context.Context, role string) ([]model.RolePolicy, error) {
	from := iam.NewListAttachedRolePoliciesPaginator(l.r.iam,
		&iam.ListAttachedRolePoliciesInput{RoleName: aws.String(role)},
		func(o *iam.ListAttachedRolePoliciesPaginatorOptions) { once(&o.StopOnDuplicateToken) })
	var found []types.AttachedPolicy
	_, err := pages(ctx, l, model.PartRoles, callListAttachedRolePolicies, from, l.iamWith,
		func(page *iam.ListAttachedRolePoliciesOutput) error {
			found = append(found, page.AttachedPolicies...)
			return nil
		})
	err = about(err, role)
	var out []model.RolePolicy
	for _, a := range found {
		p, e := l.attachedPolicy(ctx, a)
		if e != nil {
			err = firstError(err, e)
			continue
		}
		out = append(out, p)
	}
	return out, err
}

// attachedPolicy gives the version of a policy that counts, its default one.
func (l *load) attachedPolicy(ctx context.Context, a types.AttachedPolicy) (model.RolePolicy, error) {
	arn := aws.ToString(a.PolicyArn)
	out := model.RolePolicy{Name: aws.ToString(a.PolicyName), ARN: arn}
	p, err := call(ctx, l, model.PartRoles, callGetPolicy, arn,
		func(ctx context.Context) (*iam.GetPolicyOutput, error) {
			return l.r.iam.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: a.PolicyArn}, l.iamWith)
		})
	switch {
	case err != nil:
		return out, err
	case p.Policy == nil:
		return out, empty(callGetPolicy, arn)
	}
	out.Version = aws.ToString(p.Policy.DefaultVersionId)
	v, err := call(ctx, l, model.PartRoles, callGetPolicyVersion, arn,
		func(ctx context.Context) (*iam.GetPolicyVersionOutput, error) {
			return l.r.iam.GetPolicyVersion(ctx,
				&iam.GetPolicyVersionInput{PolicyArn: a.PolicyArn, VersionId: p.Policy.DefaultVersionId}, l.iamWith)
		})
	switch {
	case err != nil:
		return out, err
	case v.PolicyVersion == nil:
		return out, empty(callGetPolicyVersion, arn)
	}
	out.Document = documentOf(v.PolicyVersion.Document)
	return out, nil
}
