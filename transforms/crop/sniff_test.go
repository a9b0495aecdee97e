package crop

import (
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestSniffFixtures(t *testing.T) {
	kinds := map[string]format{
		"jpg": formatJPEG, "png": formatPNG, "gif": formatGIF, "webp": formatWebP, "bmp": formatBMP, "tif": formatTIFF,
	}
	for _, name := range fixtures(t) {
		want, ok := kinds[name[strings.LastIndexByte(name, '.')+1:]]
		if !ok {
			continue
		}
		t.Run(name, func(t *testing.T) {
			got, err := sniff(fixture(t, name))
			if err != nil || got != want {
				t.Errorf("got %q, %v; want %q", got, err, want)
			}
		})
	}
}

// TestKnownPictures holds that a picture of every kind that is known, but not
// decoded, is named.
func TestKnownPictures(t *testing.T) {
	for _, s := range known {
		t.Run(s.name, func(t *testing.T) {
			data := strings.ReplaceAll(s.magic, "?", "x") + strings.Repeat("\x00", 100)
			_, err := Crop([]byte(data), nil, defaults())
			wantReason(t, err, reason.Unsupported)
			if !strings.Contains(err.Error(), s.name+" is not decoded") {
				t.Errorf("got %q", err)
			}
		})
	}
}

func TestSniffRefuses(t *testing.T) {
	media := func(size byte, brands string) string { return "\x00\x00\x00" + string(size) + "ftyp" + brands }
	tests := []struct {
		name, data string
		want       reason.Reason
		detail     string
	}{
		{"heic", media(24, "heic\x00\x00\x00\x00mif1heic"), reason.Unsupported, "HEIC"},
		{"heic cut short", media(24, "heic"), reason.Unsupported, "HEIC"},
		{"heif", media(20, "mif1\x00\x00\x00\x00mif1"), reason.Unsupported, "HEIF"},
		{"jpeg xl codestream", "\xff\x0a\x00", reason.Unsupported, "JPEG XL"},
		{"jpeg xl container", "\x00\x00\x00\x0cJXL \r\n\x87\n", reason.Unsupported, "JPEG XL"},
		{"jpeg 2000", "\x00\x00\x00\x0cjP  \r\n\x87\n", reason.Unsupported, "JPEG 2000"},
		{"tga", "\x00\x00\x02" + strings.Repeat("\x00", 9) + "\x40\x00\x30\x00\x18\x00", reason.Unsupported, "TGA"},
		{"psd", "8BPS\x00\x01", reason.Unsupported, "PSD"},
		{"pdf", "%PDF-1.7\n", reason.Unsupported, "PDF"},
		{"svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`, reason.Unsupported, "SVG"},
		{"svg after a prolog", "\xef\xbb\xbf\n<?xml version='1.0'?>\n<!-- <html> -->\n<!DOCTYPE svg PUBLIC 'x' 'y'>\n<svg>", reason.Unsupported, "SVG"},
		{"svg with entities", `<!DOCTYPE svg [ <!ENTITY a "b"> ]><SVG/>`, reason.Unsupported, "SVG"},
		{"svg with a prefix", `<svg:svg xmlns:svg="x">`, reason.Unsupported, "SVG"},

		{"empty", "", reason.NotAnImage, "empty"},
		{"html", "<!DOCTYPE html>\n<html><body><svg/></body></html>", reason.NotAnImage, "<html> document"},
		{"html in capitals", "\n\n<HTML>", reason.NotAnImage, "<html> document"},
		{"html without a root", "<!doctype html><head>", reason.NotAnImage, "<head> document"},
		{"xml", "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", reason.NotAnImage, "<error> document"},
		{"open comment", "<!-- " + strings.Repeat("x", 10_000), reason.NotAnImage, "text"},
		{"json array", "\n[{\"error\":1}]", reason.NotAnImage, "JSON"},
		{"json", `{"error":"not found"}`, reason.NotAnImage, "JSON"},
		{"text like a bitmap", "BMW, a maker of motor cars", reason.NotAnImage, "text"},
		{"half an icon", "\x00\x00\x01\x00\x01\x00\x10\x10", reason.NotAnImage, "signature"},
		{"text in another script", strings.Repeat("не найдено ", 100), reason.NotAnImage, "text"},
		{"video", media(24, "isom\x00\x00\x02\x00isommp41"), reason.NotAnImage, "signature"},
		{"gzip", "\x1f\x8b\x08\x00\x00", reason.NotAnImage, "signature"},
		{"zeros", strings.Repeat("\x00", 100), reason.NotAnImage, "signature"},
		{"sound in RIFF", "RIFF\x00\x00\x00\x00WAVEfmt ", reason.NotAnImage, "signature"},
		{"half a JPEG signature", "\xff\xd8", reason.NotAnImage, ""},
		{"half a PNG signature", "\x89PNG", reason.NotAnImage, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Crop([]byte(tt.data), nil, defaults())
			wantReason(t, err, tt.want)
			if !strings.Contains(err.Error(), tt.detail) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %q, want one line with %q", err, tt.detail)
			}
		})
	}
}
