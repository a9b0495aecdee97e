package pipeline

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// An interruption is one also before the graph runs, and no mistake of the user's.
func TestRunInterruptedBeforeTheGraph(t *testing.T) {
	o := Defaults()
	input := filepath.Join(t.TempDir(), "x.csv")
	if err := os.WriteFile(input, []byte("url\nhttps://h.example/1.jpg\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.Inputs, o.Output, o.Progress = []string{input}, filepath.Join(t.TempDir(), "out"), "off"
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, o, io.Discard); !errors.Is(err, ErrInterrupted) {
		t.Errorf("got %v, want that it was interrupted", err)
	}
	if err := DryRun(ctx, o, io.Discard); !errors.Is(err, ErrInterrupted) {
		t.Errorf("a dry run: got %v, want that it was interrupted", err)
	}
}
