// Package table has the types that describe a dataset's rows: the columns of a
// table and their types, what a row holds, which rows are meant, and where in a
// file they lie.
//
// It imports the standard library alone, so that code that judges rows and never
// reads any, such as transforms/boxes and transforms/where, does not depend on
// storage, the network or parquet-go. Package rows reads the rows.
package table
