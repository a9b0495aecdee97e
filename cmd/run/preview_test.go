package main

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
)

// A preview shows rows of the sample with their boxes and the very crops that a run
// would write, or why there are none, and leaves nothing but its page.
func TestPreview(t *testing.T) {
	web := startWeb(t, testweb.Options{Hosts: 2})
	rows := good(web, 40, testweb.Picture{Width: 320, Height: 240})
	for i := range rows {
		rows[i].row.Caption[0] = `<script>alert("ü")</script>`
		if i%2 == 1 {
			rows[i] = expect(web, 1, testweb.Picture{ID: uint64(i), Width: 320, Height: 240, Fault: "404"})
		}
	}
	input := writeDataset(t, rows)
	dir := t.TempDir()
	t.Chdir(dir)
	args := flags(impatient, "--input="+input, "--sample=30")
	r := mustRun(t, append(args, "--preview=12")...)
	for _, want := range []string{"assumed ", "preview.html: 12 rows, "} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("it does not say %q:\n%s", want, r.stdout)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != "preview.html" {
		t.Fatalf("left behind: %v, %v", entries, err)
	}
	html, err := os.ReadFile("preview.html")
	if err != nil {
		t.Fatal(err)
	}
	text := string(html)
	if strings.Contains(text, "<script") || !strings.Contains(text, "&lt;script&gt;") {
		t.Error("captions are not shown as text")
	}
	crops := regexp.MustCompile(`<img src="data:image/jpeg;base64,([^"]+)" alt="the crop">`).FindAllStringSubmatch(text, -1)
	failed := strings.Count(text, `<p class="fault mono">http_4xx</p>`)
	if len(crops)+failed != 12 || len(crops) == 0 || failed == 0 {
		t.Errorf("%d crops and %d failures, want 12 in all and some of each", len(crops), failed)
	}
	if n := strings.Count(text, `class="drawn"`); n != len(crops) {
		t.Errorf("%d boxes are drawn for %d crops", n, len(crops))
	}

	out := filepath.Join(t.TempDir(), "out")
	mustRun(t, append(args, "--output="+out)...)
	written := map[string]bool{}
	for _, row := range readOutput(t, out).rows {
		written[row.Image] = true
	}
	for _, c := range crops {
		if !written[strings.ReplaceAll(c[1], "&#43;", "+")] {
			t.Error("a crop is shown that the run did not write")
		}
		if _, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(c[1], "&#43;", "+")); err != nil {
			t.Error(err)
		}
	}

	mustRun(t, append(args, "--preview=1")...) // over its own page
	if err := os.WriteFile("preview.html", []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := web.Stats().Requests
	wantMistake(t, beamcrop(t, append(args, "--preview=12")...), "preview.html")
	if got, err := os.ReadFile("preview.html"); err != nil || string(got) != "mine" || web.Stats().Requests != before {
		t.Errorf("the file of the user's is %q now, %v, after %d requests more", got, err, web.Stats().Requests-before)
	}
	wantMistake(t, beamcrop(t, append(args, "--preview=101")...), "--preview")
}
