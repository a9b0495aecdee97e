package shards

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sampleSidecar() Sidecar {
	return Sidecar{
		Fingerprint: "f00d",
		Shard:       3,
		Shards:      10,
		Data:        FileEntry{Name: "data/part-00003-of-00010.parquet", Size: 1234, SHA256: strings.Repeat("0a", 32)},
		Failures:    &FileEntry{Name: "failures/part-00003-of-00010.jsonl", Size: 99, SHA256: strings.Repeat("ff", 32)},
		Report: Report{
			Shard: 3, Sampled: 9, Rows: 10, Written: 7, Failed: 3, Reasons: map[string]int64{"dns": 1, "http_4xx": 2},
			BytesDownloaded: 5000, BytesWritten: 1333, Attempts: 12, SharedDownloads: 2, ElapsedMS: 800,
			Hosts: []HostReport{
				{Host: "a.example", Rows: 4, Failed: 3, Reason: "http_4xx", ReasonRows: 2},
				{Host: "b.example", Rows: 5},
			},
		},
	}
}

// sampleTarSidecar is of a shard of two data files.
func sampleTarSidecar() Sidecar {
	s := sampleSidecar()
	s.Data.Name = "data/part-00003-of-00010.tar"
	s.Beside = []FileEntry{{Name: "data/part-00003-of-00010.parquet", Size: 12, SHA256: strings.Repeat("0b", 32)}}
	return s
}

