package observe

import (
	"fmt"
	"image"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/io/shards/stats"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// What a shard tells after some of its rows were run again is what it would tell
// of a run in which they had succeeded at once, but for what the first time took.
func TestAgain(t *testing.T) {
	at := time.Unix(1000, 0)
	row := func(i int) Row {
		r := Row{
			ID: fmt.Sprint(i), URL: "http://a/1", Finished: at, Attempts: 1, Elapsed: time.Duration(i) * time.Millisecond,
			Downloaded: true, Bytes: int64(50 + i), Source: image.Pt(100+i, 200), Crop: image.Pt(10+i, 20),
		}
		switch i % 10 {
		case 1: // no request is made
			return Row{ID: r.ID, Finished: at, Failure: reason.InvalidRow}
		case 2:
			return Row{ID: r.ID, Finished: at, Attempts: 1, Elapsed: r.Elapsed, Failure: reason.HTTP4xx, Status: 404}
		case 3:
			return Row{ID: r.ID, Finished: at, Attempts: 1, Elapsed: r.Elapsed, Failure: reason.BoxOutside, Downloaded: true, Bytes: 5}
		case 4:
			return Row{ID: r.ID, Finished: at, Attempts: 1, Elapsed: r.Elapsed, Failure: reason.NotAnImage, Downloaded: true, Bytes: 5}
		}
		return r
	}
	var first, again, clean []Row
	for i := range 400 {
		clean = append(clean, row(i))
		if i%4 > 0 {
			first = append(first, row(i))
			known := Row{ID: fmt.Sprint(i), URL: row(i).URL, Earlier: true, Crop: row(i).Crop, Failure: row(i).Failure, Status: row(i).Status}
			if known.Failure != "" {
				known.Attempts, known.Elapsed = row(i).Attempts, row(i).Elapsed
			}
			again = append(again, known)
			continue
		}
		first = append(first, Row{ID: fmt.Sprint(i), Finished: at, Attempts: 3, Elapsed: time.Second, Failure: reason.Timeout})
		again = append(again, row(i))
	}
	got, want := Again(0, 1, again, Shard(0, 1, first)), Shard(0, 1, clean)
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(shards.Details{}, "LatencyMS", "Finished")); diff != "" {
		t.Error(diff)
	}
	if n := got.LatencyMS.Count() - want.LatencyMS.Count(); n != 100 {
		t.Errorf("%d latencies more than rows, want those of 100 rows that were run again", n)
	}
	if diff := cmp.Diff(stats.Timeline{Start: 1000, Step: 1, Written: []int64{240}, Failed: []int64{260}}, got.Finished); diff != "" {
		t.Error(diff)
	}
}
