package cropfetch_test

import (
	"image"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/cropfetch"
	"github.com/beamcrop/beamcrop/transforms/fetch"
)

// The API is what other people's pipelines are built on: this file stops to
// compile when it changes.
var (
	_ func(beam.Scope, cropfetch.Options, beam.PCollection) (crops, failures beam.PCollection) = cropfetch.Fetch
	_ func() cropfetch.Options                                                                 = cropfetch.Defaults
	_ func(cropfetch.Options) error                                                            = cropfetch.Options.Validate

	_ = struct {
		Fetch fetch.Options
		Crop  crop.Options
	}(cropfetch.Options{})
	_ = struct {
		ID      string
		Links   []string
		Boxes   []crop.Box
		Caption string
		Payload []byte
	}(cropfetch.Row{})
	_ = struct {
		Row           cropfetch.Row
		Index         int
		Link          string
		Box           *crop.Box
		SHA256        string
		Image         []byte
		Format        string
		Width, Height int
		Exact         image.Rectangle
	}(cropfetch.Crop{})
	_ = struct {
		Row              cropfetch.Row
		Index            int
		Link             string
		Reason, Detail   string
		Status, Attempts int
	}(cropfetch.Failure{})
)

// Elements survive the way between workers, whatever they leave out.
func TestCoders(t *testing.T) {
	full := cropfetch.Row{ID: "a", Links: []string{"http://h/1", ""}, Boxes: []crop.Box{{X1: 0.1, Y1: -2, X2: 3, Y2: 4, Of: crop.Fraction}}, Caption: "héllo", Payload: []byte{0, 255}}
	for name, row := range map[string]cropfetch.Row{"zero": {}, "full": full} {
		t.Run(name, func(t *testing.T) {
			made, failed := cropfetch.Crop{Row: row}, cropfetch.Failure{Row: row}
			if name == "full" {
				made = cropfetch.Crop{
					Row: row, Index: 3, Link: "http://h/1", Box: &crop.Box{X1: 1, X2: 2, Y2: 9}, SHA256: "00ff",
					Image: []byte("\xff\xd8"), Format: "jpeg", Width: 7, Height: 9, Exact: image.Rect(1, 2, 8, 11),
				}
				failed = cropfetch.Failure{Row: row, Index: 1, Link: "l", Reason: "dns", Detail: "no such host", Status: 404, Attempts: 4}
			}
			gotRow, gotCrop, gotFailure, err := cropfetch.RoundTrip(row, made, failed)
			if err != nil {
				t.Fatal(err)
			}
			empty := cmpopts.EquateEmpty()
			if diff := cmp.Diff(row, gotRow, empty) + cmp.Diff(made, gotCrop, empty) + cmp.Diff(failed, gotFailure, empty); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBadOptions(t *testing.T) {
	for want, o := range map[string]cropfetch.Options{
		"--resize_mode": {Fetch: fetch.Defaults()},
		"--retries":     {Fetch: fetch.Options{Retries: -1}, Crop: crop.Defaults()},
	} {
		t.Run(want, func(t *testing.T) {
			defer func() {
				err, _ := recover().(error)
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("panic with %v, want one that names %s", err, want)
				}
			}()
			_, s := beam.NewPipelineWithRoot()
			cropfetch.Fetch(s, o, beam.CreateList(s, []cropfetch.Row{{}}))
		})
	}
}
