package preview

import (
	"math"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/engine"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestRectangleOf(t *testing.T) {
	for name, c := range map[string]struct {
		box  crop.Box
		want rectangle
	}{
		"inside":         {crop.Box{X1: 10, Y1: 20, X2: 30, Y2: 60}, rectangle{10, 20, 20, 40}},
		"far outside":    {crop.Box{X1: -1e300, Y1: 0, X2: 1e300, Y2: 50}, rectangle{-100, 0, 300, 50}},
		"inverted":       {crop.Box{X1: 30, Y1: 0, X2: 10, Y2: 50}, rectangle{30, 0, 0, 50}},
		"not a number":   {crop.Box{X1: math.NaN(), Y1: 0, X2: 10, Y2: 50}, rectangle{0, 0, 10, 50}},
		"beyond the end": {crop.Box{X1: 500, Y1: 0, X2: 600, Y2: 50}, rectangle{200, 0, 0, 50}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := rectangleOf(c.box, 100, 50); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// Whatever the web and the dataset say is text, and a row of many boxes has a bound.
func TestRenderIsText(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	r := engine.PreviewRow{Link: "javascript:alert(1)" + evil, Width: 10, Height: 10}
	for range 1000 {
		r.Crops = append(r.Crops, engine.PreviewCrop{
			ID: evil, Caption: strings.Repeat(evil, 100), Box: &crop.Box{X2: 1, Y2: 1}, Failure: reason.Errorf(reason.Decode, "%s", evil),
		})
	}
	html, err := render([]engine.PreviewRow{r}, evil)
	if err != nil {
		t.Fatal(err)
	}
	text := string(html)
	for _, markup := range []string{"<script", "<img src=x", `href="javascript`} {
		if strings.Contains(text, markup) {
			t.Errorf("%s is markup", markup)
		}
	}
	if !strings.Contains(text, "and 988 more") || len(html) > 100<<10 {
		t.Errorf("%d bytes, or not all of the crops are accounted for", len(html))
	}
}
