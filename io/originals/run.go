package originals

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
)

// blockEntries is how many entries a look-up reads at once: some 3 kB.
const blockEntries = 64

// copyBytes is how much of a run is read or written at a time.
const copyBytes = 256 << 10

// run is a local file of entries of one size, sorted by their bytes, of which the
// first keyBytes are the key. Only the beginning of every block's first key is kept in memory,
// an eighth of a byte for each entry.
type run struct {
	file   *os.File // without a name
	size   int      // of an entry
	count  int64
	fences []uint64
}

// runWriter writes a run from entries that come sorted.
type runWriter struct {
	run run
	buf *bufio.Writer
}

func newRunWriter(dir string, size int) (*runWriter, error) {
	file, err := nameless(dir)
	if err != nil {
		return nil, err
	}
	return &runWriter{run: run{file: file, size: size}, buf: bufio.NewWriterSize(file, copyBytes)}, nil
}

func (w *runWriter) add(entry []byte) error {
	if w.run.count%blockEntries == 0 {
		w.run.fences = append(w.run.fences, order.Uint64(entry))
	}
	w.run.count++
	_, err := w.buf.Write(entry)
	return err
}

// finish returns the run, or frees what the writer holds.
func (w *runWriter) finish(err error) (*run, error) {
	if err == nil {
		err = w.buf.Flush()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("writing the index to a temporary file: %w", err), w.run.file.Close())
	}
	return &w.run, nil
}

// find calls yield with each entry of a key.
func (r *run) find(k key, yield func(entry []byte)) error {
	prefix := order.Uint64(k[:])
	// Entries of the key begin in the block before the first that may be all of it.
	at := int64(max(0, sort.Search(len(r.fences), func(i int) bool { return r.fences[i] >= prefix })-1))
	block := make([]byte, blockEntries*r.size)
	for ; at < int64(len(r.fences)) && r.fences[at] <= prefix; at++ {
		n := min(blockEntries, r.count-at*blockEntries)
		b := block[:n*int64(r.size)]
		if _, err := r.file.ReadAt(b, at*int64(len(block))); err != nil {
			return fmt.Errorf("reading the index from a temporary file: %w", err)
		}
		first := sort.Search(int(n), func(i int) bool { return bytes.Compare(b[i*r.size:][:keyBytes], k[:]) >= 0 })
		for i := first; i < int(n) && bytes.Equal(b[i*r.size:][:keyBytes], k[:]); i++ {
			yield(b[i*r.size:][:r.size])
		}
	}
	return nil
}

// cursor reads a run from its beginning.
type cursor struct {
	from  *bufio.Reader
	entry []byte // nil at the end
	buf   []byte
}

func (r *run) cursor() (*cursor, error) {
	section := io.NewSectionReader(r.file, 0, r.count*int64(r.size))
	c := &cursor{from: bufio.NewReaderSize(section, copyBytes), buf: make([]byte, r.size)}
	return c, c.next()
}

func (c *cursor) next() error {
	c.entry = c.buf
	_, err := io.ReadFull(c.from, c.buf)
	if errors.Is(err, io.EOF) {
		c.entry, err = nil, nil
	}
	return err
}

// merge makes one run of two.
func merge(dir string, a, b *run) (*run, error) {
	w, err := newRunWriter(dir, a.size)
	if err != nil {
		return nil, err
	}
	return w.finish(w.merge(a, b))
}

func (w *runWriter) merge(a, b *run) error {
	left, err := a.cursor()
	if err != nil {
		return err
	}
	right, err := b.cursor()
	if err != nil {
		return err
	}
	for left.entry != nil || right.entry != nil {
		from := left
		if left.entry == nil || right.entry != nil && bytes.Compare(right.entry, left.entry) < 0 {
			from = right
		}
		if err := w.add(from.entry); err != nil {
			return err
		}
		if err := from.next(); err != nil {
			return err
		}
	}
	return nil
}

// nameless opens a temporary file that goes when it is closed, whatever ends the
// program. dir is "" for the system's folder.
func nameless(dir string) (*os.File, error) {
	file, err := os.CreateTemp(dir, "beamcrop-originals-*")
	if err != nil {
		return nil, fmt.Errorf("making a temporary file: %w", err)
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(fmt.Errorf("making a temporary file: %w", err), file.Close())
	}
	return file, nil
}
