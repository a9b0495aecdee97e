package coding

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
)

// pack wraps data in one coding after the other.
func pack(t testing.TB, data []byte, names ...string) []byte {
	t.Helper()
	for _, name := range names {
		var b bytes.Buffer
		var w io.WriteCloser
		switch name {
		case "gzip":
			z := gzip.NewWriter(&b)
			z.Name, z.Comment, z.Extra = "a.jpg", "a comment", []byte("extra")
			w = z
		case "deflate":
			w = zlib.NewWriter(&b)
		case "raw deflate":
			z, err := flate.NewWriter(&b, flate.DefaultCompression)
			if err != nil {
				t.Fatal(err)
			}
			w = z
		case "br":
			w = brotli.NewWriter(&b)
		case "zstd":
			z, err := zstd.NewWriter(&b)
			if err != nil {
				t.Fatal(err)
			}
			w = z
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		data = b.Bytes()
	}
	return data
}

// noise does not get much smaller when it is packed.
func noise(n int) []byte {
	data := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(data)
	return data
}

func read(data []byte, max int64, names ...string) ([]byte, error) {
	src, err := Unwrap(iotest.HalfReader(bytes.NewReader(data)), names, max)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(src)
}

func TestUnwrap(t *testing.T) {
	picture := append(noise(50_000), bytes.Repeat([]byte("ab"), 10_000)...)
	gz, zz := pack(t, picture, "gzip"), pack(t, picture, "deflate")
	tests := []struct {
		name  string
		names string
		data  []byte
		want  []byte
	}{
		{"gzip", "gzip", gz, picture},
		{"gzip with zeros after it", "gzip", append(bytes.Clone(gz), make([]byte, 100)...), picture},
		{"gzip with garbage after it", "x-gzip", append(bytes.Clone(gz), "<!-- cached -->"...), picture},
		{"gzip without its trailer", "gzip", gz[:len(gz)-8], picture},
		{"gzip with half its trailer", "gzip", gz[:len(gz)-3], picture},
		{"two members", "gzip", append(bytes.Clone(gz), gz...), append(bytes.Clone(picture), picture...)},
		{"deflate", "deflate", zz, picture},
		{"deflate without its checksum", "deflate", zz[:len(zz)-4], picture},
		{"deflate with more after it", "deflate", append(bytes.Clone(zz), "\n"...), picture},
		{"deflate without a wrapping", "deflate", pack(t, picture, "raw deflate"), picture},
		{"br", "br", pack(t, picture, "br"), picture},
		{"zstd", "zstd", pack(t, picture, "zstd"), picture},
		{"gzip twice", "gzip,gzip", pack(t, picture, "gzip", "gzip"), picture},
		{"a list", "gzip,br,zstd", pack(t, picture, "gzip", "br", "zstd"), picture},
		{"nothing in it", "gzip", pack(t, nil, "gzip"), nil},
		{"none", "", picture, picture},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			names := Names([]string{tt.names})
			got, err := read(tt.data, 1<<20, names...)
			if err != nil || !bytes.Equal(got, tt.want) {
				t.Errorf("%d bytes, %v, want %d", len(got), err, len(tt.want))
			}
		})
	}
}

