// Package rows reads rows of a dataset by their row numbers: the link, the box
// and the caption of a row, and the columns that are kept as they are.
//
// Rows are addressed, not streamed, because a shard of a sampled dataset is a
// few rows out of many: Inspect says once what a file holds, a Selection names
// rows, and a Reader reads just those. It may import io/files and nothing
// else of this module. Whether a link or a box makes sense is for others to
// judge; a cell comes back as it was found.
//
// # Parquet
//
// What a read costs is proportional to the pages that the wanted rows lie on.
// That needs the place of every page, which pandas and pyarrow leave out of
// their files unless asked, and row groups of a million rows are common. So
// Inspect walks the page headers of the columns that are read, some hundred
// bytes each and never the data, and returns the places as an Index. Chunks
// whose places are in the file (its offset index) are left out of it.
//
// One case needs data: a column with several values in a row, in pages of
// version 1, whose headers count values and not rows. Inspect then reads that
// column once. (Lists with one value in every row, such as FaceCaption's
// captions, are recognised from the counts alone.)
//
// A Reader hands the decoder of parquet-go, for each column chunk, a short
// chunk made of the dictionary page and the wanted pages alone, and lets it
// read from front to back. Nothing depends on how the decoder seeks: without
// an offset index it would walk the row group from its start at every seek.
//
// Files come from strangers. What is wrong with a file is an *InputError, and
// the decoder's panics on damaged files become one too; trouble with reaching
// the file is any other error. Page headers are checked before the decoder
// allocates what they say; a run length that is damaged inside a page is not,
// and may cost gigabytes before the page is refused. Encrypted files, and
// columns whose compression differs between row groups, are not read.
package rows
