package shards

import "testing"

func FuzzReadParquet(f *testing.F)      { kind{FormatParquet, EncodingBase64}.fuzz(f) }
func FuzzReadParquetImage(f *testing.F) { kind{FormatParquet, EncodingBinary}.fuzz(f) }
func FuzzReadJSONL(f *testing.F)        { kind{FormatJSONL, EncodingBase64}.fuzz(f) }
func FuzzReadWebDataset(f *testing.F)   { kind{FormatWebDataset, EncodingBinary}.fuzz(f) }
func FuzzReadTFRecord(f *testing.F)     { kind{FormatTFRecord, EncodingBinary}.fuzz(f) }

// fuzz reads bytes from outside as one kind of data file.
func (k kind) fuzz(f *testing.F) {
	s := k.schema()
	whole := []*Record{sampleRecord(0, []byte("x")), sampleRecord(5, []byte("y"))}
	for _, r := range whole {
		r.Kept = nil
	}
	f.Add(false, write(f, k.format, s, whole...))
	s.Exact = true
	f.Add(true, write(f, k.format, s, whole...))
	f.Fuzz(func(t *testing.T, exact bool, data []byte) {
		s := k.schema()
		s.Exact = exact
		records, err := k.readAll(s, data)
		if err != nil {
			return
		}
		for i, r := range records {
			if r.Format != "jpeg" && r.Format != "png" {
				return
			}
			r.Key = Key(0, 1, 1000, i)
		}
		// What could be read can be written, and then reads back.
		if got := readBack(t, k, s, write(t, k.format, s, records...)); len(got) != len(records) {
			t.Fatalf("%d of %d records came back", len(got), len(records))
		}
	})
}
