// Package record is what every output format of io/shards writes: a record and
// the schema of its columns, their names, and the kept columns taken apart into
// their leaves, whose values are checked there.
//
// It imports io/rows for the description of kept columns, parquet-go for their
// types and values, and the standard library, and knows no format.
package record
