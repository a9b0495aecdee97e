package crop

import (
	"image"

	"github.com/beamcrop/beamcrop/codec/jpegcrop"
	"github.com/beamcrop/beamcrop/codec/resample"
)

// view is a crop of a YCbCr or grey picture whose decoder may have reduced it:
// each sample of m stands for by x by pixels, counted from the picture's corner.
type view struct {
	m  image.Image
	r  image.Rectangle // of the crop, in pixels of the picture; m has at least all of it
	by int
}

// scale scales each plane by itself. The result has chroma at half resolution, for
// which it is scaled directly, so that no colour is converted; or it is RGB, which
// was made before it was scaled, where it is to leave so and has chroma for that.
func (v view) scale(target image.Point, fullChroma bool) image.Image {
	luma := v.scaling(image.Pt(1, 1), target, 1)
	luma.asPillow = fullChroma
	switch m := v.m.(type) {
	case *image.Gray:
		out := image.NewGray(image.Rectangle{Max: target})
		luma.plane(out.Pix, out.Stride, m.Pix[m.PixOffset(m.Rect.Min.X, m.Rect.Min.Y):], m.Stride)
		return out
	case *image.YCbCr:
		if fullChroma && m.SubsampleRatio == image.YCbCrSubsampleRatio444 {
			return luma.rgb(jpegcrop.RGBA(m), target)
		}
		ratio, step := image.YCbCrSubsampleRatio420, 2
		if fullChroma {
			ratio, step = image.YCbCrSubsampleRatio444, 1
		}
		out, at := image.NewYCbCr(image.Rectangle{Max: target}, ratio), m.Rect.Min
		chroma := v.scaling(chromaStep(m.SubsampleRatio), target, step)
		chroma.asPillow = fullChroma
		luma.plane(out.Y, out.YStride, m.Y[m.YOffset(at.X, at.Y):], m.YStride)
		chroma.plane(out.Cb, out.CStride, m.Cb[m.COffset(at.X, at.Y):], m.CStride)
		chroma.plane(out.Cr, out.CStride, m.Cr[m.COffset(at.X, at.Y):], m.CStride)
		return out
	}
	return nil
}

// filters scale the planes of one kind.
type filters struct {
	across, down *resample.Filter
	asPillow     bool // for crops that leave as RGB
}

// scaling returns the filters from planes that have a sample for each from
// pixels of m to planes that have one for each to pixels of the target.
func (v view) scaling(from, target image.Point, to int) filters {
	b := v.m.Bounds()
	return filters{
		across: resample.NewFilter(v.r.Dx(), v.grid(b.Min.X, b.Max.X, from.X, v.r.Min.X), target.X, to),
		down:   resample.NewFilter(v.r.Dy(), v.grid(b.Min.Y, b.Max.Y, from.Y, v.r.Min.Y), target.Y, to),
	}
}

func (f filters) plane(dst []byte, dstStride int, src []byte, srcStride int) {
	scale := resample.Scale
	if f.asPillow {
		scale = resample.ScaleAsPillow
	}
	scale(resample.Plane{Pix: dst, Stride: dstStride}, resample.Plane{Pix: src, Stride: srcStride}, f.across, f.down)
}

// rgb scales an opaque picture.
func (f filters) rgb(m *image.RGBA, target image.Point) *image.RGBA {
	out, size := white(target), m.Rect.Size()
	src, dst := make([]byte, size.X*size.Y), make([]byte, target.X*target.Y)
	for channel := range 3 {
		for i := range src {
			src[i] = m.Pix[4*i+channel]
		}
		f.plane(dst, target.X, src, size.X)
		for i, v := range dst {
			out.Pix[4*i+channel] = v
		}
	}
	return out
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

// chromaStep returns how many pixels a chroma sample has each way, in the
// samplings that decoders give as planes.
func chromaStep(ratio image.YCbCrSubsampleRatio) image.Point {
	switch ratio {
	case image.YCbCrSubsampleRatio422:
		return image.Pt(2, 1)
	case image.YCbCrSubsampleRatio420:
		return image.Pt(2, 2)
	case image.YCbCrSubsampleRatio440:
		return image.Pt(1, 2)
	}
	return image.Pt(1, 1)
}
