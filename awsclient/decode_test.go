package awsclient_test

import (
	"net/http"
	"testing"
)

func TestDecodeDenial(t *testing.T) {
	c, w := open(t)
	w.instead = func(s sent) *http.Response {
		if s.action != "sts:DecodeAuthorizationMessage" || s.form.Get("EncodedMessage") != "abc" {
			return nil
		}
		return reply(200, `<DecodeAuthorizationMessageResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">`+
			`<DecodeAuthorizationMessageResult><DecodedMessage>{"allowed":false}</DecodedMessage></DecodeAuthorizationMessageResult>`+
			`</DecodeAuthorizationMessageResponse>`)
	}
	if text, err := c.DecodeDenial(t.Context(), "abc"); err != nil || text != `{"allowed":false}` {
		t.Errorf("%q, %v", text, err)
	}
}
