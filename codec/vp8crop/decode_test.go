package vp8crop

import (
	"errors"
	"image"
	"io"
	"math/rand/v2"
	"testing"
)

// TestDecode holds every sample of every rectangle to x/image.
func TestDecode(t *testing.T) {
	for name, data := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			want, err := oracle(data)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range boxes(want.Rect) {
				hold(t, data, r, want, nil)
			}
		})
	}
}

// TestRandomFrames does so for settings and content that no encoder writes.
func TestRandomFrames(t *testing.T) {
	decoded := 0
	for seed := range uint64(300) {
		dice := rand.New(rand.NewPCG(seed, 1))
		data := randomFrame(dice, 1+dice.IntN(80), 1+dice.IntN(160))
		want, err := oracle(data)
		if err == nil {
			decoded++
		}
		size, _ := Size(data)
		for _, r := range boxes(image.Rectangle{Max: size}) {
			hold(t, data, r, want, err)
		}
	}
	if decoded < 200 {
		t.Errorf("only %d frames could be decoded", decoded)
	}
}

// TestCut cuts frames short at every byte: what is needed and missing is an
// error, never a grey area.
func TestCut(t *testing.T) {
	for _, name := range []string{"33x31.webp", "17x3.webp", "q10.webp"} {
		data := fixtures(t)[name]
		size, _ := Size(data)
		whole := image.Rectangle{Max: size}
		for n := range data {
			want, wantErr := oracle(data[:n])
			hold(t, data[:n], whole, want, wantErr)
			hold(t, data[:n], image.Rect(0, 0, 1, 1), want, wantErr)
		}
	}
}

// TestBeyond holds that data which a rectangle does not need may be missing.
func TestBeyond(t *testing.T) {
	data := fixtures(t)["q90.webp"]
	cut := data[:len(data)*3/4]
	if _, err := Decode(cut, image.Rect(0, 0, 40, 20)); err != nil {
		t.Error(err)
	}
	if _, err := Decode(cut, image.Rect(0, 70, 40, 80)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

// TestPartitionEnds holds that of the last rows of several partitions what is
// right of the rectangle is not read.
func TestPartitionEnds(t *testing.T) {
	d := decoder{rect: image.Rect(0, 0, 20, 100)}
	d.mbs, d.last = image.Pt(9, 9), image.Pt(1, 6)
	d.tokens = make([]partition, 4)
	for y, want := range []int{9, 9, 9, 5, 4, 3, 2} {
		if got := d.read(y); got != want {
			t.Errorf("row %d: %d, want %d", y, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	valid := fixtures(t)["33x31.webp"]
	edited := func(at int, b byte) []byte {
		data := append([]byte(nil), valid...)
		data[at] = b
		return data
	}
	var format FormatError
	for _, tt := range []struct {
		name string
		data []byte
		r    image.Rectangle
		ok   func(error) bool
	}{
		{"no data", nil, image.Rect(0, 0, 1, 1), func(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }},
		{"no key frame", edited(0, valid[0]|1), image.Rect(0, 0, 1, 1), func(err error) bool { return errors.Is(err, ErrUnsupported) }},
		{"no start code", edited(3, 0), image.Rect(0, 0, 1, 1), func(err error) bool { return errors.As(err, &format) }},
		{"first partition too long", edited(2, 255), image.Rect(0, 0, 1, 1), func(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }},
		{"rectangle beyond", valid, image.Rect(0, 0, 34, 1), func(err error) bool { return err != nil }},
		{"rectangle empty", valid, image.Rect(3, 3, 3, 3), func(err error) bool { return err != nil }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if m, err := Decode(tt.data, tt.r); m != nil || !tt.ok(err) {
				t.Errorf("got %v, %v", m, err)
			}
		})
	}
}

// TestBeyondRange holds that a partition which begins as none can is left to
// others.
func TestBeyondRange(t *testing.T) {
	data := append([]byte(nil), fixtures(t)["33x31.webp"]...)
	data[tagSize] = 255
	if _, err := Decode(data, image.Rect(0, 0, 1, 1)); !errors.Is(err, ErrUnsupported) {
		t.Errorf("got %v", err)
	}
}
