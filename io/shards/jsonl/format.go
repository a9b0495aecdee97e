package jsonl

import (
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/shards/format"
	"github.com/beamcrop/beamcrop/io/shards/huggingface"
	"github.com/beamcrop/beamcrop/io/shards/parquetfile"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// Name is the format's name.
const Name = "jsonl"

// Format returns the format.
func Format() format.Format {
	return format.Format{
		File:       format.File{Name: Name, Extension: Name, NewWriter: newWriter},
		Encodings:  []string{record.EncodingBase64},
		NewReader:  newReader,
		ReadImages: readImages,
		Features:   features,
	}
}

func features(_ string, s record.Schema) []huggingface.Feature {
	ours := parquetfile.Around(s, parquetfile.Column{Name: "image", Node: parquet.String()})
	return huggingface.Columns(ours, &huggingface.Feature{DType: "string"}, s.Kept, record.KeptNames(s.Kept, s.Columns()), huggingface.JSONType)
}
