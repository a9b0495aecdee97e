package originals

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

const (
	// partBytes is about what a part of a sorter is sorted in, in memory.
	partBytes = 4 << 20
	maxParts  = 1 << 10
	// partBuffer is what each part collects before it is written.
	partBuffer = 16 << 10
)

// sorter sorts more entries than should be in memory: since keys are hashes, their
// beginnings spread them evenly over parts that are small enough.
type sorter struct {
	dir   string
	size  int
	parts []part
}

type part struct {
	file *os.File // without a name
	buf  *bufio.Writer
	size int64
}

// newSorter makes a sorter for about so many bytes of entries.
func newSorter(dir string, size int, total int64) *sorter {
	return &sorter{dir: dir, size: size, parts: make([]part, min(maxParts, 1+total/partBytes))}
}

// add adds entries, one after the other in a slice.
func (s *sorter) add(entries []byte) error {
	for e := range slices.Chunk(entries, s.size) {
		p := &s.parts[int(order.Uint16(e))*len(s.parts)>>16]
		if p.file == nil {
			file, err := nameless(s.dir)
			if err != nil {
				return err
			}
			p.file, p.buf = file, bufio.NewWriterSize(file, partBuffer)
		}
		if _, err := p.buf.Write(e); err != nil {
			return fmt.Errorf("writing the index to a temporary file: %w", err)
		}
		p.size += int64(len(e))
	}
	return nil
}

// finish returns all that was added as one run.
func (s *sorter) finish() (*run, error) {
	w, err := newRunWriter(s.dir, s.size)
	if err != nil {
		return nil, err
	}
	return w.finish(s.drain(w))
}

func (s *sorter) drain(w *runWriter) error {
	var entries []byte
	for i := range s.parts {
		p := &s.parts[i]
		if p.file == nil {
			continue
		}
		entries = slices.Grow(entries[:0], int(p.size))[:p.size]
		if err := p.read(entries); err != nil {
			return err
		}
		if err := eachSorted(entries, s.size, w.add); err != nil {
			return err
		}
		if err := p.close(); err != nil {
			return err
		}
	}
	return nil
}

func (p *part) read(to []byte) error {
	if err := p.buf.Flush(); err != nil {
		return err
	}
	_, err := io.ReadFull(io.NewSectionReader(p.file, 0, p.size), to)
	return err
}

func (p *part) close() error {
	file := p.file
	p.file = nil
	if file == nil {
		return nil
	}
	return file.Close()
}

// close frees what is left; after finish that is nothing, unless it failed.
func (s *sorter) close() error {
	var errs []error
	for i := range s.parts {
		errs = append(errs, s.parts[i].close())
	}
	return errors.Join(errs...)
}

// eachSorted calls yield with the entries in a slice, in the order of their bytes.
func eachSorted(entries []byte, size int, yield func(entry []byte) error) error {
	type place struct {
		prefix uint64
		at     int
	}
	places := make([]place, 0, len(entries)/size)
	for at := 0; at < len(entries); at += size {
		places = append(places, place{order.Uint64(entries[at:]), at})
	}
	slices.SortFunc(places, func(a, b place) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		return bytes.Compare(entries[a.at:][:size], entries[b.at:][:size])
	})
	for _, p := range places {
		if err := yield(entries[p.at:][:size]); err != nil {
			return err
		}
	}
	return nil
}
