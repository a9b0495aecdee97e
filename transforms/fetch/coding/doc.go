// Package coding reads bodies without their Content-Encoding (RFC 9110, section
// 8.4): gzip, deflate, br and zstd, and lists of them. Nobody asked for one, but
// servers send files that lie packed on their disks.
//
// It is pure: bytes come in, bytes go out. brotli and zstd are read by
// andybalholm/brotli and klauspost/compress; gzip and deflate by the standard
// library's flate, in wrappings of our own, since those of the standard library
// refuse what browsers show: a body that goes on after its end, or that lacks the
// checksum after it.
package coding
