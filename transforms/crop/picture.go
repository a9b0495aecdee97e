package crop

import "image"

// Picture is an encoded picture that crops are cut out of. It is for one
// goroutine at a time.
type Picture struct {
	file   []byte // as it came, with what kind of file it is
	kind   format
	data   []byte // of the picture that is cropped: in an icon, the largest
	format format
	size   image.Point // as it is stored
	turned orientation
	opts   Options

	left int // crops to come after this one
	// shared has what a codec made of the whole picture, by how much it is
	// reduced, once that was worth it; nil where it failed.
	shared map[int]image.Image
	whole  image.Image // as its codec decoded it whole, once that had to be
}

// Open reads the header of the encoded picture in data, for so many crops: a
// picture of several is decoded once, if that costs less. That changes no crop
// and no error.
//
// The options must be valid. Every error is a *reason.Error: NotAnImage or
// Unsupported by the first bytes; TooManyPixels, SourceTooSmall, AspectRatio,
// Unsupported, Truncated or Decode by the header.
func Open(data []byte, crops int, o Options) (*Picture, error) {
	f, err := sniff(data)
	if err != nil {
		return nil, err
	}
	file, kind := data, f
	if f == formatICO {
		if data, f, err = largestOfIcon(data); err != nil {
			return nil, err
		}
	}
	size, err := measure(data, f, o.MaxPixels)
	if err != nil {
		return nil, err
	}
	if err := admit(size, o); err != nil {
		return nil, err
	}
	var turned orientation
	if o.EXIF == exifApply {
		turned = orientationOf(data, f)
	}
	return &Picture{file: file, kind: kind, data: data, format: f, size: size, turned: turned, opts: o, left: crops, shared: map[int]image.Image{}}, nil
}

// MediaType is what HTTP calls the picture's format.
func (p *Picture) MediaType() string {
	if p.format == formatICO {
		return "image/x-icon"
	}
	return "image/" + string(p.format)
}

// Width is in pixels, as the picture is stored.
func (p *Picture) Width() int { return p.size.X }

// Height is in pixels, as the picture is stored.
func (p *Picture) Height() int { return p.size.Y }

// Crop cuts box out of the picture, scales the crop where the options say so,
// and encodes it. A nil box is the whole picture. Of an animation the first frame
// counts. With EXIF applied, the box and all sizes are those of the upright
// picture. A box that refers to another size is scaled to the picture's.
//
// Every error is a *reason.Error: InvalidRow, BoxOutside or TooSmall by the box,
// before the pixels are decoded; Truncated, Unsupported or Decode by the pixels;
// and Encode.
func (p *Picture) Crop(box *Box) (*Result, error) {
	p.left--
	upright := p.turned.upright(p.size)
	placed, err := place(box, upright)
	if err != nil {
		return nil, err
	}
	rect, err := rectangle(placed, upright, p.opts)
	if err != nil {
		return nil, err
	}
	var result *Result
	if box == nil && p.opts.Encode == encodeSource && rect == (image.Rectangle{Max: upright}) {
		result, err = p.wholeSource() // also one that is stored turned: it says so itself
	} else {
		result, err = p.cropRectangle(rect)
	}
	if err != nil {
		return nil, err
	}
	result.SourceFormat, result.SourceWidth, result.SourceHeight = string(p.format), upright.X, upright.Y
	result.Box = placed
	result.Rescaled = box != nil && box.Of != (Size{}) && box.Of != (Size{upright.X, upright.Y})
	return result, nil
}

// cropRectangle cuts a rectangle out of the upright picture, scales and encodes
// it.
func (p *Picture) cropRectangle(rect image.Rectangle) (*Result, error) {
	if p.opts.Encode == encodeSource && p.turned == (orientation{}) {
		if result, err := p.cropSource(rect); result != nil || err != nil {
			return result, err
		}
	}
	part, target := scaling(rect, p.opts)
	scaled, err := p.cropTo(part, target)
	if err != nil {
		return nil, err
	}
	if p.opts.Mode == modePad {
		color, err := parseColor(p.opts.PadColor)
		if err != nil {
			return nil, err
		}
		target = p.opts.canvas(target)
		scaled = pad(scaled, target, color)
	}
	encoded, err := encode(scaled, p.opts)
	if err != nil {
		return nil, err
	}
	return &Result{
		Image: encoded, Width: target.X, Height: target.Y, Format: p.opts.Format(), Exact: image.Rectangle{Max: target},
	}, nil
}

// cropTo decodes a part of the upright picture, turns it so, and scales it to
// the target. Where that is much smaller, a JPEG picture that is stored upright
// is decoded at a fraction of its size.
func (p *Picture) cropTo(part image.Rectangle, target image.Point) (image.Image, error) {
	if by := reduction(part.Size(), target); p.format == formatJPEG && by > 1 && p.turned == (orientation{}) {
		m, err := p.decodePart(part, by)
		if err != nil {
			return nil, err
		}
		if m != nil {
			return view{m, part, by}.scale(target, p.opts.fullChroma()), nil
		}
	}
	stored := p.turned.stored(part, p.size)
	around := stored
	if target == part.Size() {
		around = p.aroundEdges(stored)
	}
	m, err := p.decode(around)
	if err != nil {
		return nil, err
	}
	if around != stored {
		m = toEdges(m, stored)
	}
	return resize(p.turned.turn(cut(m, stored, p.opts.fullChroma())), target, p.opts.fullChroma()), nil
}
