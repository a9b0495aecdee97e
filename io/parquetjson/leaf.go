package parquetjson

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/big"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// valueFunc appends one value of a leaf, which is not null, as JSON.
type valueFunc func(dst []byte, v parquet.Value) []byte

// leafFunc returns how values of type t are written: by logical type where it
// means something in JSON, else by physical type.
func leafFunc(t parquet.Type) valueFunc {
	if isText(t) {
		return func(dst []byte, v parquet.Value) []byte { return AppendString(dst, v.ByteArray()) }
	}
	switch lt := logical(t).(type) {
	case *format.DecimalType:
		return decimalFunc(t.Kind(), int(lt.Scale))
	case *format.DateType:
		return func(dst []byte, v parquet.Value) []byte {
			return appendTime(dst, time.Unix(int64(v.Int32())*secondsPerDay, 0), time.DateOnly)
		}
	case *format.TimestampType:
		return timeFunc(t.Kind(), lt.Unit, withZone("2006-01-02T15:04:05.999999999", lt.IsAdjustedToUTC))
	case *format.TimeType:
		return timeFunc(t.Kind(), lt.Unit, withZone("15:04:05.999999999", lt.IsAdjustedToUTC))
	case *format.IntType:
		if !lt.IsSigned {
			return unsignedFunc(t.Kind())
		}
	case *format.UUIDType:
		return func(dst []byte, v parquet.Value) []byte { return appendUUID(dst, v.ByteArray()) }
	case *format.Float16Type:
		return func(dst []byte, v parquet.Value) []byte { return AppendFloat(dst, float64(Float16(v)), 64) }
	case *format.NullType:
		return func(dst []byte, _ parquet.Value) []byte { return append(dst, "null"...) }
	}
	return physicalFunc(t.Kind())
}

func physicalFunc(kind parquet.Kind) valueFunc {
	switch kind {
	case parquet.Boolean:
		return func(dst []byte, v parquet.Value) []byte { return strconv.AppendBool(dst, v.Boolean()) }
	case parquet.Int32:
		return func(dst []byte, v parquet.Value) []byte { return strconv.AppendInt(dst, int64(v.Int32()), 10) }
	case parquet.Int64:
		return func(dst []byte, v parquet.Value) []byte { return strconv.AppendInt(dst, v.Int64(), 10) }
	case parquet.Int96:
		return appendInt96
	case parquet.Float:
		return func(dst []byte, v parquet.Value) []byte { return AppendFloat(dst, float64(v.Float()), 32) }
	case parquet.Double:
		return func(dst []byte, v parquet.Value) []byte { return AppendFloat(dst, v.Double(), 64) }
	default:
		return func(dst []byte, v parquet.Value) []byte { return AppendBase64(dst, v.ByteArray()) }
	}
}

func unsignedFunc(kind parquet.Kind) valueFunc {
	if kind == parquet.Int32 {
		return func(dst []byte, v parquet.Value) []byte { return strconv.AppendUint(dst, uint64(v.Uint32()), 10) }
	}
	return func(dst []byte, v parquet.Value) []byte { return strconv.AppendUint(dst, v.Uint64(), 10) }
}

// AppendFloat appends the shortest text that reads back as f; NaN and the
// infinities, which JSON does not have, are null.
func AppendFloat(dst []byte, f float64, bits int) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return append(dst, "null"...)
	}
	style := byte('f')
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e21) {
		style = 'e'
	}
	return strconv.AppendFloat(dst, f, style, -1, bits)
}

// AppendBase64 appends data as a string of standard base64 with padding.
func AppendBase64(dst, data []byte) []byte {
	dst = append(dst, '"')
	dst = base64.StdEncoding.AppendEncode(dst, data)
	return append(dst, '"')
}

// appendUUID appends the text form of RFC 9562, section 4.
func appendUUID(dst, u []byte) []byte {
	if len(u) != 16 {
		return AppendBase64(dst, u)
	}
	dst = append(dst, '"')
	for i, part := range [][]byte{u[:4], u[4:6], u[6:8], u[8:10], u[10:]} {
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, part)
	}
	return append(dst, '"')
}

// maxScale bounds the zeros that a decimal's text may need: a scale comes from
// the input's footer and may be anything.
const maxScale = 1000

// decimalFunc writes unscaled * 10^-scale as a string with scale digits after
// the point, and in exponent form where the scale is outside 0 to maxScale.
func decimalFunc(kind parquet.Kind, scale int) valueFunc {
	return func(dst []byte, v parquet.Value) []byte {
		var digits string
		switch kind {
		case parquet.Int32:
			digits = strconv.FormatInt(int64(v.Int32()), 10)
		case parquet.Int64:
			digits = strconv.FormatInt(v.Int64(), 10)
		default:
			digits = signed(v.ByteArray()).String()
		}
		return appendDecimal(dst, digits, scale)
	}
}

// signed reads a two's complement integer, most significant byte first.
func signed(b []byte) *big.Int {
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0] >= 0x80 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return n
}

func appendDecimal(dst []byte, digits string, scale int) []byte {
	dst = append(dst, '"')
	if scale < 0 || scale > maxScale {
		dst = append(append(dst, digits...), 'E')
		return append(strconv.AppendInt(dst, -int64(scale), 10), '"')
	}
	if digits[0] == '-' {
		dst, digits = append(dst, '-'), digits[1:]
	}
	for n := len(digits); n <= scale; n++ {
		digits = "0" + digits
	}
	point := len(digits) - scale
	dst = append(dst, digits[:point]...)
	if scale > 0 {
		dst = append(append(dst, '.'), digits[point:]...)
	}
	return append(dst, '"')
}

const secondsPerDay = 24 * 60 * 60

// withZone adds RFC 3339's offset to the layout of a time in UTC. A time that
// is not adjusted to UTC belongs to no zone, so it gets none.
func withZone(layout string, utc bool) string {
	if utc {
		return layout + "Z07:00"
	}
	return layout
}

// timeFunc writes counts of unit, since 1970 or since midnight.
func timeFunc(kind parquet.Kind, unit format.TimeUnit, layout string) valueFunc {
	instant := time.UnixMicro
	switch unit.Value.(type) {
	case *format.MilliSeconds:
		instant = time.UnixMilli
	case *format.NanoSeconds:
		instant = func(ns int64) time.Time { return time.Unix(0, ns) }
	}
	return func(dst []byte, v parquet.Value) []byte {
		n := v.Int64()
		if kind == parquet.Int32 {
			n = int64(v.Int32())
		}
		return appendTime(dst, instant(n), layout)
	}
}

func appendTime(dst []byte, t time.Time, layout string) []byte {
	dst = append(dst, '"')
	dst = t.UTC().AppendFormat(dst, layout)
	return append(dst, '"')
}

// appendInt96 appends the timestamp that Impala and early Spark made of an
// INT96: nanoseconds of the day in the low 8 bytes, Julian day in the high 4.
func appendInt96(dst []byte, v parquet.Value) []byte {
	const julianEpoch = 2440588 // 1970-01-01
	words := v.Int96()
	nanos := int64(binary.LittleEndian.Uint64(binary.LittleEndian.AppendUint32(
		binary.LittleEndian.AppendUint32(nil, words[0]), words[1])))
	day := int64(int32(words[2])) - julianEpoch
	return appendTime(dst, time.Unix(day*secondsPerDay, nanos), withZone("2006-01-02T15:04:05.999999999", false))
}
