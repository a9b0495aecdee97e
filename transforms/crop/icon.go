package crop

import "github.com/beamcrop/beamcrop/codec/icocrop"

// largestOfIcon returns the largest picture in an icon file: a PNG file, or a
// bitmap as only icons have it.
func largestOfIcon(data []byte) ([]byte, format, error) {
	picture, isPNG, err := icocrop.Largest(data)
	switch {
	case err != nil:
		return nil, "", newSource(data).failure(formatICO, err)
	case isPNG:
		return picture, formatPNG, nil
	}
	return picture, formatICO, nil
}
