package files

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"github.com/beamcrop/beamcrop/io/files/driver"
	"github.com/beamcrop/beamcrop/io/files/httpclient"
	"github.com/beamcrop/beamcrop/io/files/store"
)

// What callers handle, from package store.
type (
	// Info describes one file.
	Info = store.Info
	// File is an open file.
	File = store.File
	// Writer writes one file that appears under its name on Commit only.
	Writer = store.Writer
)

// ErrChanged is Commit's error where somebody else wrote the file meanwhile
// (after CreateIf only), or had CleanTemps remove what was written so far.
var ErrChanged = store.ErrChanged

// Files reaches files by URI. It holds the clients of the object stores, each
// made on first use, and is safe for concurrent use.
type Files struct {
	http   *httpclient.Client
	stores map[string]store.Reader // by scheme
}

// New returns a Files; no network is touched before an object store's first URI.
func New() *Files { return Paced(store.UsualPauses) }

// Paced is New with other pauses between the tries of a request.
func Paced(pauses store.Pauses) *Files {
	f := &Files{http: httpclient.New(pauses), stores: map[string]store.Reader{}}
	for _, d := range drivers() {
		opened := d.Open(driver.Shared{Pauses: pauses, HTTP: f.http})
		for _, scheme := range d.Schemes {
			f.stores[scheme] = opened
		}
	}
	return f
}

// Close frees the clients. No File or Writer may be in use.
func (f *Files) Close() error {
	f.http.Close()
	var errs []error
	for _, d := range drivers() {
		errs = append(errs, f.stores[d.Schemes[0]].Close())
	}
	return errors.Join(errs...)
}

// Open opens a file for reading. ctx bounds all reads of it.
func (f *Files) Open(ctx context.Context, uri string) (File, error) {
	s, err := f.reader(uri)
	if err != nil {
		return nil, wrap("open", uri, err)
	}
	file, err := s.Open(ctx, uri)
	if err != nil {
		return nil, wrap("open", uri, err)
	}
	return file, nil
}

// Unchanged is an error that wraps ErrChanged if what was read of an open file may
// be of two versions of it. Other stores than the local disk refuse such a read
// themselves.
func Unchanged(f File) error {
	if file, ok := f.(store.Mutable); ok {
		return file.Unchanged()
	}
	return nil
}

// Remote says whether each read of an open file is a request to a server.
func Remote(f File) bool {
	_, local := f.(store.Mutable)
	return !local
}

// Create starts a file, and the folders above it where the store has folders.
// ctx bounds the whole write: once it is done nothing can be committed.
func (f *Files) Create(ctx context.Context, uri string) (Writer, error) {
	return f.create(ctx, uri, store.Condition{Any: true})
}

// CreateIf is Create for one who must not overwrite what somebody else wrote
// meanwhile: Commit fails with ErrChanged, and changes nothing, unless the file
// still has that version, or still does not exist if version is "".
func (f *Files) CreateIf(ctx context.Context, uri, version string) (Writer, error) {
	return f.create(ctx, uri, store.Condition{Version: version})
}

func (f *Files) create(ctx context.Context, uri string, must store.Condition) (Writer, error) {
	s, err := f.writable(uri)
	if err != nil {
		return nil, wrap("create", uri, err)
	}
	w, err := s.Create(ctx, uri, must)
	if err != nil {
		return nil, wrap("create", uri, err)
	}
	return &writer{w: w, uri: uri}, nil
}

// Glob returns the files that a pattern means, sorted by URI: the one file of
// that name; or the files directly in the folder of that name; or those that
// match it as a glob of path.Match, where no wildcard crosses a slash.
// A name that exists is never read as a glob, so "a[1].parquet" can be named.
//
// As in Hadoop, names that start with "." or "_" are not data: a folder leaves
// them out, and a wildcard does not match that first character. No match is
// an error that wraps fs.ErrNotExist.
func (f *Files) Glob(ctx context.Context, pattern string) ([]Info, error) {
	s, err := f.reader(pattern)
	if err != nil {
		return nil, wrap("find", pattern, err)
	}
	infos, err := s.Glob(ctx, pattern)
	if err != nil {
		return nil, wrap("find", pattern, err)
	}
	return sorted(infos), nil
}

// Pin returns a pattern that means the same files to whoever reads it, at any
// time: a branch of a dataset on the Hub becomes its commit. Other patterns
// come back as they are.
func (f *Files) Pin(ctx context.Context, pattern string) (string, error) {
	pinner, ok := f.stores[store.Scheme(pattern)].(store.Pinner)
	if !ok {
		return pattern, nil
	}
	pinned, err := pinner.Pin(ctx, pattern)
	if err != nil {
		return "", wrap("find", pattern, err)
	}
	return pinned, nil
}

