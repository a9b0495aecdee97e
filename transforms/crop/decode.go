package crop

import (
	"bytes"
	"errors"
	"io"

	"github.com/beamcrop/beamcrop/codec/avifcrop"
	"github.com/beamcrop/beamcrop/codec/bmpcrop"
	"github.com/beamcrop/beamcrop/codec/jpegcrop"
	"github.com/beamcrop/beamcrop/codec/pngcrop"
	"github.com/beamcrop/beamcrop/codec/tiffcrop"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// source is a picture's bytes, and whether a decoder wanted more of them than
// there are: several decoders lose io.EOF on its way up.
type source struct {
	data  *bytes.Reader
	ended bool
}

func newSource(data []byte) *source { return &source{data: bytes.NewReader(data)} }

// Read reads the next bytes.
func (s *source) Read(p []byte) (int, error) {
	n, err := s.data.Read(p)
	s.ended = s.ended || err == io.EOF
	return n, err
}

// ReadByte reads the next byte.
func (s *source) ReadByte() (byte, error) {
	c, err := s.data.ReadByte()
	s.ended = s.ended || err == io.EOF
	return c, err
}

// ReadAt reads the bytes at off.
func (s *source) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.data.ReadAt(p, off)
	s.ended = s.ended || err == io.EOF
	return n, err
}

// failure gives a decoder's error its reason.
func (s *source) failure(f format, err error) error {
	r := reason.Decode
	switch {
	case s.ended || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		r = reason.Truncated
	case unsupported(err):
		r = reason.Unsupported
	}
	return reason.Errorf(r, "decoding %s: %w", f, err)
}

func unsupported(err error) bool {
	for _, target := range []error{avifcrop.ErrUnsupported, jpegcrop.ErrUnsupported, pngcrop.ErrUnsupported, bmpcrop.ErrUnsupported, tiffcrop.ErrUnsupported} {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}

// recoverDecoder turns a decoder's panic, which hostile data may cause, into
// that row's failure. To be deferred.
func recoverDecoder(f format, err *error) {
	if p := recover(); p != nil {
		*err = reason.Errorf(reason.Decode, "decoding %s: the decoder panicked: %v", f, p)
	}
}
