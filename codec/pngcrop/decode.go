package pngcrop

import (
	"errors"
	"fmt"
	"image"
	"io"
)

// decoder is the state of one picture's decoding.
type decoder struct {
	file
	*scratch
	piece []byte // of the inflated data, what is not used yet
	left  int64  // bytes to inflate after that
}

// Size returns the size of the PNG picture in data, in pixels, by its header
// alone. Its errors are those of [Decode].
func Size(data []byte) (image.Point, error) {
	var f file
	if err := f.read(data, seenIHDR); err != nil {
		return image.Point{}, err
	}
	return f.bounds().Max, nil
}

// Decode decodes the rectangle r of the PNG picture in data. The rectangle is in
// pixels, must lie within the picture and must not be empty. The result is of
// the type that image/png returns for the picture, and has the same pixels; its
// bounds are r.
//
// Errors wrap [ErrUnsupported] for kinds that are not decoded, wrap
// [io.ErrUnexpectedEOF] where the data ends before the picture does, and are a
// [FormatError] where it is corrupt. What is wrong below the rectangle is
// found where it is in the chunks.
//
// Decode does not limit the size of r.
func Decode(data []byte, r image.Rectangle) (image.Image, error) {
	d := decoder{scratch: scratches.Get().(*scratch)}
	defer d.release()
	d.parts = d.spare
	err := d.read(data, seenIEND)
	if d.spare = d.parts; err != nil {
		return nil, err
	}
	if bounds := d.bounds(); r.Empty() || !r.In(bounds) {
		return nil, fmt.Errorf("pngcrop: the rectangle %v is empty or not within the picture %v", r, bounds)
	}
	return d.decode(r)
}

// decode inflates the rows down to the rectangle's end; all of them where they
// are not in order, or where something is wrong with the file's end and only that
// of the pixels can tell whether it is behind them.
func (d *decoder) decode(r image.Rectangle) (image.Image, error) {
	toEnd := r.Max.Y == d.height || d.interlaced || d.broken != nil
	if err := d.in.Reset(d.parts, toEnd); err != nil {
		return nil, d.streamError(err)
	}
	out := d.newPicture(r)
	rows := d.rows
	if d.interlaced {
		rows = d.interlacedRows
	}
	if err := rows(out, r, toEnd); err != nil {
		return nil, err
	}
	if toEnd {
		if err := d.checkEnd(); err != nil {
			return nil, err
		}
	}
	return out.made, nil
}

// rows makes the rectangle of rows that are stored from the top.
func (d *decoder) rows(out *picture, r image.Rectangle, toEnd bool) error {
	end := r.Max.Y
	if toEnd {
		end = d.height
	}
	d.setWidth(d.rowBytes(r.Max.X))
	d.left = int64(1+d.rowBytes(d.width)) * int64(end)
	for y := range end {
		if err := d.nextRow(1 + d.rowBytes(d.width)); err != nil {
			return err
		}
		if y >= r.Min.Y && y < r.Max.Y {
			out.set(y-r.Min.Y, d.row)
		}
	}
	return nil
}

// nextRow makes d.row the next row, which takes so many bytes with that of its
// filter, as far as it is wanted.
func (d *decoder) nextRow(size int) error {
	filter, err := d.inflateRow(size)
	if err != nil {
		return err
	}
	d.row, d.above = d.above, d.row
	return unfilter(filter, d.row, d.raw, d.above, d.pixelBytes())
}

// inflateRow fills d.raw with the row that comes next, and drops what does not
// fit.
func (d *decoder) inflateRow(size int) (filter byte, err error) {
	for done := 0; done < size; {
		if len(d.piece) == 0 {
			d.piece, err = d.in.Next(int(min(d.left, 1<<30)))
			if err != nil {
				return 0, d.streamError(err)
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

// checkEnd compares the stream's sum, behind the last row. Data that follows there
// is nobody's loss, unless something is wrong with the file, too.
func (d *decoder) checkEnd() error {
	switch _, err := d.in.Next(1); {
	case err == nil && d.broken != nil:
		return d.broken
	case err != nil && !errors.Is(err, io.EOF):
		return d.streamError(err)
	}
	return nil
}

// streamError returns the error for one of inflate's. Where the chunks are all
// there, a stream that is cut short was written so.
func (d *decoder) streamError(err error) error {
	switch ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF); {
	case d.broken != nil:
		return d.broken
	case ended:
		return FormatError("too few rows")
	}
	return FormatError(err.Error())
}
