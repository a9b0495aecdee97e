// Package observe sums up what became of a shard's rows for the shard's report:
// how long downloads took, how large pictures are, when rows were finished, and
// which rows are shown as examples.
//
// It is pure: rows in, shards.Details out. It imports io/shards and
// transforms/reason.
package observe

import (
	"image"
	"slices"
	"strings"
	"time"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/io/shards/stats"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// Row is what became of one output row.
type Row struct {
	ID, URL, Caption string
	Box              []float64 // x1, y1, x2, y2 in pixels of the source; nil for the whole picture

	Attempts   int           // requests sent
	Downloaded bool          // a body came
	Bytes      int64         // of the bodies that came
	Elapsed    time.Duration // from the first request to the last answer
	Finished   time.Time

	Source, Crop image.Point // sizes in pixels, of a written row

	// Earlier is of a row that an earlier run settled: Attempts and Elapsed are of
	// one that failed, and all else that is told of a download is not known.
	Earlier bool

	Failure reason.Reason // "" for a written row
	Detail  string
	Status  int // of the last answer; 0 if there was none
}

// Shard sums up the rows of a shard, given in the order of its files. It keeps
// fewer examples the more shards there are: as many as the job's can be chosen
// from, and never none.
func Shard(number, of int, rows []Row) shards.Details {
	var d shards.Details
	for i := range rows {
		r := &rows[i]
		count(&d, r)
		if r.Earlier {
			continue
		}
		d.Finished.Add(r.Finished, r.Failure != "")
		if r.Failure == "" {
			d.SourceSide.Add(int64(min(r.Source.X, r.Source.Y)))
			d.CropSide.Add(int64(min(r.Crop.X, r.Crop.Y)))
		}
	}
	d.Crops = crops(number, rows, share(shards.MostCrops, of))
	d.Failures = failures(rows, share(shards.MostFailures, of))
	return d
}

// crops returns n examples of written rows.
func crops(shard int, rows []Row, n int) []shards.CropExample {
	var written []int
	for i := range rows {
		if rows[i].Failure == "" {
			written = append(written, i)
		}
	}
	seen := slices.DeleteFunc(slices.Clone(written), func(i int) bool { return rows[i].Earlier })
	var examples []shards.CropExample
	for _, i := range stats.Lowest(n, seen, func(i int) string { return rows[i].ID }) {
		at, _ := slices.BinarySearch(written, i)
		examples = append(examples, rows[i].crop(shard, int64(at)))
	}
	return examples
}

// failures returns n examples of each reason's rows.
func failures(rows []Row, n int) map[string][]shards.FailureExample {
	failed := map[string][]*Row{}
	for i := range rows {
		if why := string(rows[i].Failure); why != "" {
			failed[why] = append(failed[why], &rows[i])
		}
	}
	examples := make(map[string][]shards.FailureExample, len(failed))
	for why, all := range failed {
		for _, r := range stats.Lowest(n, all, func(r *Row) string { return r.ID }) {
			examples[why] = append(examples[why], r.failure())
		}
	}
	return examples
}

// share is how many of a job's n examples a shard keeps for the choice: twice its
// part, and one.
func share(n, of int) int { return min(n, 1+2*n/max(of, 1)) }

// unreadable are the reasons of downloads that are no picture that can be read.
var unreadable = []reason.Reason{reason.NotAnImage, reason.Unsupported, reason.Truncated, reason.Decode, reason.TooManyPixels}

// ofBodies are what comes, as far as the reason tells, of a download that brought
// a body.
var ofBodies = append([]reason.Reason{"", reason.HashMismatch, reason.SourceTooSmall, reason.AspectRatio, reason.BoxOutside, reason.TooSmall, reason.Encode}, unreadable...)

// count follows the row through the steps that it came to.
func count(d *shards.Details, r *Row) {
	if !r.requested() {
		return
	}
	d.Requested++
	if !r.Earlier {
		d.LatencyMS.Add(r.Elapsed.Milliseconds())
	}
	if !r.downloaded() {
		return
	}
	d.Downloaded++
	if !r.Earlier {
		d.SourceBytes.Add(r.Bytes)
	}
	if !slices.Contains(unreadable, r.Failure) {
		d.Decoded++
	}
}

func (r *Row) requested() bool { return r.Attempts > 0 || r.Earlier && r.Failure == "" }

// downloaded says whether a body came, of a row that was requested.
func (r *Row) downloaded() bool {
	return r.Downloaded || r.Earlier && slices.Contains(ofBodies, r.Failure)
}

func (r *Row) crop(shard int, row int64) shards.CropExample {
	return shards.CropExample{
		ID: r.ID, Shard: shard, Row: row, URL: clip(r.URL), Caption: clip(r.Caption), Box: r.Box,
		SourceWidth: r.Source.X, SourceHeight: r.Source.Y, SourceBytes: r.Bytes,
		Width: r.Crop.X, Height: r.Crop.Y,
	}
}

func (r *Row) failure() shards.FailureExample {
	return shards.FailureExample{
		ID: r.ID, URL: clip(r.URL), Detail: clip(r.Detail), HTTPStatus: r.Status,
		Attempts: r.Attempts, ElapsedMS: r.Elapsed.Milliseconds(),
	}
}

// clip bounds a text and makes it valid UTF-8, which it must be in JSON.
func clip(text string) string { return reason.Clip(strings.ToValidUTF8(text, "\uFFFD")) }
