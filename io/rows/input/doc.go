// Package input is what an input format consists of: a Format says what its files are
// called and how they begin, and opens a Reader of one.
//
// It imports io/files, io/table and parquet-go, whose values kept columns are, and no
// format: the formats, each a package beside this one, import it, and package rows
// has the table of them.
//
// # Errors
//
// Files come from strangers. What is wrong with a file is an *Error; what is not the
// file's fault, such as a read that failed or an index of another file, is any other
// error. A Format returns what it finds wrong as it is; an *OtherError in it says
// that the file is not to blame. File marks failing reads so.
package input
