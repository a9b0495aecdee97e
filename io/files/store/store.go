package store

import (
	"context"
	"io"
)

// Info describes one file.
type Info struct {
	URI     string // what Open takes; a local path is cleaned, see files.Join
	Size    int64  // bytes
	Version string // changes when the content changes: local size and mtime in ns, gs generation, s3 and https ETag, hf content digest; never empty
}

// File is an open file. ReadAt is safe for concurrent use. On an object store
// every ReadAt is a request of its own, so read in large pieces.
type File interface {
	io.ReaderAt
	Size() int64     // bytes, as of Open
	Version() string // as in Info, as of Open
	Close() error
}

// Mutable is a File that may have changed while it was read. Those of other
// stores refuse to read what is of another version.
type Mutable interface {
	// Unchanged is an error that wraps ErrChanged if what was read may be of
	// two versions.
	Unchanged() error
}

// Confined is a Reader of a place with links, where a name that looks as if it stayed
// in a folder may lead out of it.
type Confined interface {
	// OpenWithin opens a file by its clean name below a folder. A name that leads out
	// is an error that wraps ErrOutside.
	OpenWithin(folder, name string) (File, error)
}

// Writer writes one file that appears under its name on Commit only. It is
// not safe for concurrent use.
type Writer interface {
	io.Writer
	// Commit makes the file durable and visible under its name, replacing an
	// older one. It fails if a Write failed or the context is done; then
	// nothing was committed as far as is known. Nothing may be called after it
	// but Abort.
	Commit() error
	// Abort gives the file up and frees what it holds. It never commits. After
	// Commit it does nothing, so that it can be deferred.
	Abort() error
}

// Condition says what must stand under a name for a commit to replace it.
type Condition struct {
	Any     bool   // whatever stands there
	Version string // as in Info, "" for nothing
}

// Reader is one kind of place, of which files are read. Names are whole URIs of
// that store. Errors say what went wrong but not the operation or the URI, which
// io/files adds. What each method does is written at the method of files.Files
// that calls it.
type Reader interface {
	Open(ctx context.Context, uri string) (File, error)
	Glob(ctx context.Context, pattern string) ([]Info, error)
	List(ctx context.Context, dirURI string) ([]Info, error)
	Stat(ctx context.Context, uri string) (Info, error)
	// Close frees the clients. No File or Writer may be in use.
	Close() error
}

// Store is a Reader that can be written to as well.
type Store interface {
	Reader
	Create(ctx context.Context, uri string, must Condition) (Writer, error)
	Remove(ctx context.Context, uri string) error
	CleanTemps(ctx context.Context, dirURI string, ours func(name string) bool) error
}

// Pinner is a Reader in which a name may mean other files tomorrow, as that of a
// branch does.
type Pinner interface {
	// Pin returns a pattern that means the same files at any time.
	Pin(ctx context.Context, pattern string) (string, error)
}
