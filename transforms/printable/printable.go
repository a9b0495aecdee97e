// Package printable makes text that others wrote, such as the name of a file or a
// column, safe to show: on a terminal, where an escape character begins a command,
// and in Markdown, where a backtick ends a code span.
//
// It is pure and imports the standard library only.
package printable

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line returns text as one line, with a Go escape in place of each control
// character, such as \x1b, of each invisible one and each byte that is no UTF-8.
func Line(text string) string {
	if clean(text) {
		return text
	}
	var line strings.Builder
	for i := 0; i < len(text); {
		r, width := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && width == 1:
			fmt.Fprintf(&line, `\x%02x`, text[i])
		case unicode.IsGraphic(r):
			line.WriteRune(r)
		default:
			line.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		}
		i += width
	}
	return line.String()
}

func clean(text string) bool {
	return utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) }) < 0
}

// Code returns text as code in Markdown that a table's cell may hold: a code span,
// or where the text might end that, an element whose punctuation is escaped.
func Code(text string) string {
	text = Line(text)
	switch {
	case text == "":
		return ""
	case !strings.ContainsAny(text, "`|\\"):
		return "`" + text + "`"
	}
	var code strings.Builder
	code.WriteString("<code>")
	for _, r := range text {
		if r < utf8.RuneSelf && (unicode.IsPunct(r) || unicode.IsSymbol(r)) {
			fmt.Fprintf(&code, "&#%d;", r)
			continue
		}
		code.WriteRune(r)
	}
	code.WriteString("</code>")
	return code.String()
}
