// Package webdataset writes and reads data shards as WebDataset, an output format
// of io/shards: a tar in which each record is a picture, a JSON and a text file,
// and beside it an index, a Parquet file of all but the pictures.
//
// It imports io/shards/record, format, jsonrecord, huggingface and parquetfile,
// io/parquetjson, parquet-go for the index, and the standard library.
package webdataset
