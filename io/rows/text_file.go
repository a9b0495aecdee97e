package rows

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const (
	// maxRecord is how long a row of text may be, in bytes. A quote that never
	// closes, or a file without line ends, must not fill the memory.
	maxRecord = 16 << 20
	// readSize is how many bytes are read at once, since every read of an object
	// store is a request.
	readSize = 1 << 20
	// textSize is the buffer of unpacked text.
	textSize = 64 << 10
	// maxWindow bounds what a zstd frame may have its reader remember, in bytes;
	// it is what the zstd command accepts without being told to.
	maxWindow = 128 << 20
	// byteOrderMark starts UTF-8 text that was written on Windows.
	byteOrderMark = "\ufeff"
)

const (
	gzipMagic = "\x1f\x8b"
	zstdMagic = "\x28\xb5\x2f\xfd"
)

// textFile is a file of text, packed or not.
type textFile struct {
	src    source
	packed func(io.Reader) (io.Reader, error) // nil: it is plain, and can be read from any place on
}

// openText looks at a file's first bytes, which tell whether and how it is
// packed; names are wrong about that when a download unpacks on its way.
func openText(src source) (*textFile, error) {
	if src.Size() == 0 {
		return nil, errors.New("the file is empty")
	}
	f := &textFile{src: src}
	magic := make([]byte, min(src.Size(), int64(len(zstdMagic))))
	if _, err := src.ReadAt(magic, 0); err != nil {
		return nil, fmt.Errorf("reading the start of the file: %w", err)
	}
	switch {
	case bytes.HasPrefix(magic, []byte(gzipMagic)):
		f.packed = ungzip
	case string(magic) == zstdMagic:
		f.packed = unzstd
	}
	return f, nil
}

func ungzip(from io.Reader) (io.Reader, error) { return gzip.NewReader(from) } // all members, one after the other

// unzstd reads all frames. Without concurrency it starts no goroutine, so that a
// reader need not be closed.
func unzstd(from io.Reader) (io.Reader, error) {
	return zstd.NewReader(from, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
}

// stream is a file's text from some place on, read from front to back.
type stream struct {
	*bufio.Reader
	stretch *stretch
	guard   *guard
	at      int64 // where in the text it started
}

// start returns the text from its start on, behind a byte order mark, of which
// so many bytes are read at once: a first row takes few.
func (f *textFile) start(atOnce int64) (*stream, error) {
	s := &stream{stretch: &stretch{src: f.src, end: f.src.Size()}}
	var text io.Reader = s.stretch
	size := bufferFor(min(f.src.Size(), atOnce))
	if f.packed != nil {
		unpacked, err := f.packed(bufio.NewReaderSize(text, size))
		if err != nil {
			return nil, packingError(err)
		}
		text, size = unpacking{unpacked}, textSize
	}
	s.read(text, size)
	head, err := s.Peek(textHead)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if bytes.HasPrefix(head, []byte(byteOrderMark)) {
		_, _ = s.Discard(len(byteOrderMark)) // it was peeked at
		s.at = int64(len(byteOrderMark))
	}
	return s, checkText(head)
}

// from returns plain text from a place on, which ends at another one for now.
func (f *textFile) from(at, end int64) *stream {
	s := &stream{stretch: &stretch{src: f.src, at: at, end: end}, at: at}
	s.read(s.stretch, bufferFor(end-at))
	return s
}

// ended says whether the whole file has been read, and not only the stretch of it
// that is wanted for now.
func (s *stream) ended() bool {
	_, err := s.Peek(1)
	return err != nil && s.stretch.end == s.stretch.src.Size()
}

// bufferFor returns how many bytes to read at once of so many.
func bufferFor(size int64) int { return int(min(max(size, textSize), readSize)) }

func (s *stream) read(text io.Reader, size int) {
	s.guard = &guard{from: text, limit: maxRecord}
	s.Reader = bufio.NewReaderSize(s.guard, size)
}

// unpacking says of errors what was being done.
type unpacking struct{ io.Reader }

func (u unpacking) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	return n, packingError(err)
}

func packingError(err error) error {
	var other *otherError
	if err == nil || err == io.EOF || errors.As(err, &other) { //nolint:errorlint // an io.Reader ends with io.EOF itself
		return err
	}
	return fmt.Errorf("it cannot be unpacked, being damaged or cut short: %w", err)
}

// stretch reads a part of a file, whose end may be moved on.
type stretch struct {
	src     source
	at, end int64
}

func (s *stretch) Read(p []byte) (int, error) {
	if s.at >= s.end {
		return 0, io.EOF
	}
	n, err := s.src.ReadAt(p[:min(int64(len(p)), s.end-s.at)], s.at)
	s.at += int64(n)
	return n, err
}

// guard refuses to read on when a record takes more than it may. What is read
// ahead of the record counts as read, so that the limit is met roughly.
type guard struct {
	from  io.Reader
	read  int64
	limit int64
}

var errTooLong = fmt.Errorf("it is longer than %d MiB: a quote that is not closed, or not the format that it is read as (choose with --input_format)", maxRecord>>20)

func (g *guard) Read(p []byte) (int, error) {
	if g.read >= g.limit {
		return 0, errTooLong
	}
	n, err := g.from.Read(p)
	g.read += int64(n)
	return n, err
}

// allow lets a record that begins so many bytes behind the start be read.
func (g *guard) allow(start int64) { g.limit = start + maxRecord }

// textHead is how much of a text is looked at to refuse what is none.
const textHead = 512

// notText are starts of files that are no text.
var notText = []struct{ start, means string }{
	{magic, "it is a Parquet file"},
	{"version https://git-lfs", "it is a Git LFS pointer, not the file itself"},
	{"PK\x03\x04", "it is a zip archive"},
	{"ARROW1", "it is an Arrow (Feather) file"},
	{"Obj\x01", "it is an Avro file"},
	{"\xff\xfe", "it is UTF-16, convert it to UTF-8"},
	{"\xfe\xff", "it is UTF-16, convert it to UTF-8"},
	{"<!doctype html", "it is a web page (a failed download?)"},
	{"<html", "it is a web page (a failed download?)"},
}

// checkText refuses what is surely not the text that it is to be read as.
func checkText(head []byte) error {
	lower := strings.ToLower(strings.TrimLeft(string(head), byteOrderMark+" \t\r\n"))
	for _, s := range notText {
		if bytes.HasPrefix(head, []byte(s.start)) || strings.HasPrefix(lower, s.start) {
			return errors.New(s.means)
		}
	}
	zeros := bytes.Count(head, []byte{0})
	if zeros > len(head)/10 || zeros > 0 && !utf8.Valid(wholeRunes(head)) {
		return errors.New("it is not text: it holds bytes of zero")
	}
	return nil // a stray zero in a text is a character of its row
}

// wholeRunes drops the bytes of a character that is cut off at the end.
func wholeRunes(text []byte) []byte {
	for i := len(text) - 1; i >= 0 && i >= len(text)-utf8.UTFMax; i-- {
		if utf8.RuneStart(text[i]) && !utf8.FullRune(text[i:]) {
			return text[:i]
		}
	}
	return text
}
