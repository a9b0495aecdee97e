package jsonl

import (
	"encoding/json"
	"io"

	"github.com/beamcrop/beamcrop/io/shards/jsonrecord"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// reader reads JSON lines.
type reader struct {
	decoder *json.Decoder
	schema  record.Schema
}

func newReader(r io.ReaderAt, size int64, s record.Schema) (record.Reader, error) {
	return &reader{decoder: json.NewDecoder(io.NewSectionReader(r, 0, size)), schema: s}, nil
}

// Read implements record.Reader.
func (j *reader) Read() (*record.Record, error) {
	var members map[string]json.RawMessage
	if err := j.decoder.Decode(&members); err != nil {
		return nil, err
	}
	r, err := jsonrecord.Decode(members, j.schema)
	if err != nil {
		return nil, err
	}
	if err := jsonrecord.DecodeMember(members, "image", &r.Image); err != nil {
		return nil, err
	}
	return r, nil
}

// Close implements record.Reader.
func (*reader) Close() error { return nil }
