package jpegcrop

import (
	"fmt"
	"image"

	"github.com/beamcrop/beamcrop/codec/jpegcrop/dct"
)

// maxScans limits the passes over a picture. Encoders write about ten; a
// hostile file fits thousands of empty ones into a few kilobytes.
const maxScans = 100

// decoder is the state of one picture's decoding.
type decoder struct {
	in              input
	rect            image.Rectangle
	frame           frame
	quant           [4]*quantTable
	huff            [2][4]*huffTable // by class, DC and AC, and by number
	restartInterval int              // in MCUs; 0 = none

	scans     int
	seen      [4]bool // the components that some scan has begun
	bits      bitReader
	side      int    // of a block of samples: 8, less where they are reduced; 0 where there are none
	full      bool   // chroma is wanted for each pixel
	transcode bool   // the coefficients are wanted, not the samples, and d.rect is aligned
	colors    colors // known from the first scan on
	native    bool   // the planes are what is wanted, as they are
	toEnd     bool   // scans are read to their end, not to the rectangle's
	suspect   bool   // the data looks damaged: see read
	planes    []plane
	coefs     []coefficients // of progressive pictures, or to transcode, by component
	missing   [4]uint64      // the coefficients whose last bit no scan of a progressive picture has had, by component
	strayRun  bool           // a scan ended within a run of blocks, which other decoders may carry into the next
	scratch   *scratch
}

// DecodeOptions say what becomes of a picture's samples.
type DecodeOptions struct {
	// By reduces the picture to a half, a quarter or an eighth of its size: 2, 4
	// or 8; 0 and 1 do not. It leaves out the coefficients that the smaller
	// picture cannot show, which costs less than to decode and then scale, and is
	// better than to average. A sample of the result stands for By by By pixels
	// of the picture, counted from its corner; the bounds are the rectangle's
	// divided by By, outwards. Only grey and YCbCr pictures are reduced.
	By int
	// FullChroma gives every pixel its own chroma, interpolated as libjpeg does by
	// default, also from samples beyond the rectangle. Without it a picture keeps
	// the subsampling it has, if that is 4:2:2, 4:4:0 or 4:2:0.
	FullChroma bool
}

// Decode decodes the rectangle r of the JPEG picture in data. The rectangle is
// in pixels of the picture as it is stored, must lie within it and must not be
// empty. The result is an *image.YCbCr, an *image.Gray, or for RGB, CMYK and
// YCCK an opaque *image.RGBA. Its bounds are r.
//
// Errors wrap [ErrUnsupported] for kinds of JPEG that are not decoded, wrap
// [io.ErrUnexpectedEOF] where data is missing at the end, and are a
// [FormatError] where it is corrupt.
//
// Decode does not limit the size of r. Beside the result it takes one copy of
// the compressed data and, where the picture is progressive, 128 bytes for
// each block of r and 8 bytes for every other block above the end of r.
func Decode(data []byte, r image.Rectangle, o DecodeOptions) (image.Image, error) {
	by := max(o.By, 1)
	if by != 1 && by != 2 && by != 4 && by != 8 {
		return nil, fmt.Errorf("jpegcrop: a picture cannot be reduced by %d", by)
	}
	d := decoder{in: input{data: data}, rect: r, side: 8 / by, full: o.FullChroma, scratch: scratches.Get().(*scratch)}
	defer d.scratch.release()
	return d.decode()
}

func (d *decoder) decode() (image.Image, error) {
	if err := d.read(); err != nil {
		return nil, err
	}
	if d.frame.progressive {
		d.reconstruct()
	}
	return d.picture(), nil
}

// readOnce reads the picture up to its end.
func (d *decoder) readOnce() error {
	d.scratch.block = dct.Block{} // a picture that failed may have left it within a block
	if err := d.in.start(); err != nil {
		return err
	}
	for {
		code, err := d.in.marker()
		if err != nil && !d.complete() {
			return err
		}
		if err != nil || code == eoi {
			return d.checkComplete()
		}
		if err := checkMarker(code); err != nil {
			return err
		}
		body, err := d.in.body()
		if err != nil {
			return err
		}
		if err := d.segment(code, body); err != nil {
			return err
		}
	}
}

