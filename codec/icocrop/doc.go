// Package icocrop finds the largest picture in a Windows icon or cursor file: a
// bitmap, for bmpcrop.DecodeIcon, or a whole PNG file.
//
// It imports the standard library only.
//
// The format is that of Microsoft's documentation of ICONDIR and ICONDIRENTRY.
package icocrop
