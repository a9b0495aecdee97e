package crop

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode"

	"github.com/beamcrop/beamcrop/codec/bmpcrop"
	"github.com/beamcrop/beamcrop/codec/icocrop"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// format names a kind of picture that is decoded.
type format string

const (
	formatJPEG format = "jpeg"
	formatPNG  format = "png"
	formatGIF  format = "gif"
	formatWebP format = "webp"
	formatBMP  format = "bmp"
	formatTIFF format = "tiff"
	formatICO  format = "ico"
	formatAVIF format = "avif"
)

// signature is how files of a kind begin; a question mark is any byte.
type signature struct{ magic, name string }

// decoded is the allow-list.
var decoded = []signature{
	{"\xff\xd8\xff", string(formatJPEG)},
	{"\x89PNG\r\n\x1a\n", string(formatPNG)},
	{"GIF87a", string(formatGIF)},
	{"GIF89a", string(formatGIF)},
	{"RIFF????WEBP", string(formatWebP)},
	{"II*\x00", string(formatTIFF)},
	{"MM\x00*", string(formatTIFF)},
	{"II+\x00", string(formatTIFF)},
	{"MM\x00+", string(formatTIFF)},
}

// known are pictures, and documents that pass for them, that are not decoded.
var known = []signature{
	{"\xff\x0a", "JPEG XL"},
	{"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"},
	{"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"},
	{"\xff\x4f\xff\x51", "JPEG 2000"},
	{"II\xbc\x01", "JPEG XR"},
	{"icns", "ICNS"},
	{"8BPS", "PSD"},
	{"%PDF-", "PDF"},
	{"%!PS-Adobe", "PostScript"},
	{"gimp xcf ", "XCF"},
	{"\x8aMNG\r\n\x1a\n", "MNG"},
	{"\x8bJNG\r\n\x1a\n", "JNG"},
	{"\x76\x2f\x31\x01", "OpenEXR"},
	{"#?RADIANCE", "Radiance HDR"},
	{"DDS ", "DDS"},
	{"qoif", "QOI"},
	{"FLIF", "FLIF"},
	{"BPG\xfb", "BPG"},
	{"AT&TFORM", "DjVu"},
	{"P4\n", "PNM"},
	{"P5\n", "PNM"},
	{"P6\n", "PNM"},
	{"P7\n", "PNM"},
	{"\xd7\xcd\xc6\x9a", "WMF"},
	{"\x01\x00\x00\x00" + strings.Repeat("?", 36) + " EMF", "EMF"},
}

// sniff chooses the decoder by the data's first bytes.
func sniff(data []byte) (format, error) {
	if name, ok := match(decoded, data); ok {
		return format(name), nil
	}
	switch {
	case bmpcrop.Is(data):
		return formatBMP, nil
	case icocrop.Is(data):
		return formatICO, nil
	}
	if name, ok := match(known, data); ok {
		return "", reason.Errorf(reason.Unsupported, "%s is not decoded", name)
	}
	name, ok := mediaBrand(data)
	if name == "AVIF" {
		return formatAVIF, nil
	}
	if ok {
		return "", reason.Errorf(reason.Unsupported, "%s is not decoded", name)
	}
	if isTGA(data) {
		return "", reason.Errorf(reason.Unsupported, "TGA is not decoded")
	}
	root := rootElement(data)
	if root == "svg" || strings.HasSuffix(root, ":svg") {
		return "", reason.Errorf(reason.Unsupported, "SVG is not decoded")
	}
	return "", reason.Errorf(reason.NotAnImage, "%s", describe(data, root))
}

func match(table []signature, data []byte) (string, bool) {
	for _, s := range table {
		if s.matches(data) {
			return s.name, true
		}
	}
	return "", false
}

func (s signature) matches(data []byte) bool {
	if len(data) < len(s.magic) {
		return false
	}
	for i, c := range []byte(s.magic) {
		if c != '?' && c != data[i] {
			return false
		}
	}
	return true
}

