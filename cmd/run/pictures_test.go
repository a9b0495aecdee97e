package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/testhub"
	"github.com/beamcrop/beamcrop/internal/testweb"
)

// imageCell is Hugging Face's Image.
type imageCell struct {
	Bytes []byte  `parquet:"bytes,optional"`
	Path  *string `parquet:"path,optional"`
}

// hfRow is a row of a dataset with pictures in it.
type hfRow struct {
	Image   *imageCell `parquet:"image,optional"`
	Caption string     `parquet:"caption"`
	Box     *string    `parquet:"box,optional"`
	Text    string     `parquet:"text"` // base64
	Data    string     `parquet:"data"` // a data: URL
	File    string     `parquet:"file_name"`
}

// served returns the picture of a row as the server gives it.
func served(t *testing.T, url string) []byte {
	t.Helper()
	answer, err := http.Get(url) //nolint:noctx // of a test's own server
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was read
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(answer.Status, err)
	}
	return body
}

// withPictures puts the rows' pictures into a dataset and beside it, in every form.
func withPictures(t *testing.T, dir string, rows []outcome) string {
	t.Helper()
	all := make([]hfRow, len(rows))
	if err := os.MkdirAll(filepath.Join(dir, "images"), 0o750); err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		body, name := served(t, r.row.URL), fmt.Sprintf("images/%03d.jpg", i)
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o600); err != nil {
			t.Fatal(err)
		}
		all[i] = hfRow{
			Image: &imageCell{Bytes: body, Path: ptr(name)}, Caption: r.row.Caption[0], Box: r.row.Box,
			Text: base64.StdEncoding.EncodeToString(body), File: name,
			Data: "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(body),
		}
		if i%3 == 1 {
			all[i].Image.Bytes = nil // it names its file alone
		}
	}
	file := filepath.Join(dir, "faces.parquet")
	if err := parquet.WriteFile(file, all, parquet.MaxRowsPerRowGroup(7)); err != nil {
		t.Fatal(err)
	}
	return file
}

// lines returns the data files' lines without what says where the pictures came from.
func lines(t *testing.T, out string) (data string) {
	t.Helper()
	for _, name := range glob(t, out, "data/part-*.jsonl") {
		eachLine(t, name, func(row map[string]any) {
			data += fmt.Sprintln(row["id"], row["box"], row["caption"], row["sha256"], row["width"], row["height"], row["image"])
		})
	}
	return data
}

// A dataset that carries its pictures gives the crops that its links give.
func TestRowsThatCarryTheirPictures(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	rows := good(server, 30, testweb.Picture{Width: 160, Height: 120})
	rows[4].row.Box, rows[4].reason = ptr("[1, 2"), "invalid_row"
	dir := t.TempDir()
	input := withPictures(t, dir, rows)
	args := []string{"--progress=off", "--keep=none", "--output_format=jsonl", "--shard_rows=8", "--sample=25", "--resize=64x64"}
	linked := filepath.Join(t.TempDir(), "out")
	mustRun(t, flags(args, "--allow_private", "--input="+writeDataset(t, rows), "--output="+linked)...)
	want := lines(t, linked)
	if strings.Count(want, "\n") < 24 {
		t.Fatalf("links gave\n%.500s", want)
	}
	elsewhere := filepath.Join(t.TempDir(), "faces.parquet")
	data, err := os.ReadFile(input)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(elsewhere, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, start := range objectStores {
		start(t)
	}
	hub := testhub.Start(t)
	for i, r := range rows {
		name := fmt.Sprintf("images/%03d.jpg", i)
		upload(t, filepath.Join(dir, name), "s3://input/set/"+name)
		upload(t, filepath.Join(dir, name), "gs://input/set/"+name)
		hub.Put("owner/faces", "set/"+name, served(t, r.row.URL))
	}
	before := server.Stats().Requests
	for name, c := range map[string][]string{
		"struct":        {"--input=" + input, "--image_column=image"},
		"base64":        {"--input=" + input, "--image_column=text"},
		"data URL":      {"--input=" + input, "--image_column=data"},
		"path":          {"--input=" + input, "--image_column=file_name"},
		"root":          {"--input=" + elsewhere, "--image_column=file_name", "--image_root=" + dir},
		"s3":            {"--input=" + elsewhere, "--image_column=file_name", "--image_root=s3://input/set"},
		"gs":            {"--input=" + elsewhere, "--image_column=file_name", "--image_root=gs://input/set"},
		"hf":            {"--input=" + elsewhere, "--image_column=file_name", "--image_root=hf://datasets/owner/faces/set"},
		"struct's path": {"--input=" + elsewhere, "--image_column=image", "--image_root=s3://input/set/"},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			command := flags(args, append(c, "--output="+out)...)
			mustRun(t, command...)
			if got := lines(t, out); got != want {
				t.Errorf("the data differ from those of the links:\n%.400s\n%.400s", got, want)
			}
			checkCommitted(t, out)
			hashes := dataHashes(t, out)
			if err := os.Remove(glob(t, out, "_beamcrop/part-00001*.json")[0]); err != nil {
				t.Fatal(err)
			}
			mustRun(t, command...)
			mustEqualData(t, hashes, out)
		})
	}
	if after := server.Stats().Requests; after != before {
		t.Errorf("%d requests were made", after-before)
	}
}

