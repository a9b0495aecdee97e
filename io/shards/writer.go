package shards

import "io"

// NewWriter starts a data file of one of the formats that FilesOf lists. Images
// of an encoding that the format does not take are an error.
func NewWriter(w io.Writer, format string, s Schema) (Writer, error) {
	if file, found := besideOf(format); found {
		return file.NewWriter(w, s)
	}
	f, err := encodedIn(format, s.ImageEncoding)
	if err != nil {
		return nil, err
	}
	return f.NewWriter(w, s)
}
