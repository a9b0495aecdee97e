package record

import "errors"

// FileName is the name of a record's picture.
func FileName(r *Record) string { return r.Key + "." + ImageExtension(r.Format) }

// ImageExtension is the usual extension of a picture's format.
func ImageExtension(format string) string {
	if format == "jpeg" {
		return "jpg"
	}
	return format
}

// ErrNoPicture is of a record whose picture cannot be found.
var ErrNoPicture = errors.New("its picture is not there")

// Encodings of images.
const (
	EncodingBase64 = "base64" // standard base64 with padding, in a string column
	EncodingBinary = "binary" // the picture's bytes; in Parquet, a Hugging Face Image
)