// A cell must not have other files read than those of its folder.
func TestPathsStayInTheirFolder(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	body := served(t, good(server, 1, testweb.Picture{Width: 64, Height: 64})[0].row.URL)
	top := t.TempDir()
	dir := filepath.Join(top, "set")
	write := func(name string) {
		if err := os.WriteFile(name, body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "in"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(top, "set2"), 0o750); err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(top, "secret.jpg"))
	write(filepath.Join(top, "set2", "secret.jpg"))
	write(filepath.Join(dir, "in", "ok.jpg"))
	for from, to := range map[string]string{"out.jpg": "../secret.jpg", "away": top, "inside.jpg": "in/ok.jpg"} {
		if err := os.Symlink(to, filepath.Join(dir, from)); err != nil {
			t.Fatal(err)
		}
	}
	for _, start := range objectStores {
		start(t)
	}
	hub := testhub.Start(t)
	for _, key := range []string{"secret.jpg", "set2/secret.jpg", "set/in/ok.jpg"} {
		upload(t, filepath.Join(dir, "in", "ok.jpg"), "s3://input/"+key)
		upload(t, filepath.Join(dir, "in", "ok.jpg"), "gs://input/"+key)
		hub.Put("owner/faces", key, body)
	}
	hub.Put("owner/other", "secret.jpg", body)
	cells := []struct{ path, local, object string }{
		{"in/ok.jpg", "", ""},
		{"in/../in/ok.jpg", "", ""},
		{filepath.Join(dir, "in/ok.jpg"), "", "invalid_row"},
		{"ROOT/in/ok.jpg", "invalid_row", ""},
		{"inside.jpg", "", "missing_file"},
		{"in/none.jpg", "missing_file", "missing_file"},
		{"in", "unreadable_file", "missing_file"},
		{"../secret.jpg", "invalid_row", "invalid_row"},
		{"in/../../secret.jpg", "invalid_row", "invalid_row"},
		{filepath.Join(top, "secret.jpg"), "invalid_row", "invalid_row"},
		{filepath.Join(dir, "../secret.jpg"), "invalid_row", "invalid_row"},
		{dir + "2/secret.jpg", "invalid_row", "invalid_row"},
		{dir + "/../secret.jpg", "invalid_row", "invalid_row"},
		{"file://" + filepath.Join(top, "secret.jpg"), "invalid_row", "invalid_row"},
		{"out.jpg", "invalid_row", "missing_file"},
		{"away/secret.jpg", "invalid_row", "missing_file"},
		{"s3://input/secret.jpg", "invalid_row", "invalid_row"},
		{"s3://input/set2/secret.jpg", "invalid_row", "invalid_row"},
		{"s3://input/set/../secret.jpg", "invalid_row", "invalid_row"},
		{"s3://output/secret.jpg", "invalid_row", "invalid_row"},
		{"gs://input/secret.jpg", "invalid_row", "invalid_row"},
		{"gs://input/set2/secret.jpg", "invalid_row", "invalid_row"},
		{"gs://input/set/../secret.jpg", "invalid_row", "invalid_row"},
		{"hf://datasets/owner/faces/secret.jpg", "invalid_row", "invalid_row"},
		{"hf://datasets/owner/faces/set2/secret.jpg", "invalid_row", "invalid_row"},
		{"hf://datasets/owner/faces@main/set/../secret.jpg", "invalid_row", "invalid_row"},
		{"hf://datasets/owner/other/secret.jpg", "invalid_row", "invalid_row"},
		{"..%2fsecret.jpg", "missing_file", "missing_file"},
		{"https://127.0.0.1/a.jpg", "invalid_row", "invalid_row"},
		{"/dev/stdin", "invalid_row", "invalid_row"},
		{"", "invalid_row", "invalid_row"},
	}
	for name, root := range map[string]string{"local": "", "s3": "s3://input/set", "gs": "gs://input/set/", "hf": "hf://datasets/owner/faces/set"} {
		t.Run(name, func(t *testing.T) {
			table := "file_name,n\n"
			for i, c := range cells {
				table += fmt.Sprintf("%s,%d\n", strings.Replace(c.path, "ROOT", strings.TrimSuffix(root, "/"), 1), i)
			}
			input := filepath.Join(dir, "metadata.csv")
			if err := os.WriteFile(input, []byte(table), 0o600); err != nil {
				t.Fatal(err)
			}
			out := filepath.Join(t.TempDir(), "out")
			args := []string{"--progress=off", "--input=" + input, "--image_column=file_name", "--output=" + out, "--output_format=jsonl"}
			if root != "" {
				args = append(args, "--image_root="+root)
			}
			mustRun(t, args...)
			got := map[string]string{}
			for _, name := range glob(t, out, "data/part-*.jsonl") {
				eachLine(t, name, func(row map[string]any) { got[row["n"].(string)] = "" })
			}
			for _, name := range glob(t, out, "failures/part-*.jsonl") {
				eachLine(t, name, func(row map[string]any) { got[row["n"].(string)] = row["reason"].(string) })
			}
			if len(got) != len(cells) {
				t.Errorf("%d rows of %d", len(got), len(cells))
			}
			for i, c := range cells {
				want := c.local
				if root != "" && (name != "hf" || c.path != "in") { // a Hub has folders, as a disk has
					want = c.object
				}
				if why, known := got[fmt.Sprint(i)]; !known || why != want {
					t.Errorf("%q: %q, want %q", c.path, why, want)
				}
			}
		})
	}
}

