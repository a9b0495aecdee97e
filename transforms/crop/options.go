package crop

import (
	"errors"
	"fmt"
	"math"
)

// Values of Options.Mode.
const (
	modeFit     = "fit"
	modeFill    = "fill"
	modeStretch = "stretch"
	modePad     = "pad"
)

// Values of Options.EXIF.
const (
	exifApply  = "apply"
	exifIgnore = "ignore"
)

// Values of Options.Encode.
const (
	encodeJPEG   = "jpeg"
	encodePNG    = "png"
	encodeSource = "source"
)

const (
	defaultPadColor = "white"

	maxMargin = 10
	maxSide   = 65535 // the largest width or height that JPEG can express
)

// Options say how a box becomes a crop and how the crop is encoded. The zero
// value is not valid: see Validate for the ranges.
type Options struct {
	// Margin grows the box on each side, as a fraction of its width (left and
	// right) and height (top and bottom): 0.1 makes it 1.2 times as large.
	Margin float64
	// Square grows the shorter side, about the box's centre, to the longer one.
	Square bool
	// Width and Height, in pixels, are what a crop is scaled to; both 0 keep
	// its own size.
	Width, Height int
	// Mode says how: "fit" gives the largest picture within Width x Height
	// that keeps the aspect ratio, scaled up or down; "fill" covers exactly
	// Width x Height and cuts what protrudes, equally from both ends;
	// "stretch" gives exactly Width x Height and lets the aspect ratio go; "pad"
	// is "fit", filled up to exactly Width x Height with PadColor.
	Mode string
	// PadColor is a name that CSS knows, or #RRGGBB.
	PadColor string
	// OnlyIfBigger leaves crops at their own size that scaling would enlarge, on
	// either side. "pad" fills those up, too.
	OnlyIfBigger bool
	// EXIF says what becomes of a picture's EXIF orientation: with "apply" the
	// box refers to the picture as viewers show it, and the crop is upright;
	// with "ignore" both are as the pixels are stored.
	EXIF string
	// MinSize is the smallest width and height, in pixels, that a crop may
	// have before it is scaled.
	MinSize int
	// MinSourceSize is the smallest width and height, in pixels, that a source picture
	// may have; 0 allows all.
	MinSourceSize int
	// MaxAspectRatio limits the longer side of a source picture to so many times the
	// shorter one; 0 allows all.
	MaxAspectRatio float64
	// Encode is "jpeg", "png", or "source": the source without a second loss. That is
	// the file itself where the crop is the whole picture, whatever its format, and a
	// JPEG picture's own compressed blocks, all those that the crop touches, where it
	// is a part; see Result.Exact. Parts of other formats, pictures that EXIF turns,
	// and parts of the few kinds of JPEG whose blocks cannot be taken over are encoded
	// as JPEG then. There is no scaling with it.
	Encode string
	// Quality is JPEG's, from 1 to 100.
	Quality int
	// MaxPixels limits width x height of the source picture.
	MaxPixels int64
}

// Defaults returns the options of a run without flags: the exact box of the
// upright picture as JPEG of quality 90. 50 million pixels admit what nearly all cameras make; decoded they
// take 75 MB (JPEG 4:2:0) to 400 MB (PNG of 16 bits with alpha).
func Defaults() Options {
	return Options{Mode: modeFit, PadColor: defaultPadColor, EXIF: exifApply, MinSize: 1, Encode: encodeJPEG, Quality: 90, MaxPixels: 50_000_000}
}

// Validate returns a one-line error that names the flag of the first option
// that is out of its range.
func (o Options) Validate() error {
	if err := o.validateResize(); err != nil {
		return err
	}
	switch {
	case math.IsNaN(o.Margin) || o.Margin < 0 || o.Margin > maxMargin:
		return fmt.Errorf("--margin must be 0 to %d, not %v", maxMargin, o.Margin)
	case o.EXIF != exifApply && o.EXIF != exifIgnore:
		return fmt.Errorf("--exif must be apply or ignore, not %q", o.EXIF)
	case o.MinSize < 1:
		return fmt.Errorf("--min_size must be at least 1, not %d", o.MinSize)
	case o.MinSourceSize < 0:
		return fmt.Errorf("--min_source_size must be at least 0, not %d", o.MinSourceSize)
	case math.IsNaN(o.MaxAspectRatio) || o.MaxAspectRatio < 0 || o.MaxAspectRatio > 0 && o.MaxAspectRatio < 1:
		return fmt.Errorf("--max_aspect_ratio must be at least 1 (longer side to shorter side), or 0 for no limit, not %v", o.MaxAspectRatio)
	case o.Encode == "webp":
		return errors.New("--encode=webp is not offered: without cgo it takes 35 to 170 times the CPU of jpeg; use jpeg, or png for lossless crops")
	case o.Encode != encodeJPEG && o.Encode != encodePNG && o.Encode != encodeSource:
		return fmt.Errorf("--encode must be jpeg, png or source, not %q", o.Encode)
	case o.Encode == encodeSource && o.Width != 0:
		return errors.New("--encode=source keeps the source's own pixels: it cannot be combined with --resize")
	case outOf(o.Quality, 1, 100):
		return fmt.Errorf("--quality must be 1 to 100, not %d", o.Quality)
	case o.MaxPixels < 1:
		return fmt.Errorf("--max_pixels must be at least 1, not %d", o.MaxPixels)
	}
	return nil
}

func (o Options) validateResize() error {
	switch {
	case (o.Width == 0) != (o.Height == 0) || outOf(o.Width, 0, maxSide) || outOf(o.Height, 0, maxSide):
		return fmt.Errorf("--resize must be WxH with both from 1 to %d, not %dx%d", maxSide, o.Width, o.Height)
	case o.Mode != modeFit && o.Mode != modeFill && o.Mode != modeStretch && o.Mode != modePad:
		return fmt.Errorf("--resize_mode must be fit, fill, stretch or pad, not %q", o.Mode)
	case o.Mode == modePad && o.Width == 0:
		return errors.New("--resize_mode=pad needs the size to pad to: add --resize=WxH")
	case o.Mode != modePad && o.PadColor != defaultPadColor && o.PadColor != "":
		return errors.New("--pad_color needs --resize_mode=pad")
	case o.OnlyIfBigger && o.Width == 0:
		return errors.New("--resize_only_if_bigger needs the size to shrink to: add --resize=WxH")
	}
	if o.Mode != modePad {
		return nil
	}
	if _, err := parseColor(o.PadColor); err != nil {
		return fmt.Errorf("--pad_color: %w", err)
	}
	return nil
}

// Inexact tells whether crops may show more than was asked for: Result.Exact
// then says where that lies.
func (o Options) Inexact() bool { return o.Encode == encodeSource }

// Format is the format of crops: that of those that are encoded anew.
func (o Options) Format() string {
	if o.Encode == encodeSource {
		return encodeJPEG
	}
	return o.Encode
}

// fullChroma tells whether crops leave as RGB, so that every pixel needs chroma of
// its own.
func (o Options) fullChroma() bool { return o.Format() != encodeJPEG || o.Mode == modePad }

func outOf(v, low, high int) bool { return v < low || v > high }
