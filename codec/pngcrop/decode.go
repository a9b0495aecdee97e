package pngcrop

import (
	"errors"
	"fmt"
	"image"
	"io"

	"github.com/beamcrop/beamcrop/codec/inflate"
)

// decoder is the state of one picture's decoding.
type decoder struct {
	file
	*scratch
	piece []byte // of the inflated data, what is not used yet
	left  int64  // bytes to inflate after that
}

// Decode decodes the rectangle r of the PNG picture in data. The rectangle is in
// pixels, must lie within the picture and must not be empty. The result is of
// the type that image/png returns for the picture, and has the same pixels; its
// bounds are r.
//
// Errors wrap [ErrUnsupported] for pictures that are left to others, wrap
// [io.ErrUnexpectedEOF] where the data ends before the picture does, and are a
// [FormatError] where it is corrupt. What is wrong below the rectangle is
// found where it is in the chunks.
//
// Decode does not limit the size of r.
func Decode(data []byte, r image.Rectangle) (image.Image, error) {
	d := decoder{scratch: scratches.Get().(*scratch)}
	defer d.release()
	d.parts = d.spare
	err := d.read(data)
	if d.spare = d.parts; err != nil {
		return nil, err
	}
	if bounds := d.bounds(); r.Empty() || !r.In(bounds) {
		return nil, fmt.Errorf("pngcrop: the rectangle %v is empty or not within the picture %v", r, bounds)
	}
	return d.decode(r)
}

// decode inflates the rows down to the rectangle's end.
func (d *decoder) decode(r image.Rectangle) (image.Image, error) {
	toEnd := r.Max.Y == d.height
	if err := d.in.Reset(d.parts, toEnd); err != nil {
		return nil, streamError(err)
	}
	out := d.newPicture(r)
	d.setWidth(d.rowBytes(r.Max.X))
	d.left = int64(1+d.rowBytes(d.width)) * int64(r.Max.Y)
	for y := range r.Max.Y {
		if err := d.nextRow(); err != nil {
			return nil, err
		}
		if y >= r.Min.Y {
			out.set(y-r.Min.Y, d.row)
		}
	}
	if toEnd {
		if err := d.checkEnd(); err != nil {
			return nil, err
		}
	}
	return out.made, nil
}

// nextRow makes d.row the next row, as far as it is wanted.
func (d *decoder) nextRow() error {
	filter, err := d.inflateRow(1 + d.rowBytes(d.width))
	if err != nil {
		return err
	}
	d.row, d.above = d.above, d.row
	return unfilter(filter, d.row, d.raw, d.above, d.pixelBytes())
}

// inflateRow fills d.raw with the row that comes next, which takes so many
// bytes with that of its filter, and drops what does not fit.
func (d *decoder) inflateRow(size int) (filter byte, err error) {
	for done := 0; done < size; {
		if len(d.piece) == 0 {
			d.piece, err = d.in.Next(int(min(d.left, 1<<30)))
			if err != nil {
				return 0, streamError(err)
			}
			d.left -= int64(len(d.piece))
		}
		if done == 0 {
			filter, d.piece, done = d.piece[0], d.piece[1:], 1
			continue
		}
		n := min(len(d.piece), size-done)
		if done-1 < d.size {
			copy(d.raw[done-1:d.size], d.piece[:n])
		}
		d.piece, done = d.piece[n:], done+n
	}
	return filter, nil
}

// checkEnd tells, behind the last row, whether the stream ends there as it
// should. Bytes behind it in its chunk are an error to image/png, unless it has
// them in its buffer.
func (d *decoder) checkEnd() error {
	switch _, err := d.in.Next(1); {
	case err == nil:
		return FormatError("too many rows")
	case !errors.Is(err, io.EOF):
		return streamError(err)
	}
	rest := d.in.Consumed()
	for _, part := range d.parts {
		if rest <= 0 {
			break
		}
		rest -= len(part)
	}
	if rest != 0 {
		return unsupported("%d bytes behind the stream", -rest)
	}
	return nil
}

// streamError returns the error for one of inflate's: the chunks are all
// there, so that a stream that is cut short was written so.
func streamError(err error) error {
	switch {
	case errors.Is(err, inflate.ErrDictionary):
		return unsupported("%v", err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return FormatError("too few rows")
	}
	return FormatError(err.Error())
}
