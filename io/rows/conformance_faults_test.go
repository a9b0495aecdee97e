package rows

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// stops: an error of yield and an end of the context end a read, and neither is the
// file's fault.
func (c conformance) stops(t *testing.T) {
	index := rowstest.Inspect(t, c.file, c.format, sampleColumns).Index
	r := rowstest.Open(t, c.file, c.format, sampleColumns)
	stop := errors.New("stop")
	yield := func(Row) error { return stop }
	if err := r.Read(t.Context(), table.Range(5, 10), index, yield); err != stop { //nolint:errorlint // as it is
		t.Errorf("Read: %v", err)
	}
	if err := r.Head(t.Context(), 10, yield); err != stop { //nolint:errorlint // as it is
		t.Errorf("Head: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	reading := r.Read(ctx, table.Range(0, 10), index, func(Row) error { return nil })
	if !errors.Is(reading, context.Canceled) || isInputError(reading) {
		t.Errorf("Read: %v", reading)
	}
}

// missing: a column that is not there is the user's mistake, unless it may be in
// another file.
func (c conformance) missing(t *testing.T) {
	for name, cols := range map[string]table.Columns{
		"link": {URL: "nowhere"}, "box": {URL: "url", Box: "nowhere"}, "caption": {URL: "url", Caption: "nowhere"}, "also": {URL: "url", Also: []string{"nowhere"}},
	} {
		_, err := Inspect(t.Context(), c.file, c.format.Name, cols)
		var missing *MissingColumn
		if !errors.As(err, &missing) || missing.Name != "nowhere" || len(missing.There) != 4+len(ownColumns[c.format.Name]) || !isInputError(err) {
			t.Errorf("%s: %v", name, err)
		}
		cols.Partial = true
		info, err := Inspect(t.Context(), c.file, c.format.Name, cols)
		if link := name == "link"; (err != nil) != link || !link && !slices.Equal(info.Lacks, []string{"nowhere"}) {
			t.Errorf("%s, which another file may have: lacks %v, %v", name, info.Lacks, err)
		}
	}
	if _, err := Inspect(t.Context(), c.file, c.format.Name, table.Columns{}); !isInputError(err) {
		t.Errorf("no column of links: %v", err)
	}
}

func isInputError(err error) bool {
	var fault *InputError
	return errors.As(err, &fault)
}

// damaged: whatever is wrong with a file's bytes is its fault, and no panic.
func (c conformance) damaged(t *testing.T) {
	whole := c.file.Data
	files := map[string][]byte{"empty": {}, "one byte": whole[:1], "half": whole[:len(whole)/2], "all but the end": whole[:len(whole)-3], "the end": whole[len(whole)/2:]}
	for i := range 20 {
		flipped := bytes.Clone(whole)
		flipped[len(flipped)*i/20] ^= 0xa5
		files[fmt.Sprint("byte ", i)] = flipped
	}
	for name, data := range files {
		f := &rowstest.File{Data: data}
		info, err := Inspect(t.Context(), f, c.format.Name, sampleColumns)
		if name == "empty" && err == nil {
			t.Error("an empty file is none")
		}
		if err == nil && info.Rows > 0 {
			err = rowstest.Open(t, f, c.format, sampleColumns).Read(t.Context(), table.Range(0, info.Rows), info.Index, func(Row) error { return nil })
		}
		if err != nil && !isInputError(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// unreachable: a read that fails is not the file's fault.
func (c conformance) unreachable(t *testing.T) {
	lost := errors.New("connection lost")
	f := &rowstest.File{Data: c.file.Data}
	index := rowstest.Inspect(t, f, c.format, sampleColumns).Index
	r := rowstest.Open(t, f, c.format, sampleColumns)
	f.Fail.Store(&lost)
	_, opening := Open(f, c.format.Name, sampleColumns)
	_, columns := Schema(f, c.format.Name, table.Columns{})
	_, inspecting := r.Inspect(t.Context())
	_, sniffing := Sniff(f)
	reading := r.Read(t.Context(), table.Range(0, 9), index, func(Row) error { return nil })
	for what, err := range map[string]error{"Open": opening, "Schema": columns, "Inspect": inspecting, "Read": reading, "Sniff": sniffing} {
		if what == "Inspect" && err == nil {
			continue // the format needs no read for it
		}
		if !errors.Is(err, lost) || isInputError(err) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
