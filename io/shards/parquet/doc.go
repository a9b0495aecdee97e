// Package parquet writes and reads data shards in Parquet, an output format of
// io/shards. The layout is described there; the columns that it shares with other
// Parquet files are those of parquetfile, and the picture is its own: text, or
// what Hugging Face datasets knows as an Image.
//
// It imports io/shards/record, format, parquetfile and huggingface, parquet-go,
// and the Zstandard encoder beneath it.
package parquet
