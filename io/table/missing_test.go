package table

import "testing"

func TestMissingColumn(t *testing.T) {
	there := []string{"url", "objects"}
	for want, e := range map[string]MissingColumn{
		`no column "x"; the columns are: url, objects`:                                 {Name: "x", There: there},
		`no column "x"; the columns are: url, objects (choose with --caption_column)`:  {Name: "x", There: there, Flag: "--caption_column"},
		`no column "objects.bbox": --keep takes columns whole, here objects`:           {Name: "objects.bbox", There: there, Flag: "--keep"},
		`no column "objects.bbox"; the columns are: url, objects (choose with --also)`: {Name: "objects.bbox", There: there, Flag: "--also"},
	} {
		if got := e.Error(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
