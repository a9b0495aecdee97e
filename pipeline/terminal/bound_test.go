package terminal

import (
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/progress"
)

func TestBoundBy(t *testing.T) {
	f := fetch.Defaults()
	limited, rated := f, f
	limited.Concurrency = 16
	rated.HostRate = 2.5
	host := progress.Waiting{Host: "images.example.org", Rows: 9, Window: 8}
	refusing := host
	refusing.Refuses, refusing.Rate = true, 3
	slow := host
	slow.Rate = 2.5
	for name, c := range map[string]struct {
		load load
		f    fetch.Options
		want string
	}{
		"the CPU":          {load{elapsed: 10 * time.Second, cpu: 18800 * time.Millisecond}, f, "the CPU: 94% of 2 cores; more cores or workers would help"},
		"the CPU and all":  {load{elapsed: 10 * time.Second, cpu: 19 * time.Second, samples: 40, held: 40, waited: host}, f, "the CPU: 95% of 2 cores; more cores or workers would help"},
		"a short run":      {load{elapsed: time.Second, cpu: 2 * time.Second, samples: 40, held: 40, waited: host}, f, ""},
		"few samples":      {load{elapsed: 10 * time.Second, samples: 7, held: 7, waited: host}, f, ""},
		"a host's window":  {load{elapsed: 10 * time.Second, samples: 50, held: 31, waited: host}, f, "hosts' limits: 62% of the time rows waited only for their host's turn, mostly images.example.org; if its owner agrees, --host_concurrency=16"},
		"a host's rate":    {load{elapsed: 10 * time.Second, samples: 50, held: 31, waited: slow}, rated, "hosts' limits: 62% of the time rows waited only for their host's turn, mostly images.example.org; if its owner agrees, --host_rate=5"},
		"a host's refusal": {load{elapsed: 10 * time.Second, samples: 50, held: 31, waited: refusing}, f, "hosts' limits: 62% of the time rows waited only for their host's turn, mostly images.example.org; it refused to be asked for more"},
		"silent hosts":     {load{elapsed: 40 * time.Second, samples: 160, silent: 120, held: 20, waited: host}, f, "hosts that do not answer: 75% of the time nothing else was left; a shorter --timeout gives them up sooner"},
		"concurrency":      {load{elapsed: 10 * time.Second, samples: 40, full: 30}, limited, "--concurrency=16: reached 75% of the time; without it, as many requests are in flight as are worth it"},
		"its own choice":   {load{elapsed: 10 * time.Second, samples: 40, full: 30}, f, ""},
		"nothing":          {load{elapsed: 10 * time.Second, cpu: 9 * time.Second, samples: 40, full: 15, held: 15, waited: host}, limited, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := boundBy(c.load, 2, c.f); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestLoadAdd(t *testing.T) {
	var l load
	for range 3 {
		l.add(progress.Fetching{InFlight: 8, Limit: 8, Silent: progress.Silent{Hosts: 4, Rows: 8}})
		l.add(progress.Fetching{})
		l.add(progress.Fetching{InFlight: 4, Limit: 8})
		l.add(progress.Fetching{InFlight: 8, Limit: 8})
		l.add(progress.Fetching{InFlight: 1, Limit: 8, Waiting: progress.Waiting{Host: "a"}})
	}
	l.add(progress.Fetching{InFlight: 1, Limit: 8, Waiting: progress.Waiting{Host: "b"}})
	if l.waited.Refuses {
		t.Error("nobody has refused")
	}
	for _, refuses := range []bool{true, false} { // the advice is not to ask it for more
		l.add(progress.Fetching{InFlight: 1, Limit: 8, Waiting: progress.Waiting{Host: "a", Refuses: refuses}})
	}
	if l.samples != 15 || l.silent != 3 || l.full != 3 || l.held != 6 || l.waited.Host != "a" || !l.waited.Refuses {
		t.Errorf("%+v", l)
	}
}
