package model

// IAMRole is an IAM role with the policies that say what it may do.
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html
type IAMRole struct {
	ARN, Name, Account string
	Boundary           string // ARN of the policy that bounds its permissions; "" for none
	Policies           []RolePolicy
}

// RolePolicy is a policy of a role: one of its own, or one that is attached to it. It is comparable.
type RolePolicy struct {
	Name     string
	ARN      string // "" for a policy of the role's own
	Version  string // v1, v2, … of an attached policy
	Document string // JSON, as it was written; ParsePolicy reads it
}
