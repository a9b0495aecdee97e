package web

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// leastRate is the least that a body must bring, in bytes a second. It is far
// below any real connection, also where hundreds of requests share a slow line,
// and far above what a server sends that only wants to keep a client busy.
const leastRate = 256

// minRateReader watches over the rate of a body: of each period, checked twice a period
// and for the first time when one is over. Bytes that come, but too slowly, are
// too_slow. None at all is a broken connection, a timeout.
type minRateReader struct {
	src    io.ReadCloser
	end    func(cause error) // of the attempt
	period time.Duration

	mu      sync.Mutex
	timer   *time.Timer
	running bool
	checks  int
	total   int64    // bytes read
	marks   [2]int64 // total at the last check and the one before
}

// tooSlow is the cause of an attempt's end.
type tooSlow struct {
	bytes  int64
	period time.Duration
}

// Error says what came.
func (e tooSlow) Error() string {
	return fmt.Sprintf("the body brought %d bytes in %v, less than %d a second", e.bytes, e.period, leastRate)
}

// silent is the cause of an attempt's end.
type silent struct{ period time.Duration }

// Error says for how long.
func (e silent) Error() string { return fmt.Sprintf("nothing of the body came for %v", e.period) }

// newPace returns a reader of src under watch; end is called, once, with a
// tooSlow or a silent. Call stop when the body was read.
func newMinRateReader(src io.ReadCloser, period time.Duration, end func(error)) *minRateReader {
	p := &minRateReader{src: src, end: end, period: period, running: true}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.timer = time.AfterFunc(period/2, p.check)
	return p
}

// Read reads from the body.
func (p *minRateReader) Read(b []byte) (int, error) {
	n, err := p.src.Read(b)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total += int64(n)
	return n, err
}

// Close closes the body.
func (p *minRateReader) Close() error { return p.src.Close() }

// Received returns how many bytes were read.
func (p *minRateReader) received() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.total
}

func (p *minRateReader) check() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.running {
		return
	}
	p.checks++
	got := p.total - p.marks[1]
	switch {
	case p.checks < 2 || float64(got) >= leastRate*p.period.Seconds():
	case got == 0:
		p.end(silent{p.period})
		return
	default:
		p.end(tooSlow{got, p.period})
		return
	}
	p.marks = [2]int64{p.total, p.marks[0]}
	p.timer.Reset(p.period / 2)
}

// pause stops watching: nobody reads for now.
func (p *minRateReader) pause() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running = false
	p.timer.Stop()
}

// resume begins again with a whole period.
func (p *minRateReader) resume() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running, p.checks = true, 0
	p.marks = [2]int64{p.total, p.total}
	p.timer.Reset(p.period / 2)
}

func (p *minRateReader) stop() { p.pause() }
