package jpegcrop

import (
	"fmt"
	"image"
	"sync"

	"github.com/beamcrop/beamcrop/codec/jpegcrop/dct"
)

// EncodeOptions say how a crop is compressed.
type EncodeOptions struct {
	Quality    int  // 1 to 100, on the scale of libjpeg and image/jpeg
	FullChroma bool // 4:4:4; else 4:2:0
}

// Encode appends the picture m to dst as a baseline JPEG file and returns the
// result; to a nil dst, in a slice of exactly its length. Of an *image.YCbCr the
// luma samples are taken as they are, and so are those of chroma that have 2x2
// pixels and lie where the file's will. Others are averaged over squares of 2x2 pixels
// that begin at the crop's own origin, or interpolated where they have pixels of two
// such squares, so that no colour is shifted. An *image.Gray becomes a grey JPEG.
//
// Other types, among them alpha and RGB, are refused by [ErrUnsupported]. It
// is an error too if m is empty or has a side of more than 65535 pixels, or if
// the quality is out of range.
func Encode(dst []byte, m image.Image, o EncodeOptions) ([]byte, error) {
	size := m.Bounds().Size()
	if size.X < 1 || size.Y < 1 || size.X > 65535 || size.Y > 65535 {
		return nil, fmt.Errorf("jpegcrop: a JPEG picture cannot have %dx%d pixels", size.X, size.Y)
	}
	if o.Quality < 1 || o.Quality > 100 {
		return nil, fmt.Errorf("jpegcrop: the quality is %d, not 1 to 100", o.Quality)
	}
	e := encoders.Get().(*encoder)
	defer e.release()
	e.setQuality(o.Quality)
	e.script.reset()
	switch m := m.(type) {
	case *image.Gray:
		return e.write(dst, e.gray(m)), nil
	case *image.YCbCr:
		if o.FullChroma {
			return e.write(dst, e.fullChroma(m)), nil
		}
		return e.write(dst, e.halfChroma(m)), nil
	}
	return nil, unsupported("encoding %T", m)
}

// encoder is the state of one picture's encoding. Pictures leave it to each
// other for its memory.
type encoder struct {
	quality int
	tables  [2]quantizer // luma, chroma
	strips  [3]strip
	line    []int32 // see shiftRow
	block   dct.Quantized

	script script
	head   []byte // of the file
}

var encoders = sync.Pool{New: func() any { return new(encoder) }}

// release leaves the encoder to the next picture.
func (e *encoder) release() {
	e.script.release()
	encoders.Put(e)
}

func (e *encoder) gray(m *image.Gray) *header {
	r := m.Rect
	luma := e.strips[0].reset(r.Dx(), 8, 8)
	for y := 0; y < r.Dy(); y += 8 {
		luma.copyRows(m.Pix[m.PixOffset(r.Min.X, r.Min.Y+y):], m.Stride, r.Dy()-y)
		for x := 0; x < luma.width; x += 8 {
			e.encodeBlock(luma.pix[x:], luma.stride, 0)
		}
	}
	return &header{r.Size(), []headerComponent{{1, 1, 0}}, []*[64]uint16{&e.tables[0].steps}}
}

func (e *encoder) fullChroma(m *image.YCbCr) *header {
	r := m.Rect
	luma, cb, cr := e.strips[0].reset(r.Dx(), 8, 8), e.strips[1].reset(r.Dx(), 8, 8), e.strips[2].reset(r.Dx(), 8, 8)
	for y := 0; y < r.Dy(); y += 8 {
		luma.copyRows(m.Y[m.YOffset(r.Min.X, r.Min.Y+y):], m.YStride, r.Dy()-y)
		e.fillChroma(m, y, false)
		for x := 0; x < luma.width; x += 8 {
			e.encodeBlock(luma.pix[x:], luma.stride, 0)
			e.encodeBlock(cb.pix[x:], cb.stride, 1)
			e.encodeBlock(cr.pix[x:], cr.stride, 2)
		}
	}
	return e.colorHeader(r.Size(), 1)
}

func (e *encoder) halfChroma(m *image.YCbCr) *header {
	r := m.Rect
	half := ceilDiv(r.Dx(), 2)
	luma, cb, cr := e.strips[0].reset(r.Dx(), 16, 16), e.strips[1].reset(half, 8, 8), e.strips[2].reset(half, 8, 8)
	for y := 0; y < r.Dy(); y += 16 {
		luma.copyRows(m.Y[m.YOffset(r.Min.X, r.Min.Y+y):], m.YStride, r.Dy()-y)
		e.fillChroma(m, y, true)
		for x := 0; x < luma.width; x += 16 {
			for _, at := range [4]int{x, x + 8, x + 8*luma.stride, x + 8*luma.stride + 8} {
				e.encodeBlock(luma.pix[at:], luma.stride, 0)
			}
			e.encodeBlock(cb.pix[x/2:], cb.stride, 1)
			e.encodeBlock(cr.pix[x/2:], cr.stride, 2)
		}
	}
	return e.colorHeader(r.Size(), 2)
}

// colorHeader describes a picture that has so many pixels a chroma sample each
// way.
func (e *encoder) colorHeader(size image.Point, step int) *header {
	return &header{
		size, []headerComponent{{step, step, 0}, {1, 1, 1}, {1, 1, 1}},
		[]*[64]uint16{&e.tables[0].steps, &e.tables[1].steps},
	}
}

// encodeBlock encodes the block of a component whose samples begin at src.
func (e *encoder) encodeBlock(src []byte, stride, comp int) {
	nonzero := dct.Forward(&e.block, src, stride, &e.tables[min(comp, 1)].factors)
	e.script.add(comp, &e.block, zigzagBits(nonzero))
}
