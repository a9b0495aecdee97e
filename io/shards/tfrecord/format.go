package tfrecord

import (
	"github.com/beamcrop/beamcrop/io/shards/format"
	"github.com/beamcrop/beamcrop/io/shards/huggingface"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// Name is the format's name.
const Name = "tfrecord"

// Format returns the format.
func Format() format.Format {
	return format.Format{
		File:       format.File{Name: Name, Extension: Name, NewWriter: newWriter},
		Encodings:  []string{record.EncodingBinary},
		NewReader:  newReader,
		ReadImages: readImages,
		Features:   func(string, record.Schema) []huggingface.Feature { return nil }, // datasets cannot load it
	}
}
