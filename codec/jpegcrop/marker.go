package jpegcrop

import (
	"bytes"
	"encoding/binary"
	"io"
)

// Marker codes: T.81, table B.1.
const (
	sof0  = 0xc0 // baseline
	sof1  = 0xc1 // extended sequential
	sof2  = 0xc2 // progressive
	sof3  = 0xc3 // lossless
	sof9  = 0xc9 // the first one of arithmetic coding
	dht   = 0xc4
	rst0  = 0xd0
	rst7  = 0xd7
	soi   = 0xd8
	eoi   = 0xd9
	sos   = 0xda
	dqt   = 0xdb
	dnl   = 0xdc
	dri   = 0xdd
	app0  = 0xe0
	app14 = 0xee
	app15 = 0xef
	com   = 0xfe
)

// input is a picture's bytes and how far they are read.
type input struct {
	data []byte
	pos  int
}

// marker reads up to and including the next marker that is no restart, and
// returns its code. What lies before it, such as the rest of a scan, is
// ignored.
func (in *input) marker() (byte, error) {
	for {
		i := bytes.IndexByte(in.data[in.pos:], 0xff)
		if i < 0 {
			return 0, io.ErrUnexpectedEOF
		}
		in.pos += i
		for in.pos < len(in.data) && in.data[in.pos] == 0xff { // any number of fill bytes
			in.pos++
		}
		if in.pos == len(in.data) {
			return 0, io.ErrUnexpectedEOF
		}
		code := in.data[in.pos]
		in.pos++
		if code != 0 && !isRestart(code) {
			return code, nil
		}
	}
}

func isRestart(code byte) bool { return code&^7 == rst0 }

// body reads the parameters that follow a marker.
func (in *input) body() ([]byte, error) {
	rest := in.data[in.pos:]
	if len(rest) < 2 {
		return nil, io.ErrUnexpectedEOF
	}
	n := int(binary.BigEndian.Uint16(rest))
	if n < 2 {
		return nil, FormatError("a marker segment is shorter than its length")
	}
	if n > len(rest) {
		return nil, io.ErrUnexpectedEOF
	}
	in.pos += n
	return rest[2:n], nil
}

// lines finds the segment that tells a picture's height where its frame does
// not, behind the first scan: T.81, B.2.5.
func (in input) lines() (int, error) {
	for inScan := false; ; {
		code, err := in.marker()
		if err != nil {
			return 0, err
		}
		if code == eoi || inScan && code != dnl {
			return 0, FormatError("the picture has no height")
		}
		body, err := in.body()
		if err != nil {
			return 0, err
		}
		if inScan {
			if len(body) != 2 || body[0]|body[1] == 0 {
				return 0, FormatError("the picture has no height")
			}
			return int(binary.BigEndian.Uint16(body)), nil
		}
		inScan = code == sos
	}
}

// start reads the marker that every picture begins with.
func (in *input) start() error {
	if len(in.data) < 2 {
		return io.ErrUnexpectedEOF
	}
	if in.data[0] != 0xff || in.data[1] != soi {
		return FormatError("no start of image")
	}
	in.pos = 2
	return nil
}
