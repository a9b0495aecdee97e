package webdataset

import (
	"archive/tar"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/beamcrop/beamcrop/io/shards/jsonrecord"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// reader reads a WebDataset shard.
type reader struct {
	in     *tar.Reader
	size   int64 // of the file
	schema record.Schema
	ahead  *tar.Header // the next record's first file, read to find the last one's end
}

func newReader(r io.ReaderAt, size int64, s record.Schema) (record.Reader, error) {
	return &reader{in: tar.NewReader(io.NewSectionReader(r, 0, size)), size: size, schema: s}, nil
}

// Read implements record.Reader.
func (t *reader) Read() (*record.Record, error) {
	first, err := t.header()
	if err != nil {
		return nil, err
	}
	key, _, _ := strings.Cut(first.Name, ".")
	files := map[string][]byte{} // by extension
	for h := first; ; {
		name, extension, _ := strings.Cut(h.Name, ".")
		if name != key {
			t.ahead = h
			break
		}
		if _, twice := files[extension]; twice {
			return nil, fmt.Errorf("%s stands there twice", h.Name)
		}
		if files[extension], err = io.ReadAll(t.in); err != nil {
			return nil, fmt.Errorf("%s: %w", h.Name, err)
		}
		if h, err = t.header(); err == io.EOF { //nolint:errorlint // a wrapped one is a tar that is cut short
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return t.assemble(key, files)
}

// header returns the next file's header, only of such files as we write.
func (t *reader) header() (*tar.Header, error) {
	if h := t.ahead; h != nil {
		t.ahead = nil
		return h, nil
	}
	h, err := t.in.Next()
	if err != nil {
		return nil, err
	}
	if h.Typeflag != tar.TypeReg || h.Size > t.size || len(h.PAXRecords) > 0 {
		return nil, fmt.Errorf("%q is no file of a shard", h.Name)
	}
	return h, nil
}

func (t *reader) assemble(key string, files map[string][]byte) (*record.Record, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(files["json"], &members); err != nil {
		return nil, fmt.Errorf("%s.json: %w", key, err)
	}
	r, err := jsonrecord.Decode(members, t.schema)
	if err != nil {
		return nil, fmt.Errorf("%s.json: %w", key, err)
	}
	extension := record.ImageExtension(r.Format)
	image, found := files[extension]
	if !found || extension == "json" || extension == "txt" {
		return nil, fmt.Errorf("%s: %w", key, record.ErrNoPicture)
	}
	r.Image = image
	return r, nil
}

// Close implements record.Reader.
func (*reader) Close() error { return nil }
