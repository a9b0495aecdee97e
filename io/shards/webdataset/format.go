package webdataset

import (
	"slices"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/shards/format"
	"github.com/beamcrop/beamcrop/io/shards/huggingface"
	"github.com/beamcrop/beamcrop/io/shards/parquetfile"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// Name is the format's name, and IndexName that of the file beside a tar.
const (
	Name      = "webdataset"
	IndexName = "index"
)

// Format returns the format.
func Format() format.Format {
	return format.Format{
		File:       format.File{Name: Name, Extension: "tar", NewWriter: newWriter},
		Beside:     []format.File{{Name: IndexName, Extension: "parquet", NewWriter: newIndex}},
		Encodings:  []string{record.EncodingBinary},
		NewReader:  newReader,
		ReadImages: readImages,
		Features:   features,
	}
}

// features are the files of a record, one of which has the columns.
func features(picture string, s record.Schema) []huggingface.Feature {
	ours := append([]parquetfile.Column{{Name: indexColumns[0], Node: parquet.String()}}, parquetfile.Around(s)...)
	names := record.KeptNames(s.Kept, slices.Concat(s.Columns(), indexColumns))
	columns := huggingface.Columns(ours, nil, s.Kept, names, huggingface.JSONType)
	if columns == nil {
		return nil
	}
	return []huggingface.Feature{
		{Name: "__key__", DType: "string"},
		{Name: "__url__", DType: "string"},
		{Name: record.ImageExtension(picture), DType: "image"},
		{Name: "json", Struct: columns},
		{Name: "txt", DType: "string"},
	}
}
