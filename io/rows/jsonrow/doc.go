// Package jsonrow makes rows of records whose members are JSON. The lines of JSON
// Lines are such records, and so are the .json files of WebDataset's samples.
//
// It imports jsoncell, which reads a cell, and what a row is: input, kept and
// io/table. It is apart from jsoncell because kept values are parquet-go's.
package jsonrow
