package parquetjson

import (
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// isText tells whether the values of a BYTE_ARRAY type are UTF-8 by definition.
func isText(t parquet.Type) bool {
	switch logical(t).(type) {
	case *format.StringType, *format.EnumType, *format.JsonType:
		return true
	}
	return false
}

// logical returns the variant of t's logical type, or nil.
func logical(t parquet.Type) any {
	if lt := t.LogicalType(); lt != nil {
		return lt.Value
	}
	return nil
}
