package shards

import (
	"github.com/beamcrop/beamcrop/io/shards/huggingface"
	"github.com/beamcrop/beamcrop/io/shards/jsonl"
	"github.com/beamcrop/beamcrop/io/shards/parquet"
	"github.com/beamcrop/beamcrop/io/shards/record"
	"github.com/beamcrop/beamcrop/io/shards/tfrecord"
	"github.com/beamcrop/beamcrop/io/shards/webdataset"
)

// Output formats of data shards.
const (
	FormatParquet    = parquet.Name
	FormatJSONL      = jsonl.Name
	FormatWebDataset = webdataset.Name // with a FormatIndex beside it
	FormatTFRecord   = tfrecord.Name
)

// FormatIndex is the format of the Parquet file beside a WebDataset shard. It
// is no output format by itself.
const FormatIndex = webdataset.IndexName

// Encodings of images.
const (
	EncodingBase64 = record.EncodingBase64 // standard base64 with padding, in a string column
	EncodingBinary = record.EncodingBinary // the picture's bytes; in Parquet, a Hugging Face Image
)

// What callers handle, from package record.
type (
	// Schema is what varies between runs in the columns of a shard.
	Schema = record.Schema
	// Record is one written row.
	Record = record.Record
	// Source is what a record says of the picture that its own was cut out of.
	Source = record.Source
	// Writer writes the records of one data shard.
	Writer = record.Writer
	// Reader reads the records of a data file.
	Reader = record.Reader
)

// Feature is the type of a column as Hugging Face datasets has it in a dataset
// card.
type Feature = huggingface.Feature

// Formats returns the output formats.
func Formats() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.Name)
	}
	return names
}

// FilesOf returns the formats of a shard's data files: the output format's own,
// and those of what its readers expect beside it.
func FilesOf(format string) []string {
	f, err := formatOf(format)
	if err != nil {
		return []string{format}
	}
	var names []string
	for _, file := range f.Files() {
		names = append(names, file.Name)
	}
	return names
}

// Encodings returns the image encodings that a format takes, the usual one first.
func Encodings(format string) []string {
	f, err := formatOf(format)
	if err != nil {
		return nil
	}
	return f.Encodings
}

// Extension returns what the name of a data file of a format ends in, without a
// dot.
func Extension(format string) string {
	if file, found := besideOf(format); found {
		return file.Extension
	}
	f, err := formatOf(format)
	if err != nil {
		return format
	}
	return f.Extension
}

// Features returns what datasets loads a data file of the format as, so that it
// need not guess from the first rows, in which a column may be null. Pictures are
// of the format picture. The result is nil where datasets cannot load the files or
// has no such type.
func Features(format, picture string, s Schema) []Feature {
	f, err := formatOf(format)
	if err != nil {
		return nil
	}
	return f.Features(picture, s)
}

// YAML writes features as the list that dataset_info.features is in the head of a
// dataset card, each line after so many spaces.
func YAML(features []Feature, indent int) string { return huggingface.YAML(features, indent) }
