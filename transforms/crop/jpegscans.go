package crop

import (
	"bytes"
	"encoding/binary"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

// maxScans limits the passes over a JPEG's coefficients. Encoders write about
// ten; a hostile file fits thousands of empty ones, each of which costs a walk
// over the whole picture, into a few kilobytes.
const maxScans = 100

func checkScans(data []byte) error {
	if n := countScans(data); n > maxScans {
		return reason.Errorf(reason.Decode, "the jpeg picture has more than %d scans", maxScans)
	}
	return nil
}

// countScans counts start-of-scan markers up to the end of the image, and
// stops counting beyond maxScans. Markers: ITU-T T.81, table B.1.
func countScans(data []byte) int {
	const (
		tem, rst0, rst7, soi, eoi, sos = 0x01, 0xd0, 0xd7, 0xd8, 0xd9, 0xda
	)
	scans := 0
	for scans <= maxScans {
		i := bytes.IndexByte(data, 0xff)
		if i < 0 || i+1 >= len(data) {
			return scans
		}
		marker := data[i+1]
		switch {
		case marker == 0xff: // fill byte
			data = data[i+1:]
			continue
		case marker == eoi:
			return scans
		case marker == 0x00 || marker == tem || marker == soi || rst0 <= marker && marker <= rst7:
			data = data[i+2:] // stands alone, or a stuffed byte of a scan
			continue
		case marker == sos:
			scans++
		}
		data = data[i+2:]
		if len(data) < 2 {
			return scans
		}
		data = data[min(int(binary.BigEndian.Uint16(data)), len(data)):]
	}
	return scans
}
