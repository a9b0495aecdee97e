package webdataset

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/rows/input"
)

// parts says what of a sample is read.
type parts int

const (
	nothing  parts = iota // it is passed over
	texts                 // what its columns hold
	pictures              // its picture
)

// pictureEndings are what pictures are called. What they are, their bytes say.
var pictureEndings = []string{"jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "tif", "tiff", "avif", "ico", "img", "image"}

// sample is a row as it stands in the tar.
type sample struct {
	key     string
	json    []byte // nil = there is none
	txt     *string
	cls     *string
	name    string // of the picture
	picture []byte
	invalid error // why this row cannot be read
}

// cursor stands between two samples.
type cursor struct {
	from    place
	tar     *tar.Reader
	row     int64 // the next one
	pending *tar.Header
	start   int64 // where the pending member starts, or the next one would
	end     int64 // where the member after it starts
}

func newCursor(from place, row int64) *cursor {
	at := from.at()
	return &cursor{from: from, tar: tar.NewReader(from), row: row, start: at, end: at}
}

// next reads a sample, and io.EOF behind the last one.
func (c *cursor) next(want parts) (*sample, error) {
	var s *sample
	var seen []string
	for {
		if err := c.peek(); err != nil {
			if errors.Is(err, io.EOF) && s != nil {
				break
			}
			return nil, err
		}
		name, ending, ok := split(c.pending)
		if !ok {
			c.pending = nil
			continue
		}
		if s != nil && (name != s.key || slices.Contains(seen, ending)) {
			break
		}
		if s == nil {
			s = &sample{key: name}
		}
		seen = append(seen, ending)
		if err := c.take(s, ending, want); err != nil {
			return nil, c.blame(err)
		}
		c.pending = nil
	}
	c.row++
	return s, nil
}

// peek finds the next member, unless that was done.
func (c *cursor) peek() error {
	if c.pending != nil {
		return nil
	}
	c.start = c.end
	header, err := c.tar.Next()
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	if err != nil {
		return c.blame(err)
	}
	c.end = c.from.at()
	if header.Typeflag == tar.TypeReg {
		c.end += (header.Size + 511) / 512 * 512
	}
	c.pending = header
	return nil
}

// blame says where the tar is damaged.
func (c *cursor) blame(err error) error {
	var other *input.OtherError
	if errors.As(err, &other) {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = errors.New("it is cut short")
	}
	if c.row == 0 {
		return fmt.Errorf("the tar cannot be read, in its first row: %w: download it again, or say what it is with --input_format", err)
	}
	return fmt.Errorf("the tar cannot be read after row %d: %w: download it again", c.row-1, err)
}

// split takes a member's name apart at the first dot of its last element, as webdataset
// does. What is not a part of a sample is not ok.
func split(h *tar.Header) (key, ending string, ok bool) {
	dir, base := path.Split(h.Name)
	stem, ending, found := strings.Cut(base, ".")
	if h.Typeflag != tar.TypeReg || !found || stem == "" || ending == "" || h.PAXRecords["GNU.sparse.major"] != "" {
		return "", "", false
	}
	return dir + stem, strings.ToLower(ending), true
}

// take reads what is wanted of a member.
func (c *cursor) take(s *sample, ending string, want parts) (err error) {
	last := ending[strings.LastIndex(ending, ".")+1:]
	if want == pictures && s.name == "" && slices.Contains(pictureEndings, last) {
		s.name = c.pending.Name
		s.picture, err = c.body(s)
		return err
	}
	if want != texts {
		return nil
	}
	switch ending {
	case "json":
		s.json, err = c.body(s)
	case "txt":
		s.txt, err = c.text(s)
	case "cls":
		s.cls, err = c.text(s)
	}
	return err
}

// body reads the member, if it is not too long.
func (c *cursor) body(s *sample) ([]byte, error) {
	if c.pending.Size > input.MaxRow {
		s.invalid = fmt.Errorf("its member %s is longer than %d MiB", c.pending.Name, input.MaxRow>>20)
		return nil, nil
	}
	data := make([]byte, c.pending.Size)
	_, err := io.ReadFull(c.tar, data)
	return data, err
}

func (c *cursor) text(s *sample) (*string, error) {
	data, err := c.body(s)
	text := strings.TrimRight(string(data), "\r\n")
	return &text, err
}
