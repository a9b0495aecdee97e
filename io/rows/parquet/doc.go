// Package parquet reads Parquet files by row.
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
// The decoder is parquet-go 0.32, for schemas, levels and values. Package
// page comes before it and rewrites each page, since parquet-go by itself
//
//   - spreads runs of booleans in the encoding RLE wrongly, which pyarrow, Spark and
//     DataFusion write in pages of version 2;
//   - takes a page that holds fewer values than its header says, and fills it up
//     with what its buffers held before;
//   - refuses padded pages of INT96, and prints a warning for padded pages of text,
//     as fastparquet writes them;
//   - fails on pages of version 2 that hold nothing but nulls where the codec is
//     Snappy, knows no LZ4 but LZ4_RAW, returns the content of other pages for that
//     (https://github.com/parquet-go/parquet-go/issues/608), and uses the first row
//     group's codec for all;
//   - allocates whatever a damaged run length or a compressed page asks for.
//
// The footer is read here as well (type footer), since parquet-go refuses some files
// over metadata that nobody needs, and drops the annotation of FLOAT16.
//
// apache/arrow-go would read most of these right. It was left aside because it reads
// chunks from front to back: reading by row needs pages that are placed by an
// index, and kept columns need repetition and definition levels as they were, for
// which parquet-go has values with levels. Rewriting the pages costs about 4% of a scan.
// TestInterop compares the result with pyarrow, value by value.
//
// A cell of more than 16 MiB, as much as a row of text may have, makes its row
// invalid. page leaves such texts out while it unpacks a page, so that a few
// packed kilobytes cannot fill the memory. A type block reads each column for 16 MiB at a
// time, since a dictionary makes many long texts of one.
//
// The decoder's panics on damaged files become errors. Encrypted files are not read.
//
// It imports input, kept, jsoncell, page, io/parquetjson and parquet-go.
package parquet
