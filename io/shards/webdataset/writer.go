package webdataset

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/beamcrop/beamcrop/io/parquetjson"
	"github.com/beamcrop/beamcrop/io/shards/jsonrecord"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// writer writes one WebDataset shard: a POSIX tar (USTAR) in which each
// record is files of one key that stand together, sorted by name, with one fixed
// time, owner and mode. KEY.jpg (or .png) is the picture, KEY.json all else, and
// KEY.txt the caption, empty where it is null: readers expect the same files of
// every record.
type writer struct {
	out    *tar.Writer
	schema record.Schema
	kept   *jsonrecord.Kept
	json   []byte // reused between records
	err    error
}

func newWriter(w io.Writer, s record.Schema) (record.Writer, error) {
	if err := record.CheckKept(s.Kept); err != nil { // of the index
		return nil, err
	}
	return &writer{out: tar.NewWriter(w), schema: s, kept: jsonrecord.NewKept(s.Kept, keptNames(s))}, nil
}

// keptNames names the kept columns in JSON as in the index. image is no
// name there, but a kept column of that name would be taken for the picture.
func keptNames(s record.Schema) []string {
	return record.KeptNames(s.Kept, slices.Concat(indexColumns, s.Columns()))
}

// Write implements record.Writer.
func (t *writer) Write(r *record.Record) error {
	if t.err == nil {
		t.err = t.write(r)
	}
	return t.err
}

func (t *writer) write(r *record.Record) error {
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
		{record.FileName(r), r.Image},
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

func (t *writer) writeMember(m member) error {
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
func (t *writer) appendJSON(dst []byte, r *record.Record) ([]byte, error) {
	dst = parquetjson.AppendString(append(dst, `{"key":`...), r.Key)
	dst = jsonrecord.AppendPicture(jsonrecord.AppendText(append(dst, ','), r), r, t.schema)
	dst, err := t.kept.Append(dst, r.Kept)
	return append(dst, '}'), err
}

// Close implements record.Writer.
func (t *writer) Close() error {
	if t.err != nil {
		return t.err
	}
	t.err = record.ErrClosed
	if err := t.out.Close(); err != nil {
		t.err = fmt.Errorf("completing the tar: %w", err)
		return t.err
	}
	return nil
}
