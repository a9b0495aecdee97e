package webdataset

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"

	"github.com/beamcrop/beamcrop/io/rows/input"
)

// place is a reader that knows where it is.
type place interface {
	io.Reader
	at() int64
}

// stretch is a plain file from some place on. It can skip, so that archive/tar passes
// over a member without reading it.
type stretch struct {
	ahead *ahead
	pos   int64
}

func (s *stretch) at() int64 { return s.pos }

func (s *stretch) Read(p []byte) (int, error) {
	n, err := s.ahead.read(p, s.pos)
	s.pos += int64(n)
	return n, err
}

// Seek implements io.Seeker.
func (s *stretch) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekStart:
	case io.SeekCurrent:
		offset += s.pos
	default:
		return 0, errors.New("a tar is not sought from its end")
	}
	if offset < 0 {
		return 0, errors.New("sought before the start")
	}
	s.pos = offset
	return offset, nil
}

// unpacked is a tar that is packed with gzip.
type unpacked struct {
	from io.Reader
	pos  int64
}

func newUnpacked(src input.File) (*unpacked, error) {
	from, err := gzip.NewReader(bufio.NewReaderSize(&stretch{ahead: newAhead(src)}, 1<<20))
	if err != nil {
		return nil, packingError(err)
	}
	return &unpacked{from: from}, nil
}

func (u *unpacked) at() int64 { return u.pos }

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.from.Read(p)
	u.pos += int64(n)
	return n, packingError(err)
}

func packingError(err error) error {
	var other *input.OtherError
	if err == nil || err == io.EOF || errors.As(err, &other) { //nolint:errorlint // an io.Reader ends with io.EOF itself
		return err
	}
	return fmt.Errorf("it cannot be unpacked, being damaged or cut short: %w", err)
}
