package coding

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"io"
)

var (
	errHeader   = errors.New("it does not begin as it should")
	errChecksum = errors.New("its checksum is another one")
)

// inflated reads streams of deflate with a header before and a checksum after
// each. A checksum that is missing is not missed, and what follows the last stream
// is left out.
type inflated struct {
	src    *bufio.Reader
	format format
	stream io.Reader // nil between two
	sum    hash.Hash32
	size   uint32
	err    error
}

// format is what stands around a stream.
type format struct {
	sum     func() hash.Hash32 // of what the stream holds
	trailer int                // bytes
	header  func(*bufio.Reader) error
	whole   func(trailer []byte, sum, size uint32) bool
	another func(*bufio.Reader) bool // one more stream follows
}

// Read reads what the streams hold.
func (z *inflated) Read(p []byte) (int, error) {
	for z.err == nil {
		if z.stream == nil {
			if z.err = z.format.header(z.src); z.err != nil {
				break
			}
			z.stream, z.sum, z.size = flate.NewReader(z.src), z.format.sum(), 0
		}
		n, err := z.stream.Read(p)
		_, _ = z.sum.Write(p[:n]) // never fails
		z.size += uint32(n)
		if errors.Is(err, io.EOF) {
			z.stream = nil
			err = z.end()
		}
		z.err = err
		if n > 0 {
			return n, nil
		}
	}
	return 0, z.err
}

// end reads what follows a stream.
func (z *inflated) end() error {
	trailer := make([]byte, z.format.trailer)
	_, err := io.ReadFull(z.src, trailer)
	switch {
	case err == io.EOF, errors.Is(err, io.ErrUnexpectedEOF):
		return io.EOF
	case err != nil:
		return err
	case !z.format.whole(trailer, z.sum.Sum32(), z.size):
		return errChecksum
	case !z.format.another(z.src):
		return io.EOF
	}
	return nil
}

// newGzip reads gzip (RFC 1952).
func newGzip(r io.Reader) io.Reader {
	return &inflated{src: bufio.NewReader(r), format: format{
		sum: crc32.NewIEEE, trailer: 8, header: gzipHeader, another: isGzip,
		whole: func(trailer []byte, sum, size uint32) bool {
			return binary.LittleEndian.Uint32(trailer) == sum && binary.LittleEndian.Uint32(trailer[4:]) == size
		},
	}}
}

func isGzip(src *bufio.Reader) bool {
	head, _ := src.Peek(3)
	return bytes.Equal(head, []byte{0x1f, 0x8b, 8})
}

// gzipHeader skips a header.
func gzipHeader(src *bufio.Reader) error {
	if _, err := src.Peek(3); err != nil {
		return early(err)
	}
	if !isGzip(src) {
		return errHeader
	}
	var fixed [10]byte
	if _, err := io.ReadFull(src, fixed[:]); err != nil {
		return early(err)
	}
	for _, part := range []struct {
		flag byte
		skip func(*bufio.Reader) error
	}{{1 << 2, skipExtra}, {1 << 3, skipText}, {1 << 4, skipText}, {1 << 1, skipSum}} {
		if fixed[3]&part.flag == 0 {
			continue
		}
		if err := part.skip(src); err != nil {
			return early(err)
		}
	}
	return nil
}

func skipExtra(src *bufio.Reader) error {
	var length [2]byte
	if _, err := io.ReadFull(src, length[:]); err != nil {
		return err
	}
	_, err := src.Discard(int(binary.LittleEndian.Uint16(length[:])))
	return err
}

func skipText(src *bufio.Reader) error {
	for {
		if c, err := src.ReadByte(); c == 0 || err != nil {
			return err
		}
	}
}

func skipSum(src *bufio.Reader) error {
	_, err := src.Discard(2)
	return err
}

// newDeflate reads deflate: by the standard in the wrapping of zlib (RFC 1950), by
// some servers without (RFC 9110, section 8.4.1.2).
func newDeflate(r io.Reader) io.Reader {
	src := bufio.NewReader(r)
	if head, err := src.Peek(2); err == nil && (head[0]&0x0f != 8 || binary.BigEndian.Uint16(head)%31 != 0) {
		return flate.NewReader(src)
	}
	return &inflated{src: src, format: format{
		sum: adler32.New, trailer: 4, header: zlibHeader, another: func(*bufio.Reader) bool { return false },
		whole: func(trailer []byte, sum, _ uint32) bool { return binary.BigEndian.Uint32(trailer) == sum },
	}}
}

// zlibHeader skips a header.
func zlibHeader(src *bufio.Reader) error {
	const hasDictionary = 1 << 5
	head, err := src.Peek(2)
	switch {
	case err != nil:
		return early(err)
	case head[1]&hasDictionary != 0:
		return errHeader
	}
	_, err = src.Discard(2)
	return err
}

// early is err, or what it means that there is no more.
func early(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
