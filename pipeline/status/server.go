package status

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/beamcrop/beamcrop/transforms/progress"
)

const (
	readWithin = 10 * time.Second // a request's header
	stopWithin = time.Second      // answers that are under way when the job ends
	pageFor    = 5 * time.Second  // how long a page is served before a new one is made
)

// Job is what a Server tells of.
type Job struct {
	Counts func() progress.Snapshot
	Page   func(context.Context) ([]byte, error) // HTML; called by one request at a time
}

// Server answers while a job runs. A nil Server is closed.
type Server struct {
	listener net.Listener
	http     *http.Server
	done     chan struct{}
}

// Listen opens the address, see Address. Its errors are of the user's making.
func Listen(ctx context.Context, address string) (*Server, error) {
	address, err := Address(address)
	if err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", address, err)
	}
	return &Server{listener: listener, done: make(chan struct{})}, nil
}

// URL is where the report is.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() + "/" }

// Start begins to answer.
func (s *Server) Start(ctx context.Context, job Job) {
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", &page{make: job.Page})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(metrics(job.Counts())) // whoever asked has gone
	})
	s.http = &http.Server{
		Handler: s.ownNames(mux), ReadHeaderTimeout: readWithin,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	go func() {
		defer close(s.done)
		if err := s.http.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
			slog.WarnContext(ctx, "the status page is gone", "error", err)
		}
	}()
}

// Close stops answering.
func (s *Server) Close() error {
	switch {
	case s == nil:
		return nil
	case s.http == nil:
		return s.listener.Close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.http.Close()
	}
	<-s.done
	return err
}

// ownNames refuses requests for other hosts where only this machine is served: a web
// page could have its own name lead here, and read the answer.
func (s *Server) ownNames(next http.Handler) http.Handler {
	at, err := netip.ParseAddrPort(s.listener.Addr().String())
	if err != nil || !at.Addr().IsLoopback() {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := (&url.URL{Host: r.Host}).Hostname()
		if ip, err := netip.ParseAddr(host); host != "localhost" && (err != nil || !ip.IsLoopback()) {
			http.Error(w, "this is not "+r.Host, http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// page serves a page that costs something to make.
type page struct {
	make func(context.Context) ([]byte, error)

	mu   sync.Mutex
	made time.Time
	html []byte
}

func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	html, err := p.latest(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(html) // whoever asked has gone
}

func (p *page) latest(ctx context.Context) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.html != nil && time.Since(p.made) < pageFor {
		return p.html, nil
	}
	html, err := p.make(ctx)
	if err != nil {
		return nil, err
	}
	p.html, p.made = html, time.Now()
	return html, nil
}
