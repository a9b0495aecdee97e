// Package kept has the columns that are kept as they are, with their own types, in the
// form that they travel in from a reader of rows to a writer of shards: parquet-go's
// nodes and values.
//
// It imports parquet-go and io/table, and knows no file and no format: that is for
// io/rows and what lies below it, and for io/shards.
package kept
