package input

import "github.com/beamcrop/beamcrop/io/table"

// MaxRow is how long a row of text, or a cell of Parquet, may be, in bytes. A quote
// that never closes, or a file without line ends, must not fill the memory.
const MaxRow = 16 << 20

// Format is an input format. What its functions return as errors is the file's fault,
// unless it is an *OtherError.
type Format struct {
	Name    string   // as --input_format has it
	Endings []string // of file names, in lower case, before that of a packing
	// Family is a name that formats share if their files may have the same kept
	// columns; Unify gets the files of all of them.
	Family string
	// Untyped says that only all rows of all files together tell which columns there
	// are and of which types, and that a column may mix them.
	Untyped bool

	// Open reads what names a file's columns.
	Open func(f File, cols table.Columns) (Reader, error)
	// Columns returns a file's columns, for choosing among them; of an untyped format,
	// those of the first rows. Of cols only how text is written counts.
	Columns func(f File, cols table.Columns) ([]table.Column, error)
	// Style says in a few words how a file is written where that is not the usual way;
	// nil where there is nothing to say.
	Style func(f File, cols table.Columns) (string, error)
	// Unify gives the files of one dataset, as their inspections found them, the same
	// kept columns, each of a type that holds all files' values; keep are those that
	// are named. What a file lacks is null there.
	Unify func(infos []*table.Info, names, keep []string) error

	// Starts recognises a file by its first bytes, SniffSize at most; nil for text.
	Starts func(start []byte) bool
	// Sniff recognises text by its start; nil for other formats. An error says that the
	// file is of no format.
	Sniff func(start Start) (bool, error)
}

// SniffSize is how many bytes of a file a Format may ask for to recognise it.
const SniffSize = 512

// Start is how a text starts, in UTF-8.
type Start struct {
	Head  []byte // some kilobytes
	Whole bool   // the head is all of it
	Line  []byte // its first line that is neither empty nor, if there are others, a comment
}
