package shards

import (
	"fmt"
	"maps"
	"slices"

	"github.com/beamcrop/beamcrop/io/shards/stats"
)

// How many examples the details of a whole job hold; those of one shard hold no
// more.
const (
	MostCrops    = 60 // of crops
	MostFailures = 20 // of failed rows, of each reason
)

// Details describe the rows of one shard, or of several together, beyond what a
// Report counts: how they were spread, and some of them. They are zero in the
// sidecars of versions that did not know them.
type Details struct {
	Requested  int64 `json:"requested"`  // rows for which a request was sent
	Downloaded int64 `json:"downloaded"` // of those, with a body as answer
	Decoded    int64 `json:"decoded"`    // of those, whose body is a picture that can be read

	// A row that was run again counts each time in LatencyMS, SourceBytes and
	// Finished, and as what became of it in the end in all else.
	LatencyMS   stats.Histogram `json:"latency_ms"`   // of requested rows: from the first request to the last answer, waiting and retries included
	SourceBytes stats.Histogram `json:"source_bytes"` // of downloaded rows
	SourceSide  stats.Histogram `json:"source_side"`  // of written rows: the shorter side of the downloaded picture, in pixels
	CropSide    stats.Histogram `json:"crop_side"`    // of written rows: the shorter side of the crop, in pixels
	Finished    stats.Timeline  `json:"finished"`

	// Crops and Failures are random rows, chosen by the hashes of their ids.
	Crops    []CropExample               `json:"crops,omitempty"`
	Failures map[string][]FailureExample `json:"failures,omitempty"` // by reason
}

// CropExample is a written row. Texts are clipped.
type CropExample struct {
	ID           string    `json:"id"`
	Shard        int       `json:"shard"`
	Row          int64     `json:"row"` // in the shard's data file, counted from 0
	URL          string    `json:"url"`
	Caption      string    `json:"caption,omitempty"`
	Box          []float64 `json:"box,omitempty"` // x1, y1, x2, y2 in pixels of the source; none for the whole picture
	SourceWidth  int       `json:"source_width"`  // in pixels, as are all sizes
	SourceHeight int       `json:"source_height"`
	SourceBytes  int64     `json:"source_bytes"`
	Width        int       `json:"width"`
	Height       int       `json:"height"`
}

// FailureExample is a row that failed. Texts are clipped.
type FailureExample struct {
	ID         string `json:"id"`
	URL        string `json:"url"`
	Detail     string `json:"detail"`
	HTTPStatus int    `json:"http_status,omitempty"`
	Attempts   int    `json:"attempts"`
	ElapsedMS  int64  `json:"elapsed_ms"`
}

// Add adds o to d, and keeps as many examples as a whole job has. It shares no
// memory with o but texts and boxes.
func (d *Details) Add(o Details) {
	d.Requested += o.Requested
	d.Downloaded += o.Downloaded
	d.Decoded += o.Decoded
	d.LatencyMS.Merge(o.LatencyMS)
	d.SourceBytes.Merge(o.SourceBytes)
	d.SourceSide.Merge(o.SourceSide)
	d.CropSide.Merge(o.CropSide)
	d.Finished.Merge(o.Finished)
	d.Crops = append(slices.Clip(d.Crops), o.Crops...)
	d.Failures = maps.Clone(d.Failures)
	if d.Failures == nil && len(o.Failures) > 0 {
		d.Failures = map[string][]FailureExample{}
	}
	for reason, failures := range o.Failures {
		d.Failures[reason] = append(slices.Clip(d.Failures[reason]), failures...)
	}
	d.Limit(MostCrops, MostFailures)
}

// Limit keeps so many examples of crops, and of each reason's failures.
func (d *Details) Limit(crops, failures int) {
	d.Crops = stats.Lowest(crops, d.Crops, func(c CropExample) string { return c.ID })
	for reason, all := range d.Failures {
		d.Failures[reason] = stats.Lowest(failures, all, func(f FailureExample) string { return f.ID })
	}
}

// validate finds what contradicts itself or the report.
func (d *Details) validate(r *Report) error {
	if r.Rows < d.Requested || d.Requested < d.Downloaded || d.Downloaded < d.Decoded || d.Decoded < 0 {
		return fmt.Errorf("details: of %d rows %d were requested, %d downloaded and %d decoded", r.Rows, d.Requested, d.Downloaded, d.Decoded)
	}
	for _, h := range []stats.Histogram{d.LatencyMS, d.SourceBytes, d.SourceSide, d.CropSide} {
		if err := h.Validate(); err != nil {
			return fmt.Errorf("details: %w", err)
		}
	}
	if err := d.Finished.Validate(); err != nil {
		return fmt.Errorf("details: %w", err)
	}
	if n := len(d.Crops); n > MostCrops || int64(n) > r.Written {
		return fmt.Errorf("details: %d crops of %d", n, r.Written)
	}
	for _, c := range d.Crops {
		if c.Shard != r.Shard || c.Row < 0 || c.Row >= r.Written || c.ID == "" || len(c.Box) != 0 && len(c.Box) != 4 {
			return fmt.Errorf("details: crop %q is row %d of shard %d, box %v", c.ID, c.Row, c.Shard, c.Box)
		}
	}
	for reason, failures := range d.Failures {
		if n := len(failures); n > MostFailures || int64(n) > r.Reasons[reason] {
			return fmt.Errorf("details: %d examples of %d rows that failed for %q", n, r.Reasons[reason], reason)
		}
	}
	return nil
}
