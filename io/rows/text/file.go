package text

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/beamcrop/beamcrop/io/charset"
	"github.com/beamcrop/beamcrop/io/rows/input"
)

const (
	// readSize is how many bytes are read at once, since every read of an object
	// store is a request.
	readSize = 1 << 20
	// textSize is the buffer of unpacked text.
	textSize = 64 << 10
)

// File is a file of text, packed or not, in any encoding.
type File struct {
	src      input.File
	packed   func(io.Reader) (io.Reader, error) // nil: it is plain, and can be read from any place on
	encoding string                             // its canonical name
	certain  bool                               // the rest of the text cannot tell another one
	mark     int                                // bytes of a byte order mark, before the text
	Head     []byte                             // the start of the text, in UTF-8
	Whole    bool                               // the head is all of it
}

// Open looks at a file's start, which tells whether and how it is packed and in
// which encoding it is: names are wrong about the first when a download unpacks
// on its way. said is the canonical name of an encoding, or "".
func Open(src input.File, said string) (*File, error) {
	if src.Size() == 0 {
		return nil, errors.New("the file is empty")
	}
	f := &File{src: src}
	start := make([]byte, min(src.Size(), textSize))
	if _, err := src.ReadAt(start, 0); err != nil {
		return nil, fmt.Errorf("reading the start of the file: %w", err)
	}
	if f.packed = packingOf(start); f.packed != nil {
		var err error
		if start, err = f.unpackStart(); err != nil {
			return nil, err
		}
	}
	if bytes.HasPrefix(start, []byte("\xff\xfe\x00\x00")) || bytes.HasPrefix(start, []byte("\x00\x00\xfe\xff")) {
		return nil, errors.New("it is UTF-32, convert it to UTF-8")
	}
	f.encoding, f.mark = charset.Sniff(start, said)
	f.certain = said != "" || f.mark > 0 || f.encoding != charset.UTF8 && f.encoding != charset.Windows1252
	return f, f.decodeHead(start)
}

// unpackStart returns as much of a packed text as is looked at.
func (f *File) unpackStart() ([]byte, error) {
	text, _, err := f.unpack(&stretch{src: f.src, end: f.src.Size()}, textSize)
	if err != nil {
		return nil, err
	}
	start, err := io.ReadAll(io.LimitReader(text, textSize))
	var other *input.OtherError
	if len(start) > 0 && !errors.As(err, &other) {
		err = nil // damage further on is found when it is read
	}
	return start, err
}

// decodeHead keeps the start of the text, if it is one.
func (f *File) decodeHead(start []byte) error {
	f.Whole = len(start) < textSize
	f.Head = start[f.mark:]
	if f.encoding == charset.UTF8 {
		return checkText(f.Head[:min(len(f.Head), textHead)])
	}
	decoding, err := charset.NewReader(bytes.NewReader(f.Head), f.encoding, false)
	if err != nil {
		return &input.OtherError{Err: err}
	}
	if f.Head, err = io.ReadAll(decoding); err != nil {
		return err
	}
	return checkText(f.Head[:min(len(f.Head), textHead)])
}

// in returns the file as a text in another encoding, that of an index.
func (f *File) in(encoding string) *File {
	if encoding == "" || encoding == f.encoding {
		return f
	}
	other := *f
	other.encoding = encoding
	return &other
}

// Stream is a file's text from some place on, read from front to back.
type Stream struct {
	*bufio.Reader
	stretch *stretch
	guard   *guard
	decoded *charset.Reader // nil: the file is in UTF-8
	at      int64           // where in the unpacked file it started
	First   bool            // it is the start of the text, of which nothing was read
}

