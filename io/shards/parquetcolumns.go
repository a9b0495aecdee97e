package shards

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// column is one of our own columns in a Parquet file.
type column struct {
	name   string
	node   parquet.Node
	leaves int
	// write appends the record's values; leaf numbers the first of the leaves.
	write func(row parquet.Row, r *Record, leaf int) parquet.Row
	// read takes the values that write appended.
	read func(r *Record, values []parquet.Value) error
}

func leavesIn(columns []column) int {
	n := 0
	for _, c := range columns {
		n += c.leaves
	}
	return n
}

func newParquetShard(w io.Writer, s Schema) (*parquetWriter, error) {
	ours, err := s.parquetColumns()
	if err != nil {
		return nil, err
	}
	names := keptNames(s.Kept, s.ours())
	var metadata map[string]string
	if s.ImageEncoding == EncodingBinary {
		metadata = map[string]string{"huggingface": huggingFace(ours, s.Kept, names)}
	}
	return newParquetWriter(w, ours, s.Kept, names, metadata), nil
}

// parquetColumns are our columns of a Parquet shard.
func (s Schema) parquetColumns() ([]column, error) {
	image := imageColumn()
	if s.ImageEncoding == EncodingBase64 {
		codec, err := newBase64Codec()
		if err != nil {
			return nil, err
		}
		image = base64Column(codec)
	}
	return s.columnsAround(image), nil
}

// indexColumns are our columns of the index beside a WebDataset shard: all but
// the picture, and what names it.
func (s Schema) indexColumns() []column {
	str := parquet.String()
	key := stringColumn(indexColumns[0], str, func(r *Record) *string { return &r.Key })
	name := column{name: indexColumns[1], node: str, leaves: 1,
		write: func(row parquet.Row, r *Record, leaf int) parquet.Row {
			return append(row, text(fileName(r)).Level(0, 0, leaf))
		},
	}
	return append([]column{key, name}, s.columnsAround()...)
}

// columnsAround are our columns with image in its place among them.
func (s Schema) columnsAround(image ...column) []column {
	str := parquet.String()
	formatName := parquet.Encoded(str, &parquet.RLEDictionary)
	columns := []column{
		stringColumn("id", str, func(r *Record) *string { return &r.ID }),
		stringColumn("url", str, func(r *Record) *string { return &r.URL }),
		boxColumn(),
		captionColumn(),
	}
	columns = append(columns, image...)
	columns = append(columns,
		intColumn("width", func(r *Record) int { return r.Width }, func(r *Record, n int) { r.Width = n }),
		intColumn("height", func(r *Record) int { return r.Height }, func(r *Record, n int) { r.Height = n }),
		stringColumn("format", formatName, func(r *Record) *string { return &r.Format }),
		stringColumn("sha256", str, func(r *Record) *string { return &r.SHA256 }),
		intColumn("source_width", func(r *Record) int { return r.Source.Width }, func(r *Record, n int) { r.Source.Width = n }),
		intColumn("source_height", func(r *Record) int { return r.Source.Height }, func(r *Record, n int) { r.Source.Height = n }),
		stringColumn("source_format", formatName, func(r *Record) *string { return &r.Source.Format }),
	)
	if s.Score {
		columns = append(columns, scoresColumn())
	}
	if s.Rescaled {
		columns = append(columns, boxRescaledColumn())
	}
	if !s.Exact {
		return columns
	}
	for i, name := range exactColumns {
		columns = append(columns, intColumn(name,
			func(r *Record) int { return numbersOf(r.Exact)[i] },
			func(r *Record, n int) { setNumber(&r.Exact, i, n) }))
	}
	return columns
}

func stringColumn(name string, node parquet.Node, of func(*Record) *string) column {
	return column{name: name, node: node, leaves: 1,
		write: func(row parquet.Row, r *Record, leaf int) parquet.Row {
			return append(row, text(*of(r)).Level(0, 0, leaf))
		},
		read: func(r *Record, values []parquet.Value) error {
			*of(r) = string(values[0].ByteArray())
			return nil
		},
	}
}

func intColumn(name string, get func(*Record) int, set func(*Record, int)) column {
	return column{name: name, node: parquet.Leaf(parquet.Int32Type), leaves: 1,
		write: func(row parquet.Row, r *Record, leaf int) parquet.Row {
			return append(row, parquet.Int32Value(int32(get(r))).Level(0, 0, leaf))
		},
		read: func(r *Record, values []parquet.Value) error {
			set(r, int(values[0].Int32()))
			return nil
		},
	}
}

