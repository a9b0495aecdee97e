package mapping

import (
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/transforms/boxes"
)

// The names that datasets usually give the columns we look for, the likeliest
// first: url is the link of a page where there is an image_url, too. Names that
// differ only in how they are spelled are not listed twice, see boxes.Fold.
var (
	usualURL = []string{
		"image_url", "img_url", "picture_url", "photo_image_url", "url", "URL", "image_link", "img_link", "content_url",
		"original_url", "coco_url", "flickr_url", "media_url", "file_url", "download_url", "image_urls", "urls",
		"link", "links", "image_src", "img_src", "src", "href", "uri", "image_uri", "image", "img", "picture", "photo", "images",
	}
	usualBox = []string{
		"box", "bbox", "boxes", "bboxes", "face_box", "face_boxes", "face_bbox", "face_bboxes", "bounding_box", "bounding_boxes",
		"objects.bbox", "objects.bboxes", "faces.bbox", "annotations.bbox", "faces",
	}
	usualCaption = []string{
		"caption", "TEXT", "text", "captions", "texts", "txt", "alt", "alt_text", "image_caption", "image_description", "description",
		"face_caption", "laion_caption", "caption_en", "text_en", "texts.en", "captions.en", "caption.en", "text.en",
		"sentence", "sentences.raw", "sentences", "prompt",
	}
)

// sureNames are enough by themselves. Columns of the other names are looked into,
// for an alt may be an altitude, and boxes their number.
var sureNames = []string{"url", "URL", "box", "caption", "TEXT", "text"}

// IsUsualURL says whether a column has one of the usual names of links.
func IsUsualURL(column string) bool { return len(candidates(usualURL, []string{column})) > 0 }

// candidates returns the columns that have a usual name, the likeliest first.
// That may be a path into one of them.
func candidates(usual, there []string) []string {
	var found []string
	for _, name := range usual {
		column := spelled(name, there)
		if outer, _, isPath := strings.Cut(name, "."); isPath && column == "" && slices.Contains(there, outer) {
			column = name
		}
		if column != "" && !slices.Contains(found, column) {
			found = append(found, column)
		}
	}
	return found
}

// spelled returns the column of a name: the very same, or one that is the same
// but for its spelling; "" if there is none.
func spelled(name string, there []string) string {
	if slices.Contains(there, name) {
		return name
	}
	for _, column := range there {
		if boxes.Fold(column) == boxes.Fold(name) {
			return column
		}
	}
	return ""
}
