package crop

import (
	"image"
	"image/color"
	"testing"
)

// TestPadAgainstPillow holds that padded crops are those of ImageOps.pad, which
// decides where they lie, also where an odd number of pixels is left beside them.
func TestPadAgainstPillow(t *testing.T) {
	for source, prefix := range map[string]string{"rgb.png": "", "baseline.jpg": "baseline-"} {
		for name, size := range map[string]image.Point{"wide": {24, 33}, "tall": {51, 21}, "up": {99, 96}} {
			t.Run(source+" "+name, func(t *testing.T) {
				o := padding(size.X, size.Y, "#336699")
				got := pixelsOf(t, mustCrop(t, fixture(t, source), edges(5, 4, 45, 34), o))
				wantClose(t, got, decodePNG(t, readFile(t, "pillow", prefix+"pad-"+name+".png")), 15, 0.3)
				if r, g, b, _ := got.At(0, 0).RGBA(); r>>8 != 0x33 || g>>8 != 0x66 || b>>8 != 0x99 {
					t.Errorf("the corner is %02x%02x%02x", r>>8, g>>8, b>>8)
				}
			})
		}
	}
}

// TestPad holds the size and the colours of padded crops of each kind of picture,
// beside the crop, which is the same as without padding.
func TestPad(t *testing.T) {
	for _, name := range []string{"baseline.jpg", "gray.jpg", "gray.png", "palette_alpha.png", "exif6.jpg"} {
		for _, c := range []string{"black", "gray", "#FF0000"} {
			for _, encode := range []string{encodePNG, encodeJPEG} {
				t.Run(name+" "+c+" "+encode, func(t *testing.T) {
					box := edges(5, 4, 35, 34)
					alone := defaults()
					alone.Quality = 100
					crop := pixelsOf(t, mustCrop(t, fixture(t, name), box, alone))
					o := padding(43, 50, c)
					o.Encode, o.Quality, o.OnlyIfBigger = encode, 100, true
					r := mustCrop(t, fixture(t, name), box, o)
					if r.Width != 43 || r.Height != 50 || r.Exact != image.Rect(0, 0, 43, 50) {
						t.Fatalf("%dx%d, %v", r.Width, r.Height, r.Exact)
					}
					want, err := parseColor(c)
					if err != nil {
						t.Fatal(err)
					}
					padded := image.NewRGBA(image.Rect(0, 0, 43, 50))
					for y := range 50 {
						for x := range 43 {
							var at color.Color = want
							if image.Pt(x, y).In(image.Rect(6, 10, 36, 40)) { // 6.5 is rounded to even
								at = crop.At(crop.Bounds().Min.X+x-6, crop.Bounds().Min.Y+y-10)
							}
							padded.Set(x, y, at)
						}
					}
					if encode == encodePNG {
						wantClose(t, pixelsOf(t, r), padded, 0, 0)
						return
					}
					wantClose(t, pixelsOf(t, r), padded, 90, 2.5) // JPEG halves the chroma, also where it is as hard as here
				})
			}
		}
	}
}

// padding are options that pad to PNG.
func padding(w, h int, c string) Options {
	o := defaults()
	o.Mode, o.Width, o.Height, o.PadColor = modePad, w, h, c
	return o
}
