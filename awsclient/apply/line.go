package apply

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/sgscope/sgscope/model"
)

// line is one line of a journal: a JSON object with exactly one of header, record and end, closed by
// a checksum of all that is before it, so that a torn or damaged line shows.
type line struct {
	N      int         `json:"n"` // counts from 0
	At     time.Time   `json:"at"`
	Header *wireHeader `json:"header,omitempty"`
	Record *wireRecord `json:"record,omitempty"`
	End    *wireEnd    `json:"end,omitempty"`
}

// sumKey opens the last member of every line; eight hexadecimal digits and sumEnd follow.
const (
	sumKey = `,"sum":"`
	sumEnd = `"}`
	sumLen = len(sumKey) + 8 + len(sumEnd)
)

var errTorn = errors.New("the line is torn or damaged")

// marshalLine gives the line with its checksum and its newline.
func marshalLine(l line) ([]byte, error) {
	text, err := marshal(l)
	if err != nil {
		return nil, err
	}
	return append(seal(bytes.TrimSuffix(text, []byte("}"))), '\n'), nil
}

// seal closes a JSON object, given without its last brace, with the checksum as its last member.
func seal(body []byte) []byte {
	return fmt.Appendf(bytes.Clone(body), `%s%08x%s`, sumKey, crc32.ChecksumIEEE(body), sumEnd)
}

// unmarshalLine reads a line without its newline. errTorn says that it is not whole.
func unmarshalLine(text []byte) (line, error) {
	at := len(text) - sumLen
	if at < 0 || !bytes.Equal(seal(text[:at]), text) {
		return line{}, errTorn
	}
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return line{}, fmt.Errorf("read the line: %w", err)
	}
	return l, nil
}

// marshal gives JSON in which nothing can act on a terminal or hide there: such characters of AWS's
// texts are written as \uXXXX, which readers of JSON turn back.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("write JSON: %w", err)
	}
	text := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		switch {
		case r < 0x7f || !model.Hidden(r):
			out = append(out, text[:n]...)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, hi, lo)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		text = text[n:]
	}
	return out, nil
}
