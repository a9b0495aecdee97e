package flink

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// recorded reads a recording: a line holds the answers of one look, cut to what a
// status takes and some more. They are of Flink 1.19.3 with two TaskManagers of a
// slot each, and jobs of --parallelism=2.
func recorded(t *testing.T, name string) []status {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	var looks []status
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var s status
		answers := struct{ Job, Exceptions, TaskManagers any }{&s.job, &s.exceptions, &s.cluster}
		if err := json.Unmarshal(lines.Bytes(), &answers); err != nil {
			t.Fatal(err)
		}
		looks = append(looks, s)
	}
	return looks
}

func TestNews(t *testing.T) {
	for name, want := range map[string][]string{
		"lost.jsonl": {
			"Flink has lost the TaskManager localhost:38161-9dfc17: it has 1 TaskManager left",
			"Flink: an attempt at the job failed: TaskManager with id localhost:38161-9dfc17 is no longer reachable.",
			"Flink starts the job again; complete shards are kept",
			"Flink has too few slots: the job needs 2, and there is 1: it waits for another TaskManager, or start it anew with --parallelism=1",
		},
		"killed.jsonl": {
			"Flink has no free slot: the job needs 2, and another job may have them: it waits",
			"Flink has found slots for all tasks of the job",
			"Flink: an attempt at the job failed on localhost:40215-0a0d3b: CANCELLED: client cancelled (a worker process is gone)",
			"Flink starts the job again; complete shards are kept",
			"Flink has lost the TaskManager localhost:45733-c917b4: it has 1 TaskManager left",
			"Flink: an attempt at the job failed on localhost:40215-0a0d3b: Connection unexpectedly closed by remote task manager 'localhost/127.0.0.1:35359 [ localhost:45733-c917b4 ] '. This might indicate that the remote task manager was lost.",
			"Flink starts the job again; complete shards are kept",
			"Flink has too few slots: the job needs 2, and there is 1: it waits for another TaskManager, or start it anew with --parallelism=1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var n news
			var got []string
			for _, s := range recorded(t, name) {
				got = append(got, n.of(s)...)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// What the recordings have not: no TaskManager at all, and one that comes.
func TestNewsOfTaskManagers(t *testing.T) {
	waits := func(managers ...taskManager) (s status) {
		s.job.State, s.cluster.TaskManagers = "RUNNING", managers
		s.job.Vertices = []vertex{{Parallelism: 1, Tasks: map[string]int{"SCHEDULED": 1}}}
		return s
	}
	runs := waits(taskManager{ID: "a:1", Slots: 2, Free: 1})
	runs.job.Vertices[0].Tasks = map[string]int{"RUNNING": 1}
	var n news
	for i, step := range []struct {
		status status
		want   []string
	}{
		{waits(), []string{"Flink has no TaskManager: the job waits until one starts"}},
		{waits(), nil},
		{runs, []string{"Flink has a new TaskManager, a:1: it has 1 TaskManager now", "Flink has found slots for all tasks of the job"}},
		{runs, nil},
	} {
		if diff := cmp.Diff(step.want, n.of(step.status)); diff != "" {
			t.Errorf("look %d: want -, got +:\n%s", i, diff)
		}
	}
}

func TestCause(t *testing.T) {
	for name, c := range map[string]struct{ trace, want string }{
		"one line":  {"a.b.CException: text", "text"},
		"caused":    {"java.util.concurrent.ExecutionException: java.lang.RuntimeException: outer\n\tat x\nCaused by: java.lang.RuntimeException: inner\n\tat y\n", "inner"},
		"ours":      {"a.B: process bundle failed: «beamcrop 1: writing the shard: disk full»\n\tat x", "writing the shard: disk full"},
		"no trace":  {"", ""},
		"long":      {strings.Repeat("é", 400), strings.Repeat("é", 150) + "..."},
		"no class":  {"text: more", "text: more"},
		"a process": {"x.Y: CANCELLED: client cancelled", "CANCELLED: client cancelled (a worker process is gone)"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := cause(c.trace); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func FuzzCause(f *testing.F) {
	f.Add("a.b.CException: text\n\tat x\nCaused by: d.E: f")
	f.Add("«beamcrop 1: x»")
	f.Fuzz(func(t *testing.T, trace string) {
		if got := cause(trace); strings.Contains(got, "\n") || utf8.ValidString(trace) && !utf8.ValidString(got) {
			t.Errorf("%q", got)
		}
	})
}
