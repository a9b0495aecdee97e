package tiffcrop

import (
	"image"
	"math"
)

// The tags that count.
const (
	tagWidth           = 256
	tagHeight          = 257
	tagBitsPerSample   = 258
	tagCompression     = 259
	tagPhotometric     = 262
	tagFillOrder       = 266
	tagStripOffsets    = 273
	tagSamplesPerPixel = 277
	tagRowsPerStrip    = 278
	tagStripByteCounts = 279
	tagPlanar          = 284
	tagT4Options       = 292
	tagPredictor       = 317
	tagColorMap        = 320
	tagTileWidth       = 322
	tagTileLength      = 323
	tagTileOffsets     = 324
	tagTileByteCounts  = 325
	tagExtraSamples    = 338
	tagSampleFormat    = 339
	tagJPEGTables      = 347
)

var tags = []uint16{
	tagWidth, tagHeight, tagBitsPerSample, tagCompression, tagPhotometric, tagFillOrder, tagStripOffsets, tagSamplesPerPixel,
	tagRowsPerStrip, tagStripByteCounts, tagPlanar, tagT4Options, tagPredictor, tagColorMap, tagTileWidth, tagTileLength,
	tagTileOffsets, tagTileByteCounts, tagExtraSamples, tagSampleFormat, tagJPEGTables,
}

// The photometric interpretations.
const (
	whiteIsZero = 0
	blackIsZero = 1
	rgb         = 2
	paletted    = 3
	cmyk        = 5
	yCbCr       = 6
)

// layout says how a picture is stored.
type layout struct {
	*directory
	size        image.Point
	bits        int // of a sample
	samples     int // of a pixel
	photometric uint64
	compression uint64
	planes      bool // each sample of a pixel lies with its like
	predicted   bool // samples are differences from the ones to the left
	reversed    bool // the first bit of a byte is its lowest
	block       image.Point
	offsets     []uint64
	lengths     []uint64
}

// readLayout reads what it takes to find and to decompress pixels.
func readLayout(file []byte) (*layout, error) {
	d, err := readDirectory(file)
	if err != nil {
		return nil, err
	}
	l := &layout{
		directory:   d,
		samples:     int(min(d.one(tagSamplesPerPixel, 1), math.MaxUint16)),
		photometric: d.one(tagPhotometric, blackIsZero),
		compression: d.one(tagCompression, 1),
		planes:      d.one(tagPlanar, 1) == 2,
		reversed:    d.one(tagFillOrder, 1) == 2,
	}
	width, height := d.one(tagWidth, 0), d.one(tagHeight, 0)
	if width == 0 || height == 0 || width > math.MaxUint32 || height > math.MaxUint32 {
		return nil, FormatError("a side that is missing or out of range")
	}
	l.size = image.Pt(int(width), int(height))
	l.planes = l.planes && l.samples > 1
	if err := l.readSamples(); err != nil {
		return nil, err
	}
	return l, nil
}

// readSamples reads what a pixel is made of.
func (l *layout) readSamples() error {
	bits := l.all(tagBitsPerSample)
	if len(bits) == 0 {
		bits = []uint64{1}
	}
	for _, b := range bits {
		if b != bits[0] {
			return unsupported("samples of %d and %d bits", bits[0], b)
		}
	}
	if bits[0] == 0 || bits[0] > 16 {
		return unsupported("samples of %d bits", bits[0])
	}
	l.bits = int(bits[0])
	if format := l.one(tagSampleFormat, 1); format != 1 && format != 4 {
		return unsupported("samples of format %d, which are no unsigned integers", format)
	}
	switch predictor := l.one(tagPredictor, 1); predictor {
	case 1:
	case 2:
		if l.bits != 8 && l.bits != 16 {
			return unsupported("a predictor for %d bits", l.bits)
		}
		l.predicted = true
	default:
		return unsupported("predictor %d", predictor)
	}
	least, ok := map[uint64]int{whiteIsZero: 1, blackIsZero: 1, rgb: 3, paletted: 1, cmyk: 4, yCbCr: 3}[l.photometric]
	switch {
	case !ok:
		return unsupported("photometric interpretation %d", l.photometric)
	case l.photometric == yCbCr && l.compression != compressedJPEG:
		return unsupported("YCbCr that is not compressed as JPEG")
	case l.samples < least || l.samples > 8:
		return FormatError("a wrong number of samples")
	case l.photometric == paletted && l.bits > 8:
		return unsupported("a palette for %d bits", l.bits)
	}
	return nil
}

// maxBlocks limits the strips or tiles. Each costs its set-up; writers make one
// for some kilobytes.
const maxBlocks = 1 << 16

// readBlocks reads where the strips or tiles are.
func (l *layout) readBlocks() error {
	l.block = image.Pt(l.size.X, int(min(l.one(tagRowsPerStrip, math.MaxUint32), uint64(l.size.Y))))
	offsets, lengths := uint16(tagStripOffsets), uint16(tagStripByteCounts)
	if _, tiled := l.field[tagTileOffsets]; tiled {
		offsets, lengths = tagTileOffsets, tagTileByteCounts
		l.block = image.Pt(int(min(l.one(tagTileWidth, 0), 1<<20)), int(min(l.one(tagTileLength, 0), 1<<20)))
	}
	if l.block.X == 0 || l.block.Y == 0 {
		return FormatError("strips or tiles without pixels")
	}
	if l.field[offsets].count > maxBlocks {
		return FormatError("too many strips or tiles")
	}
	l.offsets, l.lengths = l.all(offsets), l.all(lengths)
	if _, ok := l.field[lengths]; !ok && len(l.offsets) == 1 {
		l.lengths = []uint64{uint64(len(l.file))}
	}
	if n := l.perPlane() * l.planeCount(); len(l.offsets) < n || len(l.lengths) < n {
		return short("the places of the strips or tiles")
	}
	return l.checkLengths()
}

// checkLengths refuses blocks that together are longer than four times the file.
// Honest ones do not overlap at all, while thousands that each span the whole file
// would be decompressed for hours.
func (l *layout) checkLengths() error {
	total, most := uint64(0), uint64(len(l.file))
	for _, n := range l.lengths {
		total += min(n, most)
	}
	if total > 4*most {
		return FormatError("strips or tiles that are longer than the file")
	}
	return nil
}

// across returns how many blocks lie side by side.
func (l *layout) across() int { return (l.size.X + l.block.X - 1) / l.block.X }

func (l *layout) perPlane() int {
	return l.across() * ((l.size.Y + l.block.Y - 1) / l.block.Y)
}

func (l *layout) planeCount() int {
	if l.planes {
		return l.samples
	}
	return 1
}

// together returns how many samples of a pixel lie together.
func (l *layout) together() int {
	if l.planes {
		return 1
	}
	return l.samples
}

// rowBytes is the length of a block's row.
func (l *layout) rowBytes() int { return (l.block.X*l.together()*l.bits + 7) / 8 }
