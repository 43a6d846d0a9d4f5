package sandbox

import (
	"encoding/base64"
	"encoding/json"
	"strings"
)

// runSTS answers who the caller is, and what a refusal meant.
//
// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
func (c *call) runSTS() error {
	switch c.action {
	case "GetCallerIdentity":
		c.x.in("GetCallerIdentityResult", func() {
			c.x.text("Arn", c.callerARN)
			c.x.text("UserId", c.callerID)
			c.x.text("Account", c.account)
		})
		return nil
	case "DecodeAuthorizationMessage":
		text, err := decodeDenial(c.q.get("EncodedMessage"))
		if err != nil {
			return err
		}
		c.x.in("DecodeAuthorizationMessageResult", func() { c.x.text("DecodedMessage", text) })
		return nil
	}
	return refuse("InvalidAction", "Could not find operation %s for version 2011-06-15", c.action)
}

// denial is the part of a decoded authorization message that says something here.
//
// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
type denial struct {
	Allowed           bool            `json:"allowed"`
	ExplicitDeny      bool            `json:"explicitDeny"`
	MatchedStatements denialStatement `json:"matchedStatements"`
	Failures          denialStatement `json:"failures"`
	Context           denialContext   `json:"context"`
}

type denialStatement struct {
	Items []string `json:"items"`
}

type denialContext struct {
	Principal struct {
		ID  string `json:"id,omitempty"`
		ARN string `json:"arn"`
	} `json:"principal"`
	Action   string `json:"action"`
	Resource string `json:"resource"`
}

const denialMark = "sandbox-denial:"

// encodeDenial makes an encoded message; AWS's is encrypted, this one only looks opaque.
func encodeDenial(action, caller, because string) string {
	d := denial{
		MatchedStatements: denialStatement{Items: []string{}}, Failures: denialStatement{Items: []string{}},
		Context: denialContext{Action: action, Resource: "*"},
	}
	d.ExplicitDeny = strings.Contains(because, "explicit deny")
	d.Context.Principal.ARN = caller
	b, err := json.Marshal(d)
	if err != nil {
		panic("a denial is strings and bools, which always marshal: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(append([]byte(denialMark), b...))
}

func decodeDenial(s string) (string, error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	text, ok := strings.CutPrefix(string(b), denialMark)
	if err != nil || !ok {
		return "", refuse("InvalidAuthorizationMessageException", "Message is not valid")
	}
	return text, nil
}
