package jpegcrop

import "image"

// colors is what the components of a picture stand for.
type colors int

const (
	gray colors = iota
	ycc
	rgb
	cmyk // inverted, as Adobe's programs write it and other decoders expect it
	ycck // the same black, and YCbCr of CMY that is not inverted
)

// readApp looks for the colour model in an application segment.
func (f *frame) readApp(code byte, body []byte) {
	switch {
	case code == app0 && len(body) >= 5:
		f.jfif = f.jfif || string(body[:5]) == "JFIF\x00"
	case code == app14 && len(body) >= 12 && string(body[:5]) == "Adobe":
		f.adobe, f.adobeColors = true, body[11]
	}
}

// colors finds the colour model by the rules of libjpeg.
func (f *frame) colors() colors {
	switch {
	case len(f.comps) == 1:
		return gray
	case len(f.comps) == 4 && f.adobe && f.adobeColors != 0:
		return ycck
	case len(f.comps) == 4:
		return cmyk
	case f.jfif:
		return ycc
	case f.adobe && f.adobeColors == 0:
		return rgb
	case f.adobe:
		return ycc
	case f.comps[0].id == 'R' && f.comps[1].id == 'G' && f.comps[2].id == 'B':
		return rgb
	}
	return ycc
}

// ratio returns the chroma subsampling in the terms of package image; false where
// the picture's planes cannot be kept as they are.
func (f *frame) ratio() (ratio image.YCbCrSubsampleRatio, ok bool) {
	if f.colors() != ycc {
		return 0, false
	}
	y, cb, cr := f.comps[0], f.comps[1], f.comps[2]
	if y.h != f.h || y.v != f.v || cb.h != cr.h || cb.v != cr.v {
		return 0, false
	}
	switch [2]int{f.h * 4 / cb.h, f.v * 4 / cb.v} {
	case [2]int{4, 4}:
		return image.YCbCrSubsampleRatio444, true
	case [2]int{8, 4}:
		return image.YCbCrSubsampleRatio422, true
	case [2]int{4, 8}:
		return image.YCbCrSubsampleRatio440, true
	case [2]int{8, 8}:
		return image.YCbCrSubsampleRatio420, true
	}
	return 0, false
}
