// Package format is what an output format tells io/shards of itself: its names,
// the encodings of images that it takes, and how its files are written and read.
// Each format's package returns one Format; io/shards lists them in a table.
//
// It imports io/shards/record and huggingface, and knows no format.
package format

import (
	"io"

	"github.com/beamcrop/beamcrop/io/shards/huggingface"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// File is one kind of data file.
type File struct {
	Name      string // as messages and sidecars call it
	Extension string // of its name, without a dot
	NewWriter func(w io.Writer, s record.Schema) (record.Writer, error)
}

// Format is one output format.
type Format struct {
	File                 // that a shard's records are read from
	Beside    []File     // what its readers expect beside that
	Encodings []string   // of images that it takes, the usual one first
	NewReader OpenReader // of File

	// ReadImages reads the pictures of some rows, given by their numbers, counted
	// from 0 and rising, of a file of size bytes.
	ReadImages func(r io.ReaderAt, size int64, rows []int64) ([][]byte, error)

	// Features returns what Hugging Face datasets loads a data file as; pictures
	// are of the format picture. It is nil where datasets cannot load the files.
	Features func(picture string, s record.Schema) []huggingface.Feature
}

// OpenReader starts reading a file of size bytes that was written with schema s.
// A file that is damaged, or of another schema, is an error, here or when Read
// comes to it.
type OpenReader func(r io.ReaderAt, size int64, s record.Schema) (record.Reader, error)

// Files returns the kinds of a shard's data files.
func (f Format) Files() []File { return append([]File{f.File}, f.Beside...) }
