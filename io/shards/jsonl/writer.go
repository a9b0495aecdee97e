package jsonl

import (
	"fmt"
	"io"

	"github.com/beamcrop/beamcrop/io/parquetjson"
	"github.com/beamcrop/beamcrop/io/shards/jsonrecord"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// writer writes one shard of JSON lines: a record is one object with the
// members of our columns and then the kept ones, written in one call.
type writer struct {
	w      io.Writer
	schema record.Schema
	kept   *jsonrecord.Kept
	line   []byte // reused between records
	err    error
}

func newWriter(w io.Writer, s record.Schema) (record.Writer, error) {
	return &writer{w: w, schema: s, kept: jsonrecord.NewKept(s.Kept, record.KeptNames(s.Kept, s.Columns()))}, nil
}

// Write implements record.Writer.
func (j *writer) Write(r *record.Record) error {
	if j.err == nil {
		j.err = j.write(r)
	}
	return j.err
}

func (j *writer) write(r *record.Record) error {
	line := jsonrecord.AppendText(append(j.line[:0], '{'), r)
	line = parquetjson.AppendBase64(append(line, `,"image":`...), r.Image)
	line, err := j.kept.Append(jsonrecord.AppendPicture(line, r, j.schema), r.Kept)
	if err != nil {
		return fmt.Errorf("record %s: %w", r.ID, err)
	}
	line = append(line, '}', '\n')
	j.line = line
	if _, err := j.w.Write(j.line); err != nil {
		return fmt.Errorf("record %s: %w", r.ID, err)
	}
	return nil
}

// Close implements record.Writer.
func (j *writer) Close() error {
	if j.err != nil {
		return j.err
	}
	j.err = record.ErrClosed
	return nil
}
