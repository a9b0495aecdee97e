package pipeline

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/beamcrop/beamcrop/transforms/crop"
)

// resize is the value of --resize=WxH, or of one number for both.
type resize struct{ of *crop.Options }

func (r resize) Set(text string) error {
	w, h, two := strings.Cut(strings.ReplaceAll(strings.ToLower(text), "\u00d7", "x"), "x")
	if !two {
		h = w
	}
	width, errW := strconv.Atoi(strings.TrimSpace(w))
	height, errH := strconv.Atoi(strings.TrimSpace(h))
	if errW != nil || errH != nil || width < 1 || height < 1 {
		return errors.New("write it as WxH in pixels, such as 224x224, or as one number for both")
	}
	r.of.Width, r.of.Height = width, height
	return nil
}

func (r resize) String() string {
	if r.of == nil || r.of.Width == 0 {
		return ""
	}
	return fmt.Sprintf("%dx%d", r.of.Width, r.of.Height)
}
