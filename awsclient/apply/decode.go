package apply

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// decoder is a Cloud that can have AWS decode what it says of a denial.
type decoder interface {
	DecodeDenial(ctx context.Context, encoded string) (string, error)
}

// explained puts in place of the encoded part of a denial what AWS says it means, if the caller may ask; the
// encoded part, which nobody can read, goes in any case.
func (a *Applier) explained(ctx context.Context, f model.Failure) model.Failure {
	words, encoded := cutEncoded(f.Message)
	if f.Kind != model.FailedDenied || encoded == "" {
		return f
	}
	f.Message = words
	d, ok := a.cloud.(decoder)
	if !ok {
		return f
	}
	text, err := d.DecodeDenial(ctx, encoded)
	if err != nil {
		return f // without the permission to decode, the words of the message are all there is
	}
	if said := decodedWords(text); said != "" {
		f.Message = strings.TrimSuffix(strings.TrimSpace(words), ".") + ". Decoded: " + said
	}
	return f
}

// cutEncoded parts the words of a denial from the encoded message at their end.
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
func cutEncoded(message string) (words, encoded string) {
	const mark = "Encoded authorization failure message:"
	before, after, found := strings.Cut(message, mark)
	if !found {
		return message, ""
	}
	fields := strings.Fields(after)
	if len(fields) == 0 {
		return strings.TrimSpace(before), ""
	}
	return strings.TrimSpace(before), fields[0]
}

// decodedWords says what a decoded message tells of a denial; "" if it tells nothing.
// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
func decodedWords(text string) string {
	var doc struct {
		Allowed           bool `json:"allowed"`
		ExplicitDeny      bool `json:"explicitDeny"`
		MatchedStatements struct {
			Items []struct {
				StatementID string `json:"statementId"`
				Effect      string `json:"effect"`
			} `json:"items"`
		} `json:"matchedStatements"`
		Context struct {
			Action   string `json:"action"`
			Resource string `json:"resource"`
		} `json:"context"`
	}
	if json.Unmarshal([]byte(text), &doc) != nil || doc.Context.Action == "" {
		return ""
	}
	about := doc.Context.Action
	if doc.Context.Resource != "" {
		about += " on " + doc.Context.Resource
	}
	if !doc.ExplicitDeny {
		return "no policy allows " + about
	}
	var ids []string
	for _, s := range doc.MatchedStatements.Items {
		if s.StatementID != "" && !strings.EqualFold(s.Effect, "ALLOW") {
			ids = append(ids, s.StatementID)
		}
	}
	by := "a policy"
	if len(ids) > 0 {
		by = "the statement " + strings.Join(ids, ", ")
	}
	return "explicit deny in " + by + " of " + about
}
