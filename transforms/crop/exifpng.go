package crop

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"io"
)

// pngOrientation reads the orientation from the eXIf chunk (PNG, third edition,
// section 11.3.4.5) or, where there is none, from the texts that programs wrote
// before there was such a chunk: ImageMagick's EXIF data as hexadecimal digits,
// and XMP. Pillow does the same.
func pngOrientation(data []byte) orientation {
	var profile, xmp []byte
	for data = data[min(8, len(data)):]; len(data) >= 12; {
		length := int64(binary.BigEndian.Uint32(data))
		if length > int64(len(data)-12) {
			break
		}
		kind, body := string(data[4:8]), data[8:8+length]
		if kind == "eXIf" {
			return tiffOrientation(body)
		}
		keyword, rest, _ := bytes.Cut(body, []byte{0})
		switch name := string(keyword); {
		case profile == nil && (name == "Raw profile type exif" || name == "Raw profile type APP1"):
			profile = pngText(kind, rest)
		case xmp == nil && name == "XML:com.adobe.xmp":
			xmp = pngText(kind, rest)
		}
		data = data[12+length:]
	}
	if o := tiffOrientation(rawProfile(profile)); o != (orientation{}) {
		return o
	}
	return xmpOrientation(xmp)
}

// pngText returns the beginning of the text in a tEXt, zTXt or iTXt chunk, of which
// rest follows the keyword.
func pngText(kind string, rest []byte) []byte {
	compressed := kind == "zTXt"
	switch kind {
	case "tEXt":
	case "zTXt": // a method, of which there is one
		rest = rest[min(1, len(rest)):]
	case "iTXt": // a flag and a method, then a language and a translated keyword
		compressed = len(rest) > 0 && rest[0] == 1
		rest = rest[min(2, len(rest)):]
		for range 2 {
			_, rest, _ = bytes.Cut(rest, []byte{0})
		}
	default:
		return nil
	}
	if !compressed {
		return rest[:min(len(rest), maxText)]
	}
	r, err := zlib.NewReader(bytes.NewReader(rest))
	if err != nil {
		return nil
	}
	out := make([]byte, maxText)
	n, _ := io.ReadFull(r, out) // what there is of it
	return out[:n]
}

// maxText is how much of a text is looked at: the orientation stands near the
// beginning.
const maxText = 64 << 10

// rawProfile returns what an ImageMagick profile holds: a line with its name, one
// with its length, and lines of hexadecimal digits.
func rawProfile(text []byte) []byte {
	lines := bytes.Fields(text)
	if len(lines) < 3 {
		return nil
	}
	digits := bytes.Join(lines[2:], nil)
	digits = digits[:len(digits)/2*2]
	out := make([]byte, hex.DecodedLen(len(digits)))
	if _, err := hex.Decode(out, digits); err != nil {
		return nil
	}
	return bytes.TrimPrefix(out, []byte("Exif\x00\x00"))
}

// xmpOrientation finds the orientation in XMP, as an attribute or an element.
func xmpOrientation(xmp []byte) orientation {
	for _, before := range []string{`tiff:Orientation="`, `tiff:Orientation>`} {
		_, rest, ok := bytes.Cut(xmp, []byte(before))
		if ok && len(rest) > 0 && rest[0] >= '1' && rest[0] <= '8' {
			return orientations[rest[0]-'0']
		}
	}
	return orientation{}
}
