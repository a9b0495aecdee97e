package parquetjson

import (
	"math"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// TestFloat16 has the examples of https://en.wikipedia.org/wiki/Half-precision_floating-point_format.
func TestFloat16(t *testing.T) {
	tests := map[uint16]float64{
		0x0000: 0, 0x8000: math.Copysign(0, -1),
		0x0001: math.Ldexp(1, -24), 0x03ff: math.Ldexp(1023, -24), 0x0400: math.Ldexp(1, -14),
		0x3555: 0.333251953125, 0x3bff: 0.99951171875, 0x3c00: 1, 0x3c01: 1.0009765625,
		0x7bff: 65504, 0x7c00: math.Inf(1), 0xfc00: math.Inf(-1), 0xc000: -2, 0x7e00: math.NaN(),
	}
	for bits, want := range tests {
		got := float64(Float16(parquet.FixedLenByteArrayValue([]byte{byte(bits), byte(bits >> 8)})))
		if math.Float64bits(got) != math.Float64bits(want) && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Errorf("%#04x is %v, want %v", bits, got, want)
		}
	}
	if got := Float16(parquet.FixedLenByteArrayValue([]byte{1})); !math.IsNaN(float64(got)) {
		t.Errorf("one byte is %v", got)
	}
}
