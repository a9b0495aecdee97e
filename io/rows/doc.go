// Package rows reads rows of a dataset by their row numbers: the link, the box
// and the caption of a row, and the columns that are kept as they are.
//
// Rows are addressed, not streamed, because a shard of a sampled dataset is a
// few rows out of many: Inspect says once what a file holds, a Selection names
// rows, and a Reader reads just those. Whether a link or a box makes sense is for
// others to judge; a cell comes back as it was found.
//
// # Formats
//
// A Reader and Inspect are the same for every format. The table of the formats is the
// function formats, and each is a package of its own below this one: parquet, csv (which
// has TSV as well) and jsonl, the latter two over package text, and webdataset. What they have in
// common is in package input, kept columns are in package kept, and the types of rows
// and columns in io/table. A further format is a package with an input.Format, a line
// in the table, and a sample for the conformance suite, whose tests say what a format
// has to do: conformance_test.go.
//
// Which format a file is in, its name tells (FormatOf) or else its first bytes
// (Sniff), and where neither does, whoever calls.
//
// # Errors
//
// Files come from strangers. What is wrong with a file is an *InputError; trouble with
// reaching the file is any other error.
//
// It may import io/files, io/table and what lies below it, and nothing else of this
// module.
package rows
