package parquet

import (
	"fmt"
	"math/big"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

const (
	// maxPrecision is how many digits a decimal of decimalSize bytes may have.
	maxPrecision = 38
	decimalSize  = 16
)

// decimalOf returns what kind of decimal a leaf is.
func decimalOf(column *parquet.Column) (precision, scale int32, ok bool) {
	t, ok := logicalType(column).(*format.DecimalType)
	if !ok || isFloat16(column.Type()) {
		return 0, 0, false
	}
	return t.Precision, t.Scale, true
}

// isDecimal says whether a leaf is a decimal.
func isDecimal(column *parquet.Column) bool { _, _, ok := decimalOf(column); return ok }

// mergeDecimals gives a leaf a decimal type for both, unless that has too many digits.
func (e *element) mergeDecimals(other *element) error {
	precision, scale, _ := decimalOf(e.column)
	theirPrecision, theirScale, _ := decimalOf(other.column)
	whole := max(precision-scale, theirPrecision-theirScale)
	scale = max(scale, theirScale)
	if whole+scale > maxPrecision {
		return e.conflict(other)
	}
	e.setType(parquet.FixedLenByteArray)
	e.TypeLength, e.Scale, e.Precision = thrift.New[int32](decimalSize), thrift.New(scale), thrift.New(whole+scale)
	e.LogicalType = format.LogicalType{Value: &format.DecimalType{Scale: scale, Precision: whole + scale}}
	e.ConvertedType = thrift.New(deprecated.Decimal)
	return nil
}

// unscaled returns the digits of a decimal as an integer.
func unscaled(v parquet.Value) *big.Int {
	switch v.Kind() {
	case parquet.Int32:
		return big.NewInt(int64(v.Int32()))
	case parquet.Int64:
		return big.NewInt(v.Int64())
	}
	data := v.ByteArray()
	n := new(big.Int).SetBytes(data)
	if len(data) > 0 && data[0] >= 0x80 { // it is negative, in two's complement
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(data))))
	}
	return n
}

// decimalConversion returns how the values of one decimal become those of another, of
// mergeDecimals, or doubles.
func decimalConversion(from, to *parquet.Column) func(parquet.Value) (parquet.Value, error) {
	_, scale, _ := decimalOf(from)
	_, wanted, isDecimal := decimalOf(to)
	if !isDecimal {
		divisor := power(scale)
		return func(v parquet.Value) (parquet.Value, error) {
			f, _ := new(big.Rat).SetFrac(unscaled(v), divisor).Float64()
			return parquet.DoubleValue(f), nil
		}
	}
	factor := power(wanted - scale)
	return func(v parquet.Value) (parquet.Value, error) {
		n := unscaled(v)
		n.Mul(n, factor)
		if n.BitLen() >= 8*decimalSize {
			return v, fmt.Errorf("column %q: the decimal has more digits than its type", from.Name())
		}
		if n.Sign() < 0 {
			n.Add(n, new(big.Int).Lsh(big.NewInt(1), 8*decimalSize))
		}
		return parquet.FixedLenByteArrayValue(n.FillBytes(make([]byte, decimalSize))), nil
	}
}

func power(exponent int32) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(exponent)), nil)
}
