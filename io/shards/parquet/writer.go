package parquet

import (
	"encoding/base64"
	"errors"
	"io"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/shards/huggingface"
	"github.com/beamcrop/beamcrop/io/shards/parquetfile"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

func newWriter(w io.Writer, s record.Schema) (record.Writer, error) {
	if err := record.CheckKept(s.Kept); err != nil {
		return nil, err
	}
	ours, err := columns(s)
	if err != nil {
		return nil, err
	}
	names := record.KeptNames(s.Kept, s.Columns())
	var metadata map[string]string
	if s.ImageEncoding == record.EncodingBinary {
		metadata = map[string]string{"huggingface": huggingface.Footer(ours, s.Kept, names)}
	}
	return parquetfile.New(w, ours, s.Kept, names, metadata), nil
}

// columns are our columns of a Parquet shard.
func columns(s record.Schema) ([]parquetfile.Column, error) {
	image := imageColumn()
	if s.ImageEncoding == record.EncodingBase64 {
		codec, err := newBase64Codec()
		if err != nil {
			return nil, err
		}
		image = base64Column(codec)
	}
	return parquetfile.Around(s, image), nil
}

// base64Column has the picture as text.
func base64Column(codec *base64Codec) parquetfile.Column {
	var encoded []byte // reused between records
	return parquetfile.Column{
		Name: "image", Node: parquet.Compressed(parquet.Leaf(parquetfile.Boundless(parquet.String().Type())), codec), Leaves: 1,
		Write: func(row parquet.Row, r *record.Record, leaf int) parquet.Row {
			encoded = base64.StdEncoding.AppendEncode(encoded[:0], r.Image)
			return append(row, parquet.ByteArrayValue(encoded).Level(0, 0, leaf))
		},
		Read: func(r *record.Record, values []parquet.Value) (err error) {
			r.Image, err = base64.StdEncoding.AppendDecode(nil, values[0].ByteArray())
			return err
		},
	}
}

// imageColumn has the picture as Hugging Face datasets stores its Image feature:
// struct<bytes: binary, path: string>, every level of it nullable, as its
// Arrow schema says, for else datasets does not recognise it.
func imageColumn() parquetfile.Column {
	bytes := parquet.Optional(parquet.Compressed(parquet.Leaf(parquetfile.Boundless(parquet.ByteArrayType)), &parquet.Uncompressed))
	path := parquet.Optional(parquet.String())
	return parquetfile.Column{
		Name: "image", Node: parquet.Optional(parquetfile.Struct([]string{"bytes", "path"}, bytes, path)), Leaves: 2,
		Write: func(row parquet.Row, r *record.Record, leaf int) parquet.Row {
			return append(row, parquet.ByteArrayValue(r.Image).Level(0, 2, leaf), parquetfile.Text(record.FileName(r)).Level(0, 2, leaf+1))
		},
		Read: func(r *record.Record, values []parquet.Value) error {
			if values[0].IsNull() {
				return errors.New("no image")
			}
			r.Image = append([]byte{}, values[0].ByteArray()...)
			return nil
		},
	}
}
