package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"go.uber.org/goleak"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/crop"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/sample"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// listed is one row of a test's dataset.
type listed struct {
	URL  string  `parquet:"url"`
	Box  string  `parquet:"box"`
	Text string  `parquet:"text"`
	Hash *string `parquet:"hash,optional"`
}

// bench is a worker with the shards of a dataset, and what it reported.
type bench struct {
	t       *testing.T
	worker  *Worker
	shards  []workplan.Shard
	emitted []shards.Sidecar
}

// newBench cuts a dataset of links, with the same box each, into shards of size
// rows.
func newBench(t *testing.T, links []string, size int, change func(*Options)) *bench {
	t.Helper()
	table := make([]listed, len(links))
	for i, l := range links {
		table[i] = listed{URL: l, Box: "[10, 10, 40, 30]"}
	}
	return newTable(t, table, size, change)
}

func newTable[row any](t *testing.T, table []row, size int, change func(*Options)) *bench {
	t.Helper()
	dir := t.TempDir()
	input := filepath.Join(dir, "in.parquet")
	if err := parquet.WriteFile(input, table); err != nil {
		t.Fatal(err)
	}
	o := Options{
		Job: t.Name(), Fingerprint: "f", Output: filepath.Join(dir, "out"),
		Format: shards.FormatParquet, ImageEncoding: shards.EncodingBase64,
		Columns: rows.Columns{URL: "url", Box: "box", Also: []string{"text", "hash"}},
		Boxes:   boxes.Options{Column: "box", Format: boxes.XYXY, Units: boxes.Pixels, Also: []string{"text", "hash"}},
		Fetch:   fetch.Defaults(), Crop: crop.Defaults(),
		LookAhead: DefaultLookAhead, Buffer: DefaultBuffer, SpoolDir: dir,
	}
	o.ShardRows = size
	o.Fetch.AllowPrivate = true
	o.Fetch.HostConcurrency = 16
	change(&o)
	own(o, o.Job)
	worker, err := NewWorker(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := worker.Close(); err != nil {
			t.Error(err)
		}
	})
	return &bench{t: t, worker: worker, shards: cut(t, input, o.Columns, size)}
}

// own makes a run the owner of the output folder. Where the folder cannot be,
// no run owns it.
func own(o Options, run string) {
	text := fmt.Sprintf("{%q: %q, %q: %q}", "run", run, "fingerprint", o.Fingerprint)
	_ = files.New().WriteFile(context.Background(), files.Join(o.Output, shards.ManifestName), []byte(text))
}

func cut(t *testing.T, input string, columns rows.Columns, size int) []workplan.Shard {
	t.Helper()
	store := files.New()
	found, err := store.Glob(t.Context(), input)
	if err != nil {
		t.Fatal(err)
	}
	file, err := store.Open(t.Context(), input)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	info, err := rows.Inspect(t.Context(), file, rows.FormatParquet, columns)
	if err != nil {
		t.Fatal(err)
	}
	from := workplan.File{URI: found[0].URI, Name: "in.parquet", Size: found[0].Size, Version: found[0].Version, Format: rows.FormatParquet}
	chosen := sample.New(1, sample.Size{}, []sample.Source{{Name: from.Name, Rows: info.Rows}})
	var all []workplan.Shard
	for s := range workplan.Cut([]workplan.Inspected{{File: from, Info: info}}, chosen, size) {
		all = append(all, s)
	}
	return all
}

func (b *bench) emit(side shards.Sidecar) { b.emitted = append(b.emitted, side) }

// run does all shards in one bundle.
func (b *bench) run(ctx context.Context) error {
	bundle := b.worker.NewBundle(ctx)
	defer func() {
		if err := bundle.Close(); err != nil {
			b.t.Error(err)
		}
	}()
	for _, s := range b.shards {
		if err := bundle.Add(s, b.emit); err != nil {
			return err
		}
	}
	return bundle.Finish(b.emit)
}

// runTwiceAtOnce runs all shards in two workers at the same time, as when one was
// given up for dead and goes on.
func (b *bench) runTwiceAtOnce() {
	b.t.Helper()
	other, err := NewWorker(b.worker.opts)
	if err != nil {
		b.t.Fatal(err)
	}
	zombie := &bench{t: b.t, worker: other, shards: b.shards}
	var wg sync.WaitGroup
	for _, attempt := range []*bench{b, zombie} {
		wg.Go(func() {
			if err := attempt.run(b.t.Context()); err != nil {
				b.t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := other.Close(); err != nil {
		b.t.Error(err)
	}
}

// counts adds the reports up and checks that every shard came once.
func (b *bench) counts() (written, failed int64) {
	b.t.Helper()
	seen := map[int]bool{}
	for _, side := range b.emitted {
		if seen[side.Shard] {
			b.t.Errorf("shard %d was reported twice", side.Shard)
		}
		seen[side.Shard] = true
		written += side.Report.Written
		failed += side.Report.Failed
	}
	if len(seen) != len(b.shards) {
		b.t.Errorf("%d of %d shards were reported", len(seen), len(b.shards))
	}
	return written, failed
}

// data and failures are what stands in the files, over all shards and in order.
func (b *bench) data() []map[string]any {
	return b.lines(func(s workplan.Shard) string { return shards.DataName(s.Number, s.Of, shards.FormatJSONL) })
}

func (b *bench) failures() []map[string]any {
	return b.lines(func(s workplan.Shard) string { return shards.FailuresName(s.Number, s.Of) })
}

func (b *bench) lines(name func(workplan.Shard) string) []map[string]any {
	b.t.Helper()
	var all []map[string]any
	for _, s := range b.shards {
		file, err := os.Open(filepath.Join(b.worker.opts.Output, name(s)))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			b.t.Fatal(err)
		}
		decoder := json.NewDecoder(file)
		for {
			var line map[string]any
			err := decoder.Decode(&line)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				b.t.Fatal(err)
			}
			all = append(all, line)
		}
		if err := file.Close(); err != nil {
			b.t.Fatal(err)
		}
	}
	return all
}

func startWeb(t *testing.T, hosts int) *testweb.Server {
	t.Helper()
	server, err := testweb.Start(testweb.Options{Hosts: hosts, Distinct: 8})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

func linksOf(server *testweb.Server, n int, picture func(i int) (host int, p testweb.Picture)) []string {
	links := make([]string, n)
	for i := range links {
		host, p := picture(i)
		p.ID, p.Width, p.Height = uint64(i), 80, 60
		links[i] = server.URL(host, p)
	}
	return links
}

func plain(int) (int, testweb.Picture) { return 0, testweb.Picture{} }

func waitFor(t *testing.T, happened func() bool, what string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !happened(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(fmt.Sprint(what, " did not happen within a minute"))
		}
	}
}
