package shards

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// detailsOf are of a shard with n written rows and as many failed.
func detailsOf(shard, n int) Details {
	d := Details{Requested: int64(2 * n), Downloaded: int64(n), Decoded: int64(n), Failures: map[string][]FailureExample{}}
	for i := range n {
		d.LatencyMS.Add(int64(i))
		d.SourceSide.Add(480)
		d.Finished.Add(time.Unix(int64(1000*shard+i), 0), false)
		id := fmt.Sprintf("a.parquet#%d", 1000*shard+i)
		d.Crops = append(d.Crops, CropExample{ID: id, Shard: shard, Row: int64(i), Box: []float64{1, 2, 3, 4}, SourceWidth: 640, SourceHeight: 480})
		d.Failures["dns"] = append(d.Failures["dns"], FailureExample{ID: id + "f", Detail: "no such host", Attempts: 3})
	}
	return d
}

// Shards may be added up in any order, and in parts.
func TestDetailsAdd(t *testing.T) {
	var all, left, right Details
	for shard := range 6 {
		d := detailsOf(shard, 30)
		all.Add(d)
		if shard%2 == 0 {
			left.Add(d)
		} else {
			right.Add(d)
		}
		if len(d.Crops) != 30 || len(d.Failures["dns"]) != 30 {
			t.Error("what was added is changed")
		}
	}
	right.Add(left)
	if diff := cmp.Diff(all, right, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	if len(all.Crops) != MostCrops || len(all.Failures["dns"]) != MostFailures || all.Requested != 360 {
		t.Errorf("%d crops, %d failures, %d requested", len(all.Crops), len(all.Failures["dns"]), all.Requested)
	}
	seen := map[int]int{}
	for _, c := range all.Crops {
		seen[c.Shard]++
	}
	if len(seen) != 6 {
		t.Errorf("the crops are of shards %v", seen)
	}
}

func TestDetailsRoundTrip(t *testing.T) {
	side := sampleSidecar()
	d := detailsOf(3, 1)
	side.Report.Details = d
	got, err := DecodeSidecar(encode(t, side))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(side, got); diff != "" {
		t.Error(diff)
	}
	for name, spoil := range map[string]func(*Details){
		"more requested than rows": func(d *Details) { d.Requested = 11 },
		"more decoded than came":   func(d *Details) { d.Decoded = 2 },
		"negative":                 func(d *Details) { d.Decoded = -1 },
		"histogram":                func(d *Details) { d.SourceBytes.First = -1 },
		"timeline":                 func(d *Details) { d.Finished.Step = 3 },
		"crop of another shard":    func(d *Details) { d.Crops = []CropExample{{ID: "x", Shard: 4}} },
		"crop out of range":        func(d *Details) { d.Crops = []CropExample{{ID: "x", Shard: 3, Row: 7}} },
		"half a box":               func(d *Details) { d.Crops = []CropExample{{ID: "x", Shard: 3, Box: []float64{1}}} },
		"too many crops":           func(d *Details) { d.Crops = detailsOf(3, 8).Crops },
		"unknown reason":           func(d *Details) { d.Failures = map[string][]FailureExample{"tls": {{ID: "x"}}} },
		"too many failures":        func(d *Details) { d.Failures = detailsOf(3, 2).Failures },
	} {
		t.Run(name, func(t *testing.T) {
			side.Report.Details = detailsOf(3, 1)
			spoil(&side.Report.Details)
			if _, err := side.Encode(); err == nil {
				t.Error("it passes")
			}
		})
	}
}
