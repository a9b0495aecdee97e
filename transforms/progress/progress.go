// Package progress counts what a job has done so far, for a terminal to show
// while it runs.
//
// A DoFn is serialised on its way to a worker, so it cannot hold a pointer to
// a counter: Of finds a job's Tracker by the job's name, in whichever process
// the DoFn wakes up. Where that is the launching process (prism, direct,
// loopback) the terminal sees it. This registry is one of the three places with
// process-wide state; the others are materialize's and crops' workers.
package progress

import (
	"maps"
	"sync"
	"time"
)

// Snapshot is a Tracker's counts at one moment.
type Snapshot struct {
	Planned bool  // Total is known
	Total   int64 // rows to write or to fail: those of the sample, and more where they turn out to have several boxes
	Resumed int64 // rows of shards that an earlier run had completed
	Written int64 // rows fetched, cropped and encoded in this run
	Failed  int64 // rows that failed in this run
	Bytes   int64 // downloaded in this run
	Reasons map[string]int64
	Fetching
}

// Fetching is what a worker of this process is at. The zero value is that there is
// none.
type Fetching struct {
	InFlight int           // rows that are downloaded or cropped just now
	Limit    int           // of InFlight at present
	Outage   time.Duration // for how long this machine's own network has been out; 0 if it is not
	Waiting  Waiting
	Silent   Silent
}

// Silent says that a worker of this process has nothing left but rows of hosts that
// have not answered in this run. The zero value is that it has.
type Silent struct {
	Hosts, Rows int
	Most        time.Duration // that those can take; 0 = not known
}

// Waiting says that a worker of this process waits for nothing but its hosts'
// turn: which host takes longest, and what it may be asked for. The zero value is
// that it does not.
type Waiting struct {
	Host    string
	Rows    int
	Takes   time.Duration // for them; 0 = not known
	Window  int           // requests in flight
	Rate    float64       // requests a second; 0 = no limit
	Refuses bool          // the rate is what it has refused to be asked for more than
	Others  int           // hosts that rows wait for, too
}

// Done returns how many rows are settled, by this run or an earlier one.
func (s Snapshot) Done() int64 { return s.Resumed + s.Settled() }

// Settled returns how many rows are settled by this run.
func (s Snapshot) Settled() int64 { return s.Written + s.Failed }

// Tracker holds one job's counts. Its methods are safe for concurrent use.
type Tracker struct {
	mu    sync.Mutex
	now   Snapshot
	more  int64 // rows beyond those of the sample
	watch func() Fetching
}

// Plan sets the number of rows to do.
func (t *Tracker) Plan(total int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now.Total, t.now.Planned = total, true
}

// More counts rows beyond those of the sample: it was found to have more boxes.
func (t *Tracker) More(rows int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.more += rows
}

// Resume counts the rows of a shard that was found complete.
func (t *Tracker) Resume(sampled, rows int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now.Resumed += rows
	t.more += rows - sampled
}

// Downloaded counts bytes.
func (t *Tracker) Downloaded(bytes int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now.Bytes += bytes
}

// Row counts one settled row: written if failure is empty.
func (t *Tracker) Row(failure string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if failure == "" {
		t.now.Written++
		return
	}
	t.now.Failed++
	if t.now.Reasons == nil {
		t.now.Reasons = map[string]int64{}
	}
	t.now.Reasons[failure]++
}

// Report sets all counts at once, to what a cluster says of its workers.
func (t *Tracker) Report(now Snapshot) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now = now
}

// Watch has Snapshots ask watch what a worker is at; nil ends that.
func (t *Tracker) Watch(watch func() Fetching) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.watch = watch
}

// Snapshot returns the counts as they are now.
func (t *Tracker) Snapshot() Snapshot {
	t.mu.Lock()
	s, watch := t.now, t.watch
	s.Total += t.more
	s.Reasons = maps.Clone(s.Reasons)
	t.mu.Unlock()
	if watch != nil {
		s.Fetching = watch()
	}
	return s
}

var trackers sync.Map // job name -> *Tracker

// Of returns the Tracker of a job in this process, making it at first use.
func Of(job string) *Tracker {
	t, _ := trackers.LoadOrStore(job, &Tracker{})
	return t.(*Tracker)
}

// Forget drops a job's Tracker.
func Forget(job string) { trackers.Delete(job) }
