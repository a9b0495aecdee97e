// Package delimited splits tables that are text, such as CSV and TSV, into rows and
// cells, and finds out how such a table is written.
//
// Quotes that are not where RFC 4180 has them are read as pandas, pyarrow and
// Python's csv module read them: a quote opens a cell only as its first character,
// and what follows a closing quote belongs to the cell as it stands. The
// reader of the standard library refuses such rows, or, when it is lazy, looks
// for the next quote before a comma, over as many rows as that takes.
package delimited
