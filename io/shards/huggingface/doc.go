// Package huggingface says what Hugging Face datasets calls the types of columns:
// in the head of a dataset card, and in the footer of a Parquet file.
//
// It imports io/shards/record and parquetfile, io/parquetjson, io/rows and
// parquet-go.
package huggingface