// start returns the text from its start on, of which so many bytes are read at once:
// a first row takes few. What is read of the unpacked file is shown to watch,
// unless it is nil; then places can be asked for.
func (f *File) start(atOnce int64, watch *charset.Evidence) (*Stream, error) {
	s := &Stream{stretch: &stretch{src: f.src, end: f.src.Size()}, First: true}
	text, size, err := f.unpack(s.stretch, atOnce)
	if err != nil {
		return nil, err
	}
	s.at = int64(f.mark)
	if f.packed == nil {
		s.stretch.at = s.at
	} else if _, err := io.CopyN(io.Discard, text, s.at); err != nil {
		return nil, err
	}
	if watch != nil {
		text = io.TeeReader(text, watcher{watch})
	}
	return s, s.read(text, size, f.encoding, watch != nil)
}

// unpack returns the unpacked file, and how large a buffer it takes to read it.
func (f *File) unpack(from *stretch, atOnce int64) (io.Reader, int, error) {
	size := bufferFor(min(f.src.Size(), atOnce))
	if f.packed == nil {
		return from, size, nil
	}
	unpacked, err := f.packed(bufio.NewReaderSize(from, size))
	if err != nil {
		return nil, 0, packingError(err)
	}
	return unpacking{unpacked}, textSize, nil
}

// watcher shows a text to whoever finds out its encoding.
type watcher struct{ evidence *charset.Evidence }

func (w watcher) Write(text []byte) (int, error) {
	w.evidence.Add(text)
	return len(text), nil
}

// from returns plain text from a place on, which ends at another one for now.
func (f *File) from(at, end int64) (*Stream, error) {
	s := &Stream{stretch: &stretch{src: f.src, at: at, end: end}, at: at, First: at == int64(f.mark)}
	return s, s.read(s.stretch, bufferFor(end-at), f.encoding, false)
}

// bufferFor returns how many bytes to read at once of so many.
func bufferFor(size int64) int { return int(min(max(size, textSize), readSize)) }

func (s *Stream) read(text io.Reader, size int, encoding string, tracked bool) error {
	if encoding != charset.UTF8 {
		var err error
		if s.decoded, err = charset.NewReader(bufio.NewReaderSize(text, size), encoding, tracked); err != nil {
			return &input.OtherError{Err: err}
		}
		text = s.decoded
	}
	s.guard = &guard{from: text, limit: input.MaxRow}
	s.Reader = bufio.NewReaderSize(s.guard, size)
	return nil
}

// place returns where in the unpacked file a place of the text is, in bytes. Only
// the start of a text knows, and forgets what lies before.
func (s *Stream) place(text int64) int64 {
	if s.decoded != nil {
		text = s.decoded.Source(text)
	}
	return s.at + text
}

// stretch reads a part of a file, whose end may be moved on.
type stretch struct {
	src     input.File
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

var errTooLong = fmt.Errorf("it is longer than %d MiB: a quote that is not closed, or not the format that it is read as (choose with --input_format)", input.MaxRow>>20)

func (g *guard) Read(p []byte) (int, error) {
	if g.read >= g.limit {
		return 0, errTooLong
	}
	n, err := g.from.Read(p)
	g.read += int64(n)
	return n, err
}

// Allow lets a record that begins so many bytes behind the start be read.
func (s *Stream) Allow(start int64) { s.guard.limit = start + input.MaxRow }

// textHead is how much of a text is looked at to refuse what is none.
const textHead = 512

// notText are starts of files that are no text.
var notText = []struct{ start, means string }{
	{"PAR1", "it is a Parquet file"},
	{"version https://git-lfs", "it is a Git LFS pointer, not the file itself"},
	{"PK\x03\x04", "it is a zip archive, or an Excel workbook: unpack it, or save it as CSV"},
	{"\xfd7zXZ\x00", "it is packed with xz: unpack it, or pack it with gzip, zstd or bzip2"},
	{"ARROW1", "it is an Arrow (Feather) file"},
	{"Obj\x01", "it is an Avro file"},
	{"<!doctype html", "it is a web page (a failed download?)"},
	{"<html", "it is a web page (a failed download?)"},
}

// checkText refuses what is surely not the text that it is to be read as.
func checkText(head []byte) error {
	lower := strings.ToLower(strings.TrimLeft(string(head), " \t\r\n"))
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
