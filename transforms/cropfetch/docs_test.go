package cropfetch_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// The program in docs/library.md runs as it stands there: it is refused a private
// address, and says so.
func TestProgramInTheDocs(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	page, err := os.ReadFile("../../docs/library.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```go\n")
	program, _, found := strings.Cut(rest, "```\n")
	if !found {
		t.Fatal("the page has no program")
	}
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	web := startWeb(testweb.Options{})
	t.Cleanup(web.Close)
	output, err := exec.CommandContext(t.Context(), "go", "run", file, web.URL(0, testweb.Picture{})).CombinedOutput()
	if err != nil || !strings.Contains(string(output), ": blocked_address: ") {
		t.Errorf("go run: %v\n%s", err, output)
	}
	if n := web.Stats().Requests; n != 0 {
		t.Errorf("%d requests came", n)
	}
}
