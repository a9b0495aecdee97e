package shards

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beamcrop/beamcrop/io/shards/format"
	"github.com/beamcrop/beamcrop/io/shards/jsonl"
	"github.com/beamcrop/beamcrop/io/shards/parquet"
	"github.com/beamcrop/beamcrop/io/shards/tfrecord"
	"github.com/beamcrop/beamcrop/io/shards/webdataset"
)

// formats is the table of output formats: to add one, write its package and a
// line here. Messages list formats in this order.
func formats() []format.Format {
	return []format.Format{
		parquet.Format(),
		jsonl.Format(),
		webdataset.Format(),
		tfrecord.Format(),
	}
}

// formatOf returns the output format of that name.
func formatOf(name string) (format.Format, error) {
	all := formats()
	i := slices.IndexFunc(all, func(f format.Format) bool { return f.Name == name })
	if i < 0 {
		return format.Format{}, fmt.Errorf("output format %q: want %s", name, strings.Join(Formats(), ", "))
	}
	return all[i], nil
}

// encodedIn is formatOf for images of an encoding, which the format must take.
func encodedIn(name, encoding string) (format.Format, error) {
	f, err := formatOf(name)
	if err != nil {
		return f, err
	}
	if !slices.Contains(f.Encodings, encoding) {
		return f, fmt.Errorf("image encoding %q: %s takes %s", encoding, name, strings.Join(f.Encodings, " or "))
	}
	return f, nil
}

// besideOf returns the kind of file of that name which stands beside those of
// another format.
func besideOf(name string) (format.File, bool) {
	for _, f := range formats() {
		for _, file := range f.Beside {
			if file.Name == name {
				return file, true
			}
		}
	}
	return format.File{}, false
}
