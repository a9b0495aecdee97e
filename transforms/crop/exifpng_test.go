package crop

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
)

func TestPNGOrientation(t *testing.T) {
	exif := "II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00"
	profile := fmt.Sprintf("\nexif\n%8d\n%s\n", len(exif), strings.Join(strings.SplitAfter(hex.EncodeToString([]byte(exif)), "00"), "\n"))
	xmp := `<rdf:Description tiff:Orientation="3"/>`
	deflated := func(text string) string {
		var buf bytes.Buffer
		w := zlib.NewWriter(&buf)
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return buf.String()
	}
	tests := []struct {
		name   string
		chunks []string // a kind of four letters, then the body
		want   int
	}{
		{"eXIf", []string{"eXIf" + exif}, 6},
		{"profile as text", []string{"tEXtRaw profile type exif\x00" + profile}, 6},
		{"profile, compressed", []string{"zTXtRaw profile type exif\x00\x00" + deflated(profile)}, 6},
		{"profile of APP1", []string{"zTXtRaw profile type APP1\x00\x00" + deflated(strings.Replace(profile, hex.EncodeToString([]byte("II")), hex.EncodeToString([]byte("Exif\x00\x00II")), 1))}, 6},
		{"XMP", []string{"iTXtXML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmp}, 3},
		{"XMP, compressed", []string{"iTXtXML:com.adobe.xmp\x00\x01\x00en\x00\x00" + deflated(xmp)}, 3},
		{"XMP as an element", []string{"iTXtXML:com.adobe.xmp\x00\x00\x00\x00\x00<tiff:Orientation>8</tiff:Orientation>"}, 8},
		{"eXIf before the others", []string{"iTXtXML:com.adobe.xmp\x00\x00\x00\x00\x00" + xmp, "eXIf" + exif}, 6},
		{"broken digits", []string{"tEXtRaw profile type exif\x00\nexif\n 4\nxy"}, 1},
		{"broken compression", []string{"zTXtRaw profile type exif\x00\x00xyz"}, 1},
		{"none", []string{"tEXtTitle\x00none"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := []byte("\x89PNG\r\n\x1a\n")
			for _, c := range tt.chunks {
				data = binary.BigEndian.AppendUint32(data, uint32(len(c)-4))
				data = binary.BigEndian.AppendUint32(append(data, c...), crc32.ChecksumIEEE([]byte(c)))
			}
			if got := orientationOf(data, formatPNG); got != orientations[tt.want] {
				t.Errorf("got %+v", got)
			}
		})
	}
}
