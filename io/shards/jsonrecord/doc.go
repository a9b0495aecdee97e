// Package jsonrecord writes records as members of JSON objects, and reads them
// back: the lines of JSON lines and of failures files, and the JSON files of a
// WebDataset.
//
// It imports io/shards/record, io/parquetjson, io/rows, parquet-go for values, and
// the standard library.
package jsonrecord
