package tfrecord

import (
	"math"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/beamcrop/beamcrop/io/shards/record"
)

// Field numbers of tf.train.Example and what it is made of
// (tensorflow/core/example/example.proto and feature.proto).
const (
	exampleFeatures protowire.Number = 1
	featuresEntry   protowire.Number = 1 // of map<string, Feature>
	entryKey        protowire.Number = 1
	entryFeature    protowire.Number = 2
	listValue       protowire.Number = 1 // of BytesList, FloatList and Int64List
)

// featureKind is the field of a Feature that its list stands in.
type featureKind = protowire.Number

const (
	bytesFeature featureKind = 1
	floatFeature featureKind = 2 // 32 bits, TensorFlow has no others here
	int64Feature featureKind = 3
)

// exampleHead is what precedes size bytes of features in an Example.
func exampleHead(size int) []byte {
	return protowire.AppendVarint(protowire.AppendTag(nil, exampleFeatures, protowire.BytesType), uint64(size))
}

// appendFeatures appends our own columns.
func appendFeatures(dst []byte, r *record.Record, s record.Schema) []byte {
	dst = appendBytesFeature(dst, "id", strings.ToValidUTF8(r.ID, "\uFFFD"))
	dst = appendBytesFeature(dst, "url", strings.ToValidUTF8(r.URL, "\uFFFD"))
	dst = appendBoxFeature(dst, r.Box)
	if r.HasCaption {
		dst = appendBytesFeature(dst, "caption", strings.ToValidUTF8(r.Caption, "\uFFFD"))
	} else {
		dst = appendFeature(dst, "caption", bytesFeature, 0)
	}
	dst = appendBytesFeature(dst, "image", r.Image)
	dst = appendIntFeature(dst, "width", int64(r.Width))
	dst = appendIntFeature(dst, "height", int64(r.Height))
	dst = appendBytesFeature(dst, "format", r.Format)
	dst = appendBytesFeature(dst, "sha256", r.SHA256)
	dst = appendIntFeature(dst, "source_width", int64(r.Source.Width))
	dst = appendIntFeature(dst, "source_height", int64(r.Source.Height))
	dst = appendBytesFeature(dst, "source_format", r.Source.Format)
	if s.Score {
		dst = appendScoreFeature(dst, r.Score)
	}
	if s.Rescaled {
		dst = appendIntFeature(dst, record.RescaledColumn, intOf(r.Rescaled))
	}
	if s.Exact {
		for i, n := range record.NumbersOf(r.Exact) {
			dst = appendIntFeature(dst, record.ExactColumns[i], int64(n))
		}
	}
	return dst
}

// appendFeature appends an entry of Features as far as its list, which is of
// size bytes and is to follow. A list of none is TensorFlow's missing value.
func appendFeature(dst []byte, name string, kind featureKind, size int) []byte {
	feature := protowire.SizeTag(kind) + protowire.SizeBytes(size)
	entry := protowire.SizeTag(entryKey) + protowire.SizeBytes(len(name)) + protowire.SizeTag(entryFeature) + protowire.SizeBytes(feature)
	dst = appendLength(dst, featuresEntry, entry)
	dst = protowire.AppendString(protowire.AppendTag(dst, entryKey, protowire.BytesType), name)
	return appendLength(appendLength(dst, entryFeature, feature), kind, size)
}

func appendLength(dst []byte, field protowire.Number, size int) []byte {
	return protowire.AppendVarint(protowire.AppendTag(dst, field, protowire.BytesType), uint64(size))
}

// appendBytesFeature appends a feature of one value.
func appendBytesFeature[T string | []byte](dst []byte, name string, value T) []byte {
	dst = appendFeature(dst, name, bytesFeature, protowire.SizeTag(listValue)+protowire.SizeBytes(len(value)))
	return append(appendLength(dst, listValue, len(value)), value...)
}

func appendIntFeature(dst []byte, name string, value int64) []byte {
	size := protowire.SizeVarint(uint64(value))
	dst = appendFeature(dst, name, int64Feature, protowire.SizeTag(listValue)+protowire.SizeBytes(size))
	return protowire.AppendVarint(appendLength(dst, listValue, size), uint64(value))
}

func appendFloatFeature(dst []byte, name string, values ...float32) []byte {
	size := 4 * len(values)
	dst = appendFeature(dst, name, floatFeature, protowire.SizeTag(listValue)+protowire.SizeBytes(size))
	dst = appendLength(dst, listValue, size)
	for _, x := range values {
		dst = protowire.AppendFixed32(dst, math.Float32bits(x))
	}
	return dst
}

// intOf is what TensorFlow has for a truth value.
func intOf(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func appendScoreFeature(dst []byte, score *float64) []byte {
	if score == nil {
		return appendFeature(dst, record.ScoreColumn, floatFeature, 0)
	}
	return appendFloatFeature(dst, record.ScoreColumn, float32(*score))
}

func appendBoxFeature(dst []byte, box *[4]float64) []byte {
	if box == nil {
		return appendFeature(dst, "box", floatFeature, 0)
	}
	return appendFloatFeature(dst, "box", float32(box[0]), float32(box[1]), float32(box[2]), float32(box[3]))
}
