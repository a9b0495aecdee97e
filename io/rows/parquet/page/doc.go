// Package page rewrites pages of Parquet files, which may be compressed,
// padded, damaged or in an encoding that parquet-go 0.32 reads wrongly, as pages
// that it reads right.
//
// A page is unpacked, and its levels and values are counted. Each value that its
// header announces must be there; whatever lies behind the last one is cut off.
// What is damaged is an error, and costs no more memory than the header says.
// package rows says which of the decoder's faults this is for.
package page
