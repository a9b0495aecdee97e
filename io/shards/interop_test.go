package shards

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/internal/testenv"
	"github.com/beamcrop/beamcrop/internal/testphoto"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// TestInterop has the tools that people train with read what the writers wrote.
func TestInterop(t *testing.T) {
	python := testenv.Python(t, "reading the shards in Python")
	dir := t.TempDir()
	writeInterop(t, dir)
	cmd := exec.CommandContext(t.Context(), python, "testdata/check.py", dir)
	cmd.Env = append(os.Environ(),
		"HF_HUB_OFFLINE=1", "HF_DATASETS_DISABLE_PROGRESS_BARS=1", "HF_HOME="+filepath.Join(dir, "hf"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s testdata/check.py: %v\n%s", python, err, out)
	}
	t.Logf("%s", out)
}

// interopKept is keptRow with a column that is null throughout, one whose name
// has a comma and is not ASCII, and last a UUID and a map, which datasets cannot
// read.
func interopKept() []rows.KeptColumn {
	return append(columnsOf[keptRow](),
		rows.KeptColumn{Name: "nothing", Node: parquet.Optional(parquet.Leaf(parquet.NullType))},
		rows.KeptColumn{Name: "größe, cm", Node: parquet.Leaf(parquet.Int32Type)},
		rows.KeptColumn{Name: "ref", Node: parquet.UUID()},
		rows.KeptColumn{Name: "labels", Node: parquet.Map(parquet.String(), parquet.Leaf(parquet.Int32Type))})
}

func interopRecord(i int, picture []byte) *Record {
	r := sampleRecord(i, picture)
	n := len(record.LeavesOf(columnsOf[keptRow]()))
	r.Kept = append(r.Kept,
		parquet.NullValue().Level(0, 0, n),
		parquet.Int32Value(int32(i)).Level(0, 0, n+1),
		parquet.FixedLenByteArrayValue([]byte{15: byte(i)}).Level(0, 0, n+2),
		parquet.ByteArrayValue([]byte("n")).Level(0, 1, n+3),
		parquet.Int32Value(int32(i)).Level(0, 1, n+4))
	return r
}

// plainly leaves out the last two kept columns.
func plainly(s Schema, records []*Record) (Schema, []*Record) {
	s.Kept = s.Kept[:len(s.Kept)-2]
	out := make([]*Record, len(records))
	for i, r := range records {
		shorter := *r
		shorter.Kept = r.Kept[:len(r.Kept)-3]
		out[i] = &shorter
	}
	return s, out
}

// writeInterop writes the same 2,500 records as every kind of data file, which
// makes three row groups, and what check.py must find.
func writeInterop(t *testing.T, dir string) {
	t.Helper()
	const count = 2500
	picture := testphoto.JPEG(t, 1, 64)
	records := make([]*Record, count)
	width := 0
	for i := range records {
		records[i] = interopRecord(i, picture)
		width += records[i].Width
	}
	base64 := Schema{Kept: interopKept(), ImageEncoding: EncodingBase64}
	binary := Schema{Kept: interopKept(), ImageEncoding: EncodingBinary}
	plain64, plain := plainly(base64, records)
	plainBinary, _ := plainly(binary, nil)
	var bare []*Record // JSON holds 64-bit integers that datasets does not take from there
	for _, r := range records[:40] {
		without := *r
		without.Kept = nil
		bare = append(bare, &without)
	}
	expect, err := json.Marshal(map[string]any{
		"rows": count, "sum_width": width, "columns": columnNames(base64), "picture": picture,
		"index_columns": indexNames(binary),
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"base64.parquet":      write(t, FormatParquet, base64, records...),
		"binary.parquet":      write(t, FormatParquet, binary, records...),
		"plain64.parquet":     write(t, FormatParquet, plain64, plain...),
		"plainbinary.parquet": write(t, FormatParquet, plainBinary, plain...),
		"empty.parquet":       write(t, FormatParquet, base64),
		"data.jsonl":          write(t, FormatJSONL, base64, records...),
		"shard.tar":           write(t, FormatWebDataset, binary, records...),
		"shard.parquet":       write(t, FormatIndex, binary, records...),
		"bare.tar":            write(t, FormatWebDataset, Schema{ImageEncoding: EncodingBinary}, bare...),
		"bare.parquet":        write(t, FormatIndex, Schema{ImageEncoding: EncodingBinary}, bare...),
		"shard.tfrecord":      write(t, FormatTFRecord, binary, records...),
		"expect.json":         expect,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// indexNames are the columns of the index beside a tar: all but the picture, and
// what names it.
func indexNames(s Schema) []string {
	names := []string{"key", "file_name"}
	for _, name := range s.Columns() {
		if name != "image" {
			names = append(names, name)
		}
	}
	return append(names, record.KeptNames(s.Kept, append([]string{"key", "file_name"}, s.Columns()...))...)
}
