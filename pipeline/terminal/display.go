package terminal

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/printable"
	"github.com/beamcrop/beamcrop/transforms/progress"
)

// How often progress is shown: a bar moves, lines pile up in a log.
const (
	barEvery  = 200 * time.Millisecond
	jsonEvery = time.Second
	lineEvery = 5 * time.Second
)

// Opening is what is shown before a job starts.
type Opening struct {
	Job      string   // what it will do, in a line
	Warnings []string // a line each
	Asked    int64    // rows of the sample; 0 = as many as there are
}

// Display shows a job's progress until it is stopped.
type Display struct {
	to    io.Writer
	asked int64
	track *progress.Tracker
	bar   bool // redraw one line
	json  bool // write progress for a program
	width int  // of the terminal, in columns
	rate  recentRate

	started time.Time
	usedCPU time.Duration // before

	warned bool
	load   load // measured by loop, and read when it has ended
	line   atomic.Pointer[string]
	notes  chan string // lines to show
	quit   chan struct{}
	done   chan struct{}
}

// Start starts showing progress: a bar where to is a terminal, else a plain line
// with the time of day every few seconds; "json" writes objects for a program, "off" nothing.
func Start(to io.Writer, mode string, o Opening, track *progress.Tracker) *Display {
	d := &Display{to: to, json: mode == "json", asked: o.Asked, track: track, width: 100, notes: make(chan string), quit: make(chan struct{}), done: make(chan struct{})}
	if mode == "off" {
		d.to = io.Discard
	}
	if f, ok := to.(*os.File); ok && mode == "auto" && term.IsTerminal(int(f.Fd())) {
		d.bar = true
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 20 {
			d.width = width
		}
	}
	d.println(o.Job)
	for _, warning := range o.Warnings {
		d.println("warning: " + warning)
	}
	d.rate.add(time.Now(), 0)
	d.started, d.usedCPU = time.Now(), cpuTime()
	go d.loop()
	return d
}

// Stop shows the last state and returns when nothing more will be shown.
func (d *Display) Stop() {
	close(d.quit)
	<-d.done
	d.load.elapsed, d.load.cpu = time.Since(d.started), cpuTime()-d.usedCPU
}

// BoundBy says what the job's speed was bound by and what would help, "" if nothing that
// was measured stands out. It is for after Stop.
func (d *Display) BoundBy(f fetch.Options) string {
	return boundBy(d.load, runtime.GOMAXPROCS(0), f)
}

// Line is the latest line of progress, whether or not it was shown; "" before the job is
// planned.
func (d *Display) Line() string {
	if line := d.line.Load(); line != nil {
		return *line
	}
	return ""
}

// Say shows a line, unless the display has been stopped.
func (d *Display) Say(line string) {
	select {
	case d.notes <- line:
	case <-d.quit:
	}
}

func (d *Display) loop() {
	defer close(d.done)
	every := lineEvery
	switch {
	case d.bar:
		every = barEvery
	case d.json:
		every = jsonEvery
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	look := time.NewTicker(loadEvery)
	defer look.Stop()
	for {
		select {
		case <-tick.C:
			d.show()
		case <-look.C:
			d.load.add(d.track.Snapshot().Fetching)
		case note := <-d.notes:
			if d.bar {
				_, _ = fmt.Fprint(d.to, "\r\x1b[K")
			}
			d.println(note)
		case <-d.quit:
			d.show()
			if d.bar {
				d.println("")
			}
			return
		}
	}
}

func (d *Display) show() {
	now := d.track.Snapshot()
	if !now.Planned {
		return
	}
	d.warnShort(now.Total)
	rate := d.rate.add(time.Now(), now.Settled())
	line := progressLine(now, rate)
	d.line.Store(&line)
	if d.json {
		writeProgress(d.to, now, rate)
		return
	}
	if !d.bar {
		d.println(line)
		return
	}
	if room := d.width - 1; len(line) > room {
		line = line[:room]
	}
	_, _ = fmt.Fprintf(d.to, "\r\x1b[K%s", printable.Line(line)) // a lost terminal is no reason to stop
}

// warnShort says once that the dataset is smaller than the sample asked for.
func (d *Display) warnShort(total int64) {
	if asked := d.asked; asked > total && !d.warned {
		d.warned = true
		d.println(fmt.Sprintf("warning: --sample=%d, but the input has %d rows: all are taken", asked, total))
	}
}

// println writes a line: in a log, where nobody has seen it come, with the time of day.
func (d *Display) println(line string) {
	if !d.bar && !d.json {
		line = time.Now().Format(time.TimeOnly) + " " + line
	}
	_, _ = fmt.Fprintln(d.to, printable.Line(line)) // a lost terminal is no reason to stop
}
