package shards

import (
	"fmt"
	"strings"
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
	// data/part-00012-of-00100.parquet
	// failures/part-00012-of-00100.jsonl
	// _beamcrop/part-00012-of-00100.json
}

func TestIsOutput(t *testing.T) {
	ours := []string{"summary.json", "_beamcrop/manifest.json", "README.md", "report.html"}
	for _, n := range []int{1, 100, 123456} {
		ours = append(ours, DataName(n-1, n, FormatParquet), DataName(0, n, FormatJSONL), DataName(0, n, FormatWebDataset), DataName(0, n, FormatIndex), DataName(0, n, FormatTFRecord), FailuresName(n-1, n), SidecarName(n-1, n), EarlierName(0, n))
	}
	for _, name := range ours {
		if !IsOutput(name) {
			t.Errorf("IsOutput(%q) = false", name)
		}
	}
	for _, name := range []string{
		"", "/", "notes.txt", "readme.md", "README.md.bak", "summary.jsonl", "sub/summary.json", "./summary.json", "manifest.json", "_beamcrop/summary.json",
		"data", "data/", "data/notes.txt", "data/README.md", "failures", "failures/", "failures/notes.txt", "_beamcrop", "_beamcrop/", "_beamcrop/notes.txt",
		"part-00000-of-00001.parquet", "part-00000-of-00001.json", "sub/part-00000-of-00001.parquet", "data/sub/part-00000-of-00001.parquet",
		"data/part-00000-of-00001", "data/part-00000-of-00001.csv", "data/part-00000-of-00001.webdataset", "data/part-00000-of-00001.tar.gz", "data/part-00000-of-00001.index",
		"data/part-00000-of-00001.json", "data/part-00000-of-00001.earlier", "data/part-00000-of-00001.parquet.tmp", "data/.tmp-part-00000-of-00001.parquet",
		"data/part-0-of-1.parquet", "data/part-00001-of-00001.parquet", "data/part-00000-of-00000.parquet", "data/part-00000-of-000001.parquet",
		"data/part-00000-of-100000.parquet", "data/part--0001-of-00002.parquet", "data/part-+0001-of-00002.parquet", "data/part-0x001-of-00002.parquet",
		"data/part-00000-of-99999999999999999999.parquet", "data/part-00000-of-00001-of-00001.parquet", "data/part-00000-of-00001.parquet\n", "data/PART-00000-of-00001.parquet",
		"failures/part-00000-of-00001.parquet", "failures/part-00000-of-00001.json", "failures/part-00000-of-00001.earlier",
		"failures/../part-00000-of-00001.jsonl", "failures/failures/part-00000-of-00001.jsonl", `failures\part-00000-of-00001.jsonl`,
		"_beamcrop/part-00000-of-00001.parquet", "_beamcrop/part-00000-of-00001.jsonl",
	} {
		if IsOutput(name) {
			t.Errorf("IsOutput(%q) = true", name)
		}
	}
}

// FuzzIsOutput holds that no name but those that the package makes passes.
func FuzzIsOutput(f *testing.F) {
	f.Add("data/part-00000-of-00001.parquet")
	f.Add("failures/part-000003-of-100000.jsonl")
	f.Add("_beamcrop/part-00000-of-00001.json")
	f.Fuzz(func(t *testing.T, name string) {
		if !IsOutput(name) {
			return
		}
		switch name {
		case SummaryName, ManifestName, CardName, ReportName:
			return
		}
		_, stem, _ := strings.Cut(name, "/")
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
