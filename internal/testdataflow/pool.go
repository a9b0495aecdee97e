package testdataflow

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"sync"

	fnpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/fnexecution_v1"
	"google.golang.org/grpc"
)

// pool starts workers as Beam's container does: the staged program, in worker
// mode, with a file of options. Only the container itself is missing.
type pool struct {
	fnpb.UnimplementedBeamFnExternalWorkerPoolServer

	program  string
	options  string // file
	endpoint string
	server   *grpc.Server
	serving  sync.WaitGroup

	mu      sync.Mutex
	workers map[string]*exec.Cmd
}

func startPool(program, options string) (*pool, error) {
	p := &pool{program: program, options: program + ".options", server: grpc.NewServer(), workers: map[string]*exec.Cmd{}}
	if err := os.WriteFile(p.options, []byte(options), 0o600); err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p.endpoint = listener.Addr().String()
	fnpb.RegisterBeamFnExternalWorkerPoolServer(p.server, p)
	p.serving.Go(func() { _ = p.server.Serve(listener) }) // it ends with stop
	return p, nil
}

// stop ends the pool and its workers.
func (p *pool) stop() {
	p.mu.Lock()
	workers := p.workers
	p.workers = nil
	p.mu.Unlock()
	for _, cmd := range workers {
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()         // killed
	}
	p.server.Stop()
	p.serving.Wait()
}

// StartWorker implements Beam's service.
func (p *pool) StartWorker(_ context.Context, r *fnpb.StartWorkerRequest) (*fnpb.StartWorkerResponse, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.workers == nil {
		return nil, errors.New("the pool has stopped")
	}
	cmd := exec.Command(p.program, //nolint:noctx // stop kills it
		"--worker=true", "--id="+r.GetWorkerId(), "--logging_endpoint="+r.GetLoggingEndpoint().GetUrl(),
		"--control_endpoint="+r.GetControlEndpoint().GetUrl(), "--semi_persist_dir=/tmp")
	cmd.Env = append(os.Environ(), "PIPELINE_OPTIONS_FILE="+p.options)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting a worker: %w", err)
	}
	p.workers[r.GetWorkerId()] = cmd
	return &fnpb.StartWorkerResponse{}, nil
}

// StopWorker implements Beam's service; a worker ends by itself when Prism hangs
// up.
func (p *pool) StopWorker(context.Context, *fnpb.StopWorkerRequest) (*fnpb.StopWorkerResponse, error) {
	return &fnpb.StopWorkerResponse{}, nil
}
