package huggingface

import (
	"fmt"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/parquetjson"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards/parquetfile"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// Footer returns the footer's metadata that makes image a picture to
// Hugging Face datasets: the features of the columns, in order, as
// Dataset.to_parquet writes them under the key "huggingface". Columns of types
// that datasets does not know are left out.
func Footer(ours []parquetfile.Column, kept []rows.KeptColumn, names []string) string {
	text := []byte(`{"info":{"features":{`)
	add := func(name string, feature []byte) {
		if feature == nil {
			return
		}
		if text[len(text)-1] != '{' {
			text = append(text, ',')
		}
		text = append(append(parquetjson.AppendString(text, name), ':'), feature...)
	}
	for _, c := range ours {
		if c.Name == "image" {
			add(c.Name, []byte(`{"_type":"Image"}`))
			continue
		}
		add(c.Name, appendFeatureType(nil, c.Node))
	}
	for i, c := range kept {
		add(names[i], appendFeatureType(nil, c.Node))
	}
	return string(text) + "}}}"
}

// appendFeatureType appends the feature of a column as datasets writes it in
// JSON: a list as an array of its element's, which every version reads, a struct
// as an object. The result is nil if datasets has no such type.
func appendFeatureType(dst []byte, n parquet.Node) []byte {
	if !n.Repeated() {
		return appendFeatureContent(dst, n)
	}
	if dst = appendFeatureContent(append(dst, '['), n); dst == nil {
		return nil
	}
	return append(dst, ']')
}

func appendFeatureContent(dst []byte, n parquet.Node) []byte {
	if n.Leaf() {
		dtype := valueType(n.Type())
		if dtype == "" {
			return nil
		}
		return append(append(append(dst, `{"dtype":"`...), dtype...), `","_type":"Value"}`...)
	}
	switch record.Logical(n.Type()).(type) {
	case *format.ListType:
		if repeated, ok := parquetjson.RepeatedChild(n); ok {
			return appendListFeature(dst, repeated)
		}
	case *format.MapType:
		return nil
	}
	dst = append(dst, '{')
	for i, f := range n.Fields() {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst = appendFeatureType(append(parquetjson.AppendString(dst, f.Name()), ':'), f); dst == nil {
			return nil
		}
	}
	return append(dst, '}')
}

func appendListFeature(dst []byte, repeated parquet.Field) []byte {
	dst = append(dst, '[')
	if parquetjson.IsElement(repeated) {
		dst = appendFeatureContent(dst, repeated)
	} else {
		dst = appendFeatureType(dst, repeated.Fields()[0])
	}
	if dst == nil {
		return nil
	}
	return append(dst, ']')
}

// valueType is what datasets calls the Arrow type that Parquet's type t is read
// as, "" if it knows none.
func valueType(t parquet.Type) string {
	switch lt := record.Logical(t).(type) {
	case nil:
		return physicalValueType(t.Kind())
	case *format.StringType, *format.JsonType:
		return "string"
	case *format.EnumType, *format.BsonType:
		return "binary"
	case *format.Float16Type:
		return "float16"
	case *format.NullType:
		return "null"
	case *format.IntType:
		sign := "int"
		if !lt.IsSigned {
			sign = "uint"
		}
		return fmt.Sprint(sign, lt.BitWidth)
	case *format.DecimalType:
		bits := 128
		if lt.Precision > 38 {
			bits = 256
		}
		return fmt.Sprintf("decimal%d(%d, %d)", bits, lt.Precision, lt.Scale)
	case *format.DateType:
		return "date32"
	case *format.TimeType:
		unit := unitName(lt.Unit)
		if unit == "ms" {
			return "time32[ms]"
		}
		return fmt.Sprintf("time64[%s]", unit)
	case *format.TimestampType:
		if lt.IsAdjustedToUTC {
			return fmt.Sprintf("timestamp[%s, tz=UTC]", unitName(lt.Unit))
		}
		return fmt.Sprintf("timestamp[%s]", unitName(lt.Unit))
	}
	return ""
}

func physicalValueType(kind parquet.Kind) string {
	switch kind {
	case parquet.Boolean:
		return "bool"
	case parquet.Int32:
		return "int32"
	case parquet.Int64:
		return "int64"
	case parquet.Int96:
		return "timestamp[ns]"
	case parquet.Float:
		return "float32"
	case parquet.Double:
		return "float64"
	case parquet.ByteArray:
		return "binary"
	}
	return ""
}

func unitName(unit format.TimeUnit) string {
	switch unit.Value.(type) {
	case *format.MilliSeconds:
		return "ms"
	case *format.NanoSeconds:
		return "ns"
	}
	return "us"
}
