// Package parquetjson writes the values of Parquet columns as JSON, whatever
// their nesting: lists are arrays, structs and maps objects. Times are RFC 3339
// text, without an offset where the column belongs to no time zone: a Z would
// claim one. Decimals and UUIDs are text, bytes that are not text are base64, and
// NaN and the infinities are null.
//
// It is pure, and imports parquet-go and the standard library: io/rows has it
// for cells that it cannot say in simpler words, io/shards for kept columns.
package parquetjson
