package dryrun

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/beamcrop/beamcrop/transforms/printable"
)

// textWidth is how many columns of a terminal the text fits into.
const textWidth = 100

// page is text in two columns: what, and what about it.
type page struct{ text strings.Builder }

// line writes a line, as far as it fits.
func (p *page) line(what, format string, args ...any) {
	p.text.WriteString(fit(printable.Line(fmt.Sprintf("%-12s"+format, append([]any{what}, args...)...)), textWidth))
	p.text.WriteByte('\n')
}

// wrapped writes text over as many lines as it takes.
func (p *page) wrapped(what, text string) {
	const room = textWidth - 12
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+1+len(word) > room {
			p.line(what, "%s", line)
			what, line = "", ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	p.line(what, "%s", line)
}

// clean is text from a dataset as a terminal may show it.
func clean(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)), " ")
}

// fit cuts text to a width in columns, in which letters beyond the Latin, Greek
// and Cyrillic ones, and the like, may take two.
func fit(text string, width int) string {
	text = strings.TrimRight(text, " ")
	used, cut := 0, len(text)
	for i, r := range text {
		if used <= width-3 {
			cut = i
		}
		used++
		if r >= 0x1100 {
			used++
		}
	}
	if used <= width {
		return text
	}
	return text[:cut] + "..."
}
