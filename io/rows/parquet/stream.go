package parquet

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/rows/input"
	"github.com/beamcrop/beamcrop/io/rows/parquet/page"
	"github.com/beamcrop/beamcrop/io/table"
)

const (
	// spanSize is how many bytes of neighbouring pages are read at once, since
	// every read of an object store is a request. A larger page is read alone.
	spanSize = 1 << 20
	// headerSize is the least that is read for a page header. Those with
	// statistics of long strings take more.
	headerSize = 256
	// maxHeaderSize is where a page header is taken for garbage.
	maxHeaderSize = 16 << 20
)

// pageStream presents queued pages, which may lie anywhere in a file, as one
// run of bytes from streamBase on, rewritten for the decoder. It is read from front
// to back and loads pages only when they are asked for, so that it holds one span
// and one page at a time.
type pageStream struct {
	chunk    *columnChunk
	rewriter page.Rewriter
	queue    []table.Page

	raw  []byte // a span as it is in the file
	at   int64  // where raw starts in the file
	span int    // how many pages at the queue's front lie in raw

	start int64  // where in the stream the page starts
	page  []byte // a page as the decoder is to see it
}

// ReadAt returns what is loaded or else loads the next page. It may return
// less than asked for without an error, for its reader is a bufio.Reader.
func (s *pageStream) ReadAt(p []byte, off int64) (int, error) {
	at := off - streamBase - s.start
	if at == int64(len(s.page)) {
		if err := s.next(); err != nil {
			return 0, err
		}
		at = 0
	}
	if at < 0 || at > int64(len(s.page)) {
		return 0, errors.New("pages are read out of order")
	}
	return copy(p, s.page[at:]), nil
}

// next replaces the page by the next one.
func (s *pageStream) next() error {
	if len(s.queue) == 0 {
		return io.EOF
	}
	if s.span == 0 {
		if err := s.load(); err != nil {
			return err
		}
	}
	s.start += int64(len(s.page))
	place := s.queue[0]
	s.queue, s.span = s.queue[1:], s.span-1
	data := s.raw[place.Offset-s.at:][:place.Size]
	header, length, err := decodeHeader(data)
	if err == nil {
		err = s.chunk.checkPage(header, data[length:])
	}
	if err == nil {
		s.page, err = s.rewriter.Append(s.page[:0], header, data[length:])
	}
	if err != nil {
		return fmt.Errorf("the page at offset %d: %w", place.Offset, err)
	}
	return nil
}

// load reads the pages at the queue's front that lie side by side.
func (s *pageStream) load() error {
	first, size := s.queue[0], int64(0)
	for _, page := range s.queue {
		if s.span > 0 && (page.Offset != first.Offset+size || size+page.Size > spanSize) {
			break
		}
		size += page.Size
		s.span++
	}
	if int64(cap(s.raw)) < size {
		s.raw = make([]byte, size)
	}
	s.at, s.raw = first.Offset, s.raw[:size]
	_, err := s.chunk.src.ReadAt(s.raw, first.Offset)
	return err
}

// headerReader reads page headers with small reads, never past end.
type headerReader struct {
	src  input.File
	end  int64
	last int64 // the length of the last header: the next is about as long
	at   int64 // where data starts in the file
	data []byte
}

// read returns the page header at an offset and its length in bytes.
func (r *headerReader) read(off int64) (*format.PageHeader, int64, error) {
	size := max(headerSize, 2*r.last)
	window := r.atHand(off)
	for {
		header, length, err := decodeHeader(window)
		short := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if !short || int64(len(window)) == r.end-off {
			r.last = length
			return header, length, err
		}
		if size > maxHeaderSize {
			return nil, 0, errors.New("the page header does not end")
		}
		if window, err = r.window(off, min(size, r.end-off)); err != nil {
			return nil, 0, err
		}
		size *= 4
	}
}

// atHand returns what was read already from off on.
func (r *headerReader) atHand(off int64) []byte {
	skip := off - r.at
	if skip < 0 || skip >= int64(len(r.data)) {
		return nil
	}
	return r.data[skip:]
}

func (r *headerReader) window(off, size int64) ([]byte, error) {
	if int64(cap(r.data)) < size {
		r.data = make([]byte, size)
	}
	r.at, r.data = off, r.data[:size]
	if _, err := r.src.ReadAt(r.data, off); err != nil {
		r.data = nil
		return nil, err
	}
	return r.data, nil
}

// decodeHeader decodes a page header from the start of b. Its statistics alias
// b, and are of no use when b is used again.
func decodeHeader(b []byte) (header *format.PageHeader, length int64, err error) {
	defer recovered(&err)
	var protocol thrift.CompactProtocol
	in := protocol.NewReaderFromBytes(b)
	header = new(format.PageHeader)
	if err := thrift.NewDecoder(in).Decode(header); err != nil {
		return nil, 0, err
	}
	return header, int64(in.BytesRead()), nil
}
