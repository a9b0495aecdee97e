package preview

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"math"
	"strings"

	"github.com/beamcrop/beamcrop/pipeline/figures"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/engine"
	"github.com/beamcrop/beamcrop/transforms/report"
)

//go:embed preview.html.tmpl
var pageText string

//go:embed preview.css
var styleText string

const (
	// maxImage is how many bytes of a crop stand in the page as they are; of a larger
	// crop there is a smaller copy.
	maxImage = 96 << 10
	copySide = 400 // pixels of the longer side of a copy
	maxBoxes = 100 // that are drawn on a picture
	maxText  = 600 // bytes of a caption, a link or a detail
)

// page is what the template shows.
type page struct {
	Marker, Policy string
	Style          template.CSS
	Title          string
	Plan           string // the dry run's text
	Rows           []row
}

type row struct {
	ID, Link      string
	Picture       template.URL
	Width, Height int
	Boxes         []rectangle
	Crops         []cut
	More          int // crops that are not shown
}

type rectangle struct{ X, Y, W, H float64 }

type cut struct {
	Image         template.URL
	ID, Caption   string
	Text          string // size and box
	Reason, Cause string // why there is no crop; "" = there is one
}

// render writes the page of rows, with a dry run's text.
func render(rows []engine.PreviewRow, plan string) ([]byte, error) {
	style := report.Style() + styleText
	made, failed := counts(rows)
	p := page{
		Marker: marker, Policy: report.Policy(style), Style: template.CSS(style), Plan: plan,
		Title: fmt.Sprintf("%d %s: %s", len(rows), figures.Plural(int64(len(rows)), "row", "rows"), outcome(made, failed)),
	}
	for _, r := range rows {
		shown, err := rowOf(r)
		if err != nil {
			return nil, err
		}
		p.Rows = append(p.Rows, shown)
	}
	parsed, err := template.New("page").Parse(pageText)
	if err != nil {
		return nil, fmt.Errorf("parsing the preview's template: %w", err)
	}
	var to bytes.Buffer
	if err := parsed.Execute(&to, p); err != nil {
		return nil, fmt.Errorf("writing the preview: %w", err)
	}
	return to.Bytes(), nil
}

func counts(rows []engine.PreviewRow) (made, failed int64) {
	for _, r := range rows {
		for _, c := range r.Crops {
			if c.Failure == nil {
				made++
			} else {
				failed++
			}
		}
	}
	return made, failed
}

func outcome(made, failed int64) string {
	text := fmt.Sprintf("%d %s", made, figures.Plural(made, "crop", "crops"))
	if failed > 0 {
		text += fmt.Sprintf(", %d failed", failed)
	}
	return text
}

func rowOf(r engine.PreviewRow) (row, error) {
	shown := row{ID: clip(r.Crops[0].ID), Link: clip(r.Link), Width: r.Width, Height: r.Height, Picture: dataOf("jpeg", r.Picture)}
	for _, c := range r.Crops {
		if c.Box != nil && len(shown.Boxes) < maxBoxes {
			shown.Boxes = append(shown.Boxes, rectangleOf(*c.Box, r.Width, r.Height))
		}
		if c.Failure == nil && c.Crop.Image == nil || len(shown.Crops) == mostCuts {
			shown.More++
			continue
		}
		made, err := cutOf(c)
		if err != nil {
			return row{}, err
		}
		shown.Crops = append(shown.Crops, made)
	}
	return shown, nil
}

// mostCuts is how many crops and failures of a row are shown.
const mostCuts = 12

// rectangleOf draws a box. What lies far outside is drawn as far as just outside of the
// picture, since absurd numbers may be too large to draw.
func rectangleOf(b crop.Box, width, height int) rectangle {
	near := func(v float64, side int) float64 {
		if math.IsNaN(v) {
			return 0
		}
		return min(max(v, -float64(side)), 2*float64(side))
	}
	r := rectangle{X: near(b.X1, width), Y: near(b.Y1, height)}
	r.W, r.H = max(near(b.X2, width)-r.X, 0), max(near(b.Y2, height)-r.Y, 0)
	return r
}

func cutOf(c engine.PreviewCrop) (cut, error) {
	shown := cut{ID: clip(c.ID), Caption: clip(c.Caption), Text: "whole picture"}
	if c.Box != nil {
		shown.Text = fmt.Sprintf("box %.6g, %.6g to %.6g, %.6g", c.Box.X1, c.Box.Y1, c.Box.X2, c.Box.Y2)
	}
	if c.Failure != nil {
		shown.Reason, shown.Cause = string(c.Failure.Reason), clip(c.Failure.Error())
		return shown, nil //nolint:nilerr // the page says it
	}
	size := fmt.Sprintf("%d × %d %s, %s", c.Crop.Width, c.Crop.Height, c.Crop.Format, figures.Bytes(int64(len(c.Crop.Image))))
	image, format := c.Crop.Image, c.Crop.Format
	if len(image) > maxImage || format != "jpeg" && format != "png" {
		small := crop.Defaults()
		small.Width, small.Height, small.OnlyIfBigger, small.EXIF = copySide, copySide, true, "ignore"
		copied, err := crop.Crop(image, nil, small)
		if err != nil {
			return cut{}, fmt.Errorf("making a small copy of the crop of %s: %w", c.ID, err)
		}
		image, format, size = copied.Image, copied.Format, size+", shown smaller"
	}
	shown.Image, shown.Text = dataOf(format, image), size+", "+shown.Text
	return shown, nil
}

func dataOf(format string, image []byte) template.URL {
	if image == nil {
		return ""
	}
	return template.URL("data:image/" + format + ";base64," + base64.StdEncoding.EncodeToString(image)) //nolint:gosec // base64 is nothing else
}

// clip shortens text from a dataset.
func clip(text string) string {
	if len(text) > maxText {
		text = text[:maxText] + "..."
	}
	return strings.ToValidUTF8(text, "")
}
