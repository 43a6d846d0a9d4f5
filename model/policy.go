package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Policy is an IAM policy as far as it decides who may do what.
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
type Policy struct{ Statements []PolicyStatement }

// PolicyStatement is one statement. Of Actions and NotActions one is given, as of Resources and
// NotResources; all of them are patterns. It holds if all of the conditions do.
type PolicyStatement struct {
	ID                      string
	Denies                  bool
	Actions, NotActions     []string
	Resources, NotResources []string
	Conditions              []PolicyCondition // in order of operator and key
}

// PolicyCondition compares one key with values, any of which will do for most operators.
type PolicyCondition struct {
	Operator, Key string
	Values        []string
}

// ParsePolicy reads a policy's document: JSON, or JSON that is URL-encoded as IAM's API gives it.
func ParsePolicy(document string) (Policy, error) {
	text := strings.TrimSpace(document)
	if !strings.HasPrefix(text, "{") {
		plain, err := url.PathUnescape(text)
		if err != nil {
			return Policy{}, fmt.Errorf("decode the policy: %w", err)
		}
		text = plain
	}
	var doc struct {
		Statement oneOrMore[statementDocument]
	}
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		return Policy{}, fmt.Errorf("read the policy: %w", err)
	}
	var out Policy
	for _, s := range doc.Statement {
		st, err := s.statement()
		if err != nil {
			return Policy{}, fmt.Errorf("read statement %q of the policy: %w", s.Sid, err)
		}
		out.Statements = append(out.Statements, st)
	}
	return out, nil
}

// oneOrMore is a list, or its only member without one.
type oneOrMore[T any] []T

// UnmarshalJSON reads either form.
func (l *oneOrMore[T]) UnmarshalJSON(b []byte) error {
	if strings.HasPrefix(strings.TrimSpace(string(b)), "[") {
		return json.Unmarshal(b, (*[]T)(l)) //nolint:wrapcheck // ParsePolicy wraps it.
	}
	var one T
	if err := json.Unmarshal(b, &one); err != nil {
		return err //nolint:wrapcheck // ParsePolicy wraps it.
	}
	*l = oneOrMore[T]{one}
	return nil
}

type statementDocument struct {
	Sid, Effect           string
	Action, NotAction     oneOrMore[string]
	Resource, NotResource oneOrMore[string]
	Condition             map[string]map[string]oneOrMore[any]
}

func (d statementDocument) statement() (PolicyStatement, error) {
	out := PolicyStatement{
		ID: d.Sid, Actions: d.Action, NotActions: d.NotAction, Resources: d.Resource, NotResources: d.NotResource,
	}
	switch d.Effect {
	case "Allow":
	case "Deny":
		out.Denies = true
	default:
		return out, fmt.Errorf("its effect is %q, neither Allow nor Deny", d.Effect)
	}
	if len(out.Actions)+len(out.NotActions) == 0 {
		return out, errors.New("it names no action")
	}
	for operator, keys := range d.Condition {
		for key, values := range keys {
			c := PolicyCondition{Operator: operator, Key: key}
			for _, v := range values {
				c.Values = append(c.Values, fmt.Sprint(v)) // "true" and true, "5" and 5 are the same to IAM
			}
			out.Conditions = append(out.Conditions, c)
		}
	}
	slices.SortFunc(out.Conditions, func(a, b PolicyCondition) int {
		return strings.Compare(a.Operator+" "+a.Key, b.Operator+" "+b.Key)
	})
	return out, nil
}
