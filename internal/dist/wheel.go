package dist

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Wheel is what a Python wheel is made of.
type Wheel struct {
	Version     string // as git describes it
	Target      Target
	Program     []byte
	Package     fs.FS // the Python package's files
	Description []byte
	License     []byte
}

// NewWheel returns the wheel of a program, with all else of the checkout in root.
func NewWheel(root, version string, t Target, program []byte) (Wheel, error) {
	description, err := os.ReadFile(filepath.Join(root, "python", "README.md"))
	if err != nil {
		return Wheel{}, fmt.Errorf("reading the description: %w", err)
	}
	license, err := os.ReadFile(filepath.Join(root, "LICENSE"))
	if err != nil {
		return Wheel{}, fmt.Errorf("reading the license: %w", err)
	}
	files := os.DirFS(filepath.Join(root, "python", "beamcrop"))
	return Wheel{Version: version, Target: t, Program: program, Package: files, Description: description, License: license}, nil
}

// Pack returns the wheel. pip puts the program where it puts the scripts of an
// environment, so that it can be called by its name.
func (w Wheel) Pack() (name string, data []byte, err error) {
	version, err := PythonVersion(w.Version)
	if err != nil {
		return "", nil, err
	}
	files, err := w.module()
	if err != nil {
		return "", nil, err
	}
	stem := "beamcrop-" + version
	info := stem + ".dist-info/"
	files = append(files,
		File{Name: stem + ".data/scripts/" + w.Target.Program(), Data: w.Program, Executable: true},
		File{Name: info + "METADATA", Data: w.metadata(version)},
		File{Name: info + "WHEEL", Data: w.wheel()},
		File{Name: info + "licenses/LICENSE", Data: w.License},
	)
	files = append(files, File{Name: info + "RECORD", Data: record(files, info+"RECORD")})
	data, err = zipped(files)
	return stem + "-py3-none-" + strings.Join(w.Target.Tags, ".") + ".whl", data, err
}

// module reads the Python package, without what Python leaves there.
func (w Wheel) module() ([]File, error) {
	var files []File
	err := fs.WalkDir(w.Package, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "__pycache__":
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		data, err := fs.ReadFile(w.Package, path)
		if err != nil {
			return err
		}
		files = append(files, File{Name: "beamcrop/" + path, Data: data})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the Python package: %w", err)
	}
	return files, nil
}

func (w Wheel) metadata(version string) []byte {
	return fmt.Appendf(nil, `Metadata-Version: 2.4
Name: beamcrop
Version: %s
Summary: Turn a dataset of image links with boxes and captions into a training set of cropped pictures
Project-URL: Source, https://github.com/beamcrop/beamcrop
License-Expression: Apache-2.0
License-File: LICENSE
Requires-Python: >=3.10
Description-Content-Type: text/markdown

%s`, version, w.Description)
}

func (w Wheel) wheel() []byte {
	text := "Wheel-Version: 1.0\nGenerator: beamcrop\nRoot-Is-Purelib: false\n"
	for _, tag := range w.Target.Tags {
		text += "Tag: py3-none-" + tag + "\n"
	}
	return []byte(text)
}

// record lists the files with their hashes, and itself without one.
func record(files []File, self string) []byte {
	var text strings.Builder
	for _, f := range files {
		sum := sha256.Sum256(f.Data)
		fmt.Fprintf(&text, "%s,sha256=%s,%d\n", f.Name, base64.RawURLEncoding.EncodeToString(sum[:]), len(f.Data))
	}
	return []byte(text.String() + self + ",,\n")
}
