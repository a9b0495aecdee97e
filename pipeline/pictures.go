package pipeline

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/pipeline/option"
)

// checkPictures reports options of pictures that rows carry that do not go together.
func (o Options) checkPictures() error {
	if o.ImageColumn == "none" {
		o.ImageColumn = ""
	}
	switch {
	case o.ImageRoot != "" && o.ImageColumn == "":
		return fmt.Errorf("--image_root=%s is for --image_column, which names the column of paths and is missing", o.ImageRoot)
	case o.ImageColumn != "" && o.URLColumn != "":
		return errors.New("--image_column and --url_column do not go together: the pictures are in the dataset, or are downloaded")
	case o.ImageColumn != "" && o.Originals != "":
		return errors.New("--originals keeps what is downloaded, and with --image_column nothing is: leave it out")
	case o.ImageColumn != "" && slices.Contains(option.SplitList(o.Keep), o.ImageColumn):
		return fmt.Errorf("--keep=%s names the column of pictures, which is not copied: the output has the crops", o.ImageColumn)
	case o.ImageColumn != "" && (o.CaptionColumn == o.ImageColumn || slices.Contains(option.SplitList(o.BoxColumn), o.ImageColumn)):
		return fmt.Errorf("--image_column=%s is named as another column, too", o.ImageColumn)
	}
	return nil
}

// checkImageRoot refuses a root that no picture can be read from.
func (o *Options) checkImageRoot() error {
	place := strings.TrimPrefix(o.ImageRoot, "file://")
	switch scheme, _, remote := strings.Cut(place, "://"); {
	case place == "":
		return nil
	case remote && !slices.Contains([]string{"s3", "gs", "hf"}, scheme):
		return fmt.Errorf("must be a folder, local or at s3://, gs:// or hf://, not %q: links are for --url_column", o.ImageRoot)
	case remote:
		return nil
	}
	if info, err := os.Stat(place); err != nil {
		return fmt.Errorf("cannot be read: %w", err)
	} else if !info.IsDir() {
		return fmt.Errorf("must be a folder, and %s is a file", o.ImageRoot)
	}
	return nil
}

// pictureColumn returns the column of pictures: the one that was named, or that the
// format has, unless links are to be used.
func (o Options) pictureColumn(there []rows.Column) string {
	if o.ImageColumn == "none" {
		return ""
	}
	i := slices.IndexFunc(there, func(c rows.Column) bool { return c.Pictures })
	if o.ImageColumn != "" || o.URLColumn != "" || i < 0 {
		return o.ImageColumn
	}
	return there[i].Name
}
