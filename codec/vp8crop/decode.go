package vp8crop

import (
	"fmt"
	"image"
)

// decoder is the state of one frame's decoding.
type decoder struct {
	header
	rect       image.Rectangle
	data       []byte // the frame, with padding
	modes      modeReader
	tokens     []partition
	tokenProbs [4]positionProbs
	quantisers [segments]quantiser
	edges      [segments][2]edges
	last       image.Point // the last macroblock that the rectangle needs of the last row
	row        []macroblock
	filtered   []filtered
	above      []nonzero
	residue    residue
	samples    samples
	out        *image.YCbCr
}

// filtered is how the loop filter treats a macroblock.
type filtered struct {
	edges  *edges
	inside bool // the edges within it, too
}

// Decode decodes the rectangle r of the key frame in data, which is the body of
// a WebP file's VP8 chunk. The rectangle is in pixels, must lie within the
// picture and must not be empty. The result is 4:2:0, and its bounds are r.
//
// Errors wrap [ErrUnsupported] for what is left to others, wrap
// [io.ErrUnexpectedEOF] where data is missing that is needed, or are a
// [FormatError].
func Decode(data []byte, r image.Rectangle) (*image.YCbCr, error) {
	d := decoder{rect: r}
	if err := d.start(data); err != nil {
		return nil, err
	}
	for y := range d.last.Y + 1 {
		if err := d.decodeRow(y); err != nil {
			return nil, err
		}
	}
	return d.out, nil
}

// start reads all up to the first macroblock.
func (d *decoder) start(data []byte) error {
	first, err := d.readTag(data)
	if err != nil {
		return err
	}
	if bounds := (image.Rectangle{Max: d.size}); d.rect.Empty() || !d.rect.In(bounds) {
		return fmt.Errorf("vp8crop: the rectangle %v is empty or not within the picture %v", d.rect, bounds)
	}
	d.data = make([]byte, len(data)+padding)
	copy(d.data, data)
	p, err := newPartition(d.data[tagSize:], first-tagSize)
	if err != nil {
		return err
	}
	p.flag() // the colour space, of which there is one
	p.flag() // whether sums need no clamping, which they get all the same
	d.readSegments(&p)
	d.readFilter(&p)
	if err := d.split(first, 1<<p.number(2)); err != nil {
		return err
	}
	d.quantisers = d.readQuantisers(&p)
	d.readProbs(&p)
	d.tokenProbs = d.probs.byPosition()
	if p.over() {
		return short("the first partition")
	}
	for i := range d.edges {
		for j, f := range d.filters(i) {
			d.edges[i][j] = edgesOf(f, d.simple)
		}
	}
	d.modes.part = p
	d.allocate()
	return nil
}

// split finds the partitions of tokens: RFC 6386, section 9.5. Their sizes but
// for the last one's stand before them.
func (d *decoder) split(at, count int) error {
	sizes := d.data[at : len(d.data)-padding]
	if len(sizes) < 3*(count-1) {
		return short("the sizes of partitions")
	}
	rest := d.data[at+3*(count-1):]
	for i := range count {
		size := len(rest) - padding
		if i < count-1 {
			size = int(sizes[3*i]) | int(sizes[3*i+1])<<8 | int(sizes[3*i+2])<<16
		} else if size >= 1<<24 {
			return fmt.Errorf("%w: a last partition of 16 MB", ErrUnsupported)
		}
		if size > len(rest)-padding {
			return short("a partition")
		}
		p, err := newPartition(rest, size)
		if err != nil {
			return err
		}
		d.tokens, rest = append(d.tokens, p), rest[size:]
	}
	return nil
}
