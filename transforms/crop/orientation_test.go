package crop

import (
	"fmt"
	"image"
	"image/color"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// TestUprightCrop holds that a box means the same pixels however a picture is
// stored: the fixtures are one picture, turned and marked by Pillow.
func TestUprightCrop(t *testing.T) {
	boxes := map[string]*Box{
		"whole": nil, "inside": edges(7, 5, 31.5, 28), "one pixel": edges(40, 11, 41, 12),
		"protruding": edges(-10, 20, 20, 60), "bottom right": edges(50, 30, 61, 43),
		"fractions": {X1: 0.5, Y1: 0.25, X2: 0.75, Y2: 1, Of: Fraction},
	}
	for value := 1; value <= 8; value++ {
		for suffix, of := range map[string]string{".png": "rgb.png", ".tif": "raw.tif", ".webp": "lossless.webp"} {
			name := fmt.Sprintf("exif%d%s", value, suffix)
			for which, box := range boxes {
				for _, square := range []bool{false, true} {
					t.Run(fmt.Sprint(name, which, square), func(t *testing.T) {
						o := defaults()
						o.Margin, o.Square = 0.1, square
						got, want := mustCrop(t, fixture(t, name), box, o), mustCrop(t, fixture(t, of), box, o)
						if got.SourceWidth != 61 || got.SourceHeight != 43 {
							t.Errorf("the source is said to be %dx%d", got.SourceWidth, got.SourceHeight)
						}
						wantClose(t, pixelsOf(t, got), pixelsOf(t, want), 0, 0)
					})
				}
			}
		}
	}
}

// TestTurnedJPEG holds that the crop of a turned JPEG is, sample by sample, the
// stored crop turned: no colour is shifted at odd corners and sizes.
func TestTurnedJPEG(t *testing.T) {
	for value := 1; value <= 8; value++ {
		turned := orientations[value]
		for _, name := range []string{fmt.Sprintf("exif%d.jpg", value), fmt.Sprintf("exif%d_422.jpg", value)} {
			for _, r := range []image.Rectangle{
				image.Rect(0, 0, 61, 43), image.Rect(8, 8, 24, 24), image.Rect(7, 5, 30, 28), image.Rect(6, 5, 31, 27), image.Rect(60, 42, 61, 43),
			} {
				t.Run(fmt.Sprint(name, r), func(t *testing.T) {
					o := defaults()
					got := pixelsOf(t, mustCrop(t, fixture(t, name), boxOf(r), o))
					o.EXIF = exifIgnore
					size := turned.inverse().upright(image.Pt(61, 43))
					stored := mustCrop(t, fixture(t, name), boxOf(turned.stored(r, size)), o)
					if want := size; stored.SourceWidth != want.X || stored.SourceHeight != want.Y {
						t.Errorf("the stored source is said to be %dx%d, want %v", stored.SourceWidth, stored.SourceHeight, want)
					}
					wantClose(t, got, turnedByPixel{pixelsOf(t, stored), turned}, 0, 0)
				})
			}
		}
	}
}

func boxOf(r image.Rectangle) *Box {
	return edges(float64(r.Min.X), float64(r.Min.Y), float64(r.Max.X), float64(r.Max.Y))
}

// turnedByPixel is the plain way to turn a picture whose corner is the origin.
type turnedByPixel struct {
	image.Image
	by orientation
}

func (m turnedByPixel) Bounds() image.Rectangle {
	return image.Rectangle{Max: m.by.upright(m.Image.Bounds().Size())}
}

func (m turnedByPixel) At(x, y int) color.Color {
	at := m.by.stored(image.Rect(x, y, x+1, y+1), m.Image.Bounds().Size()).Min
	return m.Image.At(m.Image.Bounds().Min.X+at.X, m.Image.Bounds().Min.Y+at.Y)
}

// TestTurn compares with the plain way on views of every type, at corners and
// sizes of both parities.
func TestTurn(t *testing.T) {
	var pictures []image.Image
	for _, ratio := range []image.YCbCrSubsampleRatio{
		image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
		image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
	} {
		m := image.NewYCbCr(image.Rect(0, 0, 23, 17), ratio)
		for i := range m.Y {
			m.Y[i] = uint8(i * 7)
		}
		for i := range m.Cb {
			m.Cb[i], m.Cr[i] = uint8(i*5), uint8(i*11)
		}
		pictures = append(pictures, m)
	}
	gray := image.NewGray(image.Rect(0, 0, 23, 17))
	for i := range gray.Pix {
		gray.Pix[i] = uint8(i)
	}
	pictures = append(pictures, gray, photo(23, 17))
	for _, m := range pictures {
		for value, o := range orientations {
			for _, r := range []image.Rectangle{
				m.Bounds(), image.Rect(3, 2, 10, 9), image.Rect(2, 3, 11, 9), image.Rect(5, 5, 6, 6), image.Rect(4, 4, 5, 12), image.Rect(1, 1, 23, 2),
			} {
				view := cut(m, r, false)
				if got := o.turn(view); got.Bounds().Size() != o.upright(r.Size()) {
					t.Errorf("%T %v by %d is of %v", m, r, value, got.Bounds())
				} else if l, _ := difference(t, got, turnedByPixel{view, o}); l > 0 {
					t.Errorf("%T %v by %d differs by %d", m, r, value, l)
				}
			}
		}
	}
}

func TestStored(t *testing.T) {
	size := image.Pt(30, 20)       // stored
	tests := [...]image.Rectangle{ // where the top left 3 x 2 pixels of the upright picture are stored
		1: image.Rect(0, 0, 3, 2), 2: image.Rect(27, 0, 30, 2), 3: image.Rect(27, 18, 30, 20), 4: image.Rect(0, 18, 3, 20),
		5: image.Rect(0, 0, 2, 3), 6: image.Rect(0, 17, 2, 20), 7: image.Rect(28, 17, 30, 20), 8: image.Rect(28, 0, 30, 3),
	}
	for value := 1; value <= 8; value++ {
		o := orientations[value]
		if got := o.stored(image.Rect(0, 0, 3, 2), size); got != tests[value] {
			t.Errorf("orientation %d: stored at %v, want %v", value, got, tests[value])
		}
		r := image.Rect(2, 3, 7, 11)
		if back := o.inverse().stored(o.stored(r, size), o.upright(size)); back != r {
			t.Errorf("orientation %d: %v there and back is %v", value, r, back)
		}
	}
}

// TestBoxBeyondUpright holds that boxes are limited to the upright picture: the
// fixture is stored 43 wide and 61 high, and shown 61 wide and 43 high.
func TestBoxBeyondUpright(t *testing.T) {
	o := defaults()
	_, err := Crop(fixture(t, "exif6.jpg"), edges(5, 45, 20, 60), o)
	wantReason(t, err, reason.BoxOutside)
	if r := mustCrop(t, fixture(t, "exif6.jpg"), edges(45, 5, 70, 20), o); r.Width != 16 || r.Height != 15 {
		t.Errorf("the crop is %dx%d", r.Width, r.Height)
	}
	o.EXIF = exifIgnore
	_, err = Crop(fixture(t, "exif6.jpg"), edges(45, 5, 60, 20), o)
	wantReason(t, err, reason.BoxOutside)
}
