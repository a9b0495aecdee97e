// Package csv reads tables that are text: comma-separated values, and values between
// tabs.
//
//   - CSV may quote cells; other quotes are text, see package delimited, which also
//     finds the delimiter. A row of another number of cells than the others is
//     invalid. All columns are text, null where a cell is empty.
//   - TSV quotes and escapes nothing, as its media type has it
//     (https://www.iana.org/assignments/media-types/text/tab-separated-values)
//     and as CC3M and CC12M were written, whose captions start with a quote here
//     and there: read as CSV with tabs, each of these swallows the rows up to
//     the next quote. Files that do quote are CSV, with commas.
//   - Whether the first row of either names the columns is in Columns.Header.
//
// It is a dialect of package text, and imports that, input, kept and delimited.
package csv
