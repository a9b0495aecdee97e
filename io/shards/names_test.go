package shards

import (
	"fmt"
	"testing"
)

func TestName(t *testing.T) {
	for _, c := range []struct {
		shard, shards int
		want          string
	}{
		{0, 1, "part-00000-of-00001"},
		{12, 100, "part-00012-of-00100"},
		{99998, 99999, "part-99998-of-99999"},
		{7, 100000, "part-000007-of-100000"},
	} {
		if got := Name(c.shard, c.shards); got != c.want {
			t.Errorf("Name(%d, %d) = %q, want %q", c.shard, c.shards, got, c.want)
		}
	}
}

func TestKey(t *testing.T) {
	for _, c := range []struct {
		shard, shards, shardRows, row int
		want                          string
	}{
		{0, 1, 1000, 12, "000000012"},
		{42, 100, 1, 31, "000420031"},
		{99998, 99999, 10000, 9999, "999989999"},
		{7, 100000, 10001, 3, "00000700003"},
	} {
		if got := Key(c.shard, c.shards, c.shardRows, c.row); got != c.want {
			t.Errorf("Key(%d, %d, %d, %d) = %q, want %q", c.shard, c.shards, c.shardRows, c.row, got, c.want)
		}
	}
}

func ExampleDataName() {
	fmt.Println(DataName(12, 100, FormatParquet))
	fmt.Println(FailuresName(12, 100))
	fmt.Println(SidecarName(12, 100))
	// Output:
	// part-00012-of-00100.parquet
	// failures/part-00012-of-00100.jsonl
	// part-00012-of-00100.json
}

func TestIsOutput(t *testing.T) {
	ours := []string{"summary.json", "manifest.json", "README.md", "report.html"}
	for _, n := range []int{1, 100, 123456} {
		ours = append(ours, DataName(n-1, n, FormatParquet), DataName(0, n, FormatJSONL), DataName(0, n, FormatWebDataset), DataName(0, n, FormatIndex), DataName(0, n, FormatTFRecord), FailuresName(n-1, n), SidecarName(n-1, n), EarlierName(0, n))
	}
	for _, name := range ours {
		if !IsOutput(name) {
			t.Errorf("IsOutput(%q) = false", name)
		}
	}
	for _, name := range []string{
		"", "notes.txt", "readme.md", "README.md.bak", "summary.jsonl", "sub/summary.json", "./summary.json",
		"part-00000-of-00001", "part-00000-of-00001.csv", "part-00000-of-00001.webdataset", "part-00000-of-00001.tar.gz", "part-00000-of-00001.index", "failures/part-00000-of-00001.earlier", "part-00000-of-00001.parquet.tmp", ".tmp-part-00000-of-00001.parquet",
		"part-0-of-1.parquet", "part-00001-of-00001.parquet", "part-00000-of-00000.parquet", "part-00000-of-000001.parquet",
		"part-00000-of-100000.parquet", "part--0001-of-00002.parquet", "part-+0001-of-00002.parquet", "part-0x001-of-00002.json",
		"part-00000-of-99999999999999999999.parquet", "part-00000-of-00001-of-00001.parquet", "sub/part-00000-of-00001.parquet",
		"failures", "failures/", "failures/part-00000-of-00001.parquet", "failures/part-00000-of-00001.json",
		"failures/notes.txt", "failures/../part-00000-of-00001.jsonl", "failures/failures/part-00000-of-00001.jsonl",
		`failures\part-00000-of-00001.jsonl`, "part-00000-of-00001.parquet\n", "PART-00000-of-00001.parquet",
	} {
		if IsOutput(name) {
			t.Errorf("IsOutput(%q) = true", name)
		}
	}
}

// FuzzIsOutput holds that no name but those that the package makes passes.
func FuzzIsOutput(f *testing.F) {
	f.Add("part-00000-of-00001.parquet")
	f.Add("failures/part-000003-of-100000.jsonl")
	f.Add("part-00001-of-00001.json")
	f.Fuzz(func(t *testing.T, name string) {
		if !IsOutput(name) {
			return
		}
		switch name {
		case SummaryName, ManifestName, CardName, ReportName:
			return
		}
		stem := name
		if len(name) > len(failuresFolder) && name[:len(failuresFolder)] == failuresFolder {
			stem = name[len(failuresFolder):]
		}
		var shard, shards int
		if _, err := fmt.Sscanf(stem, "part-%d-of-%d.", &shard, &shards); err != nil {
			t.Fatalf("%q passes: %v", name, err)
		}
		for _, made := range []string{
			DataName(shard, shards, FormatParquet), DataName(shard, shards, FormatJSONL), DataName(shard, shards, FormatWebDataset),
			DataName(shard, shards, FormatTFRecord),
			FailuresName(shard, shards), SidecarName(shard, shards), EarlierName(shard, shards),
		} {
			if name == made {
				return
			}
		}
		t.Fatalf("%q passes", name)
	})
}