func encode(tb testing.TB, s Sidecar) []byte {
	tb.Helper()
	data, err := s.Encode()
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func TestSidecarRoundTrip(t *testing.T) {
	whole := sampleSidecar()
	jsonl := sampleSidecar()
	jsonl.Data.Name = "data/part-00003-of-00010.jsonl"
	flawless := sampleSidecar()
	tar := sampleTarSidecar()
	flawless.Failures, flawless.Report.Reasons = nil, nil
	flawless.Report.Written, flawless.Report.Failed, flawless.Report.Hosts = 10, 0, nil
	for name, want := range map[string]Sidecar{"failures": whole, "jsonl": jsonl, "webdataset": tar, "no failures": flawless} {
		t.Run(name, func(t *testing.T) {
			got, err := DecodeSidecar(encode(t, want))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSidecarCutShort(t *testing.T) {
	data := encode(t, sampleSidecar())
	for n := range len(data) - 1 { // without its final newline it is whole
		if _, err := DecodeSidecar(data[:n]); err == nil {
			t.Errorf("the first %d of %d bytes pass", n, len(data))
		}
	}
}

func TestSidecarForeign(t *testing.T) {
	for _, text := range []string{
		"", "null", "{}", "[]", "0", `"part"`, "{", "\x00", "PAR1",
		`{"rows": 3, "splits": ["train"]}`,
		string(encode(t, sampleSidecar())) + "{}",
	} {
		if _, err := DecodeSidecar([]byte(text)); err == nil {
			t.Errorf("%q passes", text)
		}
	}
}

func TestSidecarContradictions(t *testing.T) {
	for name, spoil := range map[string]func(*Sidecar){
		"no fingerprint":         func(s *Sidecar) { s.Fingerprint = "" },
		"negative shard":         func(s *Sidecar) { s.Shard = -1 },
		"shard beyond shards":    func(s *Sidecar) { s.Shards = 3 },
		"another shard's data":   func(s *Sidecar) { s.Data.Name = "data/part-00004-of-00010.parquet" },
		"data elsewhere":         func(s *Sidecar) { s.Data.Name = "../data/part-00003-of-00010.parquet" },
		"a tar without index":    func(s *Sidecar) { *s = sampleTarSidecar(); s.Beside = nil },
		"another shard's index":  func(s *Sidecar) { *s = sampleTarSidecar(); s.Beside[0].Name = "data/part-00004-of-00010.parquet" },
		"an index beside none":   func(s *Sidecar) { s.Beside = sampleTarSidecar().Beside },
		"negative size":          func(s *Sidecar) { s.Data.Size = -1 },
		"short hash":             func(s *Sidecar) { s.Data.SHA256 = "0a" },
		"upper-case hash":        func(s *Sidecar) { s.Data.SHA256 = strings.Repeat("0A", 32) },
		"failures without file":  func(s *Sidecar) { s.Failures = nil },
		"file without failures":  func(s *Sidecar) { s.Report.Failed, s.Report.Written, s.Report.Reasons = 0, 10, nil },
		"failures elsewhere":     func(s *Sidecar) { s.Failures.Name = "data/part-00003-of-00010.jsonl" },
		"another shard's counts": func(s *Sidecar) { s.Report.Shard = 4 },
		"rows do not add up":     func(s *Sidecar) { s.Report.Rows++ },
		"reasons do not add up":  func(s *Sidecar) { s.Report.Reasons["dns"]++ },
		"reasons fall short":     func(s *Sidecar) { delete(s.Report.Reasons, "dns") },
		"negative reason":        func(s *Sidecar) { s.Report.Reasons["dns"], s.Report.Reasons["http_4xx"] = -1, 4 },
		"nameless reason":        func(s *Sidecar) { s.Report.Reasons[""] = 0 },
		"nameless host":          func(s *Sidecar) { s.Report.Hosts[0].Host = "" },
		"host named twice":       func(s *Sidecar) { s.Report.Hosts[1].Host = "a.example" },
		"host with more rows":    func(s *Sidecar) { s.Report.Hosts[1].Rows = 7 },
		"host with more failed":  func(s *Sidecar) { s.Report.Hosts[1].Failed = 1 },
		"host without reason":    func(s *Sidecar) { s.Report.Hosts[0].Reason = "" },
		"host's negative rows":   func(s *Sidecar) { s.Report.Hosts[1].Rows = -1 },
		"more rows sampled":      func(s *Sidecar) { s.Report.Sampled = 11 },
		"more rows shared":       func(s *Sidecar) { s.Report.SharedDownloads = 10 },
		"negative count":         func(s *Sidecar) { s.Report.Attempts = -1 },
		"counts that overflow": func(s *Sidecar) {
			s.Report.Rows, s.Report.Written = -1<<63, 1<<63-3
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := sampleSidecar()
			spoil(&s)
			if data, err := s.Encode(); err == nil {
				t.Errorf("passes as %s", data)
			}
		})
	}
}

func FuzzDecodeSidecar(f *testing.F) {
	f.Add(encode(f, sampleSidecar()))
	f.Add(encode(f, sampleTarSidecar()))
	f.Add([]byte(`{"fingerprint":"x","shard":0,"shards":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := DecodeSidecar(data)
		if err != nil {
			return
		}
		again, err := DecodeSidecar(encode(t, s))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, again); diff != "" {
			t.Error(diff)
		}
	})
}

func TestReportAdd(t *testing.T) {
	first := Report{Shard: 1, Sampled: 2, Rows: 3, Written: 1, Failed: 2, Reasons: map[string]int64{"dns": 2}, BytesDownloaded: 10, BytesWritten: 4, Attempts: 5, SharedDownloads: 1, ElapsedMS: 7}
	second := Report{Shard: 2, Sampled: 2, Rows: 2, Written: 0, Failed: 2, Reasons: map[string]int64{"dns": 1, "tls": 1}, BytesDownloaded: 1, BytesWritten: 1, Attempts: 1, ElapsedMS: 1}
	sum := Report{}
	sum.Add(first)
	sum.Add(second)
	want := Report{Sampled: 4, Rows: 5, Written: 1, Failed: 4, Reasons: map[string]int64{"dns": 3, "tls": 1}, BytesDownloaded: 11, BytesWritten: 5, Attempts: 6, SharedDownloads: 1, ElapsedMS: 8}
	if diff := cmp.Diff(want, sum); diff != "" {
		t.Error(diff)
	}
	if first.Reasons["dns"] != 2 {
		t.Error("Add changed what it added")
	}
}