// segment processes one marker segment.
func (d *decoder) segment(code byte, body []byte) error {
	switch code {
	case sof0, sof1, sof2:
		return d.startFrame(code, body)
	case dht:
		return d.readHuffman(body)
	case dqt:
		return d.readQuant(body)
	case dri:
		if len(body) != 2 {
			return FormatError("the restart interval has a wrong length")
		}
		d.restartInterval = int(body[0])<<8 | int(body[1])
	case sos:
		return d.scan(body)
	case app0, app14:
		d.frame.readApp(code, body)
	}
	return nil
}

func (d *decoder) startFrame(code byte, body []byte) error {
	if err := d.frame.readFrame(code, body, d.in); err != nil {
		return err
	}
	if bounds := d.frame.bounds(); d.rect.Empty() || !d.rect.In(bounds) {
		return fmt.Errorf("jpegcrop: the rectangle %v is empty or not within the picture %v", d.rect, bounds)
	}
	return nil
}

// begin decides, when the first scan is reached, what is to be made of the
// picture: the markers that tell its colours have to stand before that.
func (d *decoder) begin() error {
	d.colors = d.frame.colors()
	ratio, planar := d.frame.ratio()
	d.native = d.colors == gray || planar && (!d.full || ratio == image.YCbCrSubsampleRatio444)
	if d.by() > 1 && d.colors != gray && d.colors != ycc {
		return unsupported("only grey and YCbCr pictures are reduced")
	}
	if d.transcode {
		d.native = true
		d.rect = d.frame.align(d.rect)
	}
	d.setNeed()
	return nil
}

// scan decodes one scan as far as it matters.
func (d *decoder) scan(body []byte) error {
	if d.frame.comps == nil {
		return FormatError("a scan before its frame")
	}
	if d.scans++; d.scans > maxScans {
		return FormatError("too many scans")
	}
	if d.scans == 1 {
		if err := d.begin(); err != nil {
			return err
		}
	}
	s, err := d.readScanHeader(body)
	if err != nil {
		return err
	}
	if !s.tablesDefined(d.frame.progressive) {
		return FormatError("a scan uses a Huffman table that is not defined")
	}
	if d.frame.progressive {
		return d.scanProgressive(s)
	}
	return d.scanSequential(s)
}

func (d *decoder) scanSequential(s *scan) error {
	if !d.plausible(s, 2) {
		return d.short()
	}
	if err := d.allocate(); err != nil {
		return err
	}
	for i := range s.comps {
		c := &s.comps[i]
		if err := d.chooseQuant(&d.frame.comps[c.index]); err != nil {
			return err
		}
		d.seen[c.index] = true
		c.dc.buildValues()
		c.ac.buildValues()
		c.setLimit(d.mostDC(), d.frame.comps[c.index].quant, 0)
		if len(d.in.data)-d.in.pos >= worthSkip {
			c.ac.buildSkip()
		}
	}
	return d.walk(s, sequential{d, s})
}

// allocate makes room for the samples or the coefficients, before the first
// scan.
func (d *decoder) allocate() error {
	if d.planes != nil || d.coefs != nil {
		return nil
	}
	d.missing = [4]uint64{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
	if d.frame.progressive || d.transcode {
		d.allocateCoefs()
	}
	if d.transcode {
		return nil
	}
	for i := range d.frame.comps {
		d.planes = append(d.planes, newPlane(d.frame.comps[i].need, d.side))
	}
	return nil
}

// checkComplete tells, at the picture's end, whether all of it was there.
func (d *decoder) checkComplete() error {
	if d.planes == nil && d.coefs == nil {
		return FormatError("no scan")
	}
	for i := range d.frame.comps {
		if !d.seen[i] {
			return FormatError("a component has no scan")
		}
		if d.frame.progressive {
			if err := d.chooseQuant(&d.frame.comps[i]); err != nil {
				return err
			}
		}
	}
	return nil
}
