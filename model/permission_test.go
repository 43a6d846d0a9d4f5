package model_test

import (
	"slices"
	"testing"

	"github.com/sgscope/sgscope/model"
)

func TestWhoDenies(t *testing.T) {
	const head = "User: arn:aws:iam::111122223333:user/op is not authorized to perform: ec2:CreateTags on resource: x "
	tests := []struct{ message, want string }{
		{head + "because no identity-based policy allows the ec2:CreateTags action", "allowed by no identity-based policy"},
		{head + "with an explicit deny in an identity-based policy", "denied by an identity-based policy"},
		{head + "with an explicit deny in a service control policy", "denied by a service control policy of the organization"},
		{head + "because no service control policy allows the action", "allowed by no service control policy of the organization"},
		{head + "with an explicit deny in a resource control policy", "denied by a resource control policy of the organization"},
		{head + "with an explicit deny in a permissions boundary", "denied by a permissions boundary"},
		{head + "because no permissions boundary allows the action", "allowed by no permissions boundary"},
		{head + "because no session policy allows the action", "allowed by no session policy"},
		{head + "with an explicit deny in a VPC endpoint policy", "denied by a VPC endpoint policy"},
		{head + "with an explicit deny in a resource-based policy", "denied by a resource-based policy"},
		{"You are not authorized to perform this operation. Encoded authorization failure message: x", "denied"},
		{"", "denied"},
	}
	for _, tt := range tests {
		d := model.DenialOf(tt.message)
		if got := d.String(); got != tt.want || d.Next("ec2:CreateTags") == "" {
			t.Errorf("%s: %q, want %q", tt.message, got, tt.want)
		}
	}
}

func TestMissingPermissionsAreNamedOnce(t *testing.T) {
	list := []model.Permission{
		{State: model.PermissionDenied, Missing: "ec2:B"},
		{State: model.PermissionGiven},
		{State: model.PermissionDenied, Missing: "ec2:A"},
		{State: model.PermissionDenied, Missing: "ec2:B"},
		{State: model.PermissionLater, Missing: "ec2:C"},
	}
	if got := model.MissingPermissions(list); !slices.Equal(got, []string{"ec2:B", "ec2:A"}) {
		t.Errorf("%v", got)
	}
}

func TestTagSet(t *testing.T) {
	for _, tags := range []model.Tags{
		nil, model.NewTags(model.Tag{Key: "a", Value: ""}),
		model.NewTags(model.Tag{Key: "k\"\n", Value: "v\x1b\u202e"}, model.Tag{Key: "b=", Value: `""`}, model.EMRTag()),
	} {
		set := model.TagSetOf(tags)
		if got := set.Tags(); !slices.Equal(got, tags) || model.TagSetOf(got) != set {
			t.Errorf("%q came back as %q", tags, got)
		}
	}
	if got := model.TagSet(`"a""b"x`).Tags(); len(got) != 1 {
		t.Errorf("of a broken text %q", got)
	}
}
