package record

import (
	"image"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows"
)

// Schema is what varies between runs in the columns of a shard.
type Schema struct {
	Kept          []rows.KeptColumn // columns carried over from the input, in their order
	ImageEncoding string            // EncodingBase64 or EncodingBinary; of no meaning for failures
	Score         bool              // with a column for Record.Score
	Rescaled      bool              // with a column for Record.Rescaled
	Exact         bool              // with columns for Record.Exact
}

// Record is one written row.
type Record struct {
	Key           string // from shards.Key: names the picture where a format needs names
	ID, URL       string
	Box           *[4]float64 // x1, y1, x2, y2 in pixels; nil is null
	Rescaled      bool        // the box referred to another size than that of the picture
	Caption       string
	HasCaption    bool     // false is null
	Score         *float64 // of the box, as the dataset states it; nil is null
	Image         []byte
	Width, Height int             // of Image, in pixels
	Exact         image.Rectangle // where the crop lies within Image, in pixels
	Format        string          // of Image: "jpeg", "png" and so on
	SHA256        string          // hex, of the source bytes
	Source        Source
	Kept          parquet.Row // one or more values per kept leaf, columns counted from 0
}

// Source is what a record says of the picture that its own was cut out of.
type Source struct {
	Width, Height int    // of all of it, in pixels, upright where EXIF is applied
	Format        string // "jpeg", "webp" and so on
}
