// Package rows reads rows of a dataset by their row numbers: the link, the box
// and the caption of a row, and the columns that are kept as they are.
//
// Rows are addressed, not streamed, because a shard of a sampled dataset is a
// few rows out of many: Inspect says once what a file holds, a Selection names
// rows, and a Reader reads just those. It may import io/files and nothing
// else of this module. Whether a link or a box makes sense is for others to
// judge; a cell comes back as it was found.
//
// A Reader and Inspect are the same for every format: Parquet, CSV, TSV and JSON
// Lines. Which one a file is in, its name tells (FormatOf) or else its first
// bytes (Sniff), and where neither does, whoever calls.
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
// The decoder is parquet-go 0.32, for schemas, levels and values. Package
// parquetpage comes before it and rewrites each page, since parquet-go by itself
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
// invalid. parquetpage leaves such texts out while it unpacks a page, so that a few
// packed kilobytes cannot fill the memory.
//
// Files come from strangers. What is wrong with a file is an *InputError, and
// the decoder's panics on damaged files become one too; trouble with reaching
// the file is any other error. Encrypted files are not read.
//
// # Text
//
// Text has no footer, so Inspect reads all of it, and on its way places blocks
// of rows, 64 KiB each or larger ones in large files, such that an index has
// 16,384 at most. A read costs the blocks that the wanted rows lie on. Text may
// be packed with gzip, zstd or bzip2, in several members or frames, whatever its name
// says. Then it has no blocks, for nothing but its start can be entered: a
// Reader remembers where its last reads ended and goes on from there, so that
// shards in order unpack a file once, but a read of earlier rows, and the first
// one of every worker, unpacks it from the start.
//
// A row that is damaged where others are not is no reason to give up a file: it
// comes with what is wrong (Row.Invalid). Where the damage has no end, as after a
// quote that is never closed, or in a row of more than 16 MiB, the file is to
// blame. Empty lines are no rows. A byte order mark is left out.
//
// Text in other encodings than UTF-8 is decoded as it is read, see package charset;
// its blocks lie in the file as it is. Which encoding that is, the start of a file
// shows, or else all of it: Inspect reads it once more then, and has it in the Index.
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
//   - JSON Lines is one object a line; an array of objects, and objects over several
//     lines, are read as such by their start. Its columns are all members that
//     any of its objects has. Their types are those of all values: bool, int64,
//     double, or else string, in which anything that is not text stands as the
//     JSON that it was. A number that neither int64 nor double holds makes its
//     column a string. Of members of one name the last one counts. Lists of
//     texts and numbers serve as in Parquet. Unify brings files together.
package rows
