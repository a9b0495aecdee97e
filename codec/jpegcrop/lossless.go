package jpegcrop

import (
	"image"
	"math/bits"

	"github.com/beamcrop/beamcrop/codec/jpegcrop/dct"
)

// Lossless appends to dst a JPEG file of the rectangle r of the picture in
// data that holds the very coefficients of the source: whoever decodes it gets
// the samples that the source has there, with no second loss, and no transform
// is computed. The file is baseline JPEG, but for sources whose quantization
// steps exceed 255, which only extended sequential JPEG can state; it has no
// metadata.
//
// As coefficients belong to blocks, r is grown to whole MCUs: 8 pixels, or 16
// where chroma is subsampled, less at the picture's right and bottom edges.
// The second result is what the file shows, in pixels of the source. Next to
// its border other decoders may interpolate chroma otherwise than they would
// within the source.
//
// Sources are grey pictures, and YCbCr at 4:4:4, 4:2:2, 4:4:0 and 4:2:0; for others
// the error wraps [ErrUnsupported]. Errors are those of [Decode]. Coefficients beyond what 8-bit
// samples give are a [FormatError].
func Lossless(dst, data []byte, r image.Rectangle) ([]byte, image.Rectangle, error) {
	f, err := readHeader(data)
	if err != nil {
		return nil, image.Rectangle{}, err
	}
	if _, planar := f.ratio(); !planar && f.colors() != gray {
		return nil, image.Rectangle{}, unsupported("blocks of these colours or samplings are not taken over")
	}
	d := decoder{in: input{data: data}, rect: r, scratch: scratches.Get().(*scratch), transcode: true}
	defer d.scratch.release()
	if err := d.read(); err != nil {
		return nil, image.Rectangle{}, err
	}
	e := encoders.Get().(*encoder)
	defer e.release()
	e.script.reset()
	if err := e.copyBlocks(&d); err != nil {
		return nil, image.Rectangle{}, err
	}
	return e.write(dst, d.header()), d.rect, nil
}

// keep stores the block that has just been read.
func (d *decoder) keep(index int, p image.Point, found uint64) error {
	values, b := d.values(index, p), &d.scratch.block
	for rest := found | 1; rest != 0; rest &= rest - 1 {
		k := bits.TrailingZeros64(rest)
		v := int(b[zigzagRows[k]&63])
		if !fits(v) {
			return errLarge
		}
		values[k] = int16(v)
	}
	*b = dct.Block{}
	d.coefs[index].nonzero[p.Y*d.frame.comps[index].blocks.X+p.X] = found
	return nil
}

// header describes the file of the coefficients.
func (d *decoder) header() *header {
	h := &header{size: d.rect.Size()}
	numbers := map[*quantTable]int{}
	chroma := d.frame.comps[len(d.frame.comps)-1]
	for _, c := range d.frame.comps {
		n, ok := numbers[c.quant]
		if !ok {
			n = len(h.quant)
			numbers[c.quant] = n
			h.quant = append(h.quant, &c.quant.steps)
		}
		h.comps = append(h.comps, headerComponent{c.h / chroma.h, c.v / chroma.v, n})
	}
	return h
}

// Bits of the largest coefficients of 8-bit samples: T.81, tables F.1 and F.2.
const maxDCBits, maxACBits = 11, 10

// copyBlocks puts the blocks of the aligned rectangle into the script, MCU by
// MCU.
func (e *encoder) copyBlocks(d *decoder) error {
	chroma := d.frame.comps[len(d.frame.comps)-1]
	mcus := chroma.need
	for y := mcus.Min.Y; y < mcus.Max.Y; y++ {
		for x := mcus.Min.X; x < mcus.Max.X; x++ {
			for i, c := range d.frame.comps {
				h, v := c.h/chroma.h, c.v/chroma.v
				for n := range h * v {
					if err := e.copyBlock(d, i, image.Pt(x*h+n%h, y*v+n/h)); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// copyBlock puts one block into the script. Beyond the picture's edge it puts
// one that is as bright as the last one, and plain.
func (e *encoder) copyBlock(d *decoder, index int, p image.Point) error {
	values := d.values(index, p)
	if values == nil {
		e.block[0] = int16(e.script.pred[index])
		e.script.add(index, &e.block, 0)
		return nil
	}
	nonzero := uint64(0)
	for rest := d.coefs[index].nonzero[p.Y*d.frame.comps[index].blocks.X+p.X] &^ 1; rest != 0; rest &= rest - 1 {
		k := bits.TrailingZeros64(rest) & 63
		v := values[k]
		if v == 0 {
			continue
		}
		if bits.Len(uint(abs(int(v)))) > maxACBits {
			return errLarge
		}
		e.block[zigzag[k]] = v
		nonzero |= 1 << k
	}
	e.block[0] = values[0]
	if bits.Len(uint(abs(int(values[0])-e.script.pred[index]))) > maxDCBits {
		return errLarge
	}
	e.script.add(index, &e.block, nonzero)
	return nil
}
