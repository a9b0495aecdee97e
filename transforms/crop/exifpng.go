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
		switch keyword, text := pngText(kind, body); keyword {
		case "Raw profile type exif", "Raw profile type APP1":
			profile = text
		case "XML:com.adobe.xmp":
			xmp = text
		}
		data = data[12+length:]
	}
	if o := tiffOrientation(rawProfile(profile)); o != (orientation{}) {
		return o
	}
	return xmpOrientation(xmp)
}

// pngText returns the keyword and the text of a tEXt, zTXt or iTXt chunk.
func pngText(kind string, body []byte) (keyword string, text []byte) {
	name, rest, ok := bytes.Cut(body, []byte{0})
	if !ok {
		return "", nil
	}
	compressed := false
	switch kind {
	case "tEXt":
	case "zTXt": // a method, of which there is one
		compressed = true
		rest = rest[min(1, len(rest)):]
	case "iTXt": // a flag and a method, then a language and a translated keyword
		compressed = len(rest) > 0 && rest[0] == 1
		rest = rest[min(2, len(rest)):]
		for range 2 {
			_, rest, _ = bytes.Cut(rest, []byte{0})
		}
	default:
		return "", nil
	}
	if compressed {
		rest = inflated(rest)
	}
	return string(name), rest
}

// inflated decompresses at most as much as metadata can be sensibly long.
func inflated(data []byte) []byte {
	const most = 1 << 20
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(r, most)) // what is there of it
	return out
}

// rawProfile returns what an ImageMagick profile holds: a line with its name, one
// with its length, and lines of hexadecimal digits.
func rawProfile(text []byte) []byte {
	lines := bytes.Fields(text)
	if len(lines) < 3 {
		return nil
	}
	digits := bytes.Join(lines[2:], nil)
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
