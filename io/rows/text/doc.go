// Package text reads files of text by row, whatever format the text is in. What a row
// is, a Dialect says: packages csv and jsonl have one each.
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
// It imports io/charset, io/rows/input, kept and what unpacks, and no format.
package text
