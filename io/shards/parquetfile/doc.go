// Package parquetfile writes Parquet files of our own columns and the kept ones:
// the data shards of that format, and the index beside a WebDataset shard. How it
// stores values is described in io/shards.
//
// It imports io/shards/record, io/rows and parquet-go.
package parquetfile
