package jsoncell

import (
	"errors"

	"github.com/tidwall/gjson"

	"github.com/beamcrop/beamcrop/io/table"
)

var errNoPicture = errors.New("is neither text nor an object with the texts bytes and path")

// Picture reads a picture: text that packs its bytes or names its file, or an object
// with the members bytes and path, of which one may be null.
func Picture(row *table.Row, v gjson.Result) error {
	row.Picture = table.Picture{}
	if !v.IsObject() {
		data, err := pictureText(v)
		row.Picture.Data = []byte(data)
		return err
	}
	var failed error
	v.ForEach(func(name, member gjson.Result) bool {
		switch name.Str {
		case "bytes":
			var text string
			text, failed = pictureText(member)
			row.Picture.Data = []byte(text)
		case "path":
			row.Picture.Path, failed = pictureText(member)
		}
		return failed == nil
	})
	return failed
}

func pictureText(v gjson.Result) (string, error) {
	switch v.Type {
	case gjson.Null:
		return "", nil
	case gjson.String:
		return v.Str, nil
	default:
		return "", errNoPicture
	}
}
