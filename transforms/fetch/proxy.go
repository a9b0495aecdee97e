package fetch

import (
	"os"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// A proxy that fails fails every row, and no site is to blame. Where no site has
// answered through it in this run, the job ends with a line about it. Where some
// have, a site may have sent the 407 itself, and a refusal is of one host: then the
// rows that meet with it fail, and the job goes on.

const (
	proxyFaults = 3               // before which no proxy is given up
	proxyTrial  = 5 * time.Second // for which a proxy that is there must have served nobody
)

// proxyWatch is what is known of the proxy.
type proxyWatch struct {
	serves bool      // a site has answered through it
	faults int       // before that
	since  time.Time // the first of them
}

// watchProxy fails the job if the proxy is of no use. The caller holds f.mu.
func (f *Fetcher) watchProxy(o web.Outcome, now time.Time) {
	p := &f.proxy
	switch {
	case o.Proxy == web.ProxyServed:
		p.serves = true
	case !o.Proxy.Failed() || p.serves:
		return
	case p.faults == 0:
		p.since = now
	}
	p.faults++
	if p.serves || p.faults < proxyFaults || o.Proxy != web.ProxyAway && now.Sub(p.since) < proxyTrial {
		return
	}
	*p = proxyWatch{}
	err := joberror.Failedf("no site can be reached: %w", o.Err.Err)
	f.running.Go(func() { f.halt(err) })
}

// proxyUnclear reports that o is a proxy's fault while it is not known whether the
// proxy is of any use: the row waits.
func (f *Fetcher) proxyUnclear(o web.Outcome) bool { return o.Proxy.Failed() && !f.proxy.serves }

// UnusedProxy returns the variable by which the environment names a proxy that o
// does not use; "" if there is none.
func (o Options) UnusedProxy() string {
	if o.Proxy != "" {
		return ""
	}
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		if os.Getenv(name) != "" {
			return name
		}
	}
	return ""
}
