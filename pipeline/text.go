package pipeline

import (
	"fmt"

	"github.com/beamcrop/beamcrop/io/charset"
	"github.com/beamcrop/beamcrop/io/rows"
)

// text returns how the options say that files of text are written, as columns that
// name none.
func (o Options) text() rows.Columns {
	c := rows.Columns{Header: o.Header, Delimiter: delimiterOf(o.Delimiter)}
	if o.Encoding != "" {
		c.Encoding, _ = charset.Canonical(o.Encoding) // Validate has checked it
	}
	return c
}

// delimiterOf returns the character that a delimiter's name means.
func delimiterOf(name string) string {
	switch name {
	case "tab", `\t`:
		return "\t"
	default:
		return name
	}
}

func (o *Options) checkDelimiter() error {
	if d := delimiterOf(o.Delimiter); len(d) > 1 || d != "" && (d[0] < ' ' && d != "\t" || d[0] > '~' || d == `"`) {
		return fmt.Errorf("must be one character of ASCII, or tab, not %q", o.Delimiter)
	}
	return nil
}

func (o *Options) checkEncoding() error {
	if o.Encoding == "" {
		return nil
	}
	if _, err := charset.Canonical(o.Encoding); err != nil {
		return fmt.Errorf("must be an encoding of text: %w", err)
	}
	return nil
}
