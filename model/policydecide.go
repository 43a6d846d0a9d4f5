package model

import (
	"slices"
	"strings"
)

// PolicyAsk is one question to the policies of a role: may it do this, to this resource? Tags are those of
// the resource; of all other keys of a condition nothing is known.
type PolicyAsk struct {
	Action   string // "ec2:CreateNetworkInterface"
	Resource string // an ARN; a part of it that is not known is empty
	Tags     Tags
}

// Decide gives what policies say together: Allowed if a statement surely allows it and none may deny it,
// Blocked if one surely denies it or none can allow it, Unknown where that depends on what is not known.
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
func (q PolicyAsk) Decide(policies ...Policy) Verdict {
	allowed, denied := no, no
	for _, p := range policies {
		for _, s := range p.Statements {
			if s.Denies {
				denied = denied.or(q.fits(s))
			} else {
				allowed = allowed.or(q.fits(s))
			}
		}
	}
	switch {
	case denied == yes, allowed == no:
		return Blocked
	case allowed == yes && denied == no:
		return Allowed
	}
	return Unknown
}

// truth is a truth value of three: whether something holds may depend on what is not known.
type truth uint8

const (
	no truth = iota
	perhaps
	yes
)

func (t truth) or(u truth) truth  { return max(t, u) }
func (t truth) and(u truth) truth { return min(t, u) }
func (t truth) not() truth        { return yes - t }

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// fits says whether the statement speaks of the question.
func (q PolicyAsk) fits(s PolicyStatement) truth {
	out := no
	for _, p := range s.Actions {
		out = out.or(truthOf(wild(strings.ToLower(p), strings.ToLower(q.Action))))
	}
	if len(s.NotActions) > 0 {
		out = yes
		for _, p := range s.NotActions {
			out = out.and(truthOf(wild(strings.ToLower(p), strings.ToLower(q.Action))).not())
		}
	}
	resource := no
	for _, p := range s.Resources {
		resource = resource.or(resourceFits(p, q.Resource))
	}
	if len(s.NotResources) > 0 {
		resource = yes
		for _, p := range s.NotResources {
			resource = resource.and(resourceFits(p, q.Resource).not())
		}
	}
	out = out.and(resource)
	for _, c := range s.Conditions {
		out = out.and(q.holds(c))
	}
	return out
}

// resourceFits compares an ARN with a pattern, part by part. IAM takes a part that the pattern lacks for "*".
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
func resourceFits(pattern, arn string) truth {
	if strings.Contains(pattern, "${") {
		return perhaps // a variable, of which nothing is known
	}
	want, have := strings.SplitN(pattern, ":", 6), strings.SplitN(arn, ":", 6)
	if pattern == "*" {
		return yes
	}
	out := yes
	for i := range have {
		switch {
		case i >= len(want), wild(want[i], have[i]):
		case have[i] == "":
			out = out.and(perhaps)
		default:
			return no
		}
	}
	return out
}

// wild reports whether a text fits a pattern, in which * stands for anything and ? for one character.
func wild(pattern, text string) bool {
	head, rest, starred := strings.Cut(pattern, "*")
	if len(text) < len(head) || !sameButMarks(head, text[:len(head)]) {
		return false
	}
	text = text[len(head):]
	if !starred {
		return text == ""
	}
	for i := 0; i <= len(text); i++ {
		if wild(rest, text[i:]) {
			return true
		}
	}
	return false
}

func sameButMarks(pattern, text string) bool {
	for i := range len(pattern) {
		if pattern[i] != '?' && pattern[i] != text[i] {
			return false
		}
	}
	return true
}

// holds says whether a condition does, of which only the resource's tags are known.
func (q PolicyAsk) holds(c PolicyCondition) truth {
	key := tagKeyOf(c.Key)
	if key == "" {
		return perhaps
	}
	have, there := q.Tags.Get(key)
	operator, ifExists := strings.CutSuffix(c.Operator, "IfExists")
	if ifExists && !there {
		return yes
	}
	var same func(want string) bool
	switch strings.TrimPrefix(strings.ToLower(operator), "stringnot") {
	case "null":
		// "true" asks that the tag is not there.
		return truthOf(slices.ContainsFunc(c.Values, func(v string) bool { return (v == "true") != there }))
	case "stringequals", "equals":
		same = func(want string) bool { return want == have }
	case "stringequalsignorecase", "equalsignorecase":
		same = func(want string) bool { return strings.EqualFold(want, have) }
	case "stringlike", "like":
		same = func(want string) bool { return wild(want, have) }
	default:
		return perhaps // of sets (ForAnyValue, ForAllValues), of ARNs, of numbers: not of a tag's text
	}
	if slices.ContainsFunc(c.Values, func(v string) bool { return strings.Contains(v, "${") }) {
		return perhaps
	}
	found := there && slices.ContainsFunc(c.Values, same)
	if strings.HasPrefix(strings.ToLower(operator), "stringnot") {
		return truthOf(!found) // a key that is not there is not equal to anything
	}
	return truthOf(found)
}

// tagKeyOf gives the tag that a condition's key is about; "" if it is about something else. Keys of
// conditions are alike in upper and lower case, those of tags are not.
func tagKeyOf(key string) string {
	for _, start := range []string{"aws:resourcetag/", "ec2:resourcetag/"} {
		if len(key) > len(start) && strings.EqualFold(key[:len(start)], start) {
			return key[len(start):]
		}
	}
	return ""
}
