package report

import (
	"encoding/base64"
	"fmt"
	"html/template"
	"strconv"

	"github.com/beamcrop/beamcrop/io/shards"
)

// crop is one picture of the contact sheet.
type crop struct {
	Image            template.URL
	Alt, Caption, ID string
	Size, Box        string
	Sketch           *sketch // nil if there is no box, or no known size
}

// sketch is the source picture's outline, with the box in it.
type sketch struct {
	Width, Height float64
	X, Y, W, H    float64
}

func crops(d Data) (all []crop, unreadable int) {
	for _, c := range d.Total.Details.Crops {
		shown := cropOf(c)
		if picture := d.Thumbnails[c.ID]; picture != nil {
			shown.Image = template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(picture)) //nolint:gosec // base64 is nothing else
		} else {
			unreadable++
		}
		all = append(all, shown)
	}
	return all, unreadable
}

func cropOf(c shards.CropExample) crop {
	shown := crop{
		Caption: c.Caption, Alt: c.Caption, ID: c.ID,
		Size: fmt.Sprintf("%d\u00a0×\u00a0%d", c.Width, c.Height),
		Box:  "whole picture",
	}
	if shown.Alt == "" {
		shown.Alt = "crop of " + c.ID
	}
	if c.SourceWidth > 0 {
		shown.Size += fmt.Sprintf(" of\u00a0%d\u00a0×\u00a0%d", c.SourceWidth, c.SourceHeight)
	}
	if len(c.Box) == 4 {
		shown.Box = "box\u00a0" + number(c.Box[0]) + ",\u00a0" + number(c.Box[1]) + " to\u00a0" + number(c.Box[2]) + ",\u00a0" + number(c.Box[3])
		shown.Sketch = sketchOf(c)
	}
	return shown
}

// number writes a box's edge: whole, or with one decimal.
func number(v float64) string {
	if text := strconv.FormatFloat(v, 'f', 1, 64); text[len(text)-2:] != ".0" {
		return text
	}
	return strconv.FormatFloat(v, 'f', 0, 64)
}

func sketchOf(c shards.CropExample) *sketch {
	const side = 36 // of the longer side, in pixels
	w, h := float64(c.SourceWidth), float64(c.SourceHeight)
	if w <= 0 || h <= 0 {
		return nil
	}
	scale := side / max(w, h)
	within := func(v, most float64) float64 { return min(max(v, 0), most) * scale }
	s := sketch{Width: max(w*scale, 2), Height: max(h*scale, 2), X: within(c.Box[0], w), Y: within(c.Box[1], h)}
	s.W, s.H = max(within(c.Box[2], w)-s.X, 1), max(within(c.Box[3], h)-s.Y, 1)
	return &s
}
