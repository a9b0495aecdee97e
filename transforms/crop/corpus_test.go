package crop

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testenv"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// corpusPicture is what Pillow makes of a file.
type corpusPicture struct {
	Name, Format, Mode, Error string
	Width, Height             int
	Orientation               int    // as EXIF numbers it
	rgb                       string // the file of its pixels
}

// corpusOf runs Pillow over the pictures that Pillow's own tests use: hundreds, of
// many programs, and many of them broken.
func corpusOf(t *testing.T) (root string, all []corpusPicture) {
	t.Helper()
	const what = "other people's pictures beside Pillow"
	python, root := testenv.Python(t, what), testenv.Need(t, "BEAMCROP_CORPUS", what)
	dir := t.TempDir()
	out, err := exec.CommandContext(t.Context(), python, "testdata/corpus.py", root, dir).Output()
	if err != nil {
		t.Fatalf("corpus.py: %v", err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var p corpusPicture
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		p.rgb = filepath.Join(dir, strings.ReplaceAll(p.Name, "/", "+")+".rgb")
		all = append(all, p)
	}
	if len(all) < 700 {
		t.Fatalf("only %d pictures in %s", len(all), root)
	}
	return root, all
}

// TestCorpus compares with Pillow.
func TestCorpus(t *testing.T) {
	root, all := corpusOf(t)
	t.Run("pixels", func(t *testing.T) { corpusPixels(t, root, all) })
	t.Run("orientations", func(t *testing.T) { corpusTurned(t, root, all) })
}

// corpusPixels holds that a picture which Pillow opens is cropped to the same
// pixels, and that each exception has an explanation.
func corpusPixels(t *testing.T, root string, all []corpusPicture) {
	explained := map[string]bool{}
	for _, p := range all {
		t.Run(p.Name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(root, p.Name))
			if err != nil {
				t.Fatal(err)
			}
			o := defaults()
			o.EXIF, o.MaxPixels = exifIgnore, 1<<24
			r, err := Crop(data, nil, o)
			problem := p.differs(t, r, err)
			why, known := corpusExceptions[p.Name]
			explained[p.Name] = true
			switch {
			case problem != "" && !known:
				t.Error(problem)
			case problem == "" && known:
				t.Errorf("no longer an exception: %s", why)
			}
		})
	}
	for name := range corpusExceptions {
		if !explained[name] {
			t.Errorf("%s has an explanation and is no picture", name)
		}
	}
}

// differs says how a crop of the whole is not what Pillow makes of the file, or is
// empty. Rounding of alpha is no difference, and Pillow may refuse a picture.
func (p corpusPicture) differs(t *testing.T, r *Result, err error) string {
	t.Helper()
	switch {
	case p.Error != "":
		return ""
	case err != nil && p.neverDecoded(err):
		return ""
	case err != nil:
		return err.Error()
	}
	m, err := png.Decode(bytes.NewReader(r.Image))
	if err != nil {
		t.Fatal(err)
	}
	if m.Bounds().Size() != image.Pt(p.Width, p.Height) {
		return fmt.Sprintf("the crop is %v, not %dx%d", m.Bounds(), p.Width, p.Height)
	}
	want, err := os.ReadFile(p.rgb)
	if err != nil {
		t.Fatal(err)
	}
	most, mean := furthest(m, want)
	if p.Format == "AVIF" && mean < 0.3 { // chroma at full brightness, and libavif's rounding
		return ""
	}
	if most > 2 {
		return fmt.Sprintf("%d levels off, %.2f on average", most, mean)
	}
	return ""
}

// corpusTurned holds that pictures are turned as Pillow would turn them.
func corpusTurned(t *testing.T, root string, all []corpusPicture) {
	turned := 0
	for _, p := range all {
		data, err := os.ReadFile(filepath.Join(root, p.Name))
		if err != nil {
			t.Fatal(err)
		}
		f, err := sniff(data)
		if err != nil || p.Orientation < 1 || p.Orientation > 8 {
			continue
		}
		if p.Orientation > 1 {
			turned++
		}
		if got := orientationOf(data, f); got != orientations[p.Orientation] && corpusOrientations[p.Name] == "" {
			t.Errorf("%s is turned by %+v, not by %d", p.Name, got, p.Orientation)
		}
	}
	if turned < 20 {
		t.Errorf("only %d pictures are turned", turned)
	}
}

// neverDecoded reports a failure by a format that is not decoded at all.
func (p corpusPicture) neverDecoded(err error) bool {
	decoded := []string{"JPEG", "MPO", "PNG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "CUR", "AVIF"}
	var e *reason.Error
	return errors.As(err, &e) && (e.Reason == reason.Unsupported || e.Reason == reason.NotAnImage) && !slices.Contains(decoded, p.Format)
}

// furthest returns by how much a sample differs at most, and on average.
func furthest(m image.Image, want []byte) (most int, mean float64) {
	b, samples := m.Bounds(), float64(len(want))
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			red, green, blue, _ := m.At(x, y).RGBA()
			for _, v := range []uint32{red, green, blue} {
				d := int(v>>8) - int(want[0])
				d = max(d, -d)
				most, mean, want = max(most, d), mean+float64(d), want[1:]
			}
		}
	}
	return most, mean / samples
}
