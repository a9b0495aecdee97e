package demo

import (
	"fmt"

	"github.com/beamcrop/beamcrop/internal/facecaption"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

const (
	rowCount = 240
	hosts    = 4
)

// faces is the dataset: portraits, about every eighth of them with one of the
// flaws that the real dataset has.
func faces(server *testweb.Server) []facecaption.Row {
	pictures := testweb.Gallery(rowCount)
	rows := make([]facecaption.Row, rowCount)
	for i, p := range pictures {
		rows[i] = flawed(i, face(i, p), p, func(q testweb.Picture) string { return server.URL(i%hosts, q) })
		if rows[i].URL == "" {
			rows[i].URL = server.URL(i%hosts, p)
		}
	}
	return rows
}

func face(i int, p testweb.Picture) facecaption.Row {
	x1, y1, x2, y2 := testweb.FaceBox(p)
	box := fmt.Sprintf("[%d, %d, %d, %d]", x1, y1, x2, y2)
	return facecaption.Row{
		ID:           fmt.Sprintf("%08x", 0x5eed0000+i),
		Caption:      []string{fmt.Sprintf("Portrait number %d, the face looking at the camera before an open landscape.", i)},
		LAIONCaption: []string{fmt.Sprintf("portrait %d", i)},
		Box:          &box,
	}
}

// flawed gives every eighth row a flaw, each in its turn.
func flawed(i int, r facecaption.Row, p testweb.Picture, link func(testweb.Picture) string) facecaption.Row {
	if i%8 != 5 {
		return r
	}
	fault := func(f testweb.Fault) string {
		q := p
		q.Fault = f
		return link(q)
	}
	switch i / 8 % 10 {
	case 0:
		r.URL = fault("404")
	case 1:
		r.URL = fault("flaky") // answers 503 once: a retry mends it
	case 2:
		r.URL = "UNKNOWN, " + fault("410") + ", " + link(p) // the second link is good
	case 3:
		r.Box = nil
	case 4:
		broken := "[12, 34"
		r.Box = &broken
	case 5:
		r.URL = "UNKNOWN"
	case 6:
		r.URL = fault("html")
	case 7:
		r.URL = fault("cut_image")
	case 8:
		outside := "[5000, 5000, 5100, 5100]"
		r.Box = &outside
	default:
		r.URL = fault("loop")
		r.LAIONCaption = nil
	}
	return r
}
