package pipeline

import (
	"fmt"
	"strconv"
	"strings"
)

// parseResize reads --resize=WxH.
func (o *Options) parseResize(text string) error {
	w, h, ok := strings.Cut(strings.ToLower(text), "x")
	width, errW := strconv.Atoi(w)
	height, errH := strconv.Atoi(h)
	if !ok || errW != nil || errH != nil || width < 1 || height < 1 {
		return fmt.Errorf("write it as WxH in pixels, such as 224x224")
	}
	o.Crop.Width, o.Crop.Height = width, height
	return nil
}
