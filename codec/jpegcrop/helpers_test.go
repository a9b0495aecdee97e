package jpegcrop

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// fixtures returns the pictures of both testdata and the standard library's, by
// name. Other programs wrote them.
func fixtures(t testing.TB) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, pattern := range []string{"testdata/*.jpg", "../../transforms/crop/testdata/pictures/*.jpg", filepath.Join(goroot(t), "src/image/testdata/*.jpeg")} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Logf("no pictures at %s (%v)", pattern, err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out[filepath.Base(name)] = data
		}
	}
	return out
}

// goroot is where the standard library's pictures lie.
func goroot(t testing.TB) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatalf("asking go for its root: %v", err)
	}
	return strings.TrimSpace(string(out))
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// rareFixture tells from its name whether a fixture is of a kind that is not decoded, or
// not to the planes that the standard library makes of it; and brokenFixture whether it
// is broken.
func rareFixture(name string) bool {
	for _, part := range []string{"unsupported", "cmyk", "rgb", "410", "411"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

func brokenFixture(name string) bool { return strings.Contains(name, "truncated") }

// oracle decodes the whole picture by the standard library.
func oracle(t testing.TB, name string, data []byte) image.Image {
	t.Helper()
	if strings.HasPrefix(name, "progressive") && strings.HasSuffix(name, "_restart.jpg") || name == "separate_420_restart.jpg" {
		// The standard library counts restart intervals of scans of one
		// component in other units than T.81, A.2.2, does. Without restarts the picture has
		// the same coefficients.
		data = fixture(t, strings.TrimSuffix(name, "_restart.jpg")+".jpg")
	}
	m, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// compare returns what is wrong with got as the rectangle r of want; nil where
// every sample is within 1.
func compare(got, want image.Image, r image.Rectangle) error {
	if got.Bounds() != r {
		return fmt.Errorf("the bounds are %v, want %v", got.Bounds(), r)
	}
	switch want := want.(type) {
	case *image.RGBA:
		return compareAt(r, func(x, y int) error {
			if g, w := got.At(x, y), want.RGBAAt(x, y); g != w {
				return fmt.Errorf("at %d,%d: %v, want %v", x, y, g, w)
			}
			return nil
		})
	case *image.Gray:
		got, ok := got.(*image.Gray)
		if !ok {
			return fmt.Errorf("not grey")
		}
		return compareAt(r, func(x, y int) error {
			return near(x, y, "Y", got.GrayAt(x, y).Y, want.GrayAt(x, y).Y)
		})
	case *image.YCbCr:
		got, ok := got.(*image.YCbCr)
		if !ok || got.SubsampleRatio != want.SubsampleRatio {
			return fmt.Errorf("not YCbCr at %v", want.SubsampleRatio)
		}
		return compareAt(r, func(x, y int) error {
			g, w := got.YCbCrAt(x, y), want.YCbCrAt(x, y)
			if err := near(x, y, "Y", g.Y, w.Y); err != nil {
				return err
			}
			if err := near(x, y, "Cb", g.Cb, w.Cb); err != nil {
				return err
			}
			return near(x, y, "Cr", g.Cr, w.Cr)
		})
	}
	return fmt.Errorf("the oracle gives %T", want)
}

func compareAt(r image.Rectangle, at func(x, y int) error) error {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if err := at(x, y); err != nil {
				return err
			}
		}
	}
	return nil
}

func near(x, y int, name string, got, want uint8) error {
	if d := int(got) - int(want); d > 1 || d < -1 {
		return fmt.Errorf("%s at %d,%d is %d, want %d", name, x, y, got, want)
	}
	return nil
}

// boxes returns rectangles of a picture: the whole, the edges, single pixels,
// odd origins.
func boxes(b image.Rectangle) []image.Rectangle {
	w, h := b.Dx(), b.Dy()
	all := []image.Rectangle{
		b,
		image.Rect(0, 0, 1, 1), image.Rect(w-1, h-1, w, h), image.Rect(w/2, h/2, w/2+1, h/2+1),
		image.Rect(0, 0, w, 1), image.Rect(0, h-1, w, h), image.Rect(0, 0, 1, h), image.Rect(w-1, 0, w, h),
		image.Rect(w/3, h/3, w*2/3, h*2/3), image.Rect(w/3+1, h/3+1, w*2/3, h*2/3),
		image.Rect(16, 16, 32, 32), image.Rect(15, 15, 33, 33), image.Rect(17, 17, 31, 31), image.Rect(8, 40, 24, 48),
	}
	var out []image.Rectangle
	for _, r := range all {
		if r = r.Intersect(b); !r.Empty() {
			out = append(out, r)
		}
	}
	return out
}

// photo returns a photo-like picture at 4:2:0, as a JPEG of some quality holds it.
func photo(t testing.TB, w, h, quality int) *image.YCbCr {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(photoJPEG(t, w, h, quality)))
	if err != nil {
		t.Fatal(err)
	}
	return m.(*image.YCbCr)
}

func photoJPEG(t testing.TB, w, h, quality int) []byte {
	t.Helper()
	data, err := testweb.Encode(testweb.Picture{ID: 7, Width: w, Height: h, Format: "jpeg", Quality: quality})
	if err != nil {
		t.Fatal(err)
	}
	return data
}
