package shards

import (
	"fmt"
	"slices"
	"strings"
)

// Output formats of data shards.
const (
	FormatParquet    = "parquet"
	FormatJSONL      = "jsonl"
	FormatWebDataset = "webdataset" // with a FormatIndex beside it
	FormatTFRecord   = "tfrecord"
)

// FormatIndex is the format of the Parquet file beside a WebDataset shard. It
// is no output format by itself.
const FormatIndex = "index"

// Encodings of images.
const (
	EncodingBase64 = "base64" // standard base64 with padding, in a string column
	EncodingBinary = "binary" // the picture's bytes; in Parquet, a Hugging Face Image
)

// Formats returns the output formats.
func Formats() []string {
	return []string{FormatParquet, FormatJSONL, FormatWebDataset, FormatTFRecord}
}

// FilesOf returns the formats of a shard's data files: the output format's own,
// and those of what its readers expect beside it.
func FilesOf(format string) []string {
	if format == FormatWebDataset {
		return []string{FormatWebDataset, FormatIndex}
	}
	return []string{format}
}

// Encodings returns the image encodings that a format takes, the usual one first.
func Encodings(format string) []string {
	switch format {
	case FormatParquet:
		return []string{EncodingBase64, EncodingBinary}
	case FormatJSONL:
		return []string{EncodingBase64}
	default:
		return []string{EncodingBinary}
	}
}

// Extension returns what the name of a data file of a format ends in, without a
// dot.
func Extension(format string) string {
	switch format {
	case FormatWebDataset:
		return "tar"
	case FormatIndex:
		return "parquet"
	default:
		return format
	}
}

// CheckEncoding is an error if format is no output format, or takes no images
// of that encoding.
func CheckEncoding(format, encoding string) error {
	if !slices.Contains(Formats(), format) {
		return fmt.Errorf("output format %q: want %s", format, strings.Join(Formats(), ", "))
	}
	if takes := Encodings(format); !slices.Contains(takes, encoding) {
		return fmt.Errorf("image encoding %q: %s takes %s", encoding, format, strings.Join(takes, " or "))
	}
	return nil
}
