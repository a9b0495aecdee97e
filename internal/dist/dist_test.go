package dist

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestPythonVersion(t *testing.T) {
	for version, want := range map[string]string{
		"v1.2.3": "1.2.3", "v1.2.3-rc.1": "1.2.3rc1", "v1.2.3-rc2": "1.2.3rc2",
		"v1.2.3-4-g5678abc": "1.2.3.post4+g5678abc", "v1.0.0-rc.1-4-g5678abc": "1.0.0rc1.post4+g5678abc",
	} {
		if got, err := PythonVersion(version); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", version, got, err, want)
		}
	}
	for _, version := range []string{"", "1.2.3", "v1.2", "v1.2.3-beta", "5678abc", "v1.2.3\n"} {
		if got, err := PythonVersion(version); err == nil {
			t.Errorf("%q is taken for %q", version, got)
		}
	}
}

func TestFind(t *testing.T) {
	for _, want := range Targets {
		if got, err := Find(want.String()); err != nil || got.String() != want.String() {
			t.Errorf("%s: %s, %v", want, got, err)
		}
	}
	if _, err := Find("plan9/mips"); err == nil || !strings.Contains(err.Error(), "linux/amd64") {
		t.Errorf("got %v", err)
	}
}

func sampleWheel(t Target) Wheel {
	return Wheel{
		Version: "v1.2.3", Target: t, Program: []byte("a program"), Description: []byte("# words\n"), License: []byte("a license"),
		Package: fstest.MapFS{
			"__init__.py": {Data: []byte("pass\n")}, "py.typed": {}, "__pycache__/x.pyc": {Data: []byte("left by Python")},
		},
	}
}

// A wheel has a program that can be executed and a record of every file, and is the
// same bytes each time.
func TestWheel(t *testing.T) {
	target := Targets[0]
	name, data, err := sampleWheel(target).Pack()
	if err != nil {
		t.Fatal(err)
	}
	if want := "beamcrop-1.2.3-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64.whl"; name != want {
		t.Errorf("it is called %s, want %s", name, want)
	}
	if _, again, err := sampleWheel(target).Pack(); err != nil || !bytes.Equal(data, again) {
		t.Errorf("the second time it has other bytes, %v", err)
	}
	files := unzip(t, data)
	got := map[string]string{}
	for name, f := range files {
		got[name] = f.mode.String() + " " + strings.SplitN(f.data, "\n", 2)[0]
	}
	want := map[string]string{
		"beamcrop/__init__.py":                      "-rw-r--r-- pass",
		"beamcrop/py.typed":                         "-rw-r--r-- ",
		"beamcrop-1.2.3.data/scripts/beamcrop":      "-rwxr-xr-x a program",
		"beamcrop-1.2.3.dist-info/METADATA":         "-rw-r--r-- Metadata-Version: 2.4",
		"beamcrop-1.2.3.dist-info/WHEEL":            "-rw-r--r-- Wheel-Version: 1.0",
		"beamcrop-1.2.3.dist-info/licenses/LICENSE": "-rw-r--r-- a license",
		"beamcrop-1.2.3.dist-info/RECORD":           got["beamcrop-1.2.3.dist-info/RECORD"],
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	checkRecord(t, files, "beamcrop-1.2.3.dist-info/RECORD")
}

func checkRecord(t *testing.T, files map[string]unpacked, record string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(files[record].data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(files) {
		t.Errorf("it records %d files, and has %d", len(rows), len(files))
	}
	for _, row := range rows {
		data := files[row[0]].data
		sum := sha256.Sum256([]byte(data))
		want := []string{row[0], "sha256=" + base64.RawURLEncoding.EncodeToString(sum[:]), fmt.Sprint(len(data))}
		if row[0] == record {
			want = []string{record, "", ""}
		}
		if !slices.Equal(row, want) {
			t.Errorf("got %v, want %v", row, want)
		}
	}
}

func TestArchive(t *testing.T) {
	files := []File{{Name: "beamcrop", Data: []byte("a program"), Executable: true}, {Name: "LICENSE", Data: []byte("a license")}}
	for _, c := range []struct {
		target Target
		want   string
		unpack func(*testing.T, []byte) map[string]unpacked
	}{
		{Targets[0], "beamcrop_1.2.3_linux_amd64.tar.gz", untar},
		{Targets[4], "beamcrop_1.2.3_windows_amd64.zip", unzip},
	} {
		t.Run(c.target.String(), func(t *testing.T) {
			name, data, err := Archive(c.target, "1.2.3", files)
			if err != nil || name != c.want {
				t.Fatalf("%s, %v, want %s", name, err, c.want)
			}
			if _, again, err := Archive(c.target, "1.2.3", files); err != nil || !bytes.Equal(data, again) {
				t.Errorf("the second time it has other bytes, %v", err)
			}
			folder, _, _ := strings.Cut(strings.TrimSuffix(name, ".zip"), ".tar.gz")
			want := map[string]unpacked{folder + "/beamcrop": {0o755, "a program"}, folder + "/LICENSE": {0o644, "a license"}}
			if diff := cmp.Diff(want, c.unpack(t, data), cmp.AllowUnexported(unpacked{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWriteSums(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b", "a"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteSums(dir, []string{"b", "a"}); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	want := fmt.Sprintf("%x  a\n%x  b\n", sha256.Sum256([]byte("a")), sha256.Sum256([]byte("b")))
	if err != nil || string(got) != want {
		t.Errorf("%v\n%s", err, got)
	}
}

// unpacked is a file as an archive has it.
type unpacked struct {
	mode os.FileMode
	data string
}

func unzip(t *testing.T, data []byte) map[string]unpacked {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]unpacked{}
	for _, entry := range r.File {
		f, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name] = unpacked{entry.Mode(), string(text)}
	}
	return files
}

func untar(t *testing.T, data []byte) map[string]unpacked {
	t.Helper()
	packed, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]unpacked{}
	for r := tar.NewReader(packed); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[header.Name] = unpacked{header.FileInfo().Mode(), string(text)}
	}
}