func TestUnwrapFaults(t *testing.T) {
	picture := noise(50_000)
	gz := pack(t, picture, "gzip")
	flip := func(data []byte, at int) []byte {
		data = bytes.Clone(data)
		data[at] ^= 0x55
		return data
	}
	broken, early := new(BrokenError), io.ErrUnexpectedEOF
	tests := []struct {
		name  string
		names string
		data  []byte
		want  error // broken stands for any
	}{
		{"gzip cut", "gzip", gz[:len(gz)/2], early},
		{"gzip cut in its header", "gzip", gz[:14], early},
		{"nothing at all", "gzip", nil, early},
		{"gzip with another checksum", "gzip", flip(gz, len(gz)-5), broken},
		{"gzip with another size", "gzip", flip(gz, len(gz)-1), broken},
		{"deflate with another checksum", "deflate", flip(pack(t, picture, "deflate"), len(pack(t, picture, "deflate"))-1), broken},
		{"deflate of a dictionary", "deflate", []byte("\x78\xf9\x00\x00\x00\x00"), broken},
		{"a picture and no gzip", "gzip", []byte("\xff\xd8\xff\xe0 JPEG"), broken},
		{"a picture and no br", "br", []byte("\xff\xd8\xff\xe0 JPEG"), broken},
		{"a picture and no zstd", "zstd", []byte("\xff\xd8\xff\xe0 JPEG"), broken},
		{"br cut", "br", pack(t, picture, "br")[:20_000], early},
		{"zstd cut", "zstd", pack(t, picture, "zstd")[:20_000], early},
		{"the inner one cut", "gzip,br", pack(t, gz[:20_000], "br"), early},
		{"a coding nobody has", "compress", picture, broken},
		{"too many", "gzip,gzip,gzip,gzip,gzip", pack(t, picture, "gzip", "gzip", "gzip", "gzip", "gzip"), broken},
		{"a zstd window of a gigabyte", "zstd", []byte("\x28\xb5\x2f\xfd\x00\xa0\x01\x00\x00"), broken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := read(tt.data, 1<<20, Names([]string{tt.names})...)
			got := errors.Is(err, tt.want)
			if errors.Is(tt.want, broken) {
				var b *BrokenError
				got = errors.As(err, &b)
			}
			if !got {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Whatever is wrapped, and however often, no more of it is read than the limit.
func TestUnwrapIsBounded(t *testing.T) {
	const max = 100_000
	for _, names := range [][]string{{"gzip"}, {"deflate"}, {"br"}, {"zstd"}, {"gzip", "gzip"}, {"gzip", "br"}, {"br", "zstd"}} {
		t.Run(strings.Join(names, " in "), func(t *testing.T) {
			if _, err := read(pack(t, noise(2*max), names...), max, names...); !errors.Is(err, ErrTooLong) {
				t.Errorf("more than the limit on the wire: %v", err)
			}
			if len(names) > 1 {
				inner := append(pack(t, nil, names[0]), make([]byte, 2*max)...)
				if names[0] == "br" { // which ends where it ends
					inner = pack(t, noise(2*max), "br")
				}
				if got, err := read(pack(t, inner, names[1]), max, names...); len(got) > 2*max || err != nil && !errors.Is(err, ErrTooLong) {
					t.Errorf("more than the limit in between: %d bytes, %v", len(got), err)
				}
			}
		})
	}
	empty := bytes.Repeat(pack(t, nil, "gzip"), 10_000) // members without end that hold nothing
	if _, err := read(empty, max, "gzip"); !errors.Is(err, ErrTooLong) {
		t.Errorf("empty members: %v", err)
	}
}

// The faults of what is read stay what they are.
func TestUnwrapPassesFaultsOn(t *testing.T) {
	lost := errors.New("the connection is lost")
	for _, name := range []string{"gzip", "deflate", "br", "zstd"} {
		data := pack(t, noise(50_000), name)
		src, err := Unwrap(io.MultiReader(bytes.NewReader(data[:20_000]), iotest.ErrReader(lost)), []string{name}, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(src); !errors.Is(err, lost) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNames(t *testing.T) {
	for value, want := range map[string][]string{
		"": nil, "identity": nil, "UTF-8": nil, "GZIP": {"gzip"}, "none, gzip": {"gzip"}, " br ,zstd": {"br", "zstd"}, "gzip,,gzip": {"gzip", "gzip"},
	} {
		if diff := cmp.Diff(want, Names([]string{value})); diff != "" {
			t.Errorf("%q: %s", value, diff)
		}
	}
}

// FuzzUnwrap reads any bytes as any coding. What the standard library reads as a
// whole, ours reads to the same bytes.
func FuzzUnwrap(f *testing.F) {
	for _, name := range []string{"gzip", "deflate", "br", "zstd"} {
		f.Add(pack(f, []byte("picture, picture"), name), name)
	}
	f.Add(pack(f, []byte("picture"), "gzip", "br"), "gzip,br")
	f.Fuzz(func(t *testing.T, data []byte, list string) {
		names := Names([]string{list})
		const max = 1 << 16
		src, err := Unwrap(bytes.NewReader(data), names, max)
		var b *BrokenError
		if err == nil {
			var got []byte
			if got, err = io.ReadAll(io.LimitReader(src, max)); err == nil && len(got) < max && slices.Equal(names, []string{"gzip"}) {
				compare(t, data, got)
			}
		}
		if err != nil && !errors.Is(err, ErrTooLong) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.As(err, &b) {
			t.Errorf("%q as %s: %v", data, list, err)
		}
	})
}

func compare(t *testing.T, data, got []byte) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return
	}
	if want, err := io.ReadAll(z); err == nil && !bytes.Equal(got, want) {
		t.Errorf("%q: got %q, the standard library %q", data, got, want)
	}
}