// List returns every file below a folder at any depth, sorted by URI, leaving
// out the temporary files of running or killed writers. A missing folder is
// an empty one. Each URI starts with Join(dirURI) and a slash.
func (f *Files) List(ctx context.Context, dirURI string) ([]Info, error) {
	s, err := f.reader(dirURI)
	if err != nil {
		return nil, wrap("list", dirURI, err)
	}
	infos, err := s.List(ctx, dirURI)
	if err != nil {
		return nil, wrap("list", dirURI, err)
	}
	return sorted(infos), nil
}

// Stat describes one file.
func (f *Files) Stat(ctx context.Context, uri string) (Info, error) {
	s, err := f.reader(uri)
	if err != nil {
		return Info{}, wrap("stat", uri, err)
	}
	info, err := s.Stat(ctx, uri)
	if err != nil {
		return Info{}, wrap("stat", uri, err)
	}
	return info, nil
}

// Version returns a file's version, "" if there is no such file.
func (f *Files) Version(ctx context.Context, uri string) (string, error) {
	info, err := f.Stat(ctx, uri)
	if errors.Is(err, fs.ErrNotExist) && !errors.Is(err, store.ErrNoBucket) {
		return "", nil
	}
	return info.Version, err
}

// RemoveIf removes a file that still has a version, and leaves another one alone.
// The look and the removal are two steps, as not every store has both in one.
func (f *Files) RemoveIf(ctx context.Context, uri, version string) error {
	now, err := f.Version(ctx, uri)
	if err != nil || now != version {
		return err
	}
	return f.Remove(ctx, uri)
}

// Remove removes one file. A missing one is no error.
func (f *Files) Remove(ctx context.Context, uri string) error {
	s, err := f.writable(uri)
	if err != nil {
		return wrap("remove", uri, err)
	}
	return wrap("remove", uri, s.Remove(ctx, uri))
}

// ReadFile returns a whole file.
func (f *Files) ReadFile(ctx context.Context, uri string) ([]byte, error) {
	data, _, err := f.ReadVersion(ctx, uri)
	return data, err
}

// ReadVersion returns a whole file, and the version that it is. A file that is
// replaced while it is read is read again.
func (f *Files) ReadVersion(ctx context.Context, uri string) (data []byte, version string, err error) {
	for range readAttempts {
		data, version, err = f.readOnce(ctx, uri)
		if !errors.Is(err, store.ErrReplaced) {
			break
		}
	}
	return data, version, err
}

// readAttempts bounds how often a file is read that is replaced again and again.
const readAttempts = 4

func (f *Files) readOnce(ctx context.Context, uri string) ([]byte, string, error) {
	file, err := f.Open(ctx, uri)
	if err != nil {
		return nil, "", err
	}
	data := make([]byte, file.Size())
	_, err = io.ReadFull(io.NewSectionReader(file, 0, file.Size()), data)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = wrap("read", uri, errShrunk) // other errors name the file
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, "", err
	}
	return data, file.Version(), nil
}

// WriteFile writes a whole file, atomically as Create and Commit do.
func (f *Files) WriteFile(ctx context.Context, uri string, data []byte) error {
	w, err := f.Create(ctx, uri)
	return writeAll(w, err, data)
}

// WriteFileIf writes a whole file, as CreateIf and Commit do.
func (f *Files) WriteFileIf(ctx context.Context, uri, version string, data []byte) error {
	w, err := f.CreateIf(ctx, uri, version)
	return writeAll(w, err, data)
}

func writeAll(w Writer, err error, data []byte) error {
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return errors.Join(err, w.Abort())
	}
	return w.Commit()
}

// CleanTemps removes, below a folder, what killed writers left: temporary files
// on the local disk, unfinished uploads on S3 (which nobody sees, but which
// cost money). Cloud Storage drops unfinished uploads by itself, after a week.
// Only files whose name in the folder ours accepts are touched. Call it before
// the folder's writers start: a Writer whose temporary goes away fails.
func (f *Files) CleanTemps(ctx context.Context, dirURI string, ours func(name string) bool) error {
	s, err := f.writable(dirURI)
	if err != nil {
		return wrap("clean", dirURI, err)
	}
	return wrap("clean", dirURI, s.CleanTemps(ctx, dirURI, ours))
}

var errShrunk = errors.New("it became shorter after it was opened")

// wrap says what was being done to which file.
func wrap(op, uri string, err error) error { return store.Wrap(op, shown(uri), err) }
