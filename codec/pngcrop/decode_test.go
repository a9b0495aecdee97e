package pngcrop

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"
)

// samples returns every kind of pixels, with and without what may go with it.
func samples() []sample {
	var all []sample
	palette := make([]byte, 3*256)
	for i := range palette {
		palette[i] = byte(i * 7)
	}
	add := func(kind, depth int, palette, transparent []byte) {
		all = append(all, sample{header: header{kind: kind, depth: depth}, palette: palette, transparent: transparent})
	}
	for _, depth := range []int{1, 2, 4, 8, 16} {
		add(gray, depth, nil, nil)
		add(gray, depth, nil, []byte{0, 1})
		add(gray, depth, nil, []byte{5, 0xff})
		if depth < 16 {
			n := 1 << depth
			add(paletted, depth, palette[:3*n], nil)
			add(paletted, depth, palette[:3*n], []byte{0, 128})
			add(paletted, depth, palette[:3*(n/2+1)], []byte{})
			add(paletted, depth, palette[:3*(n/2)], bytes.Repeat([]byte{77}, n/2+1)) // more alphas than colours
		}
	}
	for _, depth := range []int{8, 16} {
		add(rgb, depth, nil, nil)
		add(rgb, depth, palette[:9], nil)
		add(rgb, depth, nil, []byte{0, 7, 0, 7, 0, 7})
		add(rgb, depth, palette[:9], []byte{3, 7, 3, 7, 3, 7})
		add(grayAlpha, depth, nil, nil)
		add(rgbAlpha, depth, palette[:9], nil)
	}
	return all
}

func TestDecode(t *testing.T) {
	dice := rand.New(rand.NewPCG(5, 6))
	for _, s := range samples() {
		t.Run(fmt.Sprintf("kind %d, depth %d, %d colours, tRNS %v", s.kind, s.depth, len(s.palette)/3, s.transparent), func(t *testing.T) {
			for _, size := range []image.Point{{1, 1}, {2, 3}, {7, 5}, {9, 4}, {33, 17}, {1, 40}} {
				for s.filter = -1; s.filter < 5; s.filter++ {
					s.width, s.height, s.idat = size.X, size.Y, []int{1, 13, 200, 1 << 20}[dice.IntN(4)]
					rows := s.rows(dice)
					plant(rows, s)
					data := s.encode(t, rows)
					if _, err := png.Decode(bytes.NewReader(data)); err != nil {
						t.Fatal(err)
					}
					if _, err := Decode(data, s.bounds()); err != nil {
						t.Fatal(err)
					}
					hold(t, data, s.bounds(), boxes(s.bounds())...)
					s.interlaced = true
					data = s.encode(t, s.rows(dice))
					if _, err := Decode(data, s.bounds()); err != nil {
						t.Fatal(err)
					}
					hold(t, data, s.bounds(), boxes(s.bounds())...)
					s.interlaced = false
				}
			}
		})
	}
}

// plant puts the transparent colour into some pixels of rows without filter.
func plant(rows []byte, s sample) {
	if s.filter != 0 || s.depth < 8 || s.kind == paletted || len(s.transparent) == 0 {
		return
	}
	var pixel []byte
	for i := 0; i < len(s.transparent); i += 2 {
		pixel = append(pixel, s.transparent[i+2-s.depth/8:i+2]...)
	}
	size := 1 + s.rowBytes(s.width)
	for y := range s.height {
		copy(rows[y*size+1:(y+1)*size], pixel)
	}
}

func TestFixtures(t *testing.T) {
	for name, data := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			c, err := png.DecodeConfig(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			whole := image.Rect(0, 0, c.Width, c.Height)
			if _, err := Decode(data, whole); err != nil {
				t.Error(err)
			}
			hold(t, data, whole, boxes(whole)...)
		})
	}
}

// TestNearest compares all triples with the specification's own words.
func TestNearest(t *testing.T) {
	for i := range 1 << 24 {
		a, b, c := i>>16, i>>8&0xff, i&0xff
		p := a + b - c
		pa, pb, pc := max(p-a, a-p), max(p-b, b-p), max(p-c, c-p)
		want := c
		if pa <= pb && pa <= pc {
			want = a
		} else if pb <= pc {
			want = b
		}
		if got := nearest(a, b, c); got != want {
			t.Fatalf("%d %d %d: %d, want %d", a, b, c, got, want)
		}
	}
}

func TestRectangle(t *testing.T) {
	data := fixtures(t)["rgb.png"]
	for _, r := range []image.Rectangle{{}, image.Rect(0, 0, 62, 43), image.Rect(-1, 0, 3, 3), image.Rect(5, 5, 5, 9)} {
		if _, err := Decode(data, r); err == nil {
			t.Errorf("%v is decoded", r)
		}
	}
}

// TestCut cuts a picture after every byte. Its box is at the top. Where all
// pixels are there, it is the whole picture.
func TestCut(t *testing.T) {
	data := fixtures(t)["rgb.png"]
	end := bytes.Index(data, []byte("IDAT")) + 4 + int(binary.BigEndian.Uint32(data[bytes.Index(data, []byte("IDAT"))-4:]))
	for n := range data {
		_, err := Decode(data[:n:n], image.Rect(0, 0, 1, 1))
		if (err == nil) != (n >= end) || err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("%d bytes of %d: %v", n, len(data), err)
		}
	}
}

// TestFlipped flips every bit of a picture. None makes another picture of it, but
// those of the chunk that says what is transparent: that is ignored then.
func TestFlipped(t *testing.T) {
	s := sample{header: header{width: 5, height: 4, kind: paletted, depth: 4}, palette: []byte{1, 2, 3, 4, 5, 6}, transparent: []byte{0}, filter: -1, idat: 20}
	data := s.encode(t, s.rows(rand.New(rand.NewPCG(1, 1))))
	data = appendChunk(data[:len(data)-12], "tEXt", []byte("here"))
	data = appendChunk(data, "IEND", nil)
	want, err := Decode(data, s.bounds())
	if err != nil {
		t.Fatal(err)
	}
	transparent := bytes.Index(data, []byte("tRNS"))
	for bit := range 8 * len(data) {
		data[bit/8] ^= 1 << (bit % 8)
		got, err := Decode(data, s.bounds())
		ignored := bit/8 >= transparent-4 && bit/8 < transparent+9
		if err == nil && !ignored && compare(got, want, s.bounds()) != nil {
			t.Fatalf("bit %d of byte %d makes another picture", bit%8, bit/8)
		}
		hold(t, data, s.bounds(), s.bounds())
		data[bit/8] ^= 1 << (bit % 8)
	}
}

// TestMemory holds that memory follows the box: here rows of 3 MB.
func TestMemory(t *testing.T) {
	s := sample{header: header{width: 1_000_000, height: 3, kind: rgb, depth: 8}, filter: 2, idat: 1 << 20}
	data := s.encode(t, make([]byte, 3*(1+3_000_000)))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	m, err := Decode(data, image.Rect(10, 1, 20, 3))
	runtime.ReadMemStats(&after)
	if err != nil || m.At(10, 1) != (color.RGBA{A: 0xff}) {
		t.Fatal(m, err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 300_000 {
		t.Errorf("a small box of a wide picture takes %d bytes", used)
	}
}
