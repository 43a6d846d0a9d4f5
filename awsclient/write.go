package awsclient

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/sgscope/sgscope/model"
)

// Writer changes groups, rules and tags. All calls of this package that change anything are in this file.
// It is safe for use by several goroutines at once, but whoever applies a plan sends one change at a time.
type Writer struct {
	ec2 *ec2.Client
	sts *sts.Client
}

func newWriter(r *Reader) *Writer { return &Writer{ec2: r.ec2, sts: r.sts} }

// oneTime sends a call one time. Whoever applies a plan sends it again, and journals that it was held back: a lost
// answer may have been a change, and a pause that nobody sees looks like a hang.
func oneTime(o *ec2.Options) { o.Retryer = aws.NopRetryer{} }

// asOften leaves the Reader's retryer: what only asks may be asked again.
func asOften(*ec2.Options) {}

// answer is what a change's call gave: the id of what it made, if it made something, or why it stands not.
type answer struct {
	id     string
	refuse model.Failure
}

// request is one change as the one call that makes it.
type request struct {
	call action
	send sender
}

type sender = func(ctx context.Context, c *ec2.Client, dry *bool, with func(*ec2.Options)) (answer, error)

// Send makes the change with exactly one call, and gives the id of the group or rule that it made, "" for
// other changes. It is sent once, whatever comes back: FailedThrottled says that EC2 did nothing, and that the
// change can be sent again.
// Every error is a model.Failure; one that is FailedOffline or FailedOther leaves open whether the change was
// made: read again to know.
//
// Equivalent to: aws ec2 create-security-group, authorize-security-group-ingress,
// authorize-security-group-egress, revoke-security-group-ingress, revoke-security-group-egress, create-tags,
// delete-tags or delete-security-group, by the sort of change.
func (w *Writer) Send(ctx context.Context, c model.Change) (id string, err error) {
	r, err := w.request(c)
	if err != nil {
		return "", err
	}
	got, err := r.send(ctx, w.ec2, nil, oneTime)
	switch {
	case err != nil:
		return "", failureOf(r.call, c.Target(), err)
	case got.refuse != (model.Failure{}):
		return "", got.refuse
	}
	return got.id, nil
}

// DryRun asks EC2 whether the caller may make the change, and makes nothing: nil for yes. It does not tell
// whether the change would succeed.
//
// Equivalent to: aws ec2 … --dry-run, with the command of Send.
func (w *Writer) DryRun(ctx context.Context, c model.Change) error {
	r, err := w.request(c)
	if err != nil {
		return err
	}
	_, err = r.send(ctx, w.ec2, aws.Bool(true), asOften)
	if err == nil {
		// EC2 answers a dry run with an error in any case.
		return model.Failure{
			Kind: model.FailedUnsupported, Call: r.call, Resource: c.Target(),
			Message: "the endpoint ignored DryRun: the change may have been made",
		}
	}
	f := failureOf(r.call, c.Target(), err)
	if f.Code == "DryRunOperation" {
		return nil
	}
	return f
}

// request says which call makes the change. A nil Writer is one of a read-only client.
func (w *Writer) request(c model.Change) (request, error) {
	if w == nil {
		return request{}, model.Failure{
			Kind: model.FailedInvalid, Resource: c.Target(), Message: "the account was opened read-only",
		}
	}
	if pending := pendingIn(c); pending != "" {
		return request{}, model.Failure{
			Kind: model.FailedInvalid, Resource: pending, Message: "the group is not made yet",
		}
	}
	switch c := c.(type) {
	case model.CreateGroup:
		return request{callCreateSecurityGroup, createGroup(c)}, nil
	case model.Authorize:
		if c.Rule.Direction == model.Egress {
			return request{callAuthorizeEgress, authorizeEgress(c)}, nil
		}
		return request{callAuthorizeIngress, authorizeIngress(c)}, nil
	case model.Revoke:
		if c.Rule.Direction == model.Egress {
			return request{callRevokeEgress, revokeEgress(c)}, nil
		}
		return request{callRevokeIngress, revokeIngress(c)}, nil
	case model.SetTag:
		return request{callCreateTags, setTag(c)}, nil
	case model.RemoveTag:
		return request{callDeleteTags, removeTag(c)}, nil
	case model.DeleteGroup:
		return request{callDeleteSecurityGroup, deleteGroup(c)}, nil
	}
	return request{}, model.Failure{Kind: model.FailedInvalid, Message: "no such change"}
}

