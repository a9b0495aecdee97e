package jpegcrop

import "image"

// interpolates tells along which axes the samples of a component of that width
// are interpolated where the picture has twice as many pixels, which libjpeg
// calls fancy upsampling. It does so for 2:1 across, down and both, unless the
// component is narrower than three samples; otherwise each sample is repeated.
func (f *frame) interpolates(c *component, width int) (across, down bool) {
	across, down = f.h == 2*c.h, f.v == 2*c.v
	switch {
	case !across && f.h != c.h, !down && f.v != c.v, across && width < 3:
		return false, false
	}
	return across, down
}

// upsample returns the samples of a component for each pixel of the rectangle.
// The second and the third one get the same stride, as an *image.YCbCr needs it.
func (d *decoder) upsample(index int) (pix []byte, stride int) {
	c, p, r := &d.frame.comps[index], &d.planes[index], d.reduced()
	s := d.shape(c)
	switch {
	case c.h == d.frame.h && c.v == d.frame.v && index%3 == 0:
		return p.from(r.Min.X, r.Min.Y), p.stride
	case s.across:
		return s.doubleAcross(p, r)
	case s.down:
		return s.doubleDown(p, r)
	}
	return d.repeat(c, p, r)
}

// samplesOf makes room for the pixels of r and for those that a sample on its left
// or right edge has beyond it.
func samplesOf(r image.Rectangle) (pix []byte, stride int) {
	stride = r.Dx() + 2
	return make([]byte, stride*r.Dy()), stride
}

// lines returns the row of samples that pixel row y lies in, from column x on,
// and the row that is next nearest to it.
func (s *shape) lines(p *plane, x, y int) (near, far []byte) {
	if !s.down {
		return p.from(x, y), nil
	}
	other := y>>1 - 1 + y&1*2
	return p.from(x, y>>1), p.from(x, min(max(other, 0), s.whole.Y-1))
}

// doubleAcross makes two pixels of each sample, and with s.down two rows of
// each, weighing the nearest sample of each axis by 3 and the next one by 1.
// How halves are rounded alternates, as in libjpeg.
func (s *shape) doubleAcross(p *plane, r image.Rectangle) (pix []byte, stride int) {
	first, n := s.part.Min.X, s.part.Dx()
	from, to := max(first-1, 0), min(s.part.Max.X+1, s.whole.X) // with the neighbours that there are
	sums := make([]uint16, n+2)
	inner := sums[from-first+1:][:to-from]
	pix, stride = samplesOf(r)
	for y := range r.Dy() {
		near, far := s.lines(p, from, r.Min.Y+y)
		row := pix[y*stride:][:2*n]
		if far == nil {
			for i, v := range near[:len(inner)] {
				inner[i] = uint16(v)
			}
		} else {
			far = far[:len(inner)]
			for i, v := range near[:len(inner)] {
				inner[i] = 3*uint16(v) + uint16(far[i])
			}
		}
		if from == first {
			sums[0] = sums[1]
		}
		if to == s.part.Max.X {
			sums[n+1] = sums[n]
		}
		if far == nil {
			interleave(row, sums, 1, 2, 2)
		} else {
			interleave(row, sums, 8, 7, 4)
		}
	}
	return pix[r.Min.X-2*first:], stride
}

// interleave makes two pixels of each sum but the first and the last one.
func interleave(dst []byte, sums []uint16, even, odd uint16, shift uint) {
	left, here := sums[0], sums[1]
	for _, right := range sums[2:] {
		three := 3 * here
		dst[0] = byte((three + left + even) >> (shift & 15))
		dst[1] = byte((three + right + odd) >> (shift & 15))
		left, here, dst = here, right, dst[2:]
	}
}

// doubleDown makes two rows of each.
func (s *shape) doubleDown(p *plane, r image.Rectangle) (pix []byte, stride int) {
	pix, stride = samplesOf(r)
	for y := range r.Dy() {
		near, far := s.lines(p, r.Min.X, r.Min.Y+y)
		row, bias := pix[y*stride:][:r.Dx()], uint16(1+(r.Min.Y+y)&1)
		near, far = near[:len(row)], far[:len(row)]
		for x := range row {
			row[x] = byte((3*uint16(near[x]) + uint16(far[x]) + bias) >> 2)
		}
	}
	return pix, stride
}

// repeat gives each pixel the sample it lies in.
func (d *decoder) repeat(c *component, p *plane, r image.Rectangle) (pix []byte, stride int) {
	f := &d.frame
	pix, stride = samplesOf(r)
	first := r.Min.X * c.h / f.h
	for y := range r.Dy() {
		row, line := pix[y*stride:][:r.Dx()], p.from(first, (r.Min.Y+y)*c.v/f.v)
		for x := range row {
			row[x] = line[(r.Min.X+x)*c.h/f.h-first]
		}
	}
	return pix, stride
}
