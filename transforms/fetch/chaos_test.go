package fetch

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/internal/testdns"
	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

// distinct is how many pictures there are: drawing them is not what takes the time.
const distinct = 16

const chaosHostConcurrency = 4

// chaosRow is a row and what must become of it.
type chaosRow struct {
	link    string
	host    int
	picture testweb.Picture
	want    reason.Reason // "" if the picture must arrive
}

// chaos is a web on which everything goes wrong: names of hosts that a small DNS
// server knows, each at an address of its own.
type chaos struct {
	web   *testweb.Server
	dns   *testdns.Server
	sent  map[uint64][]byte // by content
	rows  []chaosRow
	seen  []Result
	peaks struct{ heap, goroutines, inFlight, limit int }
}

// 20,000 rows over 500 hosts with every fault there is. Each row ends as its fault
// demands, and the server's own record agrees: how often each link was asked for,
// and how many requests each host had at a time.
func TestChaosOnTheWeb(t *testing.T) {
	rows, hosts := 20_000, 500
	if raceDetector || testing.Short() {
		rows, hosts = 2000, 50
	}
	c := startChaos(t, rows, hosts)
	o := Defaults()
	o.Timeout, o.Retries, o.MaxBytes, o.HostConcurrency = 5*time.Second, 2, 200_000, chaosHostConcurrency
	o.DNSServer = c.dns.Addr()
	if raceDetector {
		o.Timeout *= 2
	}
	f := loopbackOnly(t, o)
	began := time.Now()
	c.run(t, f)
	took := time.Since(began)
	for i := range c.rows {
		c.checkRow(t, i)
	}
	c.checkHosts(t, chaosHostConcurrency)
	if s := f.Stats(); s.InFlight+s.Waiting+s.Hosts != 0 {
		t.Errorf("left over: %+v", s)
	}
	// A connection has three goroutines, both sides together, and five while it is
	// asked; a goroutine for each row that waits would be far more.
	if most := 8 * hosts * chaosHostConcurrency; c.peaks.heap > 256<<20 || c.peaks.goroutines > most {
		t.Errorf("%d MiB of heap and %d goroutines at the peak, both sides together", c.peaks.heap>>20, c.peaks.goroutines)
	}
	t.Logf("%d rows over %d hosts in %v (%.0f rows/s); at most %d in flight, limit %d, %d MiB of heap, %d goroutines, both sides\n%s",
		rows, hosts, took.Round(time.Millisecond), float64(rows)/took.Seconds(),
		c.peaks.inFlight, c.peaks.limit, c.peaks.heap>>20, c.peaks.goroutines, c.table())
}

// startChaos makes a row in eight go wrong, in all ways alike. The first tenth of
// the hosts has half of the rows, so that some hosts have far more than the others.
func startChaos(t *testing.T, rows, hosts int) *chaos {
	t.Helper()
	c := &chaos{web: startWeb(t, testweb.Options{Hosts: hosts, Seed: 1, Distinct: distinct}), sent: map[uint64][]byte{}}
	addresses := map[string]netip.Addr{}
	for i := range hosts {
		addresses[chaosName(i)] = netip.MustParseAddrPort(strings.TrimPrefix(c.web.Base(i), "http://")).Addr()
	}
	var err error
	c.dns, err = testdns.Start(func(name string, _ int) testdns.Answer {
		if addr, ok := addresses[name]; ok {
			return testdns.Answer{Addrs: []netip.Addr{addr}, TTL: time.Minute}
		}
		return testdns.Answer{}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.dns.Close)
	faults := testweb.Faults()
	random := rand.New(rand.NewPCG(1, 2))
	for i := range rows {
		r := chaosRow{host: random.IntN(hosts), picture: testweb.Picture{
			ID: uint64(i), Width: 96, Height: 64, Latency: 10 * time.Millisecond, Jitter: 40 * time.Millisecond,
		}}
		if i%2 == 0 {
			r.host = random.IntN(hosts / 10)
		}
		if i%8 == 3 {
			r.picture.Fault = faults[i/8%len(faults)]
			r.want = seenByFetch(r.picture.Fault)
		}
		if r.picture.ID < distinct {
			if c.sent[r.picture.ID], err = testweb.Encode(r.picture); err != nil {
				t.Fatal(err)
			}
		}
		port := netip.MustParseAddrPort(strings.TrimPrefix(c.web.Base(r.host), "http://")).Port()
		r.link = fmt.Sprintf("http://%s:%d%s", chaosName(r.host), port, r.picture.Path())
		c.rows = append(c.rows, r)
	}
	return c
}

func chaosName(host int) string { return fmt.Sprintf("h%d.test", host) }

// seenByFetch is the reason that a fault has here: what is wrong with the picture
// itself is for others to find.
func seenByFetch(f testweb.Fault) reason.Reason {
	why, recovers := f.Want()
	switch r := reason.Reason(why); {
	case recovers || f == "cut_image":
		return ""
	case slices.Contains([]reason.Reason{reason.NotAnImage, reason.Decode, reason.TooManyPixels}, r):
		return ""
	default:
		return r
	}
}

// run fetches all rows, which wait at once, and watches what that costs.
func (c *chaos) run(t *testing.T, f *Fetcher) {
	t.Helper()
	c.seen = make([]Result, len(c.rows))
	var left sync.WaitGroup
	left.Add(len(c.rows))
	for i, r := range c.rows {
		f.Submit(t.Context(), []string{r.link}, func(got Result) {
			defer left.Done()
			if sent, ok := c.sent[r.picture.ID%distinct]; ok && r.isPicture() && got.Err == nil && !bytes.Equal(got.Body, sent) {
				got.Err = fmt.Errorf("%d other bytes than were served", len(got.Body))
			}
			got.Body = nil
			c.seen[i] = got
		})
	}
	done := make(chan struct{})
	go func() {
		left.Wait()
		close(done)
	}()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			c.watch(f)
		}
	}
}

