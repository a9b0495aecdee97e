package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
)

// A run leaves a report that shows what it did, with the same crops and the same
// failures whatever the concurrency and the format; its last line says where.
func TestReport(t *testing.T) {
	server := startWeb(t, testweb.Options{Hosts: 4})
	rows := good(server, 150, testweb.Picture{Width: 320, Height: 240})
	for i := 0; i < len(rows); i += 5 {
		rows[i] = expect(server, 1, testweb.Picture{ID: uint64(i), Width: 320, Height: 240, Fault: []testweb.Fault{"404", "html"}[i/5%2]})
	}
	rows[6].row.Caption[0] = `<script>alert("ü")</script>`
	input := writeDataset(t, rows)
	var want []string
	for _, args := range [][]string{{"--concurrency=1"}, {"--concurrency=64", "--output_format=jsonl"}, {"--runner=direct", "--image_encoding=binary"}, {"--output_format=webdataset"}, {"--output_format=tfrecord"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			r := mustRun(t, flags(impatient, append(args, "--input="+input, "--output="+dir, "--shard_rows=20")...)...)
			if !strings.Contains(r.stdout, filepath.Join(dir, shards.ReportName)) {
				t.Errorf("the report is not named in\n%s", r.stdout)
			}
			data, err := os.ReadFile(filepath.Join(dir, shards.ReportName))
			if err != nil {
				t.Fatal(err)
			}
			html := string(data)
			for _, text := range []string{"120 of 150 rows written", "60 crops", "http_4xx", "15 of 15", "not_an_image", "Content-Security-Policy"} {
				if !strings.Contains(html, text) {
					t.Errorf("%q is not in the report", text)
				}
			}
			if n := strings.Count(html, `src="data:image/jpeg;base64,`); n != 60 {
				t.Errorf("%d of 60 crops have pictures", n)
			}
			if strings.Contains(html, "<script") {
				t.Error("a caption became markup")
			}
			if len(data) > 2<<20 {
				t.Errorf("%d bytes", len(data))
			}
			shown := regexp.MustCompile(`<bdi>faces.parquet#\d+</bdi>`).FindAllString(html, -1)
			if want == nil {
				want = shown
			}
			if len(shown) != 90 || fmt.Sprint(shown) != fmt.Sprint(want) {
				t.Errorf("shown are %d rows %v, want those of the first run: %v", len(shown), shown, want)
			}
			s := readOutput(t, dir).summary
			if q := s.SourceBytes; q == nil || q.P50 < 100 || q.P50 > q.P90 || q.P90 > q.P99 {
				t.Errorf("bytes %+v", q)
			}
			if q := s.LatencyMS; q == nil || q.P50 > q.P90 || q.P90 > q.P99 {
				t.Errorf("latency %+v", q)
			}
		})
	}
}
