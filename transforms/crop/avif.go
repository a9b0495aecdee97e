package crop

import (
	"image"

	"github.com/beamcrop/beamcrop/codec/avifcrop"
)

func decodeAVIF(data []byte, _ image.Point) (image.Image, error) {
	m, err := avifcrop.Decode(data)
	if err != nil {
		return nil, newSource(data).failure(formatAVIF, err)
	}
	return m, nil
}
