// Package pictures finds the picture of a row that carries it: its bytes in the cell, as
// they are or packed as text, or a file that the cell names.
//
// A cell is understood by what it holds, not by its column's type, for writers of Parquet
// mark text as text or do not. A path is read from below one folder only, see
// files.OpenWithin: whoever wrote the dataset must not choose which of the user's files
// are read.
//
// It imports io/files, io/table and the reasons that rows fail for, and of
// transforms/crop what a picture begins with.
package pictures
