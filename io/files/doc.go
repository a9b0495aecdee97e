// Package files is one small face over the places where datasets live: the
// local disk (plain paths and file:// URIs), Google Cloud Storage (gs://),
// Amazon S3 or what speaks its protocol (s3://); and, to read only, the
// Hugging Face Hub (hf://datasets/OWNER/NAME[@REVISION]/PATH) and web servers
// (https:// and http://).
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
//   - Who must not overwrite what somebody else wrote meanwhile says which
//     version is to be replaced (CreateIf), and the store itself refuses
//     anything else. (The local disk can do that for a new file; for the
//     replacement of an old one it is a look and a rename.)
//   - A missing file is an error that wraps fs.ErrNotExist, on every store.
//     A refused one wraps fs.ErrPermission.
//   - The context given to Open or Create bounds the File's reads or the
//     Writer's writes. The clients that Files keeps outlive every context.
//
// Names: a path after file:// is taken as it stands, without percent-decoding,
// so that Join needs no escaping; an object's name may hold any character. A
// folder may be written with or without a trailing slash.
//
// An object's name is taken as it stands in hf:// too. A https:// link is a
// link: what may not stand in one is percent-encoded, and since servers list
// nothing, it names one file and is no pattern.
//
// One version is read of every file, whole, or an error is returned: a local
// file stays open, an object is asked for by generation or ETag, a branch on
// the Hub is resolved to its commit once for the life of a Files (and Glob's
// URIs name the commit), and a web server is asked for the ETag, or date and
// size, that were seen first, which its answers are compared with as well. A
// web server that does not answer range requests is read whole, up to 16 MiB.
//
// Credentials and places come from the environment variables and files of the
// stores' own libraries; the comment of each store's package lists them.
//
// gocloud.dev/blob was considered for both: it is built on the same clients,
// so saves none of their weight, and it has neither reads and writes of one
// version nor a way to find the uploads that a killed program left.
//
// The Hub and web servers are the user's own inputs, so the rules by which
// pictures are fetched (robots, private addresses, pace) are not for them; they
// get a bounded number of requests at once, and pauses when they ask for some.
//
// Each store is a package below this one, and the table in table.go names them all:
// a new store is a folder and a line there. They share package store (types, errors,
// names), driver (what a store says of itself), bucket (what object stores do alike)
// and httpclient, do not know each other, and are held to the same promises by
// package storetest.
//
// It imports those packages, nothing else of this module, so that every reader and
// writer can be built on it. Nobody else imports them.
package files
