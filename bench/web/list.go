package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/beamcrop/beamcrop/internal/facecaption"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

const (
	medianLatency = 150 * time.Millisecond
	spread        = 0.8 // of the latency's logarithm
	slowBody      = 30  // seconds
)

// Shares of the rows. Those of deadHosts are of whole hosts, outside the largest.
var (
	deadHosts = []fate{{"no such name", .035}, {"refused", .015}, {"hang", .015}}
	deadLinks = []fate{{"404", .10}, {"html", .04}, {"403", .03}, {"trickle", .002}}
)

// largest hosts always answer.
const largest = 20

// fate is what becomes of a share of the rows.
type fate struct {
	name  string
	share float64
}

// list is the list of links, of which every part follows from the seed.
type list struct {
	rows, hosts, port int
	random            *rand.Rand
	hostOf            []int
	dead              map[int]string // by host
}

func newList(seed uint64, rows, hosts, port int) *list {
	l := &list{rows: rows, hosts: hosts, port: port, random: rand.New(rand.NewPCG(seed, 0)), dead: map[int]string{}}
	l.hostOf = l.zipf()
	l.kill()
	return l
}

// zipf draws each row's host: the n-th has 1/n of the first one's rows.
func (l *list) zipf() []int {
	sums := make([]float64, l.hosts)
	total := 0.0
	for i := range sums {
		total += 1 / float64(i+1)
		sums[i] = total
	}
	all := make([]int, l.rows)
	for i := range all {
		x := l.random.Float64() * total
		for sums[all[i]] < x {
			all[i]++
		}
	}
	return all
}

// kill chooses the hosts that are dead.
func (l *list) kill() {
	rowsOf := map[int]int{}
	for _, host := range l.hostOf {
		rowsOf[host]++
	}
	for _, f := range deadHosts {
		for left := int(math.Round(f.share * float64(l.rows))); left > 0; {
			host := largest + l.random.IntN(l.hosts-largest)
			if l.dead[host] == "" && rowsOf[host] > 0 && rowsOf[host] <= left {
				l.dead[host] = f.name
				left -= rowsOf[host]
			}
		}
	}
}

// row returns the next row; they are to be asked for in order.
func (l *list) row(i int) facecaption.Row {
	p := testweb.Picture{ID: uint64(i), Width: 640, Height: 480, Quality: 85}
	switch i % 6 {
	case 1, 3:
		p.Width, p.Height = 1024, 768
	case 5:
		p.Width, p.Height = 1920, 1280
	}
	p.Latency = time.Duration(float64(medianLatency) * math.Exp(spread*l.random.NormFloat64())).Round(time.Millisecond)
	content := p
	content.ID %= distinct
	x1, y1, x2, y2 := testweb.FaceBox(content)
	box := fmt.Sprintf("[%d, %d, %d, %d]", x1, y1, x2, y2)
	return facecaption.Row{
		ID:           fmt.Sprintf("%012x", i),
		URL:          l.link(l.hostOf[i], p),
		Caption:      []string{fmt.Sprintf("The person in picture %d looks at the camera.", i)},
		LAIONCaption: []string{fmt.Sprintf("portrait no. %d", i)},
		Box:          &box,
	}
}

func (l *list) link(host int, p testweb.Picture) string {
	name, port := testweb.Address(host).String(), l.port
	p.Fault = l.fault()
	if p.Fault == "trickle" {
		p.N = slowBody
	}
	switch l.dead[host] {
	case "no such name":
		name = fmt.Sprintf("gone-%d.invalid", host)
	case "refused":
		port++
	case "hang":
		p.Fault = "hang"
	}
	return fmt.Sprintf("http://%s:%d%s", name, port, p.Path())
}

// fault draws that of a link whose host answers.
func (l *list) fault() testweb.Fault {
	alive := 1.0
	for _, f := range deadHosts {
		alive -= f.share
	}
	x := l.random.Float64() * alive
	for _, f := range deadLinks {
		if x -= f.share; x < 0 {
			return testweb.Fault(f.name)
		}
	}
	return ""
}
