package crop

import (
	"image"

	"github.com/beamcrop/beamcrop/transforms/crop/resample"
)

// view is a crop of a YCbCr or grey picture whose decoder may have reduced it:
// each sample of m stands for by x by pixels, counted from the picture's corner.
type view struct {
	m  image.Image
	r  image.Rectangle // of the crop, in pixels of the picture; m has at least all of it
	by int
}

// scale scales each plane by itself, so that no colour is converted. The result
// has chroma at full or at half resolution, for which it is scaled directly.
func (v view) scale(target image.Point, fullChroma bool) image.Image {
	switch m := v.m.(type) {
	case *image.Gray:
		out := image.NewGray(image.Rectangle{Max: target})
		v.plane(out.Pix, out.Stride, m.Pix[m.PixOffset(m.Rect.Min.X, m.Rect.Min.Y):], m.Stride, image.Pt(1, 1), target, 1)
		return out
	case *image.YCbCr:
		ratio, step := image.YCbCrSubsampleRatio420, 2
		if fullChroma {
			ratio, step = image.YCbCrSubsampleRatio444, 1
		}
		out, at := image.NewYCbCr(image.Rectangle{Max: target}, ratio), m.Rect.Min
		v.plane(out.Y, out.YStride, m.Y[m.YOffset(at.X, at.Y):], m.YStride, image.Pt(1, 1), target, 1)
		v.plane(out.Cb, out.CStride, m.Cb[m.COffset(at.X, at.Y):], m.CStride, chromaStep(m.SubsampleRatio), target, step)
		v.plane(out.Cr, out.CStride, m.Cr[m.COffset(at.X, at.Y):], m.CStride, chromaStep(m.SubsampleRatio), target, step)
		return out
	}
	return nil
}

// plane scales one plane, which has a sample for each from pixels of m, to one
// with a sample for each to pixels of the target.
func (v view) plane(dst []byte, dstStride int, src []byte, srcStride int, from, target image.Point, to int) {
	b := v.m.Bounds()
	columns := v.grid(b.Min.X, b.Max.X, from.X, v.r.Min.X)
	rows := v.grid(b.Min.Y, b.Max.Y, from.Y, v.r.Min.Y)
	resample.Scale(resample.Plane{Pix: dst, Stride: dstStride}, resample.Plane{Pix: src, Stride: srcStride},
		resample.NewFilter(v.r.Dx(), columns, target.X, to), resample.NewFilter(v.r.Dy(), rows, target.Y, to))
}

// grid places the samples of an axis of m, from low to high, over the crop,
// which begins at start.
func (v view) grid(low, high, step, start int) resample.Grid {
	first := low / step
	return resample.Grid{
		Step:  step * v.by,
		Phase: start - first*step*v.by,
		Count: (high-1)/step - first + 1,
	}
}

// chromaStep returns how many pixels a chroma sample has each way.
func chromaStep(ratio image.YCbCrSubsampleRatio) image.Point {
	switch ratio {
	case image.YCbCrSubsampleRatio422:
		return image.Pt(2, 1)
	case image.YCbCrSubsampleRatio420:
		return image.Pt(2, 2)
	case image.YCbCrSubsampleRatio440:
		return image.Pt(1, 2)
	case image.YCbCrSubsampleRatio411:
		return image.Pt(4, 1)
	case image.YCbCrSubsampleRatio410:
		return image.Pt(4, 2)
	}
	return image.Pt(1, 1)
}
