package crop

const (
	damaged = "damaged pixels, which Pillow takes as they come"
	turned  = "Pillow turns TIFF by its orientation even where it is not asked to"
	notTIFF = "a kind of TIFF that the web does not serve, refused by name"
	noFax   = "CCITT compression without marks at the ends of lines"
	signed  = "signed samples, refused by name"
)

// corpusExceptions are the pictures of Pillow's tests that are not cropped as Pillow
// shows them, and why.
var corpusExceptions = map[string]string{
	"bmp/b/badrle.bmp":       damaged + "; ImageMagick shows other pixels again",
	"hopper_bad_exif.jpg":    damaged + "; djpeg warns",
	"mmap_error.bmp":         "the pixels begin within the palette; ImageMagick refuses it",
	"rgb32bf-abgr.bmp":       "alpha that is 0 everywhere is none; Pillow and ImageMagick show nothing",
	"i_trns.png":             "a transparent grey of 16 bits, which Pillow compares with 8; ImageMagick agrees with us",
	"g4_orientation_2.tif":   turned,
	"g4_orientation_3.tif":   turned,
	"g4_orientation_4.tif":   turned,
	"g4_orientation_5.tif":   turned,
	"g4_orientation_6.tif":   turned,
	"g4_orientation_7.tif":   turned,
	"g4_orientation_8.tif":   turned,
	"total-pages-zero.tif":   noFax,
	"compression.tif":        noFax,
	"16bit.s.tif":            signed,
	"8bit.s.tif":             signed,
	"hopper_lzma.tif":        notTIFF,
	"hopper.Lab.tif":         notTIFF,
	"lab.tif":                notTIFF,
	"lab-green.tif":          notTIFF,
	"lab-red.tif":            notTIFF,
	"10ct_32bit_128.tiff":    notTIFF,
	"16_bit_binary_pgm.tiff": notTIFF,

	"tiff_strip_cmyk_jpeg.tif":                          notTIFF,
	"tiff_tiled_cmyk_jpeg.tif":                          notTIFF,
	"old-style-jpeg-compression.tif":                    notTIFF,
	"old-style-jpeg-compression-no-samplesperpixel.tif": notTIFF,
	"tiff_wrong_bits_per_sample_2.tiff":                 notTIFF,
	"separate_planar_extra_samples.tiff":                signed,
}

// corpusOrientations are those that are turned otherwise, and why.
var corpusOrientations = map[string]string{
	"avif/xmp_tags_orientation.avif": "only the container turns an AVIF, as in browsers",
}
