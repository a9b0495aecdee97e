// Package gifcrop decodes a rectangle of the first frame of a GIF picture.
//
// It imports the standard library and package lzw beside it: bytes in, pixels
// out. It knows no network, no disk and no pipeline, so any program can use it.
//
// Nothing is decompressed below the rectangle, unless the frame is interlaced, and
// nothing behind the first frame is looked at. Memory is a byte for each pixel of
// the frame down to the rectangle's end.
//
// Where pictures break the rules it does what browsers and Pillow do: a frame that
// passes the logical screen makes the picture larger, data behind the last pixel is
// ignored, and so is the end of the file where all pixels are there. An index
// beyond the colour table is black; without any table, it is a grey.
//
// The format is that of the Graphics Interchange Format specification, version
// 89a.
package gifcrop
