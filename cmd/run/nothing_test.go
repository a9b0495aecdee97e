package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// A job that wrote nothing is no success, and says what to do; and whatever the
// names of its files and columns hold, they are text.
func TestNothingWritten(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	var csv strings.Builder
	csv.WriteString("url,\x1b[31mcolour\n")
	for i := range 20 {
		fmt.Fprintf(&csv, "%s,red\n", server.URL(0, testweb.Picture{ID: uint64(i), Width: 64, Height: 64}))
	}
	dir := t.TempDir()
	input := filepath.Join(dir, "x`<img src=x>`|\x1b[2J.csv")
	if err := os.WriteFile(input, []byte(csv.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	r := beamcrop(t, "--input="+input, "--output="+out)
	lines := strings.Split(strings.TrimSpace(r.stderr), "\n")
	if last := lines[len(lines)-1]; r.code != 3 || !strings.HasPrefix(last, "no row was written: all 20 failed for blocked_address") || !strings.Contains(last, "--allow_private") {
		t.Errorf("exit code %d, %s", r.code, last)
	}
	if strings.Contains(r.stdout+r.stderr, "\x1b") || !strings.Contains(r.stderr, `|\x1b[2J.csv: links from "url"`) {
		t.Errorf("the terminal was shown:\n%q\n%q", r.stdout, r.stderr)
	}
	card, err := os.ReadFile(filepath.Join(out, "README.md"))
	if r := mustRun(t, "--input="+input, "--output="+out, "--allow_private"); !strings.Contains(r.stdout, "100.0%") {
		t.Errorf("the advice was followed:\n%s", r.stdout)
	}
	_, shown, _ := strings.Cut(string(card), "\n---\n") // above, it is text in YAML
	if err != nil || shown == "" || strings.Contains(shown, "<img") || strings.Contains(string(card), "\x1b") {
		t.Errorf("the card has a raw name, or cannot be read (%v):\n%s", err, card)
	}
}
