package inflate

import (
	"errors"
	"hash"
	"hash/adler32"
	"io"
)

const (
	history = 1 << 15 // bytes that a match may go back
	window  = 3 * history
	// slack is what may be written beyond the limit that is asked for: four
	// pairs of literals, the longest match, and what its last eight bytes have
	// too many.
	slack = 300
)

// A Reader decompresses one stream after another. Its zero value has none:
// see Reset. It takes 130 KB, so it pays to use it again. It is for one
// goroutine at a time.
type Reader struct {
	in  input
	out [window + slack]byte
	// Of out, what was returned ends at given, and what there is at end.
	given, end int

	state  state
	last   bool        // the current block is the last one
	stored int         // bytes that are left of a stored block
	sum    hash.Hash32 // of the output
	check  bool
	err    error

	literals  literalTable
	distances distanceTable
	lengths   [numLiterals + numDistances]uint8 // of both codes
}

type state uint8

const (
	blockHeader state = iota
	blockCodes
	blockStored
)

// Reset starts the reader on the stream that the parts make one after another,
// which must not change while it is read. check says whether the stream's
// Adler-32 sum is held against the output where it ends; a caller who does not
// read so far saves the time.
//
// The error is a [CorruptError] for the two bytes of the header, which may be
// [ErrDictionary], or wraps [io.ErrUnexpectedEOF].
func (r *Reader) Reset(parts [][]byte, check bool) error {
	r.in = input{parts: parts}
	r.given, r.end, r.state, r.last, r.err = 0, 0, blockHeader, false, nil
	if r.check = check; check {
		if r.sum == nil {
			r.sum = adler32.New()
		}
		r.sum.Reset()
	}
	r.err = r.readHeader()
	return r.err
}

// readHeader reads the header of RFC 1950.
func (r *Reader) readHeader() error {
	head, ok := r.in.take(16)
	if !ok {
		return errShort
	}
	method, flags := head&0xff, head>>8
	switch {
	case method&15 != 8 || method>>4 > 7 || (method<<8|flags)%31 != 0:
		return CorruptError("no zlib header")
	case flags&0x20 != 0:
		return ErrDictionary
	}
	return nil
}

// Next returns the next bytes of the output, at least one and at most so many.
// They are valid until the next call. At the stream's end it returns [io.EOF],
// if the sum is right or was not to be checked.
//
// All other errors are a [CorruptError] or wrap [io.ErrUnexpectedEOF]. The
// output before the place where they arise is returned first.
func (r *Reader) Next(most int) ([]byte, error) {
	for r.given == r.end && r.err == nil {
		if r.end >= window {
			copy(r.out[:history], r.out[r.end-history:r.end])
			r.given, r.end = history, history
		}
		r.err = r.step(min(window, r.end+most))
		if r.check {
			_, _ = r.sum.Write(r.out[r.given:r.end]) // never fails
		}
		if errors.Is(r.err, io.EOF) && r.check {
			r.err = r.checkSum()
		}
	}
	piece := r.out[r.given:min(r.end, r.given+most)]
	r.given += len(piece)
	if len(piece) == 0 {
		return nil, r.err
	}
	return piece, nil
}

// Consumed returns how many bytes of the parts belong to the stream, once Next
// has returned io.EOF and the sum was checked.
func (r *Reader) Consumed() int { return r.in.consumed() }

func (r *Reader) checkSum() error {
	r.in.align()
	want := uint32(0)
	for range 4 {
		b, ok := r.in.take(8)
		if !ok {
			return errShort
		}
		want = want<<8 | uint32(b)
	}
	if want != r.sum.Sum32() {
		return CorruptError("a wrong checksum")
	}
	return io.EOF
}

// step does one thing, of which there is output up to the limit at most, and
// slack.
func (r *Reader) step(limit int) error {
	switch r.state {
	case blockCodes:
		return r.decode(limit)
	case blockStored:
		return r.copyStored(limit)
	}
	if r.last {
		return io.EOF
	}
	return r.startBlock()
}
