// Package local is the local disk as a store of io/files: plain paths, and
// file:// URIs, whose paths are taken as they stand, without percent-decoding.
// A file is written under a temporary name in its folder, synced, and renamed.
//
// It imports io/files/store and driver and the standard library.
package local