// pendingIn gives the pending id that the change names, as target or as peer; "" for none. A group to be
// created is pending by nature.
func pendingIn(c model.Change) string {
	ids := []string{c.Target()}
	switch c := c.(type) {
	case model.CreateGroup:
		return ""
	case model.Authorize:
		ids = append(ids, c.Rule.Peer.ID)
	case model.Revoke:
		ids = append(ids, c.Rule.Peer.ID)
	case model.SetTag, model.RemoveTag, model.DeleteGroup:
	}
	for _, id := range ids {
		if model.IsPending(id) {
			return id
		}
	}
	return ""
}

func createGroup(c model.CreateGroup) sender {
	return func(ctx context.Context, api *ec2.Client, dry *bool, with func(*ec2.Options)) (answer, error) {
		in := &ec2.CreateSecurityGroupInput{
			GroupName: &c.Name, Description: &c.Description, VpcId: &c.VPC, DryRun: dry,
		}
		if c.Tag != (model.Tag{}) {
			in.TagSpecifications = tagged(types.ResourceTypeSecurityGroup, c.Tag)
		}
		out, err := api.CreateSecurityGroup(ctx, in, with)
		if err != nil {
			return answer{}, err //nolint:wrapcheck // Send makes a Failure of it.
		}
		return answer{id: aws.ToString(out.GroupId)}, nil
	}
}

func authorizeIngress(c model.Authorize) sender {
	return func(ctx context.Context, api *ec2.Client, dry *bool, with func(*ec2.Options)) (answer, error) {
		out, err := api.AuthorizeSecurityGroupIngress(ctx, &ec2.AuthorizeSecurityGroupIngressInput{
			GroupId: &c.Group, DryRun: dry,
			IpPermissions:     []types.IpPermission{permissionOf(c.Rule, c.Description)},
			TagSpecifications: tagged(types.ResourceTypeSecurityGroupRule, c.Tags.Tags()...),
		}, with)
		if err != nil {
			return answer{}, err //nolint:wrapcheck // Send makes a Failure of it.
		}
		return answer{id: firstID(out.SecurityGroupRules)}, nil
	}
}

func authorizeEgress(c model.Authorize) sender {
	return func(ctx context.Context, api *ec2.Client, dry *bool, with func(*ec2.Options)) (answer, error) {
		out, err := api.AuthorizeSecurityGroupEgress(ctx, &ec2.AuthorizeSecurityGroupEgressInput{
			GroupId: &c.Group, DryRun: dry,
			IpPermissions:     []types.IpPermission{permissionOf(c.Rule, c.Description)},
			TagSpecifications: tagged(types.ResourceTypeSecurityGroupRule, c.Tags.Tags()...),
		}, with)
		if err != nil {
			return answer{}, err //nolint:wrapcheck // Send makes a Failure of it.
		}
		return answer{id: firstID(out.SecurityGroupRules)}, nil
	}
}

// tagged gives a thing its tags in the call that makes it; nil for none.
func tagged(kind types.ResourceType, tags ...model.Tag) []types.TagSpecification {
	if len(tags) == 0 {
		return nil
	}
	spec := types.TagSpecification{ResourceType: kind}
	for _, t := range tags {
		spec.Tags = append(spec.Tags, types.Tag{Key: &t.Key, Value: &t.Value})
	}
	return []types.TagSpecification{spec}
}

