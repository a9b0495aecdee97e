package parquetjson

import (
	"encoding/binary"
	"math"

	"github.com/parquet-go/parquet-go"
)

// Float16 returns the number that a FLOAT16 is: a value of two bytes, which
// parquet-go has no type for.
func Float16(v parquet.Value) float32 {
	b := v.ByteArray()
	if len(b) != 2 {
		return float32(math.NaN())
	}
	return halfToFloat(binary.LittleEndian.Uint16(b))
}

// halfToFloat widens a number of IEEE 754's binary16, which is always exact.
func halfToFloat(half uint16) float32 {
	sign := uint32(half>>15) << 31
	exponent := uint32(half>>10) & 0x1f
	fraction := uint32(half) & 0x3ff
	switch exponent {
	case 0: // zero, or a number below the least normal one
		value := float32(fraction) / (1 << 24)
		return math.Float32frombits(math.Float32bits(value) | sign)
	case 0x1f: // infinity, or no number
		return math.Float32frombits(sign | 0xff<<23 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+127-15)<<23 | fraction<<13)
}
