package pipeline

import (
	"context"
	"io"
	stdlog "log"
	"log/slog"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
)

// setLogs sends every log line of this process, ours, the SDK's and Prism's, to
// one place: as structured text (key=value) to a terminal, or, unless the user
// asked for them, nowhere. Progress and errors are no log lines.
func setLogs(verbose bool, to io.Writer) {
	if verbose {
		slog.SetDefault(slog.New(slog.NewTextHandler(to, nil))) // package log's lines follow it
		log.SetLogger(&log.Structural{})
		return
	}
	slog.SetDefault(slog.New(slog.DiscardHandler))
	stdlog.SetOutput(slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo).Writer())
	log.SetLogger(quiet{})
}

// quiet is a Beam logger that says nothing.
type quiet struct{}

func (quiet) Log(context.Context, log.Severity, int, string) {}
