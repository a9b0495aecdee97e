package cropfetch

import (
	"github.com/apache/beam/sdks/v2/go/pkg/beam"

	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/engine"
)

// element is what the engine hands back with each cut of a row.
type element struct {
	row Row
	at  beam.EventTime
}

// ask is what a row asks of the engine.
func ask(at beam.EventTime, row Row) engine.Row {
	held := len(row.ID) + len(row.Caption) + len(row.Payload)
	for _, l := range row.Links {
		held += len(l)
	}
	return engine.Row{ID: row.ID, Links: row.Links, Boxes: row.Boxes, Held: held, Tag: element{row, at}}
}

// emit makes elements of cuts.
func emit(crops func(beam.EventTime, Crop), failures func(beam.EventTime, Failure)) engine.EmitCut {
	return func(c engine.Cut) {
		from := c.Row.Tag.(element)
		if c.Failure != nil {
			failures(from.at, failureOf(from.row, c))
			return
		}
		crops(from.at, cropOf(from.row, c))
	}
}

func cropOf(row Row, c engine.Cut) Crop {
	made := Crop{
		Row: row, Index: c.Index, Link: c.Link, SHA256: c.SHA256,
		Image: c.Crop.Image, Format: c.Crop.Format, Width: c.Crop.Width, Height: c.Crop.Height, Exact: c.Crop.Exact,
	}
	if b := c.Crop.Box; b != nil { // a copy, which says no more what size it was of
		made.Box = &crop.Box{X1: b.X1, Y1: b.Y1, X2: b.X2, Y2: b.Y2}
	}
	return made
}

func failureOf(row Row, c engine.Cut) Failure {
	return Failure{
		Row: row, Index: c.Index, Link: c.Link,
		Reason: string(c.Failure.Reason), Detail: c.Failure.Err.Error(), Status: c.Status, Attempts: c.Attempts,
	}
}
