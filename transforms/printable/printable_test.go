package printable

import (
	"html"
	"strings"
	"testing"
	"unicode"
)

func TestLine(t *testing.T) {
	for text, want := range map[string]string{
		"faces.parquet":        "faces.parquet",
		"Gesichter für 顔.csv":  "Gesichter für 顔.csv",
		"two\u00a0words\u3000": "two\u00a0words\u3000",
		"\x1b[2Jgone":          `\x1b[2Jgone`,
		"a\nb\tc\r":            `a\nb\tc\r`,
		"csv.\u202egpj":        `csv.\u202egpj`,
		"c1 \u009b31m":         `c1 \u009b31m`,
		"latin \xe9 \xff":      `latin \xe9 \xff`,
		"it's \ufffd":          "it's \ufffd",
		"\U000e0001tag":        `\U000e0001tag`,
	} {
		if got := Line(text); got != want {
			t.Errorf("Line(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestCode(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "",
		"a_b*c <i> & d":    "`a_b*c <i> & d`",
		"a`<img>`|b":       "<code>a&#96;&#60;img&#62;&#96;&#124;b</code>",
		"\x1b[0m":          "<code>&#92;x1b&#91;0m</code>",
		"C:\\x":            "<code>C&#58;&#92;x</code>",
		"a\n\n# a heading": "<code>a&#92;n&#92;n&#35; a heading</code>",
	} {
		if got := Code(text); got != want {
			t.Errorf("Code(%q) = %q, want %q", text, got, want)
		}
	}
}

// Whatever the text, Line gives graphic characters only, and Code no character that
// ends a code span, a table's cell or a line.
func FuzzCode(f *testing.F) {
	for _, seed := range []string{"", "`", "``|", "a\x1b]0;x\a", "\xff\\|`", "</code><script>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		line := Line(text)
		if strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsGraphic(r) }) || Line(line) != line {
			t.Errorf("Line(%q) = %q", text, line)
		}
		code := Code(text)
		if span, is := strings.CutPrefix(code, "`"); is {
			if span, is = strings.CutSuffix(span, "`"); !is || span != line || strings.ContainsAny(span, "`|\\") {
				t.Errorf("Code(%q) = %q", text, code)
			}
			return
		}
		inner := strings.TrimSuffix(strings.TrimPrefix(code, "<code>"), "</code>")
		if strings.ContainsAny(inner, "`|\\<>*_[]") || html.UnescapeString(inner) != line {
			t.Errorf("Code(%q) = %q", text, code)
		}
	})
}
