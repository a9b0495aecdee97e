package crop

import "github.com/beamcrop/beamcrop/transforms/reason"

// checkTIFF refuses pictures that the decoder takes far too long for, or gets
// wrong.
func checkTIFF(data []byte) error {
	d := tiffDirectoryOf(data)
	if err := d.checkPlanes(); err != nil {
		return err
	}
	return d.checkBlocks()
}

// maxBlocks limits the strips or tiles of a TIFF. Each costs its decoder's set-up,
// some 10 microseconds; writers make one for some kilobytes.
const maxBlocks = 1 << 16

// checkBlocks refuses a TIFF picture whose strips or tiles are too many, or
// together longer than four times the file. Honest ones do not overlap at all,
// while thousands that each span the whole file would be decoded for hours.
func (d tiffDirectory) checkBlocks() error {
	const stripByteCounts, tileByteCounts = 279, 325
	for _, tag := range []uint16{stripByteCounts, tileByteCounts} {
		e, ok := d.find(tag)
		if !ok {
			continue
		}
		if e.count > maxBlocks {
			return reason.Errorf(reason.Decode, "the tiff picture has %d strips or tiles, more than %d", e.count, maxBlocks)
		}
		if total := d.sum(e); total > 4*int64(len(d.file)) {
			return reason.Errorf(reason.Decode, "the tiff picture of %d bytes has strips or tiles of %d bytes", len(d.file), total)
		}
	}
	return nil
}

// checkPlanes refuses a TIFF picture that stores each colour by itself: the
// decoder would take them for whole pixels, and their samples for another
// picture's.
func (d tiffDirectory) checkPlanes() error {
	const samplesPerPixel, planarConfiguration, separate = 277, 284, 2
	planes, _ := d.find(planarConfiguration)
	samples, _ := d.find(samplesPerPixel)
	if d.sum(planes) == separate && d.sum(samples) > 1 {
		return reason.Errorf(reason.Unsupported, "the tiff picture has its colours in separate planes")
	}
	return nil
}
