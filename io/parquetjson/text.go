package parquetjson

import (
	"slices"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// isElementName tells whether a repeated group of this name is a list's element
// and not the wrapper around it.
func isElementName(name string) bool {
	const suffix = "_tuple"
	return name == "array" || len(name) > len(suffix) && name[len(name)-len(suffix):] == suffix
}

// AppendString appends s as a JSON string. Bytes that are not UTF-8 become
// U+FFFD. The line separators U+2028 and U+2029 are escaped so that a line stays
// one line for readers that split at them; HTML's characters are left alone.
func AppendString[T string | []byte](dst []byte, s T) []byte {
	dst = append(slices.Grow(dst, len(s)+2), '"')
	start := 0
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' {
				i++
				continue
			}
			dst = appendEscape(append(dst, s[start:i]...), c)
			i++
			start = i
			continue
		}
		r, n := utf8.DecodeRuneInString(string(s[i:min(len(s), i+utf8.UTFMax)]))
		if escaped := escapeOf(r, n); escaped != "" {
			dst = append(append(dst, s[start:i]...), escaped...)
			start = i + n
		}
		i += n
	}
	return append(append(dst, s[start:]...), '"')
}

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	default:
		return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
	}
}

// escapeOf returns what stands for a rune of n bytes, "" if it is itself.
func escapeOf(r rune, n int) string {
	switch {
	case r == utf8.RuneError && n == 1:
		return "\uFFFD"
	case r == '\u2028':
		return `\u2028`
	case r == '\u2029':
		return `\u2029`
	}
	return ""
}
