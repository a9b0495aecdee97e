package cropfetch

import (
	"image"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/elements"
)

// Row asks for one picture, and for one crop of it or several.
type Row struct {
	ID      string     // yours; errors name it, and nothing asks that it be unique
	Links   []string   // http and https, tried in order until one gives a crop
	Boxes   []crop.Box // a crop each, from one download; none: the whole picture. In pixels of the picture as served, unless Box.Of says otherwise
	Caption string     // yours
	Payload []byte     // yours, opaque; what it takes while the row is on its way is bounded, see Fetch
}

// Crop is an encoded crop of a row's picture.
type Crop struct {
	Row   Row // as it came
	Index int // of the box in Row.Boxes; 0 where there are none

	Link   string    // the one of Row.Links that gave it
	Box    *crop.Box // in pixels of the picture as served, upright where EXIF is applied, without margin and square; nil: the whole picture
	SHA256 string    // of the bytes as served, before cropping, in hexadecimal digits

	Image         []byte
	Format        string // of Image: "jpeg" or "png"
	Width, Height int    // of Image, in pixels
	// Exact is where the crop lies within Image, in pixels: all of it, except that
	// with Options.Crop.Encode "source" Image shows whole blocks around it.
	Exact image.Rectangle
}

// Failure is a box of a row that there is no crop for; a row without boxes, or
// whose picture cannot be had, fails once for each crop that it asked for.
type Failure struct {
	Row   Row // as it came
	Index int // of the box in Row.Boxes; 0 where there are none

	Link     string // the one that was tried last; "" if none was
	Reason   string // one of reason.All, such as "http_4xx"
	Detail   string // for people
	Status   int    // HTTP status of the last answer; 0 if there was none
	Attempts int    // requests, over all links
}

func init() {
	beam.RegisterType(reflect.TypeFor[Row]())
	beam.RegisterType(reflect.TypeFor[Crop]())
	beam.RegisterType(reflect.TypeFor[Failure]())
	beam.RegisterCoder(reflect.TypeFor[Row](), encodeRow, decodeRow)
	beam.RegisterCoder(reflect.TypeFor[Crop](), encodeCrop, decodeCrop)
	beam.RegisterCoder(reflect.TypeFor[Failure](), encodeFailure, decodeFailure)
}

// Coders are bytes that only Go reads; package elements says why.

func encodeRow(v Row) ([]byte, error)            { return elements.Encode(v) }
func decodeRow(data []byte) (Row, error)         { return elements.Decode[Row](data) }
func encodeCrop(v Crop) ([]byte, error)          { return elements.Encode(v) }
func decodeCrop(data []byte) (Crop, error)       { return elements.Decode[Crop](data) }
func encodeFailure(v Failure) ([]byte, error)    { return elements.Encode(v) }
func decodeFailure(data []byte) (Failure, error) { return elements.Decode[Failure](data) }
