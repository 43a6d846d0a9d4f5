package emr

import (
	"fmt"

	"github.com/sgscope/sgscope/model"
)

// TagRule says what a Studio's service role makes of EMR's tag on something that the Studio uses.
type TagRule uint8

// TagUnknown is the zero value: the role was not read, or what it says depends on what is not known.
const (
	TagUnknown       TagRule = iota
	TagConditioned           // only what carries the tag may be used
	TagUnconditioned         // the tag does not matter
)

// String gives the rule in words.
func (r TagRule) String() string {
	names := [...]string{"unknown", "conditioned on the tag", "allowed without the tag"}
	if int(r) < len(names) {
		return names[r]
	}
	return names[0]
}

// The calls that a Studio's service role makes, and that AWS's example policy conditions on the tag.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-service-role.html
const (
	callMakeInterface = "ec2:CreateNetworkInterface"
	callMakeGroup     = "ec2:CreateSecurityGroup"
)

// TagRuleOf says what a role makes of the tag on a group, when it makes a Workspace's interface there; and why,
// as the end of a sentence about the role. What organisations forbid on top of it is not known here.
func TagRuleOf(s model.Snapshot, role string, g model.Group) (rule TagRule, why string) {
	return tagRuleFor(s, role, callMakeInterface, ec2Name(s, g.Region, g.Owner, "security-group/"+g.ID))
}

// ec2Name gives the ARN of something of EC2's, with nothing where a part is not known.
func ec2Name(s model.Snapshot, region, owner, thing string) string {
	partition := s.Origin().Partition
	if partition == "" {
		partition = "aws"
	}
	return "arn:" + partition + ":ec2:" + region + ":" + owner + ":" + thing
}

func tagRuleFor(s model.Snapshot, role, call, resource string) (rule TagRule, why string) {
	r, known := s.Role(role)
	reading := s.Reading(model.PartRoles, role)
	switch {
	case role == "":
		return TagUnknown, "which role it has was not read"
	case !known || !reading.Whole():
		if f := reading.Failure; f.Kind != model.NoFailure {
			return TagUnknown, "the role was not read (" + f.Kind.String() + ": " + f.Call + ")"
		}
		return TagUnknown, "the role was not read"
	}
	var policies []model.Policy
	for _, p := range r.Policies {
		parsed, err := model.ParsePolicy(p.Document)
		if err != nil {
			return TagUnknown, fmt.Sprintf("its policy %s was not understood", model.Printable(p.Name))
		}
		policies = append(policies, parsed)
	}
	ask := model.PolicyAsk{Action: call, Resource: resource}
	untagged := ask.Decide(policies...)
	ask.Tags = model.NewTags(model.EMRTag())
	tagged := ask.Decide(policies...)
	switch {
	case untagged == model.Blocked && tagged == model.Blocked:
		return TagUnknown, "it does not allow " + call + " at all, as far as its policies say"
	case untagged == model.Blocked:
		return TagConditioned, "it allows " + call + " only with the tag"
	// A boundary can only take away, so that it matters here and nowhere above.
	case untagged == model.Allowed && r.Boundary != "":
		return TagUnknown, "a permissions boundary, which was not read, bounds it"
	case untagged == model.Allowed:
		return TagUnconditioned, "it allows " + call + " without the tag"
	}
	return TagUnknown, "whether it allows " + call + " without the tag depends on more than was read"
}

// withoutTag ends a finding about a missing tag by what the Studio's service role makes of it.
func (a *Analysis) withoutTag(f model.Finding, studio string, rule TagRule, why string) model.Finding {
	st, _ := a.snap.Studio(studio)
	role := "the Studio's service role"
	if r, ok := a.snap.Role(st.ServiceRole); ok && r.Name != "" {
		role += " " + model.Printable(r.Name)
	}
	switch rule {
	case TagConditioned:
		f.Severity = model.Broken
		f.Reason += " Attaching fails: " + role + " was read, and " + why + "."
	case TagUnconditioned:
		f.Severity = model.Note
		f.Reason += " It does not matter now: " + role + " was read, and " + why + "."
	case TagUnknown:
		f.Reason += " Attaching fails if " + role + " asks for it; " + why + "."
	}
	return f
}
