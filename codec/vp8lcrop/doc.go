// Package vp8lcrop decodes a rectangle of a VP8L picture, the lossless kind of
// WebP.
//
// It imports the standard library only: bytes in, pixels out. It knows no
// network, no disk and no pipeline, so any program can use it.
//
// Every pixel may be a copy of any before it, so all rows down to the rectangle's
// end are decoded, 4 bytes for each pixel of them; below it nothing is. Every pixel
// is that of golang.org/x/image/webp.
//
// The format is that of RFC 9649, section 3.
package vp8lcrop
