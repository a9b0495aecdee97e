package pipeline

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// preset is how a known dataset names its columns.
type preset struct {
	url, box, caption string
}

// presets by name. FaceCaption-15M: https://huggingface.co/datasets/OpenFace-CQUPT/FaceCaption-15M.
func presets() map[string]preset {
	return map[string]preset{
		"facecaption": {url: "url", box: "box", caption: "caption"},
	}
}

// applyPreset fills in the columns that the user has not named.
func (o *Options) applyPreset() error {
	if o.Preset == "" {
		return nil
	}
	p, ok := presets()[o.Preset]
	if !ok {
		known := slices.Sorted(maps.Keys(presets()))
		return fmt.Errorf("--preset=%s is not known; there is %s", o.Preset, strings.Join(known, ", "))
	}
	for _, column := range []struct {
		option *string
		name   string
	}{{&o.URLColumn, p.url}, {&o.BoxColumn, p.box}, {&o.CaptionColumn, p.caption}} {
		if *column.option == "" {
			*column.option = column.name
		}
	}
	return nil
}