// isTGA recognises a Truevision TGA picture, which has no signature, by a header of
// 18 bytes in which hardly a field is free: a palette and the bits of its colours, or
// zeros in their place; a kind; a size that is not 0, and the bits of a pixel.
func isTGA(data []byte) bool {
	if len(data) < 18 {
		return false
	}
	kinds, palette := []byte{2, 3, 10, 11}, bytes.Equal(data[3:8], make([]byte, 5))
	if data[1] == 1 {
		kinds, palette = []byte{1, 9}, slices.Contains([]byte{15, 16, 24, 32}, data[7])
	}
	width, height := binary.LittleEndian.Uint16(data[12:]), binary.LittleEndian.Uint16(data[14:])
	return data[1] <= 1 && palette && slices.Contains(kinds, data[2]) && width > 0 && height > 0 &&
		slices.Contains([]byte{8, 16, 24, 32}, data[16])
}

// mediaBrand recognises pictures in ISO base media files by the brands of
// their first box (ISO/IEC 14496-12, section 4.3): a size, "ftyp", the major
// brand, a version, and the compatible brands.
func mediaBrand(data []byte) (string, bool) {
	const most = 256 // far more brands than any writer lists
	if len(data) < 12 || string(data[4:8]) != "ftyp" {
		return "", false
	}
	end := min(int64(binary.BigEndian.Uint32(data)), int64(len(data)), most)
	brands := []string{string(data[8:12])}
	for i := int64(16); i+4 <= end; i += 4 {
		brands = append(brands, string(data[i:i+4]))
	}
	has := func(names ...string) bool {
		return slices.ContainsFunc(brands, func(b string) bool { return slices.Contains(names, b) })
	}
	switch {
	case has("avif", "avis"):
		return "AVIF", true
	case has("heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"):
		return "HEIC", true
	case has("mif1", "msf1", "miaf"):
		return "HEIF", true
	case has("crx "):
		return "Canon raw", true
	}
	return "", false
}

// rootElement returns the lower-case name of the first element of markup that
// follows declarations and comments, or "".
func rootElement(data []byte) string {
	const most = 4096
	text := bytes.TrimPrefix(data[:min(len(data), most)], []byte("\xef\xbb\xbf"))
	for {
		text = bytes.TrimSpace(text)
		end := ""
		switch {
		case bytes.HasPrefix(text, []byte("<?")):
			end = "?>"
		case bytes.HasPrefix(text, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(text, []byte("<!")):
			end = declarationEnd(text)
		case bytes.HasPrefix(text, []byte("<")):
			name := text[1:]
			if i := bytes.IndexAny(name, " \t\r\n/><"); i >= 0 {
				name = name[:i]
			}
			return strings.ToLower(shorten(strings.ToValidUTF8(string(name), "")))
		}
		i := bytes.Index(text, []byte(end))
		if end == "" || i < 0 {
			return ""
		}
		text = text[i+len(end):]
	}
}

// declarationEnd returns what closes a document type: one with entities of its
// own holds further declarations in brackets.
func declarationEnd(text []byte) string {
	open, end := bytes.IndexByte(text, '['), bytes.IndexByte(text, '>')
	if open >= 0 && open < end {
		return "]>"
	}
	return ">"
}

// isJSON reports whether text begins as a JSON object or array does.
func isJSON(head []byte) bool {
	text := bytes.TrimSpace(head)
	if len(text) < 2 || text[0] != '{' && text[0] != '[' {
		return false
	}
	next := bytes.TrimSpace(text[1:])
	return len(next) > 0 && bytes.IndexByte([]byte(`"{[]}-0123456789tfn`), next[0]) >= 0
}

// describe says for people what data is instead of a picture.
func describe(data []byte, root string) string {
	head := data[:min(len(data), 512)]
	switch {
	case len(data) == 0:
		return "the body is empty"
	case root != "":
		return "the body is a <" + root + "> document"
	case isJSON(head):
		return "the body is JSON"
	case !bytes.ContainsFunc(head, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }):
		return "the body is text"
	}
	return "the body has no known picture signature"
}

// shorten keeps a hostile name from filling a failures file.
func shorten(text string) string {
	const most = 64
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "..."
}
