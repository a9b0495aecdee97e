package fetch

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/transforms/fetch/web"
	"github.com/beamcrop/beamcrop/transforms/joberror"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func byProxy(part web.ProxyPart) web.Outcome {
	if part == web.ProxyServed {
		o := good()
		o.Proxy = part
		return o
	}
	return web.Outcome{Err: &reason.Error{Reason: reason.Connect, Err: errors.New("the proxy is to blame")}, Proxy: part}
}

func TestProxyFaults(t *testing.T) {
	const n = 50
	for _, part := range []web.ProxyPart{web.ProxyAway, web.ProxyNeedsUser, web.ProxyRefused} {
		bubble(t, fmt.Sprintf("a proxy of no use ends the job and fails no row: %d", part), func(t *testing.T) {
			w := newWorld(t, Options{Retries: 0}, func(context.Context, call) web.Outcome { return byProxy(part) })
			for i := range n {
				w.submit(t.Context(), fmt.Sprintf("http://a%d.test/", i%7)+fmt.Sprint(i))
			}
			w.await(t, n)
			if took := time.Since(w.began); part != web.ProxyAway && took < proxyTrial || took > 4*proxyTrial {
				t.Errorf("after %v", took)
			}
			for _, r := range w.results {
				line, code, ok := joberror.Find(r.Err)
				if _, isRow := reason.Of(r.Err); isRow || !ok || code != joberror.Failed || !strings.Contains(line, "the proxy is to blame") {
					t.Fatalf("%q, exit code %d, of %v", line, code, r.Err)
				}
			}
			w.empty(t)
		})
	}

	bubble(t, "a proxy that serves others does not", func(t *testing.T) {
		w := newWorld(t, Options{}, func(ctx context.Context, c call) web.Outcome {
			if c.host == "refused.test" {
				return byProxy(web.ProxyRefused)
			}
			sleep(ctx, time.Second)
			return byProxy(web.ProxyServed)
		})
		for i := range n {
			w.submit(t.Context(), fmt.Sprintf("https://refused.test/%d", i))
			w.submit(t.Context(), fmt.Sprintf("https://a.test/%d", i))
		}
		w.await(t, 2*n)
		for link, r := range w.results {
			if refused := strings.Contains(link, "refused"); refused {
				wantReason(t, r, reason.Connect)
			} else if r.Err != nil {
				t.Errorf("%s: %v", link, r.Err)
			}
		}
		w.empty(t)
	})
}

func TestUnusedProxy(t *testing.T) {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		t.Setenv(name, "")
	}
	if got := (Options{}).UnusedProxy(); got != "" {
		t.Errorf("got %q of an environment without a proxy", got)
	}
	t.Setenv("http_proxy", "http://p.test:3128")
	if got := (Options{}).UnusedProxy(); got != "http_proxy" {
		t.Errorf("got %q", got)
	}
	if got := (Options{Proxy: "env"}).UnusedProxy(); got != "" {
		t.Errorf("got %q of a proxy that is used", got)
	}
}
