package rows

import "github.com/parquet-go/parquet-go"

// Columns says which columns of a dataset mean what. Names are matched exactly;
// those of URL, Box, Caption and Also may be paths into a nested column of
// Parquet or JSON Lines, such as objects.bbox, unless a column is called just so.
type Columns struct {
	URL     string   // the link or links: text, or a list of texts; "" = they are not read, which Inspect refuses
	Box     string   // the box or boxes: text, or lists or structs of numbers; "" = the dataset has none
	Caption string   // the caption: text, or a list of texts; "" = the dataset has none
	KeepAll bool     // keep every column but the three above
	Keep    []string // keep these columns; the three above may be among them
	Also    []string // further columns to read, by name; they are kept or not as if they were not here
	// Partial says that a file may lack any of these columns but URL, since another
	// file of its dataset has them. They are null there; see CheckColumns.
	Partial bool
	// Header says whether the first row of CSV and TSV names the columns: HeaderYes,
	// HeaderNo, or HeaderAuto, which is also "". Without, they are column1, column2...
	Header string
	// Delimiter is what stands between the cells of CSV; "" = it is found in each file.
	Delimiter string
	// Encoding is that of text, by its canonical name of package charset; "" = it is
	// found in each file.
	Encoding string
}

// Whether files have a header. HeaderAuto takes a first row for one unless a cell
// of it is a link, for no column is named so.
const (
	HeaderAuto = "auto"
	HeaderYes  = "yes"
	HeaderNo   = "no"
)

// Row is one row of a dataset. It holds copies and is safe to keep.
type Row struct {
	Number     int64       // in its file, from 0
	URL        string      // the cell, lists joined by ", "; "" when null
	Box        Box         // the cell as found, not yet understood
	Caption    string      // the first text where the column is a list; "" when null
	HasCaption bool        // false when null, a list without a text, or the dataset has no captions
	Captions   []string    // all texts of a list that has more than one; else nil
	Kept       parquet.Row // the kept columns' leaf values with their levels; columns count from 0 in Kept's schema
	// Also are the values of Columns.Also in that order: nil, bool, int64, float64,
	// string; anything nested or exotic as JSON text.
	Also []any
	// Invalid says why the row could not be read, while its file could; then all but
	// Number is null. In Parquet that is a cell of more than 16 MiB.
	Invalid error
}

// addCaption adds a text of a list.
func (r *Row) addCaption(text string) {
	switch {
	case !r.HasCaption:
		r.Caption, r.HasCaption = text, true
	case r.Captions == nil:
		r.Captions = []string{r.Caption, text}
	default:
		r.Captions = append(r.Captions, text)
	}
}

// Box is a cell of the box column: Text for text, Numbers for a flat list of
// numbers, in which a null is NaN, and Text again, as JSON, for any other nested
// type. Both are empty for a null.
type Box struct {
	Text    string
	Numbers []float64
}

// KeptColumn is a column that is kept with its own type.
type KeptColumn struct {
	Name string
	// Node is the column's type, repetition and nested structure, with its
	// fields in the file's order, and without encodings, compression or field
	// ids, so that it can take part in a new schema.
	Node parquet.Node
}

// Column describes a top-level column of a file.
type Column struct {
	Name string
	Type string // for people: "string", "list<double>", "struct<a: int64>"
	// Links says of a column of CSV and TSV that every cell at the start of the file
	// that is not empty is a link.
	Links bool
}

// Info is what Inspect finds out about a file.
type Info struct {
	Rows    int64
	Columns []Column // all columns, in the file's order
	Kept    string   // the kept columns' schema as text, equal for equal schemas
	Schema  []byte   // of Parquet: the same schema, for UnifyParquet
	Lacks   []string // the columns that were asked for and are not there; see Columns.Partial
	Index   Index    // what the file does not tell itself
}
