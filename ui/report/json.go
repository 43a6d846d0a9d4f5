package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"

	"github.com/sgscope/sgscope/model"
)

// Encode writes a document as indented JSON: <, > and & as they are, and every character that could
// act on a terminal or hide on it as \uXXXX, so that the text is exact and harmless.
func Encode(w io.Writer, document any) error {
	text, err := encode(document, "  ")
	if err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}

// compact gives JSON in one line. It is only for types of this package, which always encode.
func compact(v any) string {
	text, err := encode(v, "")
	if err != nil {
		panic(err) // unreachable: no channel, func or cyclic value is ever passed
	}
	return string(bytes.TrimSuffix(text, []byte("\n")))
}

func encode(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("encode JSON: %w", err)
	}
	return escape(b.Bytes()), nil
}

// escape writes hidden characters as \uXXXX. The only ones that stand outside of strings are the
// encoder's own line breaks; within strings it has escaped line breaks already.
func escape(text []byte) []byte {
	var out bytes.Buffer
	for _, r := range string(text) {
		switch {
		case r == '\n' || !model.Hidden(r):
			out.WriteRune(r)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.Bytes()
}
