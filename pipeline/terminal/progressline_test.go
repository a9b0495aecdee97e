package terminal

import (
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/progress"
)

func TestProgressLine(t *testing.T) {
	for name, c := range map[string]struct {
		snapshot progress.Snapshot
		want     string
	}{
		"start": {progress.Snapshot{Planned: true, Total: 100}, "[....................] 0/100 rows"},
		"middle": {
			progress.Snapshot{Planned: true, Total: 100, Written: 40, Failed: 10, Bytes: 1_234_567, Reasons: map[string]int64{"dns": 2, "http_4xx": 4, "timeout": 2, "tls": 2}},
			"[##########..........] 50/100 rows  5/s  80.0% ok  1.2 MB  ETA 10s  http_4xx 4  dns 2  timeout 2",
		},
		"resumed": {
			progress.Snapshot{Planned: true, Total: 100, Resumed: 90, Written: 10, Bytes: 999},
			"[####################] 100/100 rows  1/s  100.0% ok  999 B  90 resumed",
		},
		"in flight": {
			progress.Snapshot{Planned: true, Total: 100, Written: 50, Fetching: progress.Fetching{InFlight: 180, Limit: 256}},
			"[##########..........] 50/100 rows  5/s  100.0% ok  0 B  ETA 10s  180/256 in flight",
		},
		"waiting for a host that refuses": {
			progress.Snapshot{Planned: true, Total: 100, Written: 50, Fetching: progress.Fetching{Waiting: progress.Waiting{Host: "upload.example.org", Rows: 3200, Takes: 162 * time.Second, Window: 8, Rate: 19.7, Refuses: true, Others: 4}}},
			"[##########..........] 50/100 rows  5/s  100.0% ok  0 B  ETA 2m42s  waiting for upload.example.org: 3200 rows, 20/s (it refused more), and for 4 other hosts",
		},
		"waiting for a slow rate": {
			progress.Snapshot{Planned: true, Total: 100, Fetching: progress.Fetching{Waiting: progress.Waiting{Host: "a.example", Rows: 9, Window: 8, Rate: 0.1}}},
			"[....................] 0/100 rows  waiting for a.example: 9 rows, one each 10 s",
		},
		"waiting for a host": {
			progress.Snapshot{Planned: true, Total: 100, Fetching: progress.Fetching{Waiting: progress.Waiting{Host: "a.example", Rows: 9, Takes: 3 * time.Second, Window: 8, Others: 1}}},
			"[....................] 0/100 rows  waiting for a.example: 9 rows, 8 at a time, and for another host",
		},
		"waiting for hosts that do not answer": {
			progress.Snapshot{Planned: true, Total: 100, Written: 80, Fetching: progress.Fetching{InFlight: 12, Limit: 256, Silent: progress.Silent{Hosts: 8, Rows: 19, Most: 28 * time.Second}}},
			"[################....] 80/100 rows  8/s  100.0% ok  0 B  waiting for 19 rows of 8 hosts that do not answer, at most 28s",
		},
		"waiting for a body of a host that did not answer before": {
			progress.Snapshot{Planned: true, Total: 100, Written: 80, Fetching: progress.Fetching{InFlight: 1, Limit: 256, Silent: progress.Silent{Hosts: 1, Rows: 1}}},
			"[################....] 80/100 rows  8/s  100.0% ok  0 B  waiting for 1 row of 1 host that does not answer",
		},
		"the first of billions": {
			progress.Snapshot{Planned: true, Total: 5_000_000_000, Written: 1},
			"[....................] 1/5000000000 rows  0/s  100.0% ok  0 B  ETA 876000h0m0s",
		},
		"tried again": {
			progress.Snapshot{Planned: true, Total: 100, Written: 110},
			"[####################] 100/100 rows  11/s  100.0% ok  0 B",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := progressLine(c.snapshot, float64(c.snapshot.Settled())/10); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestTimeLeft(t *testing.T) {
	limited := progress.Snapshot{Fetching: progress.Fetching{Waiting: progress.Waiting{Rows: 90, Takes: 45 * time.Second}}}
	for name, c := range map[string]struct {
		snapshot progress.Snapshot
		rows     int64
		rate     float64
		want     float64
	}{
		"nothing left":             {progress.Snapshot{}, 0, 5, 0},
		"the rate of late":         {progress.Snapshot{}, 100, 5, 20},
		"none of late":             {progress.Snapshot{}, 100, 0, 0},
		"a limited host":           {limited, 100, 5, 45},
		"a host that rests":        {limited, 100, 0, 45},
		"more than that host's":    {limited, 1000, 5, 200},
		"hosts that do not answer": {progress.Snapshot{Fetching: progress.Fetching{Silent: progress.Silent{Hosts: 1, Rows: 1}}}, 1, 5, 0},
	} {
		if got := timeLeft(c.snapshot, c.rows, c.rate); got != c.want {
			t.Errorf("%s: %v s, want %v", name, got, c.want)
		}
	}
}
