package tfrecord

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/beamcrop/beamcrop/io/shards/record"
)

// writer writes one TFRecord file: a record is a tf.train.Example with
// a feature for each column but key and file_name, framed by its length and
// checksums (https://www.tensorflow.org/tutorials/load_data/tfrecord).
type writer struct {
	w       io.Writer
	schema  record.Schema
	kept    *keptFeatures
	example []byte // reused between records
	err     error
}

func newWriter(w io.Writer, s record.Schema) (record.Writer, error) {
	if err := record.CheckKept(s.Kept); err != nil {
		return nil, err
	}
	return &writer{w: w, schema: s, kept: newKeptFeatures(s.Kept, record.KeptNames(s.Kept, s.Columns()))}, nil
}

// Write implements record.Writer.
func (t *writer) Write(r *record.Record) error {
	if t.err == nil {
		t.err = t.write(r)
	}
	return t.err
}

func (t *writer) write(r *record.Record) error {
	features, err := t.kept.append(appendFeatures(t.example[:0], r, t.schema), r.Kept)
	if err != nil {
		return fmt.Errorf("record %s: %w", r.ID, err)
	}
	t.example = features
	if err := writeFrame(t.w, exampleHead(len(features)), features); err != nil {
		return fmt.Errorf("record %s: %w", r.ID, err)
	}
	return nil
}

// Close implements record.Writer.
func (t *writer) Close() error {
	if t.err != nil {
		return t.err
	}
	t.err = record.ErrClosed
	return nil
}

const (
	frameHead = 8 + 4 // length, its checksum
	frameTail = 4     // checksum of the data
)

// writeFrame writes one TFRecord, whose data is head and then body.
func writeFrame(w io.Writer, head, body []byte) error {
	frame := binary.LittleEndian.AppendUint64(nil, uint64(len(head)+len(body)))
	frame = binary.LittleEndian.AppendUint32(frame, masked(crc32.Checksum(frame, castagnoli)))
	frame = append(frame, head...)
	sum := crc32.Update(crc32.Checksum(head, castagnoli), castagnoli, body)
	for _, part := range [][]byte{frame, body, binary.LittleEndian.AppendUint32(nil, masked(sum))} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// masked is a checksum as TFRecord stores it: turned and moved, because a
// checksum of data that has checksums in it is weak.
func masked(sum uint32) uint32 { return (sum>>15 | sum<<17) + 0xa282ead8 }
