// Package jsonl writes and reads data shards as JSON lines, an output format of
// io/shards: a record is one object, its picture base64 text.
//
// It imports io/shards/record, format, jsonrecord, huggingface and parquetfile
// (for the types of columns), io/parquetjson, and the standard library.
package jsonl
