package parquet

import (
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// parquet-go 0.32 knows no FLOAT16, and drops the annotation of a column that is
// one. So the schema that it gets has another in its place: a decimal of a
// precision that there cannot be, which logicalType translates back.

const float16Precision = -16

// hideFloat16 returns a schema with FLOAT16 replaced.
func hideFloat16(schema []format.SchemaElement) []format.SchemaElement {
	out := make([]format.SchemaElement, len(schema))
	for i, element := range schema {
		if _, ok := element.LogicalType.Value.(*format.Float16Type); ok && isTwoBytes(element) {
			element.ConvertedType = thrift.Null[deprecated.ConvertedType]{}
			element.LogicalType = format.LogicalType{Value: &format.DecimalType{Precision: float16Precision}}
		}
		out[i] = element
	}
	return out
}

func isTwoBytes(element format.SchemaElement) bool {
	return element.Type.Valid && element.Type.V == format.FixedLenByteArray && element.TypeLength.Valid && element.TypeLength.V == 2
}

// isFloat16 says whether a type stands for FLOAT16.
func isFloat16(t parquet.Type) bool {
	logical := t.LogicalType()
	if logical == nil {
		return false
	}
	decimal, ok := logical.Value.(*format.DecimalType)
	return ok && decimal.Precision == float16Precision
}

// float16Type is FLOAT16 as a type of kept columns.
type float16Type struct{ parquet.Type }

var float16 parquet.Type = float16Type{parquet.FixedLenByteArrayType(2)}

// LogicalType implements parquet.Type.
func (float16Type) LogicalType() *format.LogicalType {
	return &format.LogicalType{Value: new(format.Float16Type)}
}

// String implements parquet.Type.
func (float16Type) String() string { return "FLOAT16" }
