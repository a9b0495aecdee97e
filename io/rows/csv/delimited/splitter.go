package delimited

import (
	"bytes"
	"fmt"
	"strings"
)

// MaxFields is how many cells of a row are told apart. What has more is no table.
const MaxFields = 10_000

// Dialect is how a table is written.
type Dialect struct {
	Delimiter byte // 0 = a line is one cell
	Quotes    bool // cells may be quoted, and then hold delimiters, line ends and doubled quotes
	Escape    byte // what stands before a quote within a quoted cell instead of a second quote; 0 = nothing does
}

// Splitter splits rows, line by line.
type Splitter struct {
	dialect Dialect
	fields  []string

	// Of a row with quotes:
	cells []byte // one behind the other
	ends  []int
	open  bool // the last cell's quote is
	lines int
	tail  bool // something follows a closing quote
}

// NewSplitter returns a Splitter for tables of a dialect.
func NewSplitter(d Dialect) *Splitter { return &Splitter{dialect: d} }

// Line takes the next line with its end. It returns a row's cells once the row is
// complete, which are good until the next call. A row whose quoted cell spans
// lines and then does not end with its quote is an error: most likely the quote was
// never meant to open a cell, and the lines are rows of their own.
func (s *Splitter) Line(line []byte) (fields []string, complete bool, err error) {
	if s.isPlain(line) {
		s.tail = false
		return s.plain(string(TrimEnd(line))), true, nil
	}
	s.take(line)
	switch {
	case s.open:
		return nil, false, nil
	case s.tail && s.lines > 1:
		return nil, true, fmt.Errorf("a quote opens a cell of %d lines, and text follows the quote that closes it", s.lines)
	}
	return s.cut(), true, nil
}

// Skip takes the next line, as Line does, of a row that nobody needs.
func (s *Splitter) Skip(line []byte) (complete bool) {
	if !s.isPlain(line) {
		s.take(line)
	}
	return !s.open
}

func (s *Splitter) isPlain(line []byte) bool {
	return !s.open && (!s.dialect.Quotes || bytes.IndexByte(line, '"') < 0)
}

// take splits a line of a row with quotes.
func (s *Splitter) take(line []byte) {
	if !s.open {
		s.cells, s.ends, s.lines, s.tail = s.cells[:0], s.ends[:0], 0, false
	}
	s.lines++
	text := TrimEnd(line)
	s.quoted(text, inCell(line[len(text):]))
}

// TrimEnd returns a line without its end.
func TrimEnd(line []byte) []byte {
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return line
}

// Open says whether a row has begun that is not complete: a quote is open.
func (s *Splitter) Open() bool { return s.open }

// plain splits a row without quotes.
func (s *Splitter) plain(text string) []string {
	s.fields = s.fields[:0]
	for s.dialect.Delimiter != 0 && len(s.fields) < MaxFields {
		i := strings.IndexByte(text, s.dialect.Delimiter)
		if i < 0 {
			break
		}
		s.fields = append(s.fields, text[:i])
		text = text[i+1:]
	}
	s.fields = append(s.fields, text)
	return s.fields
}

// quoted takes a line of a row with quotes.
func (s *Splitter) quoted(text, end []byte) {
	for {
		if !s.open && len(text) > 0 && text[0] == '"' {
			s.open, text = true, text[1:]
		}
		if s.open {
			if text = s.inQuotes(text, end); s.open {
				return
			}
		}
		i := bytes.IndexByte(text, s.dialect.Delimiter)
		if i < 0 || len(s.ends) == MaxFields {
			s.endCell(text)
			return
		}
		s.endCell(text[:i])
		text = text[i+1:]
	}
}

// inQuotes takes a cell up to its closing quote, and returns what follows.
func (s *Splitter) inQuotes(text, end []byte) []byte {
	for {
		i := s.special(text)
		if i < 0 {
			s.cells = append(append(s.cells, text...), end...)
			return nil
		}
		s.cells = append(s.cells, text[:i]...)
		c, rest := text[i], text[i+1:]
		switch {
		case len(rest) > 0 && (c == s.dialect.Escape && isEscaped(rest[0], c) || c == '"' && rest[0] == '"'):
			s.cells = append(s.cells, rest[0])
			text = rest[1:]
		case c == '"':
			s.open = false
			s.tail = s.tail || len(rest) > 0 && rest[0] != s.dialect.Delimiter
			return rest
		default: // a backslash is itself before anything else
			s.cells = append(s.cells, c)
			text = rest
		}
	}
}

func isEscaped(c, escape byte) bool { return c == '"' || c == escape }

// special returns the place of the next character that means something in quotes.
func (s *Splitter) special(text []byte) int {
	i := bytes.IndexByte(text, '"')
	if s.dialect.Escape == 0 {
		return i
	}
	before := text
	if i >= 0 {
		before = text[:i]
	}
	if j := bytes.IndexByte(before, s.dialect.Escape); j >= 0 {
		return j
	}
	return i
}

func (s *Splitter) endCell(text []byte) {
	s.cells = append(s.cells, text...)
	s.ends = append(s.ends, len(s.cells))
}

// cut returns the cells, of which one string holds all.
func (s *Splitter) cut() []string {
	s.fields = s.fields[:0]
	all, start := string(s.cells), 0
	for _, end := range s.ends {
		s.fields = append(s.fields, all[start:end])
		start = end
	}
	return s.fields
}

// inCell returns what the end of a line is within a cell: "\n" for any.
func inCell(end []byte) []byte {
	switch text, crlf := bytes.CutSuffix(end, []byte("\r\n")); {
	case crlf:
		return append(bytes.Clone(text), '\n')
	case len(end) == 0:
		return nil
	default:
		return append(bytes.Clone(end[:len(end)-1]), '\n')
	}
}
