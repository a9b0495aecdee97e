// Package hosts counts rows by host, in bounded memory, so that a summary can
// name the hosts with most rows and with most failures.
//
// A shard reports its Top hosts, exactly counted; a job adds the shards' reports
// up. What is left out stays small: a host is left out of a shard where PerShard
// others have at least as many rows and as many others as many failures. So a
// job's count of a host is never too high, and too low by less than Rows/PerShard,
// a twentieth of the rows; those with most are in nearly every shard's report,
// and hardly miss a row. Hosts with a row here and there are what is left out.
//
// It imports io/shards, whose reports it reads and writes, and the standard
// library.
package hosts

import (
	"cmp"
	"maps"
	"slices"

	"github.com/beamcrop/beamcrop/io/shards"
)

const (
	// PerShard is how many hosts with most rows, and with most failures, a shard
	// reports.
	PerShard = 20
	// maxHosts are counted at a time. Beyond, only the first half by rows and by
	// failures are kept: hosts far from any that a summary names.
	maxHosts = 20_000
)

// Tally counts rows by host. Its zero value is empty. Given the same rows in the
// same order it counts the same.
type Tally struct {
	hosts map[string]*count
}

type count struct {
	rows, failed int64
	reasons      map[string]int64
}

// Row counts one row of a host; failure is the reason that it failed for, "" if
// it did not. A row without a host is not counted.
func (t *Tally) Row(host, failure string) {
	r := shards.HostReport{Host: host, Rows: 1}
	if failure != "" {
		r.Failed, r.Reason, r.ReasonRows = 1, failure, 1
	}
	t.Add(r)
}

// Add counts the rows of a report.
func (t *Tally) Add(r shards.HostReport) {
	if r.Host == "" {
		return
	}
	if t.hosts == nil {
		t.hosts = map[string]*count{}
	}
	c := t.hosts[r.Host]
	if c == nil {
		t.prune()
		c = &count{}
		t.hosts[r.Host] = c
	}
	c.rows += r.Rows
	c.failed += r.Failed
	if r.Reason != "" {
		if c.reasons == nil {
			c.reasons = map[string]int64{}
		}
		c.reasons[r.Reason] += r.ReasonRows
	}
}

// prune makes room for another host.
func (t *Tally) prune() {
	if len(t.hosts) < maxHosts {
		return
	}
	kept := map[string]*count{}
	for _, r := range t.Top(maxHosts / 4) {
		kept[r.Host] = t.hosts[r.Host]
	}
	t.hosts = kept
}

// Top returns the n hosts with most rows and the n with most failures, together
// and by name.
func (t *Tally) Top(n int) []shards.HostReport {
	both := map[string]shards.HostReport{}
	for _, r := range append(t.MostRows(n), t.MostFailed(n)...) {
		both[r.Host] = r
	}
	return slices.SortedFunc(maps.Values(both), byName)
}

// MostRows returns the n hosts with most rows, most first.
func (t *Tally) MostRows(n int) []shards.HostReport {
	return t.most(n, func(r shards.HostReport) int64 { return r.Rows })
}

// MostFailed returns the n hosts with most failed rows, most first; those without
// any are left out.
func (t *Tally) MostFailed(n int) []shards.HostReport {
	return t.most(n, func(r shards.HostReport) int64 { return r.Failed })
}

func (t *Tally) most(n int, of func(shards.HostReport) int64) []shards.HostReport {
	var all []shards.HostReport
	for host, c := range t.hosts {
		if r := c.report(host); of(r) > 0 {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b shards.HostReport) int { return cmp.Or(cmp.Compare(of(b), of(a)), byName(a, b)) })
	return slices.Clip(all[:min(n, len(all))])
}

func byName(a, b shards.HostReport) int { return cmp.Compare(a.Host, b.Host) }

// report names the reason that most of the failed rows have.
func (c *count) report(host string) shards.HostReport {
	r := shards.HostReport{Host: host, Rows: c.rows, Failed: c.failed}
	for reason, n := range c.reasons {
		if n > r.ReasonRows || n == r.ReasonRows && reason < r.Reason {
			r.Reason, r.ReasonRows = reason, n
		}
	}
	return r
}
