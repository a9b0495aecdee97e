package testweb

import (
	"image"
	"math"
)

// rgb is a colour of 0 to 255 a channel; drawing may overshoot.
type rgb struct{ r, g, b float32 }

func (c rgb) toward(d rgb, t float32) rgb {
	return rgb{c.r + t*(d.r-c.r), c.g + t*(d.g-c.g), c.b + t*(d.b-c.b)}
}

func (c rgb) times(f float32) rgb { return rgb{c.r * f, c.g * f, c.b * f} }

// pixel is a colour and how much texture lies on it.
type pixel struct {
	rgb
	detail float32
}

func (p *pixel) cover(c rgb, detail, alpha float32) {
	p.rgb = p.toward(c, alpha)
	p.detail += alpha * (detail - p.detail)
}

type canvas struct {
	width, height int
	pixels        []pixel
}

func newCanvas(width, height int) *canvas {
	return &canvas{width: width, height: height, pixels: make([]pixel, width*height)}
}

func (c *canvas) row(y int) []pixel { return c.pixels[y*c.width : (y+1)*c.width] }

// ellipse is the one shape that portraits are made of, lit from the upper left.
type ellipse struct {
	x, y, rx, ry float32 // centre and radii, pixels
	color        rgb
	light        float32 // how much brighter at the lit side, as a fraction
	detail       float32
	alpha        float32 // 0 stands for 1
	soft         float32 // how far beyond the radius the edge fades, as a part of it; at least a pixel
	column       bool    // goes straight down from its centre
	above, below float32 // draw only y <= above, y >= below, where not 0
}

func (c *canvas) draw(e ellipse) {
	if e.alpha == 0 {
		e.alpha = 1
	}
	e.soft = max(e.soft, 1.5/min(e.rx, e.ry))
	reach := 1 + e.soft
	top, bottom := clampRange(e.y-e.ry*reach, e.y+e.ry*reach, c.height)
	if e.column {
		bottom = c.height
	}
	left, right := clampRange(e.x-e.rx*reach, e.x+e.rx*reach, c.width)
	for y := top; y < bottom; y++ {
		limit := e.alpha * e.clip(float32(y))
		if limit <= 0 {
			continue
		}
		row := c.row(y)
		ny := (float32(y) - e.y) / e.ry
		if e.column {
			ny = min(ny, 0)
		}
		for x := left; x < right; x++ {
			nx := (float32(x) - e.x) / e.rx
			square := nx*nx + ny*ny
			if square >= reach*reach {
				continue
			}
			edge := float32(1)
			if square > 1 {
				edge = smoothstep((reach - sqrt(square)) / e.soft)
			}
			shade := 1 - e.light*(0.5*nx+0.7*ny)
			row[x].cover(e.color.times(shade), e.detail, limit*edge)
		}
	}
}

// clip fades over a pixel at the lines that bound the shape.
func (e *ellipse) clip(y float32) float32 {
	visible := float32(1)
	if e.above != 0 {
		visible = min(visible, e.above-y+0.5)
	}
	if e.below != 0 {
		visible = min(visible, y-e.below+0.5)
	}
	return max(visible, 0)
}

// finish lays texture over the colours and returns the picture. Texture is of
// brightness; warm shifts hue from blue to red with it, as leaves and stones do.
func (c *canvas) finish(texture octaves, warm float32) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, c.width, c.height))
	noise := make([]float32, c.width)
	for y := range c.height {
		texture.row(y, noise)
		out := m.Pix[y*m.Stride:][:4*c.width]
		for x, p := range c.row(y) {
			n := noise[x] * p.detail
			at := out[4*x : 4*x+4 : 4*x+4]
			at[0], at[1], at[2], at[3] = level(p.r+n*(1+warm)), level(p.g+n), level(p.b+n*(1-warm)), 255
		}
	}
	return m
}

func level(v float32) uint8 { return uint8(max(0, min(255, v+0.5))) }

// smoothstep rises from 0 at 0 to 1 at 1.
func smoothstep(t float32) float32 {
	t = max(0, min(1, t))
	return t * t * (3 - 2*t)
}

func sqrt(v float32) float32 { return float32(math.Sqrt(float64(v))) }

func clampRange(low, high float32, limit int) (from, to int) {
	return max(0, int(low)), min(limit, int(high)+2)
}
