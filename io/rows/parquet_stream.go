package rows

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
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
// run of bytes from offset base on. It is read from front to back and loads
// pages only when they are asked for, so that it holds one span at a time.
type pageStream struct {
	chunk *columnChunk
	base  int64
	queue []Page
	start int64  // where in the stream the loaded bytes start
	data  []byte // a span as the decoder is to see it
	plain []byte // where LZ4 is unpacked to
	raw   []byte // a span as it is in the file
}

// ReadAt returns what is loaded or else loads the next span. It may return
// less than asked for without an error, for its reader is a bufio.Reader.
func (s *pageStream) ReadAt(p []byte, off int64) (int, error) {
	at := off - s.base - s.start
	if at < 0 {
		return 0, errors.New("there is no dictionary where a page needs one")
	}
	if at == int64(len(s.data)) {
		if err := s.load(); err != nil {
			return 0, err
		}
		at = 0
	}
	if at > int64(len(s.data)) {
		return 0, fmt.Errorf("pages are read out of order")
	}
	return copy(p, s.data[at:]), nil
}

// load replaces the loaded bytes by the next pages that lie side by side.
func (s *pageStream) load() error {
	if len(s.queue) == 0 {
		return io.EOF
	}
	first, size, n := s.queue[0], int64(0), 0
	for _, page := range s.queue {
		if n > 0 && (page.Offset != first.Offset+size || size+page.Size > spanSize) {
			break
		}
		size += page.Size
		n++
	}
	span := s.queue[:n]
	s.queue = s.queue[n:]
	s.start += int64(len(s.data))
	s.data = nil
	if int64(cap(s.raw)) < size {
		s.raw = make([]byte, size)
	}
	s.raw = s.raw[:size]
	if _, err := s.chunk.src.ReadAt(s.raw, first.Offset); err != nil {
		return err
	}
	return s.prepare(span)
}

// prepare checks and, where need be, unpacks the pages of a span.
func (s *pageStream) prepare(span []Page) error {
	unpack := s.chunk.meta.MetaData.Codec == format.Lz4Raw
	s.plain = s.plain[:0]
	for _, page := range span {
		data := s.raw[page.Offset-span[0].Offset:][:page.Size]
		header, length, err := decodeHeader(data)
		if err == nil {
			err = s.chunk.checkPage(header, data[length:])
		}
		if err == nil && unpack {
			s.plain, err = unpackLZ4(s.plain, header, data[length:])
		}
		if err != nil {
			return fmt.Errorf("the page at offset %d is damaged: %w", page.Offset, err)
		}
	}
	if s.data = s.raw; unpack {
		s.data = s.plain
	}
	return nil
}

// headerReader reads page headers with small reads, never past end.
type headerReader struct {
	src  source
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
