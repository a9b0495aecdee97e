package inflate

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	klauspost "github.com/klauspost/compress/zlib"
)

// readAll decompresses data that comes in parts of one size, in pieces of
// another.
func readAll(r *Reader, data []byte, part, piece int) (out []byte, err error) {
	var parts [][]byte
	for rest := data; len(rest) > 0; rest = rest[min(part, len(rest)):] {
		parts = append(parts, rest[:min(part, len(rest))], nil)
	}
	if err := r.Reset(parts, true); err != nil {
		return nil, err
	}
	for {
		b, err := r.Next(piece)
		if err != nil {
			return out, err
		}
		out = append(out, b...)
	}
}

// standard returns what compress/zlib makes of data, and the number of bytes it
// takes.
func standard(data []byte) (out []byte, used int, err error) {
	in := bytes.NewReader(data)
	z, err := zlib.NewReader(in)
	if err != nil {
		return nil, 0, err
	}
	out, err = io.ReadAll(z)
	return out, len(data) - in.Len(), err
}

// sources returns data that brings each way of compression to work.
func sources() map[string][]byte {
	dice := rand.New(rand.NewPCG(1, 2))
	noise, walk, runs := make([]byte, 200_000), make([]byte, 300_000), []byte{}
	for i := range noise {
		noise[i] = byte(dice.Uint32())
	}
	for i := range walk {
		walk[i] = byte(dice.NormFloat64() * 9)
	}
	for len(runs) < 300_000 {
		period := 1 + dice.IntN(20)
		for range dice.IntN(500) {
			runs = append(runs, runs[max(0, len(runs)-period):]...)
			if len(runs) > 300_000 {
				break
			}
			runs = append(runs[:min(len(runs), len(runs))], byte(dice.IntN(4)))
		}
	}
	far := append(bytes.Clone(noise[:32768]), noise[:32768]...)
	return map[string][]byte{"none": {}, "one": {7}, "noise": noise, "walk": walk, "runs": runs, "far": far, "zeros": make([]byte, 1_000_000)}
}

func compress(t testing.TB, data []byte, level int) []byte {
	t.Helper()
	var buf bytes.Buffer
	w, err := zlib.NewWriterLevel(&buf, level)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestRoundTrip(t *testing.T) {
	r := new(Reader)
	for name, data := range sources() {
		for _, level := range []int{flate.NoCompression, 1, 6, 9, flate.HuffmanOnly} {
			packed := compress(t, data, level)
			for _, part := range []int{1, 7, 100, 8192, 1 << 30} {
				for _, piece := range []int{1, 3000, 1 << 20} {
					if len(data) > 100_000 && min(part, piece) == 1 {
						continue // slow, and tested by the others
					}
					got, err := readAll(r, packed, part, piece)
					if !errors.Is(err, io.EOF) || !bytes.Equal(got, data) {
						t.Fatalf("%s, level %d, parts of %d, pieces of %d: %d bytes of %d, %v", name, level, part, piece, len(got), len(data), err)
					}
					if r.Consumed() != len(packed) {
						t.Fatalf("%s: consumed %d of %d", name, r.Consumed(), len(packed))
					}
				}
			}
		}
	}
}

func TestHeader(t *testing.T) {
	for _, tt := range []struct {
		data string
		want error
	}{
		{"", io.ErrUnexpectedEOF}, {"\x78", io.ErrUnexpectedEOF}, {"\x78\x9c", io.ErrUnexpectedEOF}, {"\x78\x9d", nil}, {"\x77\x85", nil}, {"\x88\x1c", nil},
		{"\x78\xbb\x00\x00\x00\x01\x03\x00\x00\x00\x00\x01", ErrDictionary},
	} {
		_, err := readAll(new(Reader), []byte(tt.data), 1, 1)
		var corrupt CorruptError
		if tt.want != nil && !errors.Is(err, tt.want) || tt.want == nil && !errors.As(err, &corrupt) {
			t.Errorf("%q: the error is %v, should be %v", tt.data, err, tt.want)
		}
	}
}

// FuzzReader holds arbitrary bytes, in parts and pieces of any size, to
// compress/zlib.
func FuzzReader(f *testing.F) {
	for _, data := range sources() {
		data = data[:min(len(data), 2000)]
		for _, level := range []int{flate.NoCompression, 1, 9, flate.HuffmanOnly} {
			f.Add(compress(f, data, level), uint16(50), uint16(100))
		}
	}
	f.Add([]byte{0x78, 0x9c, 0x03, 0, 0, 0, 0, 1}, uint16(0), uint16(0))
	f.Fuzz(func(t *testing.T, data []byte, part, piece uint16) {
		if len(data) > 1 && data[1]&0x20 != 0 {
			return // a preset dictionary
		}
		hold(t, new(Reader), data, int(part)+1, int(piece)+1)
	})
}

func hold(t *testing.T, r *Reader, data []byte, part, piece int) {
	t.Helper()
	want, used, wantErr := standard(data)
	got, err := readAll(r, data, part, piece)
	if errors.Is(err, io.EOF) != (wantErr == nil) {
		t.Fatalf("the error is %v, should be %v", err, wantErr)
	}
	// Before an error either of the two may be a little ahead.
	if n := min(len(got), len(want)); !bytes.Equal(got[:n], want[:n]) || wantErr == nil && len(got) != len(want) {
		t.Fatalf("the output of %d bytes is not that of %d", len(got), len(want))
	}
	if wantErr == nil && r.Consumed() != used {
		t.Fatalf("consumed %d bytes, should be %d", r.Consumed(), used)
	}
	var corrupt CorruptError
	if !errors.Is(err, io.EOF) && !errors.As(err, &corrupt) && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("an error of an undocumented kind: %v", err)
	}
}

// TestDamaged changes a few bytes of good streams, also with a right sum.
func TestDamaged(t *testing.T) {
	r, dice := new(Reader), rand.New(rand.NewPCG(3, 4))
	for name, data := range sources() {
		packed := compress(t, data[:min(len(data), 20_000)], 6)
		for range 200 {
			changed := bytes.Clone(packed)
			for range 1 + dice.IntN(3) {
				changed[2+dice.IntN(len(changed)-2)] ^= 1 << dice.IntN(8)
			}
			changed = changed[:len(changed)-dice.IntN(2)*dice.IntN(len(changed)-1)]
			if hold(t, r, changed, 1+dice.IntN(5000), 1+dice.IntN(5000)); t.Failed() {
				t.Fatal(name)
			}
		}
	}
}

func BenchmarkReader(b *testing.B) {
	all := sources()
	for _, name := range []string{"walk", "runs", "zeros", "noise"} {
		data := all[name]
		packed := compress(b, data, 6)
		b.Run(name+"/own", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			r, parts := new(Reader), [][]byte{packed}
			for b.Loop() {
				if err := r.Reset(parts, false); err != nil {
					b.Fatal(err)
				}
				for {
					if _, err := r.Next(1 << 30); errors.Is(err, io.EOF) {
						break
					}
				}
			}
		})
		b.Run(name+"/klauspost", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				z, err := klauspost.NewReader(bytes.NewReader(packed))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, z); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
