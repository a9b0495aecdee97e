// Package files is one small face over the places where datasets live: the
// local disk (plain paths and file:// URIs) and Google Cloud Storage (gs://).
// A file is opened for reading at any offset, created atomically, listed, and
// has a version that changes with its content.
//
// It is deliberately smaller than a file system. There is no append, no rename
// and no folder as a thing of its own, because object stores have none of them;
// what is left means the same on every store, and one conformance suite holds
// all of them to it.
//
// The rules that callers lean on:
//
//   - A final name never holds a partial file. What Create returns becomes
//     visible on Commit, whole, or never. An abandoned or aborted write leaves
//     no file of that name and does not touch the one that was there.
//   - A missing file is an error that wraps fs.ErrNotExist, on every store.
//     A refused one wraps fs.ErrPermission.
//   - The context given to Open or Create bounds the File's reads or the
//     Writer's writes. The clients that Files keeps outlive every context.
//
// Names: a path after file:// is taken as it stands, without percent-decoding,
// so that Join needs no escaping; an object's name may hold any character. A
// folder may be written with or without a trailing slash.
//
// It imports the standard library and the stores' own clients, nothing of
// this module, so that every reader and writer can be built on it.
package files
