package text

import (
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/beamcrop/beamcrop/io/rows/input"
)

// maxWindow bounds what a zstd frame may have its reader remember, in bytes; it is
// what the zstd command accepts without being told to.
const maxWindow = 128 << 20

// packingOf returns what unpacks a file that starts so; nil if it is not packed.
func packingOf(start []byte) func(io.Reader) (io.Reader, error) {
	switch {
	case bytes.HasPrefix(start, []byte("\x1f\x8b")):
		return ungzip
	case bytes.HasPrefix(start, []byte("\x28\xb5\x2f\xfd")), isSkippable(start):
		return unzstd
	case bytes.HasPrefix(start, []byte("BZh")) && len(start) > 10 && bytes.HasPrefix(start[4:], []byte("1AY&SY")):
		return unbzip2
	}
	return nil
}

// isSkippable says whether a file starts with a frame of zstd that holds no data, as
// those of pzstd do (RFC 8878, section 3.1.2).
func isSkippable(start []byte) bool {
	return len(start) >= 4 && start[0]&0xf0 == 0x50 && bytes.Equal(start[1:4], []byte("\x2a\x4d\x18"))
}

func ungzip(from io.Reader) (io.Reader, error) { return gzip.NewReader(from) } // all members, one after the other

func unbzip2(from io.Reader) (io.Reader, error) { return bzip2.NewReader(from), nil } // likewise

// unzstd reads all frames. Without concurrency it starts no goroutine, so that a
// reader need not be closed.
func unzstd(from io.Reader) (io.Reader, error) {
	return zstd.NewReader(from, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
}

// unpacking says of errors what was being done.
type unpacking struct{ io.Reader }

func (u unpacking) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	return n, packingError(err)
}

func packingError(err error) error {
	var other *input.OtherError
	if err == nil || err == io.EOF || errors.As(err, &other) { //nolint:errorlint // an io.Reader ends with io.EOF itself
		return err
	}
	return fmt.Errorf("it cannot be unpacked, being damaged or cut short: %w", err)
}
