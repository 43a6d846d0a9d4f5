package apply_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

// oracle is a Cloud that can decode; everything else is the world's.
type oracle struct {
	*world
	text string
	err  error
	read []string
}

func (o *oracle) DecodeDenial(_ context.Context, encoded string) (string, error) {
	o.read = append(o.read, encoded)
	return o.text, o.err
}

func TestDecodedDenials(t *testing.T) {
	const head = "You are not authorized to perform this operation. "
	const deny = `{"allowed":false,"explicitDeny":true,"matchedStatements":{"items":[{"statementId":"NoGroups","effect":"DENY"}]},` +
		`"context":{"action":"ec2:CreateSecurityGroup","resource":"arn:aws:ec2:us-east-1:1:vpc/vpc-1"}}`
	const none = `{"allowed":false,"explicitDeny":false,"matchedStatements":{"items":[]},"context":{"action":"ec2:CreateTags"}}`
	for _, tt := range []struct {
		name, message, decoded string
		err                    error
		want                   string
	}{
		{
			"an explicit deny", head + "Encoded authorization failure message: abc-1", deny, nil,
			head + "Decoded: explicit deny in the statement NoGroups of ec2:CreateSecurityGroup on arn:aws:ec2:us-east-1:1:vpc/vpc-1",
		},
		{
			"nothing allows", head + "Encoded authorization failure message: abc-1", none, nil,
			head + "Decoded: no policy allows ec2:CreateTags",
		},
		{"may not decode", head + "Encoded authorization failure message: abc-1", "", errors.New("denied"), strings.TrimSpace(head)},
		{"decoded to nonsense", head + "Encoded authorization failure message: abc-1", "[]", nil, strings.TrimSpace(head)},
		{"nothing encoded", head, deny, nil, head},
		{"encoded and empty", head + "Encoded authorization failure message:", deny, nil, head + "Encoded authorization failure message:"},
	} {
		o := &oracle{world: newWorld(t), text: tt.decoded, err: tt.err}
		f := apply.Explained(t.Context(), o, model.Failure{Kind: model.FailedDenied, Message: tt.message})
		if f.Message != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, f.Message, tt.want)
		}
		if strings.Contains(f.Message, "abc-1") {
			t.Errorf("%s: the encoded text stays", tt.name)
		}
	}
}

// FuzzDecoded reads whatever STS or a denial may say.
func FuzzDecoded(f *testing.F) {
	f.Add("You are not authorized. Encoded authorization failure message: abc", `{"context":{"action":"ec2:X"}}`)
	f.Add("Encoded authorization failure message:", "[]")
	f.Add("", `{"explicitDeny":true,"matchedStatements":{"items":[{"statementId":"\u001b[2J"}]},"context":{"action":"a"}}`)
	f.Fuzz(func(t *testing.T, message, decoded string) {
		o := &oracle{world: newWorld(t), text: decoded}
		got := apply.Explained(t.Context(), o, model.Failure{Kind: model.FailedDenied, Message: message})
		if got.Kind != model.FailedDenied {
			t.Errorf("a denial became %v", got.Kind)
		}
	})
}
