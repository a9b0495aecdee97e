package pngcrop

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"

	"github.com/beamcrop/beamcrop/codec/inflate"
)

// appendChunk appends a chunk with its right sum.
func appendChunk(to []byte, kind string, body []byte) []byte {
	to = binary.BigEndian.AppendUint32(to, uint32(len(body)))
	sum := crc32.ChecksumIEEE(append([]byte(kind), body...))
	to = append(append(to, kind...), body...)
	return binary.BigEndian.AppendUint32(to, sum)
}

func ihdr(h header) []byte {
	body := binary.BigEndian.AppendUint32(nil, uint32(h.width))
	body = binary.BigEndian.AppendUint32(body, uint32(h.height))
	method := byte(0)
	if h.interlaced {
		method = 1
	}
	return append(body, byte(h.depth), byte(h.kind), 0, 0, method)
}

// writers saves making one, which takes a megabyte, for each small picture.
var writers = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

func deflated(t testing.TB, rows []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := writers.Get().(*zlib.Writer)
	defer writers.Put(w)
	w.Reset(&buf)
	_, err := w.Write(rows)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// sample says what picture to make.
type sample struct {
	header
	palette, transparent []byte
	filter               int // of all rows; -1 for any
	idat                 int // bytes of each chunk
}

// rows returns stored rows of arbitrary bytes, which repeat themselves now and
// then. Whatever they are, they mean something.
func (s sample) rows(dice *rand.Rand) []byte {
	if !s.interlaced {
		return s.rowsOf(image.Pt(s.width, s.height), dice)
	}
	var rows []byte
	for _, p := range passes {
		if size := p.size(s.width, s.height); size.X > 0 {
			rows = append(rows, s.rowsOf(size, dice)...)
		}
	}
	return rows
}

func (s sample) rowsOf(size image.Point, dice *rand.Rand) []byte {
	var rows []byte
	for range size.Y {
		filter := s.filter
		if filter < 0 {
			filter = dice.IntN(5)
		}
		rows = append(rows, byte(filter))
		v := byte(0)
		for range s.rowBytes(size.X) {
			if dice.IntN(3) > 0 {
				v = byte(dice.Uint32())
			}
			rows = append(rows, v)
		}
	}
	return rows
}

// encode makes the picture of stored rows.
func (s sample) encode(t testing.TB, rows []byte) []byte {
	t.Helper()
	data := appendChunk([]byte(signature), "IHDR", ihdr(s.header))
	if s.palette != nil {
		data = appendChunk(data, "PLTE", s.palette)
	}
	if s.transparent != nil {
		data = appendChunk(data, "tRNS", s.transparent)
	}
	for rest := deflated(t, rows); len(rest) > 0; {
		n := min(s.idat, len(rest))
		data, rest = appendChunk(data, "IDAT", rest[:n]), rest[n:]
	}
	return appendChunk(data, "IEND", nil)
}

// fixtures returns pictures of several programs.
func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("../../transforms/crop/testdata/pictures/*.png")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d fixtures, %v", len(names), err)
	}
	all := map[string][]byte{}
	for _, name := range names {
		if all[filepath.Base(name)], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// boxes returns rectangles of a picture: all, its corners, edges, single pixels.
func boxes(whole image.Rectangle) []image.Rectangle {
	w, h := whole.Dx(), whole.Dy()
	all := []image.Rectangle{
		whole, image.Rect(0, 0, 1, 1), image.Rect(w-1, h-1, w, h), image.Rect(w-1, 0, w, 1), image.Rect(0, h-1, 1, h),
		image.Rect(w/3, h/3, w/3+1, h/3+1), image.Rect(w/4, h/4, w/4*3+1, h/4*3+1), image.Rect(0, h/2, w, h/2+1), image.Rect(w/2, 0, w/2+1, h),
		image.Rect(3, 2, 5, 3), image.Rect(7, 1, 11, 9), image.Rect(0, 0, w, max(h-1, 1)),
	}
	var within []image.Rectangle
	for _, r := range all {
		if r = r.Intersect(whole); !r.Empty() {
			within = append(within, r)
		}
	}
	return within
}

// compare returns how a crop is not the rectangle r of want.
func compare(got, want image.Image, r image.Rectangle) error {
	if reflect.TypeOf(got) != reflect.TypeOf(want) || got.Bounds() != r {
		return errors.New("the crop is another type or has other bounds")
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if got.At(x, y) != want.At(x, y) {
				return errors.New("a pixel differs")
			}
		}
	}
	return nil
}

// hold holds decodes of rectangles to image/png's of the whole picture, without
// what this package ignores. Where a rectangle reaches the last row, they fail for
// the same pictures; else this package may overlook what is wrong with the stream.
func hold(t *testing.T, data []byte, whole image.Rectangle, rs ...image.Rectangle) {
	t.Helper()
	want, stdErr := png.Decode(bytes.NewReader(data))
	if stdErr != nil {
		want, stdErr = png.Decode(bytes.NewReader(repaired(data)))
	}
	for _, r := range rs {
		got, err := Decode(data, r)
		var format FormatError
		switch {
		case errors.Is(err, ErrUnsupported):
		case err == nil && stdErr == nil:
			if err := compare(got, want, r); err != nil {
				t.Errorf("%v: %v", r, err)
			}
		case err == nil && (r.Max.Y == whole.Max.Y || !streamFails(data)):
			t.Errorf("%v passes for the picture: %v", r, stdErr)
		case err != nil && stdErr == nil:
			t.Errorf("%v: %v", r, err)
		case err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.As(err, &format):
			t.Errorf("an error of an undocumented kind: %v", err)
		}
	}
}

// streamFails tells whether the chunks are right, so that what fails must be
// their stream.
func streamFails(data []byte) bool {
	var f file
	if f.read(data, seenIEND) != nil || f.interlaced {
		return false
	}
	var in inflate.Reader
	if in.Reset(f.parts, true) != nil {
		return true
	}
	size := 0
	for {
		piece, err := in.Next(1 << 30)
		size += len(piece)
		if errors.Is(err, io.EOF) {
			return size != f.height*(1+f.rowBytes(f.width)) || hasBadFilter(&f)
		}
		if err != nil {
			return true
		}
	}
}

// hasBadFilter tells whether a row has a filter that there is not.
func hasBadFilter(f *file) bool {
	var in inflate.Reader
	if in.Reset(f.parts, false) != nil {
		return false
	}
	at, row := 0, 1+f.rowBytes(f.width)
	for {
		piece, err := in.Next(1)
		if err != nil {
			return false
		}
		if at%row == 0 && piece[0] > 4 {
			return true
		}
		at++
	}
}
