package crop

import (
	"bytes"
	"encoding/binary"

	"github.com/beamcrop/beamcrop/codec/avifcrop"
)

// orientationOf returns how the picture's EXIF data says to turn it. Data that
// is missing or broken, and formats that carry none, mean upright: no viewer
// refuses a picture for its metadata.
//
// One tag is wanted, so this looks for it alone instead of reading all
// metadata: each chunk's header is read once, and of the first directory only
// the entries, up to the tag. Nothing is followed twice, so hostile data costs
// no more than a walk over what was downloaded.
func orientationOf(data []byte, f format) orientation {
	var exif []byte
	switch f {
	case formatJPEG:
		exif = jpegEXIF(data)
	case formatPNG:
		return pngOrientation(data)
	case formatAVIF:
		return orientations[avifcrop.Orientation(data)]
	case formatWebP:
		exif = webpEXIF(data)
	case formatTIFF:
		exif = data
	}
	return tiffOrientation(exif)
}

// jpegEXIF returns the first APP1 segment that holds EXIF data, which stands
// before the scans (CIPA DC-008, section 4.7.2).
func jpegEXIF(data []byte) []byte {
	const app1, sos, eoi, name = 0xe1, 0xda, 0xd9, "Exif\x00"
	data = data[min(2, len(data)):]
	for len(data) >= 4 && data[0] == 0xff {
		marker := data[1]
		if marker == 0xff { // fill byte
			data = data[1:]
			continue
		}
		if marker == sos || marker == eoi {
			return nil
		}
		length := int(binary.BigEndian.Uint16(data[2:]))
		if length < 2 || 2+length > len(data) {
			return nil
		}
		body := data[4 : 2+length]
		if marker == app1 && bytes.HasPrefix(body, []byte(name)) && len(body) > len(name) {
			return body[len(name)+1:] // the name is padded by one byte
		}
		data = data[2+length:]
	}
	return nil
}

// webpEXIF returns the EXIF chunk, without the name that some writers copy
// from JPEG.
func webpEXIF(data []byte) []byte {
	body, _ := chunksOfWebP(data).find("EXIF")
	return bytes.TrimPrefix(body, []byte("Exif\x00\x00"))
}

// tiffOrientation reads the orientation from a TIFF file's first directory; EXIF
// data is such a file too.
func tiffOrientation(data []byte) orientation {
	const tag, short, long = 0x0112, 3, 4
	d := tiffDirectoryOf(data)
	e, ok := d.find(tag)
	if !ok {
		return orientation{}
	}
	var value uint32
	switch e.kind {
	case short:
		value = uint32(d.order.Uint16(e.value))
	case long:
		value = d.order.Uint32(e.value)
	}
	if value >= uint32(len(orientations)) {
		return orientation{}
	}
	return orientations[value]
}
