// Package elements says how the graph's elements travel between workers: each
// as bytes that only this program reads.
//
// Beam would give these types its row coder, which runners in Java know. They
// decode such an element and encode it again when they pass it on, and there
// they differ from Go's: Go writes a nil slice as a null although the row's
// schema allows none, and what Java writes for it cannot be read back. Flink
// then fails every job (Go SDK 2.77, runner 2.70: "Serializer consumed more
// bytes than the record had"). So each type has a coder of its own, which writes
// the same rows, and runners pass on what they do not know untouched.
//
// It imports Beam; plan and materialize import it for its effect.
package elements

import (
	"bytes"
	"fmt"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/coder"

	"github.com/beamcrop/beamcrop/transforms/workplan"
)

func init() {
	beam.RegisterCoder(reflect.TypeFor[workplan.File](), encodeFile, decodeFile)
	beam.RegisterCoder(reflect.TypeFor[workplan.Inspected](), encodeInspected, decodeInspected)
	beam.RegisterCoder(reflect.TypeFor[workplan.Shard](), encodeShard, decodeShard)
}

// Beam finds a coder's functions by their names, so each type needs its own.

func encodeFile(v workplan.File) ([]byte, error)           { return Encode(v) }
func decodeFile(data []byte) (workplan.File, error)        { return Decode[workplan.File](data) }
func encodeInspected(v workplan.Inspected) ([]byte, error) { return Encode(v) }
func decodeInspected(d []byte) (workplan.Inspected, error) { return Decode[workplan.Inspected](d) }
func encodeShard(v workplan.Shard) ([]byte, error)         { return Encode(v) }
func decodeShard(data []byte) (workplan.Shard, error)      { return Decode[workplan.Shard](data) }

// Encode writes a struct as a row, for coders of types that are registered elsewhere.
func Encode[T any](v T) ([]byte, error) {
	write, err := coder.RowEncoderForStruct(reflect.TypeFor[T]())
	if err != nil {
		return nil, fmt.Errorf("making an encoder of %T: %w", v, err)
	}
	var to bytes.Buffer
	if err := write(v, &to); err != nil {
		return nil, fmt.Errorf("encoding a %T: %w", v, err)
	}
	return to.Bytes(), nil
}

// Decode reads what Encode wrote.
func Decode[T any](data []byte) (T, error) {
	var none T
	read, err := coder.RowDecoderForStruct(reflect.TypeFor[T]())
	if err != nil {
		return none, fmt.Errorf("making a decoder of %T: %w", none, err)
	}
	v, err := read(bytes.NewReader(data))
	if err != nil {
		return none, fmt.Errorf("decoding a %T: %w", none, err)
	}
	return v.(T), nil
}
