package table

// Row is what a row of a dataset says of its picture. It holds copies and is safe to
// keep.
type Row struct {
	Number     int64    // in its file, from 0
	URL        string   // the cell, lists joined by ", "; "" when null
	Box        Box      // the cell as found, not yet understood
	Caption    string   // the first text where the column is a list; "" when null
	HasCaption bool     // false when null, a list without a text, or the dataset has no captions
	Captions   []string // all texts of a list that has more than one; else nil
	// Picture is the cell of the column of pictures, if it is read, as it was found.
	Picture Picture
	// Also are the values of Columns.Also in that order: nil, bool, int64, float64,
	// string; anything nested or exotic as JSON text.
	Also []any
	// Invalid says why the row could not be read, while its file could; then all but
	// Number is null. In Parquet that is a cell of more than 16 MiB.
	Invalid error
}

// Picture is a cell that holds a picture or says where it lies: nothing of it is set if
// it is null.
type Picture struct {
	Data []byte // bytes of a picture, or text; not yet understood
	Path string // of a struct that has a path besides
}

// AddCaption adds a text of a list.
func (r *Row) AddCaption(text string) {
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
