package crop

import "image"

// turn sets what cut returned upright. Samples are moved and never computed:
// a subsampled picture keeps its chroma planes, each pixel with the very chroma
// it had, by giving the result an origin of the right parity.
func (o orientation) turn(m image.Image) image.Image {
	if o == (orientation{}) {
		return m
	}
	switch m := m.(type) {
	case *image.YCbCr:
		return o.turnYCbCr(m)
	case *image.Gray:
		size := m.Rect.Size()
		out := image.NewGray(image.Rectangle{Max: o.upright(size)})
		o.turnPlane(out.Pix, m.Pix[m.PixOffset(m.Rect.Min.X, m.Rect.Min.Y):], m.Stride, size)
		return out
	case *image.RGBA:
		return o.turnRGBA(m)
	}
	return o.turnRGBA(flatten(m, m.Bounds()))
}

func (o orientation) turnYCbCr(m *image.YCbCr) image.Image {
	ratio, h, v := m.SubsampleRatio, 1, 1
	switch ratio {
	case image.YCbCrSubsampleRatio444:
	case image.YCbCrSubsampleRatio420:
		h, v = 2, 2
	case image.YCbCrSubsampleRatio422:
		if h = 2; o.swap {
			ratio = image.YCbCrSubsampleRatio440
		}
	case image.YCbCrSubsampleRatio440:
		if v = 2; o.swap {
			ratio = image.YCbCrSubsampleRatio422
		}
	default: // 4:1:1 and 4:1:0, which swapped have no name
		return o.turnRGBA(flatten(m, m.Rect))
	}
	// The chroma samples that the crop touches, and from there the luma that
	// these would cover: turning all of that keeps the grids in step.
	grid := image.Rect(m.Rect.Min.X/h, m.Rect.Min.Y/v, (m.Rect.Max.X-1)/h+1, (m.Rect.Max.Y-1)/v+1)
	covered := image.Rect(grid.Min.X*h, grid.Min.Y*v, grid.Max.X*h, grid.Max.Y*v)
	inner := o.inverse().stored(m.Rect.Sub(covered.Min), o.upright(covered.Size()))

	out := image.NewYCbCr(image.Rectangle{Max: o.upright(covered.Size())}, ratio)
	chroma := m.COffset(m.Rect.Min.X, m.Rect.Min.Y)
	o.turnPlane(out.Cb, m.Cb[chroma:], m.CStride, grid.Size())
	o.turnPlane(out.Cr, m.Cr[chroma:], m.CStride, grid.Size())
	out = out.SubImage(inner).(*image.YCbCr)
	o.turnInto(out.Y, out.YStride, m.Y[m.YOffset(m.Rect.Min.X, m.Rect.Min.Y):], m.YStride, m.Rect.Size())
	return out
}

// inverse is the orientation that undoes o.
func (o orientation) inverse() orientation {
	if o.swap {
		o.fromRight, o.fromBottom = o.fromBottom, o.fromRight
	}
	return o
}

// turnPlane fills dst, whose rows have no gaps, with the plane of the given
// size at src.
func (o orientation) turnPlane(dst, src []byte, stride int, size image.Point) {
	o.turnInto(dst, o.upright(size).X, src, stride, size)
}

func (o orientation) turnInto(dst []byte, dstStride int, src []byte, stride int, size image.Point) {
	start, right, down := o.steps(1, stride, size)
	out := o.upright(size)
	for y := range out.Y {
		row, at := dst[y*dstStride:][:out.X], start+y*down
		for x := range row {
			row[x] = src[at]
			at += right
		}
	}
}

func (o orientation) turnRGBA(m *image.RGBA) *image.RGBA {
	out := image.NewRGBA(image.Rectangle{Max: o.upright(m.Rect.Size())})
	start, right, down := o.steps(4, m.Stride, m.Rect.Size())
	src := m.Pix[m.PixOffset(m.Rect.Min.X, m.Rect.Min.Y):]
	for y := range out.Rect.Dy() {
		row, at := out.Pix[y*out.Stride:][:out.Stride], start+y*down
		for x := 0; x < len(row); x += 4 {
			copy(row[x:x+4], src[at:at+4])
			at += right
		}
	}
	return out
}

// steps says how to walk over stored samples in the order of upright ones:
// where the first one lies, and how far the ones to the right and below are.
func (o orientation) steps(width, stride int, size image.Point) (start, right, down int) {
	right, down = width, stride
	if o.fromRight {
		start, right = start+(size.X-1)*width, -width
	}
	if o.fromBottom {
		start, down = start+(size.Y-1)*stride, -stride
	}
	if o.swap {
		right, down = down, right
	}
	return start, right, down
}
