package shards

import (
	"bytes"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testphoto"
)

// counted counts what is read of a file.
type counted struct {
	io.ReaderAt
	reads int
	bytes int64
}

func (c *counted) ReadAt(p []byte, at int64) (int, error) {
	c.reads++
	c.bytes += int64(len(p))
	return c.ReaderAt.ReadAt(p, at)
}

func TestReadImages(t *testing.T) {
	const n = 2300 // three row groups
	records := make([]*Record, n)
	for i := range records {
		picture := bytes.Repeat([]byte{byte(i), byte(i >> 8)}, 1000+i)
		records[i] = sampleRecord(i, picture)
	}
	const mostReads = 30
	for _, c := range kinds() {
		if c.format == FormatIndex {
			continue
		}
		t.Run(c.String(), func(t *testing.T) {
			data := write(t, c.format, c.schema(columnsOf[keptRow]()...), records...)
			for _, rows := range [][]int64{nil, {0}, {0, 1, 999, 1000, 1500, n - 1}} {
				file := &counted{ReaderAt: bytes.NewReader(data)}
				images, err := ReadImages(file, int64(len(data)), c.format, rows)
				if err != nil {
					t.Fatal(err)
				}
				var want [][]byte
				for _, row := range rows {
					want = append(want, records[row].Image)
				}
				if diff := cmp.Diff(want, images); diff != "" {
					t.Errorf("rows %d: another picture", rows)
				}
				if file.reads > mostReads || c.format == FormatParquet && file.bytes > int64(len(data)) {
					t.Errorf("rows %d took %d reads of %d bytes, of %d", rows, file.reads, file.bytes, len(data))
				}
			}
			if _, err := ReadImages(bytes.NewReader(data), int64(len(data)), c.format, []int64{n}); err == nil {
				t.Error("a row past the last one was read")
			}
			file := &counted{ReaderAt: bytes.NewReader(data)}
			if _, err := ReadImages(file, int64(len(data)), c.format, []int64{3}); err != nil || file.bytes > 1<<20 {
				t.Errorf("row 3 took %d of %d bytes, %v", file.bytes, len(data), err)
			}
		})
	}
}

// A picture costs its page and the file's end, not the file.
func TestReadImagesReadsLittle(t *testing.T) {
	records := make([]*Record, 1000)
	for i := range records {
		records[i] = sampleRecord(i, testphoto.JPEG(t, uint64(i), 64))
	}
	padded := make([]*Record, len(records))
	for i, r := range records {
		big := *r
		big.Image = append(testphoto.JPEG(t, uint64(i), 64), bytes.Repeat(r.Image, 20)...)
		padded[i] = &big
	}
	data := write(t, FormatParquet, Schema{Kept: columnsOf[keptRow](), ImageEncoding: EncodingBinary}, padded...)
	file := &counted{ReaderAt: bytes.NewReader(data)}
	if _, err := ReadImages(file, int64(len(data)), FormatParquet, []int64{700}); err != nil {
		t.Fatal(err)
	}
	if file.reads > 4 || file.bytes > 1<<20 {
		t.Errorf("%d reads of %d bytes, of %d", file.reads, file.bytes, len(data))
	}
	t.Logf("%d reads of %d bytes, of %d", file.reads, file.bytes, len(data))
}

// Damaged files are errors, or the damage is elsewhere, and never a panic.
func TestReadImagesDamaged(t *testing.T) {
	records := []*Record{sampleRecord(0, []byte("a")), sampleRecord(1, []byte("b"))}
	want := [][]byte{records[0].Image, records[1].Image}
	for _, c := range kinds() {
		if c.format == FormatIndex {
			continue
		}
		data := write(t, c.format, c.schema(columnsOf[keptRow]()...), records...)
		read := func(data []byte) ([][]byte, error) {
			return ReadImages(bytes.NewReader(data), int64(len(data)), c.format, []int64{0, 1})
		}
		failed, cut := 0, 0
		for i := 0; i < len(data); i += 3 {
			if images, err := read(data[:i]); err != nil {
				cut++
			} else if c.format != FormatWebDataset || !cmp.Equal(want, images) { // a tar goes on behind its last picture
				t.Errorf("%s: pictures %q in the first %d of %d bytes", c, images, i, len(data))
			}
			flipped := bytes.Clone(data)
			flipped[i] ^= 0x55
			if images, err := read(flipped); err != nil {
				failed++
			} else if len(images) != 2 {
				t.Errorf("%s: %d pictures of 2 rows, byte %d flipped", c, len(images), i)
			}
		}
		if failed == 0 || cut == 0 {
			t.Errorf("%s: %d flipped bytes and %d cuts were noticed", c, failed, cut)
		}
	}
	if _, err := ReadImages(bytes.NewReader(nil), 0, "tar", nil); err == nil {
		t.Error("an unknown format is read")
	}
	without := write(t, FormatWebDataset, Schema{ImageEncoding: EncodingBinary}, &Record{Key: "0", Format: "txt"})
	if images, err := ReadImages(bytes.NewReader(without), int64(len(without)), FormatWebDataset, []int64{0}); err == nil {
		t.Errorf("the picture of a row without one is %q", images)
	}
}
