package delimited

import (
	"bytes"
	"strings"
)

// Guess is how a table seems to be written.
type Guess struct {
	Dialect
	LineEnd byte // '\r' in texts of old Macs, '\n' otherwise
	Leading int  // lines before the first row: Excel's sep=; and comments that begin with #
}

// delimiters that are looked for, the most usual one first.
const delimiters = ",;\t|"

// Sniff looks at the start of a table with quotes, which is whole or may end amid a
// row. A delimiter that is said is not doubted.
//
// A list of links is a table of one column, see IsList; its dialect has no delimiter.
// A delimiter is the better one the more rows it splits into as many cells as
// most of them have, the first one too. Between equals the more usual one wins:
// it takes more than a semicolon in every caption to read commas as text.
func Sniff(start []byte, whole bool, said byte) Guess {
	lines, size, last := comments(start, lineEndOf(start))
	g := sniff(start[size:], whole, said)
	if lines > 0 && g.names(last, start[size:], whole) {
		lines--
	}
	g.Leading += lines
	return g
}

func sniff(start []byte, whole bool, said byte) Guess {
	g := Guess{Dialect: Dialect{Delimiter: ',', Quotes: true}, LineEnd: lineEndOf(start)}
	named, line := sepLine(start, g.LineEnd)
	if named != 0 {
		g.Leading, start = 1, start[line:]
	}
	switch {
	case said != 0:
		g.Delimiter = said
	case named != 0:
		g.Delimiter = named
	case isTornList(start, whole, g.LineEnd):
		g.Dialect = Dialect{}
		return g
	default:
		g.Delimiter = g.bestDelimiter(start, whole)
	}
	escaped := g.Dialect
	escaped.Escape = '\\'
	if bytes.Contains(start, []byte(`\"`)) && weigh(Rows(start, whole, g.LineEnd, escaped)).better(weigh(Rows(start, whole, g.LineEnd, g.Dialect))) {
		g.Dialect = escaped
	}
	return g
}

func (g Guess) bestDelimiter(start []byte, whole bool) byte {
	best, found := weight{}, g.Delimiter
	for _, delimiter := range []byte(delimiters) {
		rows := Rows(start, whole, g.LineEnd, Dialect{Delimiter: delimiter, Quotes: true})
		if w := weigh(rows); w.cells > 1 && w.better(best) {
			best, found = w, delimiter
		}
	}
	return found
}

// weight is what speaks for a dialect.
type weight struct {
	first int // cells of the first row
	cells int // cells of most rows
	good  int // rows of so many cells
}

// better says whether there is more for a dialect than for one that is more
// usual. A header that only one of them splits decides.
func (w weight) better(other weight) bool {
	if (w.first > 1) != (other.first > 1) {
		return w.first > 1
	}
	return w.good > other.good
}

func weigh(rows []Row) weight {
	count := map[int]int{}
	for _, row := range rows {
		if row.Clean {
			count[len(row.Fields)]++
		}
	}
	var w weight
	for cells, n := range count {
		if n > w.good || n == w.good && cells > w.cells {
			w.cells, w.good = cells, n
		}
	}
	if len(rows) > 0 {
		w.first = len(rows[0].Fields)
	}
	return w
}

// sepLine returns the delimiter that a first line such as sep=; names, as Excel
// reads and writes it, and the length of that line; 0 if there is none.
func sepLine(start []byte, end byte) (delimiter byte, length int) {
	line, _, _ := bytes.Cut(start, []byte{end})
	text := strings.Trim(string(bytes.TrimRight(line, "\r")), `"`)
	if len(text) != len("sep=")+1 || !strings.EqualFold(text[:4], "sep=") {
		return 0, 0
	}
	return text[4], min(len(line)+1, len(start))
}

// Row is a row at the start of a table.
type Row struct {
	Fields []string
	Clean  bool // its quotes are where they belong
}

// maxRows is how many rows are looked at.
const maxRows = 1000

// Rows splits the complete rows of a table's start, a thousand at most.
func Rows(start []byte, whole bool, end byte, d Dialect) []Row {
	var rows []Row
	s := NewSplitter(d)
	for len(start) > 0 && len(rows) < maxRows {
		i := bytes.IndexByte(start, end)
		if i < 0 && !whole {
			break
		}
		if i < 0 {
			i = len(start) - 1
		}
		line := start[:i+1]
		start = start[i+1:]
		if !s.Open() && len(TrimEnd(line)) == 0 {
			continue
		}
		fields, complete, err := s.Line(line)
		if complete {
			rows = append(rows, Row{Fields: append([]string(nil), fields...), Clean: err == nil && !s.tail})
		}
	}
	return rows
}
