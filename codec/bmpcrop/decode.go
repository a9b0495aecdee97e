package bmpcrop

import (
	"encoding/binary"
	"fmt"
	"image"
)

// Size returns the size of the bitmap file in data, in pixels. Its errors are
// those of [Decode], but that it does not look at the pixels.
func Size(data []byte) (image.Point, error) {
	b, err := readFile(data)
	if err != nil {
		return image.Point{}, err
	}
	return b.size, nil
}

// Decode decodes the rectangle r of the bitmap file in data. The rectangle is in
// pixels, must lie within the picture and must not be empty. The bounds of the
// result are r. It is an opaque *image.RGBA, or an *image.NRGBA where the picture
// has an alpha channel.
//
// Errors wrap [ErrUnsupported] for kinds that are not decoded, wrap
// [io.ErrUnexpectedEOF] where the data ends before the picture does, and are a
// [FormatError] where it is corrupt.
//
// Decode does not limit the size of r.
func Decode(data []byte, r image.Rectangle) (image.Image, error) {
	b, err := readFile(data)
	if err != nil {
		return nil, err
	}
	return b.decode(r)
}

func (b *bitmap) decode(r image.Rectangle) (image.Image, error) {
	if r.Empty() || !r.In(image.Rectangle{Max: b.size}) {
		return nil, fmt.Errorf("bmpcrop: the rectangle %v is empty or not within the picture of %v", r, b.size)
	}
	if int64(b.size.X) > maxPixels/int64(b.size.Y) {
		return nil, FormatError("more pixels than any file holds")
	}
	if b.compression == rle4 || b.compression == rle8 {
		return b.decodeRuns(r)
	}
	// The padding of the last row in the file is no loss.
	if int64(len(b.pixels)) < b.stride()*int64(b.size.Y-1)+b.rowBytes() {
		return nil, short("the pixels")
	}
	if b.hasAlpha() {
		out := image.NewNRGBA(r)
		b.eachRow(r, out.Pix, out.Stride, b.fields(true))
		return out, nil
	}
	out := image.NewRGBA(r)
	b.eachRow(r, out.Pix, out.Stride, b.converter())
	return out, nil
}

func (b *bitmap) rowBytes() int64 { return (int64(b.size.X)*int64(b.bits) + 7) / 8 }

// stride is the length of a row, which is padded to 32 bits.
func (b *bitmap) stride() int64 { return (b.rowBytes() + 3) / 4 * 4 }

// row returns the stored row for a y that counts from the top.
func (b *bitmap) row(y int) []byte {
	if !b.topDown {
		y = b.size.Y - 1 - y
	}
	from := b.stride() * int64(y)
	return b.pixels[from : from+b.rowBytes()]
}

// convert writes the pixels of a stored row from x on as RGBA.
type convert func(to, row []byte, x int)

func (b *bitmap) eachRow(r image.Rectangle, pix []byte, stride int, do convert) {
	for y := range r.Dy() {
		do(pix[y*stride:][:4*r.Dx()], b.row(r.Min.Y+y), r.Min.X)
	}
}

func (b *bitmap) converter() convert {
	switch b.bits {
	case 24:
		return bgr
	case 16, 32:
		return b.fields(false)
	}
	return b.indexed
}

func bgr(to, row []byte, x int) {
	for row = row[3*x:]; len(to) > 0; to, row = to[4:], row[3:] {
		to[0], to[1], to[2], to[3] = row[2], row[1], row[0], 0xff
	}
}

// indexed takes colours from the palette; the first pixel is in the highest bits.
func (b *bitmap) indexed(to, row []byte, x int) {
	each, mask := 8/b.bits, byte(1<<b.bits-1)
	for ; len(to) > 0; to, x = to[4:], x+1 {
		index := row[x/each] >> (8 - b.bits - x%each*b.bits) & mask
		copy(to, b.palette[index][:])
		to[3] = 0xff
	}
}

// fields takes samples from bit fields.
func (b *bitmap) fields(alpha bool) convert {
	red, green, blue, opacity := newField(b.masks[0]), newField(b.masks[1]), newField(b.masks[2]), newField(b.masks[3])
	return func(to, row []byte, x int) {
		for ; len(to) > 0; to, x = to[4:], x+1 {
			pixel := b.pixel(row, x)
			to[0], to[1], to[2], to[3] = red.of(pixel), green.of(pixel), blue.of(pixel), 0xff
			if alpha {
				to[3] = opacity.of(pixel)
			}
		}
	}
}

func (b *bitmap) pixel(row []byte, x int) uint32 {
	if b.bits == 16 {
		return uint32(binary.LittleEndian.Uint16(row[2*x:]))
	}
	return binary.LittleEndian.Uint32(row[4*x:])
}

// hasAlpha reports whether there is an alpha channel that says something: one
// that is 0 everywhere is a byte that its writer did not care for.
func (b *bitmap) hasAlpha() bool {
	mask := b.masks[3]
	if mask == 0 || b.bits != 16 && b.bits != 32 {
		return false
	}
	for y := range b.size.Y {
		row := b.row(y)
		for x := range b.size.X {
			if b.pixel(row, x)&mask != 0 {
				return true
			}
		}
	}
	return false
}
