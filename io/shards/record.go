package shards

import (
	"image"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows"
)

// Output formats of data shards.
const (
	FormatParquet = "parquet"
	FormatJSONL   = "jsonl"
)

// Encodings of the image column.
const (
	EncodingBase64 = "base64" // standard base64 with padding, in a string column
	EncodingBinary = "binary" // the picture's bytes; Parquet only
)

// Schema is what varies between runs in the columns of a shard.
type Schema struct {
	Kept          []rows.KeptColumn // columns carried over from the input, in their order
	ImageEncoding string            // EncodingBase64 or EncodingBinary; of no meaning for failures
	Rescaled      bool              // with a column for Record.Rescaled
	Exact         bool              // with columns for Record.Exact
}

// Record is one written row.
type Record struct {
	ID, URL       string
	Box           *[4]float64 // x1, y1, x2, y2 in pixels; nil is null
	Rescaled      bool        // the box referred to another size than that of the picture
	Caption       string
	HasCaption    bool // false is null
	Image         []byte
	Width, Height int             // of Image, in pixels
	Exact         image.Rectangle // where the crop lies within Image, in pixels
	Format        string          // of Image: "jpeg" or "png"
	SHA256        string          // hex, of the source bytes
	Kept          parquet.Row     // one or more values per kept leaf, columns counted from 0
}

// Failure is one row that could not be written.
type Failure struct {
	ID, URL        string
	Kept           parquet.Row // as in Record; empty makes every kept column null
	Reason, Detail string
	HTTPStatus     int // of the last answer; 0 if there was none
	Attempts       int
	ElapsedMS      int64
}
