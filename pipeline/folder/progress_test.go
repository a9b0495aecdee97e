package folder

import (
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/io/shards/stats"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

func TestProgressInWords(t *testing.T) {
	side := func(n int, end int64) shards.Sidecar {
		report := shards.Report{Shard: n, Written: 8, Failed: 4, Reasons: map[string]int64{"dns": 1, "http_4xx": 2, "timeout": 1}}
		report.Details.Finished = stats.Timeline{Start: end - 1, Step: 1, Written: []int64{8}, Failed: []int64{4}}
		return shards.Sidecar{Shard: n, Shards: 5, Report: report}
	}
	other := side(2, 900)
	other.Report.Reasons = map[string]int64{"decode": 4}
	now := time.Unix(1090, 0)
	for name, c := range map[string]struct {
		sides    []shards.Sidecar
		complete bool
		want     string
	}{
		"none": {nil, false, "no shard is complete yet"},
		"some": {[]shards.Sidecar{side(0, 1000), other}, false,
			"2 of 5 shards are complete, with 16 rows written and 8 failed (decode 4, http_4xx 2, dns 1, ...); the last of these rows ended 1m30s ago"},
		"a clock that is behind": {[]shards.Sidecar{side(0, 2000)}, false,
			"1 of 5 shards are complete, with 8 rows written and 4 failed (http_4xx 2, dns 1, timeout 1); the last of these rows ended 0s ago"},
		"all": {[]shards.Sidecar{side(0, 1000)}, true,
			"1 of 5 shards are complete, with 8 rows written and 4 failed (http_4xx 2, dns 1, timeout 1); the job is complete"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := progress(c.sides, c.complete, now); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestProgressOfNothing(t *testing.T) {
	var said strings.Builder
	err := Progress(t.Context(), t.TempDir(), time.Now(), &said)
	if _, code, _ := joberror.Find(err); code != joberror.Usage || said.Len() > 0 {
		t.Errorf("%v, want exit code 2; said %q", err, said.String())
	}
}
