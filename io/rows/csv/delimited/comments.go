package delimited

import (
	"bytes"
	"slices"
	"strconv"
)

// comments finds the lines at the start of a text that begin with "#". It returns how
// many there are, how many bytes they have, and the last of them.
func comments(start []byte, end byte) (lines, size int, last []byte) {
	for {
		rest := start[size:]
		n := bytes.IndexByte(rest, end) + 1
		if n == 0 || len(TrimEnd(rest[:n])) > 0 && rest[0] != '#' {
			return lines, size, last
		}
		size += n
		if rest[0] == '#' {
			lines, last = lines+1, rest[:n]
		}
	}
}

// names says whether a line that begins with "#" is the header of the rows that follow:
// it has as many cells as they, of which the first row is none itself.
func (g Guess) names(line, rest []byte, whole bool) bool {
	header, rows := Rows(line, true, g.LineEnd, g.Dialect), Rows(rest, whole, g.LineEnd, g.Dialect)
	if len(header) == 0 || len(rows) == 0 {
		return len(rows) == 0 // a quote is open in a comment
	}
	cells := len(header[0].Fields)
	return cells > 1 && cells == len(rows[0].Fields) && !isHeader(rows[0].Fields)
}

// Table returns the start of a text behind the lines before the first row.
func (g Guess) Table(start []byte) []byte {
	for left := g.Leading; left > 0 && len(start) > 0; {
		n := bytes.IndexByte(start, g.LineEnd) + 1
		if n == 0 {
			return nil
		}
		if len(TrimEnd(start[:n])) > 0 {
			left--
		}
		start = start[n:]
	}
	return start
}

// isHeader says whether cells may be names of columns.
func isHeader(cells []string) bool {
	return !slices.ContainsFunc(cells, func(cell string) bool {
		_, err := strconv.ParseFloat(cell, 64)
		return cell == "" || err == nil || hasLink(cell)
	})
}

func lineEndOf(start []byte) byte {
	if bytes.IndexByte(start, '\n') < 0 && bytes.IndexByte(start, '\r') >= 0 {
		return '\r'
	}
	return '\n'
}
