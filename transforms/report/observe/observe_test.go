package observe

import (
	"fmt"
	"image"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/io/shards/stats"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestShard(t *testing.T) {
	at := time.Unix(1000, 0)
	rows := []Row{
		{ID: "0", Finished: at, Failure: reason.InvalidRow, Detail: "the row has no link"},
		{ID: "1", URL: "http://a/1", Finished: at, Attempts: 2, Elapsed: 7 * time.Millisecond, Failure: reason.HTTP4xx, Status: 404, Detail: "404 Not Found"},
		{ID: "2", Finished: at, Attempts: 1, Elapsed: 3 * time.Millisecond, Downloaded: true, Bytes: 5, Failure: reason.NotAnImage},
		{ID: "3", Finished: at, Attempts: 1, Elapsed: 3 * time.Millisecond, Downloaded: true, Bytes: 6, Failure: reason.BoxOutside},
		{
			ID: "4", URL: "http://a/4", Caption: "four", Box: []float64{1, 2, 6, 5}, Finished: at.Add(time.Second),
			Attempts: 1, Elapsed: 4 * time.Millisecond, Downloaded: true, Bytes: 6, Source: image.Pt(7, 6), Crop: image.Pt(5, 3),
		},
	}
	got := Shard(3, 9, rows)
	want := shards.Details{
		Requested: 4, Downloaded: 3, Decoded: 2,
		LatencyMS:   stats.Histogram{First: 3, Counts: []int64{2, 1, 0, 0, 1}},
		SourceBytes: stats.Histogram{First: 5, Counts: []int64{1, 2}},
		SourceSide:  stats.Histogram{First: 6, Counts: []int64{1}},
		CropSide:    stats.Histogram{First: 3, Counts: []int64{1}},
		Finished:    stats.Timeline{Start: 1000, Step: 1, Written: []int64{0, 1}, Failed: []int64{4, 0}},
		Crops: []shards.CropExample{{
			ID: "4", Shard: 3, Row: 0, URL: "http://a/4", Caption: "four", Box: []float64{1, 2, 6, 5},
			SourceWidth: 7, SourceHeight: 6, SourceBytes: 6, Width: 5, Height: 3,
		}},
		Failures: map[string][]shards.FailureExample{
			"invalid_row":  {{ID: "0", Detail: "the row has no link"}},
			"http_4xx":     {{ID: "1", URL: "http://a/1", Detail: "404 Not Found", HTTPStatus: 404, Attempts: 2, ElapsedMS: 7}},
			"not_an_image": {{ID: "2", Attempts: 1, ElapsedMS: 3}},
			"box_outside":  {{ID: "3", Attempts: 1, ElapsedMS: 3}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What a shard keeps is bounded, however hostile its texts, and little where
// there are many shards.
func TestBounds(t *testing.T) {
	rows := make([]Row, 0, 3000)
	for i := range 1000 {
		r := Row{ID: fmt.Sprint(i), URL: strings.Repeat("ü\xff", 5000), Caption: strings.Repeat("<", 9000), Detail: strings.Repeat("x", 9000), Attempts: 1, Downloaded: true}
		rows = append(rows, r)
		for _, why := range []reason.Reason{reason.DNS, reason.TLS} {
			r.ID, r.Failure = r.ID+"f", why
			rows = append(rows, r)
		}
	}
	for of, want := range map[int]struct{ crops, failures, bytes int }{
		1:      {60, 20, 140_000},
		20:     {7, 3, 20_000},
		50_000: {1, 1, 4_500},
	} {
		d := Shard(0, of, rows)
		if len(d.Crops) != want.crops || len(d.Failures["dns"]) != want.failures || len(d.Failures["tls"]) != want.failures {
			t.Errorf("of %d shards one keeps %d crops, %d and %d failures", of, len(d.Crops), len(d.Failures["dns"]), len(d.Failures["tls"]))
		}
		if !utf8.ValidString(d.Crops[0].URL) {
			t.Errorf("%q", d.Crops[0].URL)
		}
		side := shards.Sidecar{Fingerprint: "f", Shards: of, Report: shards.Report{Rows: 3000, Written: 1000, Failed: 2000, Reasons: map[string]int64{"dns": 1000, "tls": 1000}, Details: d}}
		side.Data = shards.FileEntry{Name: shards.DataName(0, of, "jsonl"), SHA256: strings.Repeat("0", 64)}
		side.Failures = &shards.FileEntry{Name: shards.FailuresName(0, of), SHA256: strings.Repeat("0", 64)}
		data, err := side.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > want.bytes {
			t.Errorf("of %d shards one's sidecar has %d bytes", of, len(data))
		}
	}
}

// The example crops' rows point into the data file, past failed rows.
func TestCropRows(t *testing.T) {
	d := Shard(0, 1, []Row{{ID: "a"}, {ID: "b", Failure: reason.DNS}, {ID: "c"}})
	rows := map[string]int64{}
	for _, c := range d.Crops {
		rows[c.ID] = c.Row
	}
	if diff := cmp.Diff(map[string]int64{"a": 0, "c": 1}, rows); diff != "" {
		t.Error(diff)
	}
}

// What a shard of 1,000 rows costs: some microseconds a row.
func BenchmarkShard(b *testing.B) {
	rows := make([]Row, 1000)
	for i := range rows {
		rows[i] = Row{ID: fmt.Sprintf("faces.parquet#%d", i), URL: "https://images.example/1.jpg", Attempts: 1, Downloaded: true, Bytes: int64(90_000 + i*17), Elapsed: time.Duration(i) * time.Millisecond, Finished: time.Unix(int64(i)/50, 0), Source: image.Pt(640, 480), Crop: image.Pt(100+i%90, 200)}
		if i%4 == 0 {
			rows[i].Failure = reason.HTTP4xx
		}
	}
	for b.Loop() {
		Shard(0, 100, rows)
	}
}
