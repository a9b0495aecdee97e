package pipeline

import (
	"context"
	stdlog "log"
	"log/slog"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
)

// silenceRunner keeps Beam's own log off the terminal: the SDK's and Prism's.
func silenceRunner() {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	stdlog.SetOutput(slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo).Writer())
	log.SetLogger(quiet{})
}

// quiet is a Beam logger that says nothing.
type quiet struct{}

func (quiet) Log(context.Context, log.Severity, int, string) {}
