package cropfetch_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/mtime"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/window"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/cropfetch"
)

func init() {
	register.DoFn1x2[cropfetch.Row, beam.EventTime, cropfetch.Row](&stampFn{})
	register.DoFn3x0[beam.Window, beam.EventTime, cropfetch.Crop](&noteCropFn{})
	register.DoFn3x0[beam.Window, beam.EventTime, cropfetch.Failure](&noteFailureFn{})
	register.DoFn1x1[cropfetch.Crop, error](&breakFn{})
	register.DoFn2x1[cropfetch.Row, func(cropfetch.Row), error](&breakAtFn{})
	register.Emitter1[cropfetch.Row]()
}

// notes are what elements said, by the test's name: a DoFn holds no pointer.
var notes sync.Map

func note(test, text string) {
	list, _ := notes.LoadOrStore(test, &noteList{})
	list.(*noteList).add(text)
}

type noteList struct {
	sync.Mutex
	all []string
}

func (l *noteList) add(text string) {
	l.Lock()
	defer l.Unlock()
	l.all = append(l.all, text)
}

// noted returns them in order.
func noted(test string) []string {
	list, ok := notes.Load(test)
	if !ok {
		return nil
	}
	slices.Sort(list.(*noteList).all)
	return list.(*noteList).all
}

// stampFn gives each row the minute that its ID says.
type stampFn struct{}

func (*stampFn) ProcessElement(row cropfetch.Row) (beam.EventTime, cropfetch.Row) {
	var minute int64
	_, _ = fmt.Sscan(row.ID, &minute) // IDs are the test's own
	return mtime.FromMilliseconds(minute * 60_000), row
}

// minutes says where an element lies in time.
func minutes(w beam.Window, at beam.EventTime) string {
	return fmt.Sprintf("%d in [%d,%d)", at/60_000, w.(window.IntervalWindow).Start/60_000, w.(window.IntervalWindow).End/60_000)
}

type noteCropFn struct{ Test string }

func (fn *noteCropFn) ProcessElement(w beam.Window, at beam.EventTime, c cropfetch.Crop) {
	note(fn.Test, fmt.Sprintf("%s/%d at %s: %dx%d", c.Row.ID, c.Index, minutes(w, at), c.Width, c.Height))
}

type noteFailureFn struct{ Test string }

func (fn *noteFailureFn) ProcessElement(w beam.Window, at beam.EventTime, f cropfetch.Failure) {
	note(fn.Test, fmt.Sprintf("%s/%d at %s: %s", f.Row.ID, f.Index, minutes(w, at), f.Reason))
}

func here() cropfetch.Options {
	o := cropfetch.Defaults()
	o.Fetch.AllowPrivate = true
	o.Fetch.Retries = 0
	return o
}

