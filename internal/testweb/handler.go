package testweb

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"
)

// visit is one request for a picture.
type visit struct {
	server  *Server
	host    int
	w       http.ResponseWriter
	r       *http.Request
	p       Picture
	attempt int    // how often the link was asked for before
	leave   func() // the request is no longer in flight; may be called repeatedly
}

// ServeHTTP answers pictures and, uncounted, the paths for measuring: GET
// /_stats (with ?link= also for one link) and POST /_reset.
func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.server.busy.Add(1)
	defer h.server.busy.Done()
	switch r.URL.Path {
	case "/_stats":
		h.serveStats(w, r)
	case "/_reset":
		h.serveReset(w, r)
	default:
		h.servePicture(w, r)
	}
}

func (h *host) servePicture(w http.ResponseWriter, r *http.Request) {
	attempt, leave := h.server.stats.enter(h.index, r.Host, r.RequestURI)
	defer leave()
	if text := h.server.options.Robots; text != "" && r.URL.Path == "/robots.txt" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, text) // fails when the client has gone
		return
	}
	p, err := ParsePath(r.RequestURI)
	if err != nil {
		code := http.StatusBadRequest
		if !strings.HasPrefix(r.URL.Path, "/p/") {
			code = http.StatusNotFound // robots.txt, say, where there is none
		}
		http.Error(w, err.Error(), code)
		return
	}
	v := &visit{server: h.server, host: h.index, w: w, r: r, p: p, attempt: attempt, leave: leave}
	if !h.limit.take(time.Now()) {
		v.refuse()
		return
	}
	if !v.wait(p.Latency + jitter(h.server.options.Seed, p, attempt)) {
		return
	}
	answers[p.Fault](v) // parsing has checked that there is one
}

// wait sleeps, and reports whether someone still waits for the answer then.
func (v *visit) wait(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-v.r.Context().Done(): // the client left, or the server closes
		return false
	}
}

// jitter draws from [0, p.Jitter), equally for equal seed, ID and attempt.
func jitter(seed uint64, p Picture, attempt int) time.Duration {
	if p.Jitter <= 0 {
		return 0
	}
	return time.Duration(hash(seed, p.ID, uint64(attempt)) % uint64(p.Jitter))
}

func (h *host) serveStats(w http.ResponseWriter, r *http.Request) {
	answer := struct {
		Stats
		LinkRequests *int `json:"link_requests,omitempty"`
	}{Stats: h.server.Stats()}
	if link := r.URL.Query().Get("link"); link != "" {
		n := h.server.Requests(link)
		answer.LinkRequests = &n
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer) // fails when the client has gone
}

func (h *host) serveReset(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "POST it", http.StatusMethodNotAllowed)
		return
	}
	h.server.Reset()
	w.WriteHeader(http.StatusNoContent)
}
