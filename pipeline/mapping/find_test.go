package mapping

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/boxes"
)

// usual is what is asked without flags.
func usual() Asked { return Asked{BoxFormat: boxes.Auto, BoxUnits: boxes.Auto, Keep: "all"} }

func TestColumnsAreFoundOrNamed(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Asked)
		there  []string
		want   rows.Columns
	}{
		"usual names":         {func(*Asked) {}, []string{"_id", "url", "box", "caption"}, rows.Columns{URL: "url", Box: "box", Caption: "caption", KeepAll: true}},
		"LAION's":             {func(*Asked) {}, []string{"URL", "TEXT"}, rows.Columns{URL: "URL", Caption: "TEXT", KeepAll: true}},
		"named":               {func(o *Asked) { o.URLColumn, o.BoxColumn = "link", "rect" }, []string{"url", "box"}, rows.Columns{URL: "link", Box: "rect", KeepAll: true}},
		"none":                {func(o *Asked) { o.BoxColumn, o.Keep = "none", "none" }, []string{"url", "box"}, rows.Columns{URL: "url"}},
		"kept by name":        {func(o *Asked) { o.Keep = "a, b,," }, []string{"url", "a", "b"}, rows.Columns{URL: "url", Keep: []string{"a", "b"}}},
		"four columns":        {func(o *Asked) { o.BoxColumn = "x1, y1,x2,y2" }, []string{"url", "box"}, rows.Columns{URL: "url", Also: []string{"x1", "y1", "x2", "y2"}, KeepAll: true}},
		"four columns, found": {func(*Asked) {}, []string{"XMin", "XMax", "YMin", "YMax", "url"}, rows.Columns{URL: "url", Also: []string{"XMin", "YMin", "XMax", "YMax"}, KeepAll: true}},
		"no boxes asked for":  {func(o *Asked) { o.BoxColumn = "none" }, []string{"url", "x1", "y1", "x2", "y2"}, rows.Columns{URL: "url", KeepAll: true}},
		"preset, named":       {func(o *Asked) { o.Preset, o.CaptionColumn = "facecaption", "none" }, []string{"url", "box", "caption"}, rows.Columns{URL: "url", Box: "box", KeepAll: true}},
	} {
		t.Run(name, func(t *testing.T) {
			o := usual()
			c.change(&o)
			o.ApplyPreset(c.there)
			got, err := o.Columns(rows.Columns{}, texts(c.there), knowing{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// knowing is a looker that knows what columns hold.
type knowing map[string]string

func (k knowing) Links(column string) (bool, error)    { return k[column] == "link", nil }
func (k knowing) Captions(column string) (bool, error) { return k[column] == "caption", nil }
func (k knowing) Boxes(column string) (bool, error)    { return k[column] == "box", nil }
func (k knowing) Four(columns []string) (bool, error)  { return k[columns[0]] != "text", nil }

func texts(names []string) []rows.Column {
	var columns []rows.Column
	for _, name := range names {
		columns = append(columns, rows.Column{Name: name, Type: "string"})
	}
	return columns
}

// Usual names are found by what stands beneath them.
func TestColumnsAreLookedInto(t *testing.T) {
	for name, c := range map[string]struct {
		there             string
		holds             knowing
		url, box, caption string
		err               string
	}{
		"image_url before url":       {"url,image_url", knowing{"image_url": "link"}, "image_url", "", "", ""},
		"a url that is sure":         {"url,image_url", knowing{}, "url", "", "", ""},
		"other spellings":            {"Image URL,BBox,Alt-Text", knowing{"Image URL": "link", "BBox": "box", "Alt-Text": "caption"}, "Image URL", "BBox", "Alt-Text", ""},
		"names that mislead":         {"url,boxes,alt", knowing{}, "url", "", "", ""},
		"the next of several":        {"url,boxes,face_bbox,alt,description", knowing{"face_bbox": "box", "description": "caption"}, "url", "face_bbox", "description", ""},
		"paths":                      {"url,objects,texts", knowing{"objects.bbox": "box", "texts.en": "caption"}, "url", "objects.bbox", "texts.en", ""},
		"LAION":                      {"URL,TEXT,NSFW", knowing{}, "URL", "", "TEXT", ""},
		"links by any name":          {"id,wo,alt", knowing{"wo": "link"}, "wo", "", "", ""},
		"links in two columns":       {"a,b", knowing{"a": "link", "b": "link"}, "", "", "", "links in the columns a, b: choose with --url_column"},
		"no links":                   {"link,text", knowing{}, "", "", "", "no column of links found; the columns are: link, text (choose with --url_column)"},
		"usual name before any name": {"a,src", knowing{"a": "link", "src": "link"}, "src", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := usual().Columns(rows.Columns{}, texts(strings.Split(c.there, ",")), c.holds)
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("%v, want an error that says %q", err, c.err)
				}
				return
			}
			if err != nil || got.URL != c.url || got.Box != c.box || got.Caption != c.caption {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}
