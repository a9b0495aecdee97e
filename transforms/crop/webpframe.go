package crop

import (
	"encoding/binary"
	"image"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// webpLength is the length that a file states. To hold files to it, as libwebp
// does, matters even where all pixels are there: the orientation stands behind
// them.
func webpLength(data []byte) int64 {
	return 8 + int64(binary.LittleEndian.Uint32(data[4:])) // what follows the length
}

// webpChunks are the chunks of a WebP file or frame, each a name, a length, a
// body and padding to an even length (RFC 9649, section 2.3).
type webpChunks []byte

// chunksOfWebP returns a file's chunks.
func chunksOfWebP(data []byte) webpChunks { return data[min(12, len(data)):] }

// next splits off the first chunk; its body is cut short where data ends.
func (c webpChunks) next() (name string, body []byte, whole bool, rest webpChunks) {
	if len(c) < 8 {
		return "", nil, false, nil
	}
	length := int64(binary.LittleEndian.Uint32(c[4:]))
	name, c = string(c[:4]), c[8:]
	if length > int64(len(c)) {
		return name, c, false, nil
	}
	return name, c[:length], true, c[min(length+length%2, int64(len(c))):]
}

// find returns the first chunk of that name, and whether it is there as a
// whole.
func (c webpChunks) find(name string) (body []byte, whole bool) {
	for len(c) > 0 {
		found, body, whole, rest := c.next()
		if found == name {
			return body, whole
		}
		c = rest
	}
	return nil, false
}

// The flags of the extended header, VP8X.
const (
	webpAnimation = 1 << 1
	webpAlpha     = 1 << 4
)

// plainWebP returns a file that x/image reads, with the picture or an
// animation's first frame, and the picture's place on the canvas of the given
// size.
//
// x/image reads still pictures only, and of those with an extended header only
// ones that have a chunk of alpha just where that header says so. libwebp, and
// with it browsers, go by the chunk.
func plainWebP(data []byte, canvas image.Point) (file []byte, place image.Rectangle, err error) {
	place = image.Rectangle{Max: canvas}
	chunks := chunksOfWebP(data)
	name, header, whole, rest := chunks.next()
	if name != "VP8X" || !whole || len(header) != 10 {
		return data, place, nil
	}
	if header[0]&webpAnimation != 0 {
		return firstFrame(rest, canvas)
	}
	if _, ok := rest.find("ALPH"); ok == (header[0]&webpAlpha != 0) {
		return data, place, nil
	}
	return extendedWebP(header[4:], rest), place, nil
}

// firstFrame returns the first frame of an animation as a file of its own.
//
// A frame's body is its place (x and y halved), its size (less one), all of 24
// bits, 4 bytes that say how it is shown, and the chunks of a still picture.
func firstFrame(chunks webpChunks, canvas image.Point) (file []byte, place image.Rectangle, err error) {
	const head = 16
	frame, whole := chunks.find("ANMF")
	if !whole {
		return nil, place, reason.Errorf(reason.Truncated, "decoding webp: the first frame of the animation is not all there")
	}
	if len(frame) < head {
		return nil, place, reason.Errorf(reason.Decode, "decoding webp: the first frame of the animation has no header")
	}
	corner := image.Pt(2*uint24(frame[0:]), 2*uint24(frame[3:]))
	size := image.Pt(uint24(frame[6:])+1, uint24(frame[9:])+1)
	place = image.Rectangle{Min: corner, Max: corner.Add(size)}
	if !place.In(image.Rectangle{Max: canvas}) {
		return nil, place, reason.Errorf(reason.Decode, "decoding webp: the first frame %v lies beyond the canvas of %v", place, canvas)
	}
	return extendedWebP(frame[6:12], frame[head:]), place, nil
}

// extendedWebP makes a file of a size, as VP8X states it, and a still picture's
// chunks. The flag of alpha is set where a chunk of alpha is, as x/image wants.
func extendedWebP(size []byte, picture webpChunks) []byte {
	var flags byte
	if _, ok := picture.find("ALPH"); ok {
		flags = webpAlpha
	}
	const header = "WEBPVP8X\x0a\x00\x00\x00"
	file := make([]byte, 0, 8+len(header)+10+len(picture)+1)
	file = append(file, "RIFF"...)
	file = binary.LittleEndian.AppendUint32(file, uint32(len(header)+10+len(picture)+len(picture)%2))
	file = append(file, header...)
	file = append(file, flags, 0, 0, 0)
	file = append(file, size...)
	file = append(file, picture...)
	if len(picture)%2 != 0 {
		file = append(file, 0)
	}
	return file
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// moved returns m, whose top left corner is the origin, at another place; of
// the types that WebP pictures decode to. Both coordinates are even, so that
// subsampled chroma stays where it is.
func moved(m image.Image, by image.Point) image.Image {
	switch m := m.(type) {
	case *lossyWebP:
		m.at = m.at.Add(by)
	case *image.NRGBA:
		m.Rect = m.Rect.Add(by)
	}
	return m
}
