package tfrecord

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/parquetjson"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// keptFeatures writes the kept values of a row as features: numbers as numbers,
// text and bytes as bytes, and what has no such form (lists, structs, times,
// decimals, integers beyond 63 bits) as its JSON, without quotes if it is a
// string.
type keptFeatures struct {
	leaves  []record.Leaf
	values  []parquetjson.Append
	columns [][]parquet.Value // reused between rows
}

func newKeptFeatures(kept []rows.KeptColumn, names []string) *keptFeatures {
	k := &keptFeatures{leaves: record.LeavesOf(kept)}
	var c parquetjson.Compiler
	first := 0 // leaf of the column
	for i, column := range kept {
		json := c.Node(column.Node, 0, 0)
		k.values = append(k.values, featureFunc(json, column.Node, names[i], first))
		first += len(record.LeavesOf(kept[i : i+1]))
	}
	return k
}

// append appends all features.
func (k *keptFeatures) append(dst []byte, row parquet.Row) ([]byte, error) {
	columns, err := record.Split(k.columns, row, k.leaves)
	if err != nil {
		return nil, err
	}
	k.columns = columns
	c := parquetjson.Cursor{Leaves: columns}
	for _, value := range k.values {
		dst = value(dst, &c)
	}
	if err := c.Check(); err != nil {
		return nil, fmt.Errorf("kept columns: %w", err)
	}
	clear(columns)
	return dst, nil
}

// featureFunc returns what appends a kept column's feature, given what appends
// its JSON and its first leaf.
func featureFunc(json parquetjson.Append, n parquet.Node, name string, first int) parquetjson.Append {
	if kind, value := scalarFeature(n, name); value != nil {
		return func(dst []byte, c *parquetjson.Cursor) []byte {
			v := c.Next(first)
			if v.IsNull() {
				return appendFeature(dst, name, kind, 0)
			}
			return value(dst, v)
		}
	}
	var buffer []byte // reused between rows
	return func(dst []byte, c *parquetjson.Cursor) []byte {
		buffer = json(buffer[:0], c)
		text := buffer
		switch {
		case string(text) == "null":
			return appendFeature(dst, name, bytesFeature, 0)
		case n.Leaf() && text[0] == '"':
			text = bytes.Trim(text, `"`) // of a leaf that is no text, so nothing in it is escaped
		}
		return appendBytesFeature(dst, name, text)
	}
}

// valueFunc appends the feature of one value, which is not null.
type valueFunc func(dst []byte, v parquet.Value) []byte

// scalarFeature returns how the values of a column of plain numbers, text or
// bytes are written; nil if it is none.
func scalarFeature(n parquet.Node, name string) (featureKind, valueFunc) {
	if !n.Leaf() || n.Repeated() {
		return 0, nil
	}
	t := n.Type()
	if record.IsText(t) {
		return bytesFeature, func(dst []byte, v parquet.Value) []byte {
			return appendBytesFeature(dst, name, strings.ToValidUTF8(string(v.ByteArray()), "\uFFFD"))
		}
	}
	switch lt := record.Logical(t).(type) {
	case nil:
		return physicalFeature(t.Kind(), name)
	case *format.Float16Type:
		return floatFeature, func(dst []byte, v parquet.Value) []byte { return appendFloatFeature(dst, name, parquetjson.Float16(v)) }
	case *format.IntType:
		switch {
		case lt.IsSigned:
			return physicalFeature(t.Kind(), name)
		case t.Kind() == parquet.Int32:
			return int64Feature, func(dst []byte, v parquet.Value) []byte { return appendIntFeature(dst, name, int64(v.Uint32())) }
		}
	}
	return 0, nil
}

func physicalFeature(kind parquet.Kind, name string) (featureKind, valueFunc) {
	switch kind {
	case parquet.Boolean:
		return int64Feature, func(dst []byte, v parquet.Value) []byte {
			n := int64(0)
			if v.Boolean() {
				n = 1
			}
			return appendIntFeature(dst, name, n)
		}
	case parquet.Int32:
		return int64Feature, func(dst []byte, v parquet.Value) []byte { return appendIntFeature(dst, name, int64(v.Int32())) }
	case parquet.Int64:
		return int64Feature, func(dst []byte, v parquet.Value) []byte { return appendIntFeature(dst, name, v.Int64()) }
	case parquet.Float:
		return floatFeature, func(dst []byte, v parquet.Value) []byte { return appendFloatFeature(dst, name, v.Float()) }
	case parquet.Double:
		return floatFeature, func(dst []byte, v parquet.Value) []byte { return appendFloatFeature(dst, name, float32(v.Double())) }
	case parquet.ByteArray, parquet.FixedLenByteArray:
		return bytesFeature, func(dst []byte, v parquet.Value) []byte { return appendBytesFeature(dst, name, v.ByteArray()) }
	}
	return 0, nil
}
