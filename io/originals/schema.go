package originals

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// bytesColumn is the number of the pictures' column among the leaves.
const bytesColumn = 2

// schema is of the Parquet files. The image is a picture to Hugging Face datasets:
// struct<bytes: binary, path: string>, every level of it nullable.
var schema = parquet.NewSchema("originals", group{fields: []parquet.Field{
	field{parquet.String(), "url"},
	field{parquet.Optional(parquet.String()), "final_url"},
	field{parquet.Optional(group{fields: []parquet.Field{
		field{parquet.Optional(parquet.Compressed(parquet.Leaf(blob{parquet.ByteArrayType}), &parquet.Uncompressed)), "bytes"},
		field{parquet.Optional(parquet.String()), "path"},
	}}), "image"},
	field{parquet.String(), "media_type"},
	field{parquet.String(), "sha256"},
	field{parquet.Leaf(parquet.Int64Type), "size"},
	field{parquet.Leaf(parquet.Int32Type), "width"},
	field{parquet.Leaf(parquet.Int32Type), "height"},
	field{parquet.Timestamp(parquet.Microsecond), "fetched_at"},
	field{parquet.Optional(parquet.String()), "etag"},
	field{parquet.Optional(parquet.String()), "last_modified"},
}})

// features is what datasets wants to find in the footer under "huggingface".
const features = `{"info":{"features":{"url":{"dtype":"string","_type":"Value"},"final_url":{"dtype":"string","_type":"Value"},` +
	`"image":{"_type":"Image"},"media_type":{"dtype":"string","_type":"Value"},"sha256":{"dtype":"string","_type":"Value"},` +
	`"size":{"dtype":"int64","_type":"Value"},"width":{"dtype":"int32","_type":"Value"},"height":{"dtype":"int32","_type":"Value"},` +
	`"fetched_at":{"dtype":"timestamp[us, tz=UTC]","_type":"Value"},"etag":{"dtype":"string","_type":"Value"},` +
	`"last_modified":{"dtype":"string","_type":"Value"}}}}`

// appendRow appends a row's values, in the schema's order.
func appendRow(row parquet.Row, r *Record, body []byte) parquet.Row {
	return append(row,
		text(r.Link).Level(0, 0, 0),
		optional(r.FinalLink, 1),
		parquet.ByteArrayValue(body).Level(0, 2, bytesColumn),
		text(fileName(r)).Level(0, 2, 3),
		text(r.MediaType).Level(0, 0, 4),
		text(r.SHA256).Level(0, 0, 5),
		parquet.Int64Value(int64(r.Size)).Level(0, 0, 6),
		parquet.Int32Value(int32(r.Width)).Level(0, 0, 7),  //nolint:gosec // pictures are checked against a limit of pixels
		parquet.Int32Value(int32(r.Height)).Level(0, 0, 8), //nolint:gosec // as the width
		parquet.Int64Value(r.FetchedAt.UnixMicro()).Level(0, 0, 9),
		optional(r.ETag, 10),
		optional(r.LastModified, 11),
	)
}

func text(s string) parquet.Value {
	return parquet.ByteArrayValue([]byte(strings.ToValidUTF8(s, "\uFFFD")))
}

func optional(s string, leaf int) parquet.Value {
	if s == "" {
		return parquet.NullValue().Level(0, 0, leaf)
	}
	return text(s).Level(0, 1, leaf)
}

// fileName is what tools call the picture that write it to a file.
func fileName(r *Record) string {
	name := r.SHA256[:min(len(r.SHA256), 2*keyBytes)]
	if kind, ok := strings.CutPrefix(r.MediaType, "image/"); ok {
		name += "." + strings.TrimPrefix(kind, "x-")
	}
	return name
}

// group is a parquet.Group whose fields stay in the order given: parquet.Group is
// a map and sorts by name.
type group struct {
	parquet.Group
	fields []parquet.Field
}

func (g group) Fields() []parquet.Field { return g.fields }
func (g group) String() string          { return fmt.Sprintf("group of %d columns", len(g.fields)) }
func (g group) GoType() reflect.Type    { return reflect.TypeFor[any]() }

// field names a node. Rows are built from values, never from Go structs.
type field struct {
	parquet.Node
	name string
}

func (f field) Name() string                      { return f.name }
func (f field) Value(reflect.Value) reflect.Value { return reflect.Value{} }