// Mistakes with pictures that rows carry are said before anything is read.
func TestMistakesWithPictures(t *testing.T) {
	server := startWeb(t, testweb.Options{})
	input := writeDataset(t, good(server, 3, testweb.Picture{Width: 64, Height: 64}))
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"both":         {[]string{"--image_column=url", "--url_column=url"}, "do not go together"},
		"a store":      {[]string{"--image_column=url", "--originals=/nowhere"}, "leave it out"},
		"only a root":  {[]string{"--image_root=/tmp"}, "--image_root=/tmp is for --image_column"},
		"no folder":    {[]string{"--image_column=url", "--image_root=/nowhere"}, "--image_root cannot be read"},
		"links":        {[]string{"--image_column=url", "--image_root=https://h.example/x"}, "--image_root must be a folder"},
		"no column":    {[]string{"--image_column=image"}, `no column "image"`},
		"a list":       {[]string{"--image_column=laion_caption"}, "a picture is binary, a string, or a struct of bytes and path"},
		"kept as well": {[]string{"--image_column=url", "--keep=url"}, "--keep=url names the column of pictures"},
	} {
		t.Run(name, func(t *testing.T) {
			out := "--output=" + filepath.Join(t.TempDir(), "out")
			wantMistake(t, beamcrop(t, append(c.args, "--input="+input, out)...), c.says)
		})
	}
}
