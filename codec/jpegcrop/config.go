package jpegcrop

// Config is what a picture's header says.
type Config struct {
	Width, Height int  // in pixels
	Gray          bool // one component
	RGB           bool // not in planes: RGB, CMYK or YCCK
	Progressive   bool
}

// DecodeConfig reads the header of a picture up to its first scan. The errors
// are those of [Decode].
func DecodeConfig(data []byte) (Config, error) {
	f, err := readHeader(data)
	if err != nil {
		return Config{}, err
	}
	is := f.colors()
	return Config{
		Width: f.width, Height: f.height, Gray: is == gray, RGB: is != gray && is != ycc, Progressive: f.progressive,
	}, nil
}

func readHeader(data []byte) (*frame, error) {
	f, in := new(frame), input{data: data}
	if err := in.start(); err != nil {
		return nil, err
	}
	for {
		code, err := in.marker()
		if err != nil {
			return nil, err
		}
		if code == sos || code == eoi {
			break
		}
		if err := checkMarker(code); err != nil {
			return nil, err
		}
		body, err := in.body()
		if err != nil {
			return nil, err
		}
		switch code {
		case sof0, sof1, sof2:
			err = f.readFrame(code, body, in)
		case app0, app14:
			f.readApp(code, body)
		}
		if err != nil {
			return nil, err
		}
	}
	if f.comps == nil {
		return nil, FormatError("no frame")
	}
	return f, nil
}

// checkMarker refuses markers that announce what this package does not do.
func checkMarker(code byte) error {
	switch code {
	case sof0, sof1, sof2, dht, sos, dqt, dnl, dri, com:
		return nil
	case 0xcc:
		return unsupported("arithmetic coding")
	case 0xde, 0xdf:
		return unsupported("a hierarchical picture")
	case 0xf7, 0xf8:
		return unsupported("JPEG-LS")
	}
	switch {
	case code >= app0 && code <= app15:
		return nil
	case code >= sof9 && code <= 0xcf:
		return unsupported("arithmetic coding%s", kindOfFrame(code))
	case code >= sof3 && code < 0xc8:
		return unsupported("Huffman coding%s", kindOfFrame(code))
	case code < sof0:
		return FormatError("an unknown marker")
	}
	return unsupported("marker %#x", code)
}

// kindOfFrame tells what kind of picture a start-of-frame marker announces: T.81,
// table B.1.
func kindOfFrame(code byte) string {
	kind := ""
	if code&4 != 0 {
		kind = ", hierarchical"
	}
	if code&3 == 3 {
		kind += ", lossless"
	}
	return kind
}
