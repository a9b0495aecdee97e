package parquet

import (
	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/shards/format"
	"github.com/beamcrop/beamcrop/io/shards/huggingface"
	"github.com/beamcrop/beamcrop/io/shards/parquetfile"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// Name is the format's name.
const Name = "parquet"

// Format returns the format.
func Format() format.Format {
	return format.Format{
		File:       format.File{Name: Name, Extension: Name, NewWriter: newWriter},
		Encodings:  []string{record.EncodingBase64, record.EncodingBinary},
		NewReader:  newReader,
		ReadImages: readImages,
		Features:   features,
	}
}

func features(_ string, s record.Schema) []huggingface.Feature {
	image := &huggingface.Feature{DType: "string"}
	if s.ImageEncoding == record.EncodingBinary {
		image.DType = "image"
	}
	ours := parquetfile.Around(s, parquetfile.Column{Name: "image", Node: parquet.String()})
	return huggingface.Columns(ours, image, s.Kept, record.KeptNames(s.Kept, s.Columns()), huggingface.ArrowType)
}
