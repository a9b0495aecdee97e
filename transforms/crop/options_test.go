package crop

import (
	"math"
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	tests := []struct {
		name string
		edit func(*Options)
		want string // "" is valid
	}{
		{"defaults", func(*Options) {}, ""},
		{"largest", func(o *Options) { o.Margin, o.Width, o.Height, o.Quality = 10, 65535, 65535, 100 }, ""},
		{"fill", func(o *Options) { o.Mode = "fill" }, ""},
		{"stretch", func(o *Options) { o.Mode = "stretch" }, ""},
		{"margin below", func(o *Options) { o.Margin = -0.1 }, "--margin must be 0 to 10, not -0.1"},
		{"margin above", func(o *Options) { o.Margin = 10.5 }, "--margin must be 0 to 10, not 10.5"},
		{"margin NaN", func(o *Options) { o.Margin = math.NaN() }, "--margin must be 0 to 10, not NaN"},
		{"margin infinite", func(o *Options) { o.Margin = math.Inf(1) }, "--margin must be 0 to 10, not +Inf"},
		{"one side", func(o *Options) { o.Width = 224 }, "--resize must be WxH with both from 1 to 65535, not 224x0"},
		{"other side", func(o *Options) { o.Height = 224 }, "--resize must be WxH with both from 1 to 65535, not 0x224"},
		{"negative", func(o *Options) { o.Width, o.Height = -1, -1 }, "--resize must be WxH with both from 1 to 65535, not -1x-1"},
		{"too wide", func(o *Options) { o.Width, o.Height = 65536, 1 }, "--resize must be WxH with both from 1 to 65535, not 65536x1"},
		{"mode", func(o *Options) { o.Mode = "crop" }, `--resize_mode must be fit, fill, stretch or pad, not "crop"`},
		{"pad", func(o *Options) { o.Mode, o.PadColor, o.Width, o.Height = "pad", "#0080fF", 9, 9 }, ""},
		{"pad to nothing", func(o *Options) { o.Mode, o.PadColor = "pad", "black" }, "--resize_mode=pad needs the size to pad to: add --resize=WxH"},
		{"pad with", func(o *Options) { o.Mode, o.PadColor, o.Width, o.Height = "pad", "#fff", 9, 9 },
			`--pad_color: "#fff" is neither a colour's name, such as white or grey, nor #RRGGBB`},
		{"colour without pad", func(o *Options) { o.PadColor = "black" }, "--pad_color needs --resize_mode=pad"},
		{"only if bigger", func(o *Options) { o.OnlyIfBigger, o.Width, o.Height = true, 9, 9 }, ""},
		{"only if bigger than what", func(o *Options) { o.OnlyIfBigger = true }, "--resize_only_if_bigger needs the size to shrink to: add --resize=WxH"},
		{"exif ignored", func(o *Options) { o.EXIF = "ignore" }, ""},
		{"exif", func(o *Options) { o.EXIF = "" }, `--exif must be apply or ignore, not ""`},
		{"min size", func(o *Options) { o.MinSize = 0 }, "--min_size must be at least 1, not 0"},
		{"encode", func(o *Options) { o.Encode = "gif" }, `--encode must be jpeg, png or source, not "gif"`},
		{"source", func(o *Options) { o.Encode = "source" }, ""},
		{"source and resize", func(o *Options) { o.Encode, o.Width, o.Height = "source", 9, 9 }, "--encode=source keeps the source's own pixels: it cannot be combined with --resize"},
		{"encode webp", func(o *Options) { o.Encode = "webp" },
			"--encode=webp is not offered: without cgo it takes 35 to 170 times the CPU of jpeg; use jpeg, or png for lossless crops"},
		{"quality below", func(o *Options) { o.Quality = 0 }, "--quality must be 1 to 100, not 0"},
		{"quality above", func(o *Options) { o.Quality = 101 }, "--quality must be 1 to 100, not 101"},
		{"max pixels", func(o *Options) { o.MaxPixels = 0 }, "--max_pixels must be at least 1, not 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := defaults()
			tt.edit(&o)
			got := ""
			if err := o.Validate(); err != nil {
				got = err.Error()
			}
			if got != tt.want || strings.Contains(got, "\n") {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
