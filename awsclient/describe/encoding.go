package describe

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// decode gives a file's text as UTF-8 without a byte order mark. UTF-16 is what PowerShell's
// `aws … > file.json` writes.
func decode(data []byte) string {
	s := string(data)
	switch {
	case strings.HasPrefix(s, "\xef\xbb\xbf"):
		return s[3:]
	case strings.HasPrefix(s, "\xff\xfe"):
		return fromUTF16(data[2:], binary.LittleEndian)
	case strings.HasPrefix(s, "\xfe\xff"):
		return fromUTF16(data[2:], binary.BigEndian)
	}
	return s
}

func fromUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// looksLikeJSON reports whether the text begins as an object or a list does.
func looksLikeJSON(src string) bool {
	s := strings.TrimLeft(src, " \t\r\n")
	return strings.HasPrefix(s, "{") || strings.HasPrefix(s, "[")
}