// Whatever is wrong with rows, each of their boxes comes out once and the job
// goes on; and though rows end in another order than they came in, elements have
// their own row's event time, in any windows that rows have had.
func TestEveryRowComesOut(t *testing.T) {
	web := startWeb(testweb.Options{Hosts: 40})
	t.Cleanup(web.Close)
	box := []crop.Box{{X1: 4, Y1: 4, X2: 20, Y2: 24}}
	var rows []cropfetch.Row
	var want []string
	add := func(row cropfetch.Row, cell string) {
		row.ID = fmt.Sprint(len(rows))
		rows = append(rows, row)
		for i := range max(1, len(row.Boxes)) {
			want = append(want, fmt.Sprintf("%s/%d at %s in [%s,%d): %s", row.ID, i, row.ID, row.ID, len(rows), cell))
		}
	}
	slow := web.URL(39, testweb.Picture{Latency: 300 * time.Millisecond})
	add(cropfetch.Row{Links: []string{slow}, Boxes: box}, "16x20")
	for i, fault := range testweb.Faults() {
		switch fault {
		case "hang", "header_hang", "stall", "slow", "slow_header", "endless", "flaky", "flaky_reset", "retry_after", "retry_after_date", "429", "redirect_private":
			continue // they take their time, or depend on options; package fetch tests them
		}
		outcome, _ := fault.Want()
		if outcome == "" {
			outcome = "16x20"
		}
		add(cropfetch.Row{Links: []string{web.URL(i%39, testweb.Picture{Fault: fault})}, Boxes: slices.Concat(box, box)}, outcome)
	}
	add(cropfetch.Row{}, "invalid_row")
	add(cropfetch.Row{Links: []string{"ftp://h/x"}}, "invalid_url")
	add(cropfetch.Row{Links: []string{slow}, Boxes: []crop.Box{{X1: 1}}}, "invalid_row")
	add(cropfetch.Row{Links: []string{slow}, Boxes: []crop.Box{{X1: 9000, X2: 9001, Y2: 1}}}, "box_outside")
	slices.Sort(want)
	for _, runner := range []string{"prism", "direct"} {
		t.Run(runner, func(t *testing.T) {
			p, s := beam.NewPipelineWithRoot()
			minute := window.NewFixedWindows(time.Minute)
			in := beam.WindowInto(s, minute, beam.ParDo(s, &stampFn{}, beam.CreateList(s, rows)))
			found, failed := cropfetch.Fetch(s, here(), in)
			beam.ParDo0(s, &noteCropFn{t.Name()}, beam.WindowInto(s, minute, found))
			beam.ParDo0(s, &noteFailureFn{t.Name()}, beam.WindowInto(s, minute, failed))
			if _, err := beam.Run(t.Context(), runner, p); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, noted(t.Name())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// breakFn fails at the first crop.
type breakFn struct{}

func (*breakFn) ProcessElement(cropfetch.Crop) error { return errors.New("broken downstream") }

// breakAtFn fails at the row "break".
type breakAtFn struct{}

func (*breakAtFn) ProcessElement(row cropfetch.Row, emit func(cropfetch.Row)) error {
	if row.ID == "break" {
		return errors.New("broken upstream")
	}
	emit(row)
	return nil
}

// A bundle that fails in other people's code leaves nothing at work, though Beam
// tells its DoFns nothing.
func TestBrokenPipeline(t *testing.T) {
	web := startWeb(testweb.Options{})
	t.Cleanup(web.Close)
	var rows []cropfetch.Row
	for i := range 20 {
		rows = append(rows, cropfetch.Row{ID: fmt.Sprint(i), Links: []string{web.URL(0, testweb.Picture{ID: uint64(i)})}})
		rows = append(rows, cropfetch.Row{ID: fmt.Sprint(i), Links: []string{web.URL(0, testweb.Picture{ID: uint64(i), Fault: "hang"})}})
	}
	for name, build := range map[string]func(beam.Scope){
		"downstream": func(s beam.Scope) {
			found, _ := cropfetch.Fetch(s, here(), beam.CreateList(s, rows))
			beam.ParDo0(s, &breakFn{}, found)
		},
		"upstream": func(s beam.Scope) {
			in := beam.CreateList(s, append(slices.Clone(rows), cropfetch.Row{ID: "break"}))
			cropfetch.Fetch(s, here(), beam.ParDo(s, &breakAtFn{}, in))
		},
	} {
		for _, runner := range []string{"prism", "direct"} {
			t.Run(name+" on "+runner, func(t *testing.T) {
				p, s := beam.NewPipelineWithRoot()
				build(s)
				if _, err := beam.Run(context.Background(), runner, p); err == nil || !strings.Contains(err.Error(), "broken "+name) {
					t.Errorf("the job ended with %v", err)
				}
				for deadline := time.Now().Add(time.Minute); cropfetch.Users() > 0; time.Sleep(time.Millisecond) {
					if time.Now().After(deadline) {
						t.Fatal("the bundle is still at work")
					}
					runtime.GC()
				}
			})
		}
	}
}
