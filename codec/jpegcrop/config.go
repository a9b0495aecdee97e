package jpegcrop

import "image"

// Config is what a picture's header says.
type Config struct {
	Width, Height int  // in pixels
	Gray          bool // one component; else YCbCr
	Progressive   bool
	Ratio         image.YCbCrSubsampleRatio // 4:4:4 where Gray
}

// DecodeConfig reads the header of a picture up to its first scan. The errors
// are those of [Decode].
func DecodeConfig(data []byte) (Config, error) {
	var f frame
	in := input{data: data}
	if err := in.start(); err != nil {
		return Config{}, err
	}
	for {
		code, err := in.marker()
		if err != nil {
			return Config{}, err
		}
		if code == sos || code == eoi {
			break
		}
		if err := checkMarker(code); err != nil {
			return Config{}, err
		}
		body, err := in.body()
		if err != nil {
			return Config{}, err
		}
		switch code {
		case sof0, sof1, sof2:
			if err := f.readFrame(code, body); err != nil {
				return Config{}, err
			}
		case app0, app14:
			f.readApp(code, body)
		}
	}
	if f.comps == nil {
		return Config{}, FormatError("no frame")
	}
	return Config{
		Width: f.width, Height: f.height, Gray: len(f.comps) == 1, Progressive: f.progressive, Ratio: f.ratio(),
	}, f.checkColors()
}

// checkMarker refuses markers that announce what this package does not do:
// other frames, arithmetic coding, DNL, hierarchical pictures.
func checkMarker(code byte) error {
	switch code {
	case sof0, sof1, sof2, dht, sos, dqt, dri, com:
		return nil
	}
	if code >= app0 && code <= app15 {
		return nil
	}
	if code < sof0 {
		return FormatError("an unknown marker")
	}
	return unsupported("marker %#x", code)
}
