package politeness

import "time"

// pulseStep is the part of the usual time by which a sample moves it.
const pulseStep = 16

// pulse tells how late a request reached its host, by how late its answer came: a
// server that allows no burst measures the gaps between requests as they arrive.
type pulse struct {
	last  time.Time     // the start of the latest request
	usual time.Duration // that a request takes, its median
}

func (p *pulse) begin(now time.Time) { p.last = now }

// end notes a request that was served, and returns when the next may start at a
// rate per second; zero if the answer does not matter. It is put off by what the
// answer to the latest request is late, at most half of the gap: what is late may
// be the picture.
func (p *pulse) end(began, now time.Time, rate float64) time.Time {
	took := now.Sub(began)
	late := took - p.usual
	step := p.usual/pulseStep + 1
	p.usual += max(-step, min(late, step))
	if p.usual == step { // the first
		p.usual = took
	}
	if rate <= 0 || !began.Equal(p.last) || late <= 0 {
		return time.Time{}
	}
	gap := time.Duration(float64(time.Second) / rate)
	return began.Add(gap + min(late, gap/2))
}
