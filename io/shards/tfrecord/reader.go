package tfrecord

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/beamcrop/beamcrop/io/shards/record"
)

// reader reads a TFRecord file.
type reader struct {
	in     *bufio.Reader
	left   int64 // bytes of the file
	schema record.Schema
}

func newReader(r io.ReaderAt, size int64, s record.Schema) (record.Reader, error) {
	return open(r, size, s), nil
}

func open(r io.ReaderAt, size int64, s record.Schema) *reader {
	return &reader{in: record.FromStart(r, size), left: size, schema: s}
}

// Read implements record.Reader.
func (t *reader) Read() (*record.Record, error) {
	features, err := t.features()
	if err != nil {
		return nil, err
	}
	return recordOf(features, t.schema)
}

// features reads one record; io.EOF after the last.
func (t *reader) features() (map[string]feature, error) {
	if t.left == 0 {
		return nil, io.EOF
	}
	example, err := t.frame()
	if err != nil {
		return nil, err
	}
	features := map[string]feature{}
	err = eachField(example, func(field protowire.Number, value []byte) error {
		if field != exampleFeatures {
			return nil
		}
		return readFeatures(value, features)
	})
	return features, err
}

// Close implements record.Reader.
func (*reader) Close() error { return nil }

var (
	errFrame    = errors.New("the file ends amid a record")
	errChecksum = errors.New("the checksum is wrong")
)

// frame reads one record's data.
func (t *reader) frame() ([]byte, error) {
	if t.left < frameHead+frameTail {
		return nil, errFrame
	}
	var head [frameHead]byte
	if _, err := io.ReadFull(t.in, head[:]); err != nil {
		return nil, err
	}
	if masked(crc32.Checksum(head[:8], castagnoli)) != binary.LittleEndian.Uint32(head[8:]) {
		return nil, errChecksum
	}
	length := binary.LittleEndian.Uint64(head[:8])
	if length > uint64(t.left-frameHead-frameTail) {
		return nil, errFrame
	}
	data := make([]byte, length+frameTail)
	if _, err := io.ReadFull(t.in, data); err != nil {
		return nil, err
	}
	data, tail := data[:length], data[length:]
	if masked(crc32.Checksum(data, castagnoli)) != binary.LittleEndian.Uint32(tail) {
		return nil, errChecksum
	}
	t.left -= frameHead + int64(length) + frameTail
	return data, nil
}

// feature is a tf.train.Feature: its kind, and its list still encoded.
type feature struct {
	kind featureKind
	list []byte
}

func readFeatures(features []byte, to map[string]feature) error {
	return eachField(features, func(field protowire.Number, entry []byte) error {
		if field != featuresEntry {
			return nil
		}
		var name string
		var f feature
		err := eachField(entry, func(field protowire.Number, value []byte) error {
			switch field {
			case entryKey:
				name = string(value)
			case entryFeature:
				return eachField(value, func(kind protowire.Number, list []byte) error {
					f = feature{kind, list}
					return nil
				})
			}
			return nil
		})
		to[name] = f
		return err
	})
}

// eachField calls do for the fields of a message that have a length; an Example
// has no others.
func eachField(message []byte, do func(protowire.Number, []byte) error) error {
	for len(message) > 0 {
		field, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return protowire.ParseError(n)
		}
		message = message[n:]
		if kind != protowire.BytesType {
			return fmt.Errorf("field %d of wire type %d in an Example", field, kind)
		}
		value, n := protowire.ConsumeBytes(message)
		if n < 0 {
			return protowire.ParseError(n)
		}
		if err := do(field, value); err != nil {
			return err
		}
		message = message[n:]
	}
	return nil
}

// recordOf takes our own columns from an Example's features.
func recordOf(features map[string]feature, s record.Schema) (*record.Record, error) {
	r := new(record.Record)
	take := taker{features: features}
	r.ID, r.URL = string(take.bytes("id")), string(take.bytes("url"))
	r.Image = take.bytes("image")
	r.Width, r.Height = take.int("width"), take.int("height")
	r.Format, r.SHA256 = string(take.bytes("format")), string(take.bytes("sha256"))
	r.Source = record.Source{Width: take.int("source_width"), Height: take.int("source_height"), Format: string(take.bytes("source_format"))}
	if s.Score {
		if score := take.floats(record.ScoreColumn); len(score) == 1 {
			r.Score = &score[0]
		}
	}
	if s.Rescaled {
		r.Rescaled = take.int(record.RescaledColumn) != 0
	}
	if s.Exact {
		for i, name := range record.ExactColumns {
			record.SetNumber(&r.Exact, i, take.int(name))
		}
	}
	box := take.floats("box")
	if take.err != nil {
		return nil, take.err
	}
	return r, r.SetBox(box)
}

// taker takes features by name, and keeps the first error.
type taker struct {
	features map[string]feature
	err      error
}

// list returns the concatenated values of a feature; ok is false if it has none.
func (t *taker) list(name string, kind featureKind) (values []byte, ok bool) {
	f, found := t.features[name]
	if !found || f.kind != kind {
		t.fail(name)
		return nil, false
	}
	err := eachField(f.list, func(field protowire.Number, value []byte) error {
		if field != listValue || ok {
			return errors.New("a list of several")
		}
		values, ok = value, true
		return nil
	})
	if err != nil {
		t.fail(name)
	}
	return values, ok
}

func (t *taker) fail(name string) {
	if t.err == nil {
		t.err = fmt.Errorf("feature %q is not there as it was written", name)
	}
}

func (t *taker) bytes(name string) []byte {
	value, ok := t.list(name, bytesFeature)
	if !ok {
		t.fail(name)
	}
	return value
}

func (t *taker) int(name string) int {
	value, _ := t.list(name, int64Feature)
	n, size := protowire.ConsumeVarint(value)
	if size != len(value) || size == 0 {
		t.fail(name)
	}
	return int(int64(n))
}

func (t *taker) floats(name string) []float64 {
	packed, _ := t.list(name, floatFeature)
	var values []float64
	for len(packed) > 0 {
		bits, n := protowire.ConsumeFixed32(packed)
		if n < 0 {
			t.fail(name)
			return nil
		}
		values = append(values, float64(math.Float32frombits(bits)))
		packed = packed[n:]
	}
	return values
}