// boxColumn has a list of four numbers. Elements are optional because pyarrow's
// list<double> has nullable items. Its definition levels say that the list is
// there, that it has an element, that the element is not null.
func boxColumn() column {
	const boxNull, boxElement = 0, 3
	return column{
		name: "box", node: parquet.Optional(parquet.List(parquet.Optional(parquet.Leaf(parquet.DoubleType)))), leaves: 1,
		write: func(row parquet.Row, r *Record, leaf int) parquet.Row {
			if r.Box == nil {
				return append(row, parquet.NullValue().Level(0, boxNull, leaf))
			}
			for i, x := range r.Box {
				row = append(row, parquet.DoubleValue(x).Level(min(i, 1), boxElement, leaf))
			}
			return row
		},
		read: func(r *Record, values []parquet.Value) error {
			if values[0].DefinitionLevel() == boxNull {
				return nil
			}
			if len(values) != 4 {
				return fmt.Errorf("a box of %d numbers", len(values))
			}
			r.Box = new([4]float64)
			for i, v := range values {
				if v.IsNull() {
					return errors.New("a box with a null in it")
				}
				r.Box[i] = v.Double()
			}
			return nil
		},
	}
}

func captionColumn() column {
	return column{name: "caption", node: parquet.Optional(parquet.String()), leaves: 1,
		write: func(row parquet.Row, r *Record, leaf int) parquet.Row {
			if !r.HasCaption {
				return append(row, parquet.NullValue().Level(0, 0, leaf))
			}
			return append(row, text(r.Caption).Level(0, 1, leaf))
		},
		read: func(*Record, []parquet.Value) error { return nil }, // a Reader leaves it to the dataset
	}
}

func scoresColumn() column {
	return column{name: scoreColumn, node: parquet.Optional(parquet.Leaf(parquet.DoubleType)), leaves: 1,
		write: func(row parquet.Row, r *Record, leaf int) parquet.Row {
			if r.Score == nil {
				return append(row, parquet.NullValue().Level(0, 0, leaf))
			}
			return append(row, parquet.DoubleValue(*r.Score).Level(0, 1, leaf))
		},
		read: func(r *Record, values []parquet.Value) error {
			if v := values[0]; !v.IsNull() {
				r.Score = new(v.Double())
			}
			return nil
		},
	}
}

func boxRescaledColumn() column {
	return column{name: rescaledColumn, node: parquet.Leaf(parquet.BooleanType), leaves: 1,
		write: func(row parquet.Row, r *Record, leaf int) parquet.Row {
			return append(row, parquet.BooleanValue(r.Rescaled).Level(0, 0, leaf))
		},
		read: func(r *Record, values []parquet.Value) error {
			r.Rescaled = values[0].Boolean()
			return nil
		},
	}
}

// base64Column has the picture as text.
func base64Column(codec *base64Codec) column {
	var encoded []byte // reused between records
	return column{
		name: "image", node: parquet.Compressed(parquet.Leaf(boundless{parquet.String().Type()}), codec), leaves: 1,
		write: func(row parquet.Row, r *Record, leaf int) parquet.Row {
			encoded = base64.StdEncoding.AppendEncode(encoded[:0], r.Image)
			return append(row, parquet.ByteArrayValue(encoded).Level(0, 0, leaf))
		},
		read: func(r *Record, values []parquet.Value) (err error) {
			r.Image, err = base64.StdEncoding.AppendDecode(nil, values[0].ByteArray())
			return err
		},
	}
}

// imageColumn has the picture as Hugging Face datasets stores its Image feature:
// struct<bytes: binary, path: string>, every level of it nullable, as its
// Arrow schema says, for else datasets does not recognise it.
func imageColumn() column {
	bytes := parquet.Optional(parquet.Compressed(parquet.Leaf(boundless{parquet.ByteArrayType}), &parquet.Uncompressed))
	path := parquet.Optional(parquet.String())
	return column{
		name: "image", node: parquet.Optional(group{fields: []parquet.Field{field{bytes, "bytes"}, field{path, "path"}}}), leaves: 2,
		write: func(row parquet.Row, r *Record, leaf int) parquet.Row {
			return append(row, parquet.ByteArrayValue(r.Image).Level(0, 2, leaf), text(fileName(r)).Level(0, 2, leaf+1))
		},
		read: func(r *Record, values []parquet.Value) error {
			if values[0].IsNull() {
				return errors.New("no image")
			}
			r.Image = append([]byte{}, values[0].ByteArray()...)
			return nil
		},
	}
}

// text is the value of a string column.
func text(s string) parquet.Value {
	return parquet.ByteArrayValue([]byte(strings.ToValidUTF8(s, "\uFFFD")))
}
