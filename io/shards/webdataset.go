package shards

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// tarWriter writes one WebDataset shard: a POSIX tar (USTAR) in which each
// record is files of one key that stand together, sorted by name, with one fixed
// time, owner and mode. KEY.jpg (or .png) is the picture, KEY.json all else, and
// KEY.txt the caption, empty where it is null: readers expect the same files of
// every record.
type tarWriter struct {
	out    *tar.Writer
	schema Schema
	kept   *keptJSON
	json   []byte // reused between records
	err    error
}

func newTarWriter(w io.Writer, s Schema) *tarWriter {
	return &tarWriter{out: tar.NewWriter(w), schema: s, kept: newKeptJSON(s.Kept, s.webDatasetNames())}
}

// webDatasetNames names the kept columns in JSON as in the index. image is no
// name there, but a kept column of that name would be taken for the picture.
func (s Schema) webDatasetNames() []string {
	return keptNames(s.Kept, slices.Concat(indexColumns, s.ours()))
}

// Write implements Writer.
func (t *tarWriter) Write(r *Record) error {
	if t.err == nil {
		t.err = t.write(r)
	}
	return t.err
}

func (t *tarWriter) write(r *Record) error {
	json, err := t.appendJSON(t.json[:0], r)
	if err != nil {
		return fmt.Errorf("record %s: %w", r.ID, err)
	}
	t.json = json
	caption := ""
	if r.HasCaption {
		caption = strings.ToValidUTF8(r.Caption, "\uFFFD")
	}
	members := []member{
		{fileName(r), r.Image},
		{r.Key + ".json", json},
		{r.Key + ".txt", []byte(caption)},
	}
	slices.SortFunc(members, func(a, b member) int { return strings.Compare(a.name, b.name) })
	for _, m := range members {
		if err := t.writeMember(m); err != nil {
			return fmt.Errorf("record %s: %w", r.ID, err)
		}
	}
	return nil
}

// member is one file in a tar.
type member struct {
	name string
	data []byte
}

func (t *tarWriter) writeMember(m member) error {
	err := t.out.WriteHeader(&tar.Header{
		Format: tar.FormatUSTAR, Typeflag: tar.TypeReg, Name: m.name, Size: int64(len(m.data)),
		Mode: 0o644, ModTime: time.Unix(0, 0),
	})
	if err != nil {
		return err
	}
	_, err = io.Copy(t.out, bytes.NewReader(m.data))
	return err
}

// appendJSON appends the record without its picture.
func (t *tarWriter) appendJSON(dst []byte, r *Record) ([]byte, error) {
	dst = appendString(append(dst, `{"key":`...), r.Key)
	dst = appendPicture(appendText(append(dst, ','), r), r, t.schema)
	dst, err := t.kept.append(dst, r.Kept)
	return append(dst, '}'), err
}

// Close implements Writer.
func (t *tarWriter) Close() error {
	if t.err != nil {
		return t.err
	}
	t.err = errClosed
	if err := t.out.Close(); err != nil {
		t.err = fmt.Errorf("completing the tar: %w", err)
		return t.err
	}
	return nil
}
