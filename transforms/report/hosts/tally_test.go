package hosts

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/shards"
)

func TestTally(t *testing.T) {
	var tally Tally
	for i := range 100 {
		tally.Row("big.example", "")
		if i < 10 {
			tally.Row("dead.example", "host_down")
			tally.Row("mixed.example", []string{"dns", "http_4xx", "http_4xx", ""}[i%4])
		}
		tally.Row(fmt.Sprintf("h%02d.example", i), "")
		tally.Row("", "invalid_url")
	}
	big := shards.HostReport{Host: "big.example", Rows: 100}
	dead := shards.HostReport{Host: "dead.example", Rows: 10, Failed: 10, Reason: "host_down", ReasonRows: 10}
	mixed := shards.HostReport{Host: "mixed.example", Rows: 10, Failed: 8, Reason: "http_4xx", ReasonRows: 5}
	one := shards.HostReport{Host: "h00.example", Rows: 1}
	for name, c := range map[string]struct{ got, want []shards.HostReport }{
		"most rows":       {tally.MostRows(4), []shards.HostReport{big, dead, mixed, one}},
		"most failures":   {tally.MostFailed(4), []shards.HostReport{dead, mixed}},
		"top, once each":  {tally.Top(2), []shards.HostReport{big, dead, mixed}},
		"none of nothing": {(&Tally{}).Top(3), nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, c.got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A million hosts take bounded memory, and the largest are counted exactly.
func TestTallyIsBounded(t *testing.T) {
	var tally Tally
	for i := range 100_000 {
		tally.Row(fmt.Sprintf("h%d.example", i), "")
		if i%10 == 0 {
			tally.Row("big.example", "")
			tally.Row("dead.example", "dns")
		}
	}
	if len(tally.hosts) > maxHosts {
		t.Errorf("%d hosts", len(tally.hosts))
	}
	if got := tally.MostRows(2); got[0].Rows != 10_000 || got[1].Rows != 10_000 {
		t.Errorf("%+v", got)
	}
	if got := tally.MostFailed(1); got[0].Failed != 10_000 || got[0].ReasonRows != 10_000 {
		t.Errorf("%+v", got)
	}
}
