package lzw

import (
	"bytes"
	stdlzw "compress/lzw"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	tifflzw "golang.org/x/image/tiff/lzw"
)

// inputs returns literals below 1<<width that compress well, badly, and not.
func inputs(width int) [][]byte {
	dice := rand.New(rand.NewPCG(1, uint64(width)))
	all := [][]byte{{0}, {0, 0}, bytes.Repeat([]byte{1}, 70_000)}
	for _, runs := range []int{1, 3, 40} {
		var data []byte
		for len(data) < 50_000 {
			data = append(data, bytes.Repeat([]byte{byte(dice.IntN(1 << width))}, 1+dice.IntN(runs))...)
		}
		all = append(all, data)
	}
	return all
}

func compressed(t testing.TB, order stdlzw.Order, width int, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := stdlzw.NewWriter(&buf, order, width)
	_, err := w.Write(data)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestDecode(t *testing.T) {
	for _, order := range []stdlzw.Order{stdlzw.LSB, stdlzw.MSB} {
		for width := 2; width <= 8; width++ {
			for i, want := range inputs(width) {
				t.Run(fmt.Sprintf("order %d, width %d, input %d", order, width, i), func(t *testing.T) {
					src, v := compressed(t, order, width, want), Variant{LitWidth: width, MSB: order == stdlzw.MSB}
					for _, room := range []int{len(want) + 5, len(want), len(want) / 2} {
						dst := make([]byte, room)
						n, err := new(Decoder).Decode(dst, src, v)
						if err != nil || !bytes.Equal(dst[:n], want[:min(room, len(want))]) {
							t.Errorf("%d bytes of %d: %v", n, len(want), err)
						}
					}
				})
			}
		}
	}
}

// TestTruncated cuts a stream after every byte.
func TestTruncated(t *testing.T) {
	want := inputs(8)[4][:300]
	src := compressed(t, stdlzw.LSB, 8, want)
	for cut := range src {
		dst := make([]byte, len(want)+1)
		n, err := new(Decoder).Decode(dst, src[:cut], Variant{LitWidth: 8})
		if !errors.Is(err, io.ErrUnexpectedEOF) || !bytes.HasPrefix(want, dst[:n]) {
			t.Fatalf("%d bytes: %d, %v", cut, n, err)
		}
	}
}

// FuzzDecode compares with compress/lzw and golang.org/x/image/tiff/lzw.
func FuzzDecode(f *testing.F) {
	for _, data := range inputs(8) {
		f.Add(compressed(f, stdlzw.LSB, 8, data[:min(len(data), 5000)]), uint8(0))
		f.Add(compressed(f, stdlzw.MSB, 8, data[:min(len(data), 5000)]), uint8(1))
		f.Add(compressed(f, stdlzw.MSB, 8, data[:min(len(data), 5000)]), uint8(2))
	}
	f.Fuzz(func(t *testing.T, src []byte, kind uint8) {
		const most = 1 << 20
		var other io.Reader
		v := Variant{LitWidth: 8}
		switch kind % 3 {
		case 0:
			other = stdlzw.NewReader(bytes.NewReader(src), stdlzw.LSB, 8)
		case 1:
			other, v.MSB = stdlzw.NewReader(bytes.NewReader(src), stdlzw.MSB, 8), true
		case 2:
			other, v = tifflzw.NewReader(bytes.NewReader(src), tifflzw.MSB, 8), TIFF
		}
		want, wantErr := io.ReadAll(io.LimitReader(other, most))
		dst := make([]byte, most)
		n, err := new(Decoder).Decode(dst, src, v)
		if (err == nil) != (wantErr == nil) || errors.Is(err, io.ErrUnexpectedEOF) != errors.Is(wantErr, io.ErrUnexpectedEOF) {
			t.Fatalf("%v, want %v", err, wantErr)
		}
		// The others drop the string in which they find something wrong.
		if !bytes.HasPrefix(dst[:n], want) || err == nil && n != len(want) {
			t.Fatalf("%d bytes differ from %d", n, len(want))
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	data := inputs(8)[4]
	src := compressed(b, stdlzw.LSB, 8, data)
	dst := make([]byte, len(data))
	b.Run("lzw", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		var d Decoder
		for b.Loop() {
			if n, err := d.Decode(dst, src, Variant{LitWidth: 8}); n != len(data) || err != nil {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("compress/lzw", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := io.ReadFull(stdlzw.NewReader(bytes.NewReader(src), stdlzw.LSB, 8), dst); err != nil {
				b.Fatal(err)
			}
		}
	})
}
