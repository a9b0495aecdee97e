package cropfetch_test

import (
	"context"
	"fmt"
	"log"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx" // the runners

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/cropfetch"
)

func init() {
	register.Function1x0(printCrop)
	register.Function1x0(printFailure)
	register.Function1x1(again)
}

func printCrop(c cropfetch.Crop) {
	fmt.Printf("%s[%d] %q: %dx%d %s at (%v, %v), with %s\n", c.Row.ID, c.Index, c.Row.Caption, c.Width, c.Height, c.Format, c.Box.X1, c.Box.Y1, c.Row.Payload)
}

func printFailure(f cropfetch.Failure) {
	fmt.Printf("%s[%d] failed: %s after %d request(s), status %d\n", f.Row.ID, f.Index, f.Reason, f.Attempts, f.Status)
}

// Rows in, crops and failures out. Every box of every row is in one of the two.
func ExampleFetch() {
	web := startWeb(testweb.Options{})
	defer web.Close()
	beam.Init()
	p, s := beam.NewPipelineWithRoot()
	rows := beam.CreateList(s, []cropfetch.Row{
		{
			ID: "cat", Caption: "a cat and a dog", Payload: []byte(`{"license":"cc0"}`),
			Links: []string{web.URL(0, testweb.Picture{ID: 1, Width: 640, Height: 480})},
			Boxes: []crop.Box{{X1: 10, Y1: 20, X2: 110, Y2: 220}, {X1: 0.5, Y1: 0, X2: 1, Y2: 1, Of: crop.Fraction}},
		},
		{ID: "lost", Links: []string{web.URL(0, testweb.Picture{ID: 2, Fault: "404"})}},
		{ID: "empty"},
	})

	o := cropfetch.Defaults()
	o.Fetch.AllowPrivate = true // the server is on this machine
	o.Crop.Margin = 0.1
	found, failed := cropfetch.Fetch(s, o, rows)
	beam.ParDo0(s, printCrop, found)
	beam.ParDo0(s, printFailure, failed)

	if _, err := beam.Run(context.Background(), "prism", p); err != nil {
		fmt.Println(err)
	}
	// Unordered output:
	// cat[0] "a cat and a dog": 120x240 jpeg at (10, 20), with {"license":"cc0"}
	// cat[1] "a cat and a dog": 352x480 jpeg at (320, 0), with {"license":"cc0"}
	// lost[0] failed: http_4xx after 1 request(s), status 404
	// empty[0] failed: invalid_row after 0 request(s), status 0
}

// A failure holds its row as it came, so what failed can be asked for again, with
// other options or on another day.
func ExampleFailure() {
	web := startWeb(testweb.Options{})
	defer web.Close()
	beam.Init()
	p, s := beam.NewPipelineWithRoot()
	rows := beam.CreateList(s, []cropfetch.Row{{
		ID: "shy", Boxes: []crop.Box{{X2: 8, Y2: 8}},
		Links: []string{web.URL(0, testweb.Picture{Fault: "flaky", N: 1})}, // fails once
	}})

	o := cropfetch.Defaults()
	o.Fetch.AllowPrivate = true
	o.Fetch.Retries = 0
	found, failed := cropfetch.Fetch(s, o, rows)
	foundLater, failedAgain := cropfetch.Fetch(s, o, beam.ParDo(s, again, failed))
	beam.ParDo0(s, printCrop, beam.Flatten(s, found, foundLater))
	beam.ParDo0(s, printFailure, failedAgain)

	if _, err := beam.Run(context.Background(), "prism", p); err != nil {
		fmt.Println(err)
	}
	// Output: shy[0] "": 8x8 jpeg at (0, 0), with
}

func again(f cropfetch.Failure) cropfetch.Row { return f.Row }

func startWeb(o testweb.Options) *testweb.Server {
	web, err := testweb.Start(o)
	if err != nil {
		log.Fatal(err)
	}
	return web
}
