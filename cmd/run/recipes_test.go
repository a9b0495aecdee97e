package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// made is what a command of docs/recipes.md writes.
type made struct {
	rows    int
	box     []float64 // of the first row; nil: the whole picture
	caption string    // of the first row
}

var recipeOutputs = map[string]made{
	"coco-objects":    {3, []float64{10, 20.5, 40, 60.5}, "picture 0, caption 0"},
	"coco-captions":   {15, nil, "picture 0, caption 0"},
	"openimages":      {3, []float64{32, 60, 160, 180}, "Human face"},
	"vg-regions":      {3, []float64{10, 20, 40, 60}, "a red hat"},
	"wider-faces":     {3, []float64{10, 20, 40, 60}, ""},
	"celeba-faces":    {2, []float64{10, 20, 40, 60}, ""},
	"vggface2-faces":  {2, []float64{10, 20, 40, 60}, ""},
	"laion-faces":     {3, []float64{10, 20, 40, 60}, "face 1"},
	"detection-crops": {4, []float64{10, 20, 40, 60}, ""},
}

// localPictures are those of datasets without links, below the folder that the
// page serves.
var localPictures = []string{
	"0--Parade/0 Parade.jpg", "1--Handshaking/1.jpg", "000001.jpg", "000002.jpg", "n000002/0001_01.jpg", "n000002/0002_01.jpg",
}

// Each block and each command of the page does what it says, on files in the
// datasets' own forms.
func TestRecipes(t *testing.T) {
	python := needPython(t)
	text, err := os.ReadFile("../../docs/recipes.md")
	if err != nil {
		t.Fatal(err)
	}
	forms, err := os.ReadFile("testdata/recipes.py")
	if err != nil {
		t.Fatal(err)
	}
	dir, server := t.TempDir(), startWeb(t, testweb.Options{Distinct: 4})
	var links []string
	for id := range uint64(4) {
		links = append(links, server.URL(0, testweb.Picture{ID: id, Width: 320, Height: 240}))
	}
	served := servePictures(t, links[0])
	page := strings.ReplaceAll(string(text), "http://127.0.0.1:8000", served)
	put(t, filepath.Join(dir, "program.py"), []byte(string(forms)+strings.Join(blocks(page, "python"), "\n")))
	runIn(t, dir, python, append([]string{"program.py"}, links...)...)

	ran := 0
	for _, commands := range blocks(page, "sh") {
		for command := range strings.Lines(commands) {
			if strings.HasPrefix(command, "python -m http.server") {
				continue // servePictures does
			}
			_, name, _ := strings.Cut(strings.TrimSpace(command), "--output=")
			t.Run(name, func(t *testing.T) {
				checkMade(t, dir, name, command)
			})
			ran++
		}
	}
	if ran != len(recipeOutputs) {
		t.Errorf("the page has %d commands, not %d", ran, len(recipeOutputs))
	}
}

// servePictures serves localPictures, each of which is the one behind the link.
func servePictures(t *testing.T, link string) string {
	t.Helper()
	answer, err := http.Get(link) //nolint:gosec,noctx // it is the test's own server
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // nothing was written
	picture, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, name := range localPictures {
		put(t, filepath.Join(folder, filepath.FromSlash(name)), picture)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(folder)))
	t.Cleanup(server.Close)
	return server.URL
}

func checkMade(t *testing.T, dir, name, command string) {
	t.Helper()
	want, known := recipeOutputs[name]
	if !known {
		t.Fatalf("no command that is known: %s", command)
	}
	runShell(t, dir, command, "--allow_private", "--progress=off", "--output_format=jsonl")
	out := readOutput(t, filepath.Join(dir, name))
	if s := out.summary; s.Written != int64(want.rows) || s.Failed != 0 || len(out.rows) != want.rows {
		t.Fatalf("%d rows, want %d; the summary says %+v", len(out.rows), want.rows, s)
	}
	first := out.rows[out.order[0]]
	if !slices.Equal(first.Box, want.box) || first.Caption != want.caption {
		t.Errorf("the first row has box %v and caption %q, want %v and %q", first.Box, first.Caption, want.box, want.caption)
	}
	for _, row := range out.rows {
		if want.box != nil {
			checkCrop(t, row)
		}
	}
}
