// Package jsoncell reads cells that are JSON: links, boxes, captions and plain values,
// and what a path leads to within a nested value. JSON Lines has such cells, and so
// have the nested columns of Parquet, once they are written as JSON.
//
// It is pure, and imports gjson, io/table and the standard library.
package jsoncell
