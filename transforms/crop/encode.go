package crop

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"

	"github.com/beamcrop/beamcrop/transforms/crop/jpegcrop"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// encode returns the encoded crop in a slice of exactly its length.
func encode(m image.Image, o Options) ([]byte, error) {
	var buf bytes.Buffer
	var err error
	switch o.Encode {
	case encodeJPEG:
		err = writeJPEG(&buf, m, o.Quality)
	case encodePNG:
		err = writePNG(&buf, m)
	default:
		return nil, reason.Errorf(reason.Encode, "there is no encoder for %q", o.Encode)
	}
	if err != nil {
		size := m.Bounds().Size()
		return nil, reason.Errorf(reason.Encode, "encoding %dx%d as %s: %w", size.X, size.Y, o.Encode, err)
	}
	out := make([]byte, buf.Len()) // the buffer's spare room would be held for as long as the crop
	copy(out, buf.Bytes())
	return out, nil
}

// writeJPEG writes YCbCr and grey crops from their planes. RGB ones, which come
// of other formats and of scaling, are left to the standard encoder.
func writeJPEG(buf *bytes.Buffer, m image.Image, quality int) error {
	if rgba, ok := m.(*image.RGBA); ok {
		return jpeg.Encode(buf, rgba, &jpeg.Options{Quality: quality})
	}
	data, err := jpegcrop.Encode(buf.AvailableBuffer(), m, jpegcrop.EncodeOptions{Quality: quality})
	if err != nil {
		return err
	}
	_, err = buf.Write(data)
	return err
}

func writePNG(buf *bytes.Buffer, m image.Image) error {
	if ycbcr, ok := m.(*image.YCbCr); ok {
		m = flatten(ycbcr, ycbcr.Rect) // the encoder would convert pixel by pixel
	}
	// On photos the default level saves 4 to 8% of the bytes for 2 to 3 times
	// the time, and would be the slowest step of the row.
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	return e.Encode(buf, m)
}
