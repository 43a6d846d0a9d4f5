package model

import "strings"

// PermissionState says what asking before the first write told of one step.
type PermissionState uint8

// The states. A step that rests on an earlier one cannot be asked for alone: its group is not there.
const (
	PermissionUnknown PermissionState = iota // it was asked, and the answer does not tell
	PermissionGiven
	PermissionDenied
	PermissionLater // the step rests on an earlier one
)

// String gives the word that people and JSON read.
func (s PermissionState) String() string {
	switch s {
	case PermissionUnknown:
		return "unknown"
	case PermissionGiven:
		return "given"
	case PermissionDenied:
		return "denied"
	case PermissionLater:
		return "cannot be asked yet"
	}
	return "unknown"
}

// Denier says what sort of policy denies a call.
type Denier uint8

// The sorts, as far as AWS's message tells. DenierUnknown is that it does not tell.
const (
	DenierUnknown Denier = iota
	DenierIdentity
	DenierResource
	DenierOrganization // a service control policy
	DenierOrgResource  // a resource control policy
	DenierBoundary
	DenierSession
	DenierEndpoint
)

// String gives the policy's name in words; "" if it is not known.
func (d Denier) String() string {
	switch d {
	case DenierUnknown:
		return ""
	case DenierIdentity:
		return "identity-based policy"
	case DenierResource:
		return "resource-based policy"
	case DenierOrganization:
		return "service control policy of the organization"
	case DenierOrgResource:
		return "resource control policy of the organization"
	case DenierBoundary:
		return "permissions boundary"
	case DenierSession:
		return "session policy"
	case DenierEndpoint:
		return "VPC endpoint policy"
	}
	return ""
}

// Denial is who denied a call: the sort of policy, and whether it denies by name or just does not allow.
type Denial struct {
	By       Denier
	Explicit bool
}

// DenialOf reads who denied a call from AWS's message, or from the decoded one.
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
func DenialOf(message string) Denial {
	m := strings.ToLower(message)
	kinds := []struct {
		by    Denier
		words string
	}{
		{DenierOrganization, "service control policy"},
		{DenierOrgResource, "resource control policy"},
		{DenierBoundary, "permissions boundary"},
		{DenierSession, "session policy"},
		{DenierEndpoint, "vpc endpoint policy"},
		{DenierResource, "resource-based policy"},
		{DenierIdentity, "identity-based policy"},
	}
	for _, k := range kinds {
		if strings.Contains(m, "explicit deny in a "+k.words) || strings.Contains(m, "explicit deny in an "+k.words) {
			return Denial{k.by, true}
		}
		if strings.Contains(m, "no "+k.words+" allows") {
			return Denial{k.by, false}
		}
	}
	return Denial{Explicit: strings.Contains(m, "explicit deny")}
}

// String gives a clause for sentences: "denied by a service control policy of the organization",
// "allowed by no identity-based policy"; "denied" if it is not known by what.
func (d Denial) String() string {
	article := "a "
	if d.By == DenierIdentity {
		article = "an "
	}
	switch {
	case d.By == DenierUnknown:
		return "denied"
	case d.Explicit:
		return "denied by " + article + d.By.String()
	}
	return "allowed by no " + d.By.String()
}

// Next says whom to ask, in one sentence; more policies in IAM do not help against the others.
func (d Denial) Next(action string) string {
	switch d.By {
	case DenierOrganization, DenierOrgResource:
		return "ask whoever runs the organization in AWS Organizations to allow " + action
	case DenierBoundary:
		return "ask an administrator to allow " + action + " in the permissions boundary of this user or role"
	case DenierSession:
		return "sign in again with a session whose policy allows " + action
	case DenierEndpoint:
		return "ask for " + action + " in the policy of the VPC endpoint that the call goes through"
	case DenierUnknown, DenierIdentity, DenierResource:
	}
	if d.Explicit {
		return "ask an administrator which policy denies " + action
	}
	return "ask for " + action + " (sgscope iam-policy --write prints the policy)"
}

// Permission is what asking before the first write told of one step of a plan.
type Permission struct {
	Step    int // index in the plan
	Change  Change
	State   PermissionState
	Missing string // the IAM action that is denied; "" otherwise
	Denial  Denial
	Failure Failure // the answer, where it was not a plain yes
	Why     string  // one sentence; "" for a plain yes
}

// MissingPermissions gives the IAM actions that are denied, each once, in the order of the steps.
func MissingPermissions(list []Permission) []string {
	var out []string
	for _, p := range list {
		if p.State == PermissionDenied {
			out = appendSet(out, p.Missing)
		}
	}
	return out
}