func (c *chaos) watch(f *Fetcher) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	s := f.Stats()
	c.peaks.heap = max(c.peaks.heap, int(m.HeapInuse))
	c.peaks.goroutines = max(c.peaks.goroutines, runtime.NumGoroutine())
	c.peaks.inFlight = max(c.peaks.inFlight, s.InFlight)
	c.peaks.limit = max(c.peaks.limit, s.Limit)
}

func (c *chaos) checkRow(t *testing.T, i int) {
	t.Helper()
	r, got := c.rows[i], c.seen[i]
	asked := c.web.Requests(r.link)
	e, isRow := reason.Of(got.Err)
	switch {
	case r.want == "" && got.Err != nil:
		t.Errorf("%s: %v, but the picture was to arrive", r.link, got.Err)
	case r.want != "" && (!isRow || e.Reason != r.want):
		t.Errorf("%s: %v, want %s", r.link, got.Err, r.want)
	}
	wantClassified(t, got.Err)
	if asked < 1 || asked > r.most(got.Attempts) {
		t.Errorf("%s: %d attempts, the server saw %d", r.link, got.Attempts, asked)
	}
}

// isPicture reports that the row brings the picture as it was drawn.
func (r chaosRow) isPicture() bool {
	why, recovers := r.picture.Fault.Want()
	return why == "" || recovers
}

// leaves reports that the client gives such a request up while the server is at
// it, so that the server sees it for a moment longer.
func (r chaosRow) leaves() bool {
	return slices.Contains([]reason.Reason{reason.Timeout, reason.TooSlow, reason.TooLarge, reason.OptedOut}, r.want)
}

// most is how often a row's link may have been asked for in so many attempts. It
// may be less often: an attempt can end before it reaches the server.
func (r chaosRow) most(attempts int) int {
	switch r.picture.Fault {
	case "loop": // every other hop comes back
		return 3 * attempts
	default:
		return attempts
	}
}

// checkHosts holds the server's record of each host to the limit.
func (c *chaos) checkHosts(t *testing.T, limit int) {
	t.Helper()
	left := map[int]int{}
	for _, r := range c.rows {
		if r.leaves() {
			left[r.host]++
		}
	}
	reached, hosts := 0, map[int]int{}
	for i, h := range c.web.Stats().Hosts {
		hosts[h.Peak]++
		if h.Peak >= limit {
			reached++
		}
		if h.Peak > limit+left[i] {
			t.Errorf("%s: %d requests at a time, the limit is %d", h.Host, h.Peak, limit)
		}
	}
	t.Logf("hosts by their most requests at a time, of which %d are allowed and those given up are seen for longer: %v", limit, hosts)
	if reached == 0 {
		t.Error("no host was asked as much at a time as it may be, so this shows nothing")
	}
}

// table says what became of each fault's rows.
func (c *chaos) table() string {
	type line struct{ rows, attempts, requests int }
	lines := map[testweb.Fault]line{}
	outcomes := map[testweb.Fault]map[string]int{}
	for i, r := range c.rows {
		f, got := r.picture.Fault, c.seen[i]
		l := lines[f]
		lines[f] = line{l.rows + 1, l.attempts + got.Attempts, l.requests + c.web.Requests(r.link)}
		what := "fetched"
		if e, ok := reason.Of(got.Err); ok {
			what = string(e.Reason)
		}
		if outcomes[f] == nil {
			outcomes[f] = map[string]int{}
		}
		outcomes[f][what]++
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-18s %7s %9s %9s  %s\n", "fault", "rows", "attempts", "requests", "outcomes")
	for _, f := range append([]testweb.Fault{""}, testweb.Faults()...) {
		l := lines[f]
		fmt.Fprintf(&b, "%-18s %7d %9d %9d ", f, l.rows, l.attempts, l.requests)
		for _, what := range slices.Sorted(maps.Keys(outcomes[f])) {
			fmt.Fprintf(&b, " %s %d", what, outcomes[f][what])
		}
		b.WriteString("\n")
	}
	return b.String()
}
