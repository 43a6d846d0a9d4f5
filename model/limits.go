package model

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// EC2's limits for names and descriptions, in characters.
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
const (
	MaxGroupName       = 255
	MaxDescription     = 255
	nameCharacters     = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ._-:/()#,@[]+=&;{}!$*"
	nameCharactersText = "a-z A-Z 0-9 space . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *"
)

// CheckGroupName says why EC2 would refuse a group's name in a VPC; nil if it would not.
func CheckGroupName(s string) error {
	switch {
	case strings.TrimSpace(s) == "":
		return fmt.Errorf("a name is required")
	case strings.HasPrefix(strings.ToLower(s), "sg-"):
		return fmt.Errorf("a name cannot begin with sg-")
	case s != strings.TrimSpace(s):
		return fmt.Errorf("EC2 trims spaces at the ends: remove them")
	}
	return checkText(s, MaxGroupName)
}

// CheckGroupDescription says why EC2 would refuse a group's description; nil if it would not.
func CheckGroupDescription(s string) error {
	if strings.TrimSpace(s) == "" {
		return fmt.Errorf("a description is required")
	}
	return checkText(s, MaxDescription)
}

// CheckRuleDescription says why EC2 would refuse a rule's description; nil if it would not.
func CheckRuleDescription(s string) error { return checkText(s, MaxDescription) }

func checkText(s string, limit int) error {
	if n := utf8.RuneCountInString(s); n > limit {
		return fmt.Errorf("%d characters: at most %d are allowed", n, limit)
	}
	for _, r := range s {
		if !strings.ContainsRune(nameCharacters, r) {
			return fmt.Errorf("%q is not allowed: use %s", r, nameCharactersText)
		}
	}
	return nil
}
