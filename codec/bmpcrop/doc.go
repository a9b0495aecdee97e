// Package bmpcrop decodes a rectangle of a Windows or OS/2 bitmap, and of the
// bitmaps that icons hold.
//
// It imports the standard library only: bytes in, pixels out. It knows no
// network, no disk and no pipeline, so any program can use it. Memory is that of
// the rectangle.
//
// Decode reads every header from the 12 bytes of OS/2 1.x to the 124 of Windows
// V5; palettes of 1, 2, 4 and 8 bits; 16, 24 and 32 bits, with bit fields of any
// width; RLE4 and RLE8; rows stored from the bottom or from the top. It follows
// what Pillow, ImageMagick and browsers show where writers and specification
// disagree:
//
//   - The fourth byte of a 32-bit pixel is alpha only where a bit field says so,
//     and a picture whose alpha is 0 everywhere is opaque: most programs leave
//     that byte 0 and mean nothing by it.
//   - A palette may be shorter or longer than the header says; an index beyond it
//     is black.
//   - Reserved fields may hold anything. Cursors keep their hot spot there.
//   - Pixels that a run-length stream skips have index 0.
//
// Embedded JPEG and PNG, OS/2's Huffman and RLE24 compression, and 64 bits are
// [ErrUnsupported].
//
// The format is that of Microsoft's documentation of BITMAPINFOHEADER,
// BITMAPV5HEADER and "Bitmap Compression", and of OS/2's BITMAPINFOHEADER2.
package bmpcrop
