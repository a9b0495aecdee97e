package avifcrop

import "image"

// chroma is how a picture's colours are stored.
type chroma struct {
	across, down uint // each sample stands for 1<<across by 1<<down pixels
	matrix       uint64
}

// luma is what red, green and blue weigh in brightness, in 1/65536, by the number
// of the matrix in ITU-T H.273; libavif takes BT.601 where none is named.
var luma = map[uint64][3]int32{
	1: {13933, 46871, 4732}, // BT.709
	2: {19595, 38470, 7471}, // unspecified
	5: {19595, 38470, 7471},
	6: {19595, 38470, 7471}, // BT.601
	9: {17216, 44433, 3887}, // BT.2020
}

// smooth interpolates chroma between its samples, as Pillow's libavif and libjpeg do:
// the nearest one weighs 3 on each axis and the next one 1. The libavif used here
// gives all pixels of a sample its colour, so samples can be told from the pixels: a
// sample is how far red, green and blue are from brightness.
func (c *chroma) smooth(m *image.RGBA) {
	weights, ok := luma[c.matrix]
	if !ok || c.across == 0 {
		return
	}
	s := smoother{m: m, chroma: *c, weights: weights}
	rows := (m.Rect.Dy()-1)>>c.down + 1
	above, here := s.samples(0), s.samples(0)
	for y := range rows {
		below := here
		if y+1 < rows {
			below = s.samples(y + 1)
		}
		for sub := range 1 << c.down {
			far := here
			switch {
			case c.down == 0:
			case sub == 0:
				far = above
			default:
				far = below
			}
			if line := y<<c.down + sub; line < m.Rect.Dy() {
				s.row(line, here, far)
			}
		}
		above, here = here, below
	}
}

type smoother struct {
	m *image.RGBA
	chroma
	weights [3]int32
}

// sample is by how much each colour exceeds brightness, in 1/256; known is false where
// all its pixels are transparent.
type sample struct {
	over  [3]int32
	known bool
}

// samples returns a row of them. Pixels with a colour that was cut off at black or at
// full brightness count only where there is no other.
func (s *smoother) samples(y int) []sample {
	w, h := s.m.Rect.Dx(), s.m.Rect.Dy()
	row := make([]sample, (w-1)>>s.across+1)
	for x := range row {
		var sums [2][3]int32 // of pixels that are cut off, and of others
		var counts [2]int32
		for py := y << s.down; py < min((y+1)<<s.down, h); py++ {
			for px := x << s.across; px < min((x+1)<<s.across, w); px++ {
				v, whole, ok := s.pixel(px, py)
				if !ok {
					continue
				}
				kind := 0
				if whole == [3]bool{true, true, true} {
					kind = 1
				}
				bright := (v[0]*s.weights[0] + v[1]*s.weights[1] + v[2]*s.weights[2] + 128) >> 8
				for i := range v {
					sums[kind][i] += v[i]<<8 - bright
				}
				counts[kind]++
			}
		}
		kind := min(counts[1], 1)
		if n := counts[kind]; n > 0 {
			row[x].known = true
			for i, sum := range sums[kind] {
				row[x].over[i] = sum / n
			}
		}
	}
	return row
}

// pixel returns the colour of a pixel, and which parts of it were not cut off; false if
// it is transparent.
func (s *smoother) pixel(x, y int) (v [3]int32, whole [3]bool, ok bool) {
	p := s.m.Pix[y*s.m.Stride+4*x:][:4]
	alpha := int32(p[3])
	if alpha == 0 {
		return v, whole, false
	}
	for i := range v {
		v[i] = int32(p[i])
		if alpha < 255 {
			v[i] = min((v[i]*255+alpha/2)/alpha, 255)
		}
		whole[i] = v[i] > 0 && v[i] < 255
	}
	return v, whole, true
}

// row changes a row of pixels that lies in one row of samples, next to another.
func (s *smoother) row(y int, near, far []sample) {
	for x := range s.m.Rect.Dx() {
		here := x >> s.across
		side := min(max(here-1+x&1*2, 0), len(near)-1)
		own := near[here]
		v, whole, ok := s.pixel(x, y)
		if !ok {
			continue
		}
		bright, n := int32(0), int32(0)
		for i := range v {
			if whole[i] {
				bright, n = bright+v[i]<<8-own.over[i], n+1
			}
		}
		if n > 1 {
			bright /= n
		}
		p := s.m.Pix[y*s.m.Stride+4*x:][:4]
		for i := range v {
			over := 9*own.over[i] + 3*(near[side].or(own, i)+far[here].or(own, i)) + far[side].or(own, i)
			was := v[i]<<8 - own.over[i]
			if n > 0 {
				was = bright
			}
			to := min(max((was+over>>4+128)>>8, 0), 255)
			p[i] = byte((to*int32(p[3]) + 127) / 255)
		}
	}
}

// or returns a colour of the sample, or of another one where it is not known.
func (s sample) or(other sample, i int) int32 {
	if !s.known {
		return other.over[i]
	}
	return s.over[i]
}
