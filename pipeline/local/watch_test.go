package local

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/util/hooks"
	fnpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/fnexecution_v1"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/beamcrop/beamcrop/pipeline/runner"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// TestMain starts Beam, which does not run jobs before that.
func TestMain(m *testing.M) {
	beam.Init()
	m.Run()
}

func init() { register.Function1x0(ignore) }

func ignore([]byte) {}

// A job whose worker and runner wait for each other, here because the worker ends
// before it has connected, ends with a line.
func TestBrokenLoopback(t *testing.T) {
	const broken = "test:broken"
	hooks.RegisterHook(broken, func([]string) hooks.Hook {
		return hooks.Hook{Init: func(ctx context.Context) (context.Context, error) { return ctx, errors.New("no connection") }}
	})
	if err := hooks.EnableHook(broken); err != nil {
		t.Fatal(err)
	}
	defer hooks.DisableHook(broken)
	p, s := beam.NewPipelineWithRoot()
	beam.ParDo0(s, ignore, beam.Impulse(s))
	_, err := prism{tick: 10 * time.Millisecond}.Submit(t.Context(), runner.Job{Name: "test", Graph: p}, runner.Watcher{})
	if err == nil {
		t.Fatal("the job is done, though it has no worker")
	}
	line, code, marked := joberror.Find(err)
	if !marked || code != joberror.Failed || !strings.Contains(line, "has not answered") {
		t.Errorf("%v", err)
	}
}

// Silence is when neither side does anything for a while.
func TestSilence(t *testing.T) {
	bundle := &fnpb.InstructionRequest{Request: &fnpb.InstructionRequest_ProcessBundle{ProcessBundle: &fnpb.ProcessBundleRequest{}}}
	progress := &fnpb.InstructionRequest{}
	for name, c := range map[string]struct {
		before, during func(w *watch) // before the first tick, and before each
		silent         bool
	}{
		"nobody comes":     {silent: true},
		"a bundle is done": {before: func(w *watch) { ask(w, bundle); answer(w, bundle) }, silent: true},
		"a bundle is long": {before: func(w *watch) { ask(w, bundle) }},
		"they talk":        {during: func(w *watch) { ask(w, progress); answer(w, progress) }},
	} {
		t.Run(name, func(t *testing.T) {
			var w watch
			if c.before != nil {
				c.before(&w)
			}
			ctx, cancel := context.WithCancel(t.Context())
			ticks, ended := make(chan time.Time), make(chan error, 1)
			go func() { ended <- w.silence(ctx, ticks) }()
			silent := false
			for range 3 * silentTicks {
				if c.during != nil {
					c.during(&w)
				}
				select {
				case ticks <- time.Time{}:
					continue
				case err := <-ended:
					silent = err != nil
				}
				break
			}
			cancel()
			if silent != c.silent {
				t.Errorf("silent: %t, want %t", silent, c.silent)
			}
		})
	}
}

func ask(w *watch, req *fnpb.InstructionRequest) { _, _ = w.asked(context.Background(), req) }

func answer(w *watch, req *fnpb.InstructionRequest) {
	_ = w.answered(context.Background(), req, &fnpb.InstructionResponse{})
}