func firstID(rules []types.SecurityGroupRule) string {
	if len(rules) == 0 {
		return ""
	}
	return aws.ToString(rules[0].SecurityGroupRuleId)
}

// byID and byProperties are the two ways to name the rule to revoke; EC2 refuses both at once.
func byID(c model.Revoke) []string {
	if c.RuleID == "" {
		return nil
	}
	return []string{c.RuleID}
}

func byProperties(c model.Revoke) []types.IpPermission {
	if c.RuleID != "" {
		return nil
	}
	return []types.IpPermission{permissionOf(c.Rule, "")}
}

func revokeIngress(c model.Revoke) sender {
	return func(ctx context.Context, api *ec2.Client, dry *bool, with func(*ec2.Options)) (answer, error) {
		out, err := api.RevokeSecurityGroupIngress(ctx, &ec2.RevokeSecurityGroupIngressInput{
			GroupId: &c.Group, SecurityGroupRuleIds: byID(c), IpPermissions: byProperties(c), DryRun: dry,
		}, with)
		if err != nil {
			return answer{}, err //nolint:wrapcheck // Send makes a Failure of it.
		}
		return revoked(callRevokeIngress, c, out.UnknownIpPermissions), nil
	}
}

func revokeEgress(c model.Revoke) sender {
	return func(ctx context.Context, api *ec2.Client, dry *bool, with func(*ec2.Options)) (answer, error) {
		out, err := api.RevokeSecurityGroupEgress(ctx, &ec2.RevokeSecurityGroupEgressInput{
			GroupId: &c.Group, SecurityGroupRuleIds: byID(c), IpPermissions: byProperties(c), DryRun: dry,
		}, with)
		if err != nil {
			return answer{}, err //nolint:wrapcheck // Send makes a Failure of it.
		}
		return revoked(callRevokeEgress, c, out.UnknownIpPermissions), nil
	}
}

// revoked sees that a revocation which EC2 calls a success took nothing away: in a default VPC a rule that
// is not there is no error, only listed as unknown.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html
func revoked(call action, c model.Revoke, unknown []types.IpPermission) answer {
	if len(unknown) == 0 {
		return answer{}
	}
	return answer{refuse: model.Failure{
		Kind: model.FailedNotFound, Call: call, Resource: c.Group, Code: "UnknownIpPermissions",
		Message: "the group has no rule " + c.Rule.String(),
	}}
}

func setTag(c model.SetTag) sender {
	return func(ctx context.Context, api *ec2.Client, dry *bool, with func(*ec2.Options)) (answer, error) {
		_, err := api.CreateTags(ctx, &ec2.CreateTagsInput{
			Resources: []string{c.Group}, Tags: []types.Tag{{Key: &c.Key, Value: &c.New}}, DryRun: dry,
		}, with)
		return answer{}, err //nolint:wrapcheck // Send makes a Failure of it.
	}
}

// removeTag names the value too, so that a tag which somebody has set otherwise meanwhile stays.
func removeTag(c model.RemoveTag) sender {
	return func(ctx context.Context, api *ec2.Client, dry *bool, with func(*ec2.Options)) (answer, error) {
		_, err := api.DeleteTags(ctx, &ec2.DeleteTagsInput{
			Resources: []string{c.Group}, Tags: []types.Tag{{Key: &c.Key, Value: &c.Old}}, DryRun: dry,
		}, with)
		return answer{}, err //nolint:wrapcheck // Send makes a Failure of it.
	}
}

func deleteGroup(c model.DeleteGroup) sender {
	return func(ctx context.Context, api *ec2.Client, dry *bool, with func(*ec2.Options)) (answer, error) {
		_, err := api.DeleteSecurityGroup(ctx, &ec2.DeleteSecurityGroupInput{GroupId: &c.Group, DryRun: dry}, with)
		return answer{}, err //nolint:wrapcheck // Send makes a Failure of it.
	}
}
