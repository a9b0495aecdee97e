package shards

import (
	"errors"
	"fmt"
)

// Report counts what became of the rows of one shard, or of several together.
type Report struct {
	Shard           int              `json:"shard"`   // of no meaning in a sum
	Sampled         int64            `json:"sampled"` // rows of the input
	Rows            int64            `json:"rows"`    // always Written + Failed; as Sampled, but where rows have several boxes
	Written         int64            `json:"written"`
	Failed          int64            `json:"failed"`
	Reasons         map[string]int64 `json:"reasons,omitempty"` // failed rows by reason; they add up to Failed
	BytesDownloaded int64            `json:"bytes_downloaded"`
	BytesWritten    int64            `json:"bytes_written"` // of data and failures files
	Attempts        int64            `json:"attempts"`      // requests made

	// SharedDownloads are the sampled rows that made no request of their own, as an
	// earlier row of their shard has the same links.
	SharedDownloads int64 `json:"shared_downloads"`

	// Stored are the rows whose picture came from the store of originals, and
	// Remembered those that failed without a request as the store remembers their links.
	// OldestMS is when the oldest of either had been fetched, in ms of Unix time.
	Stored     int64 `json:"stored,omitempty"`
	Remembered int64 `json:"remembered,omitempty"`
	OldestMS   int64 `json:"oldest_ms,omitempty"`

	ElapsedMS int64 `json:"elapsed_ms"` // from the shard's first row to its commit; a sum counts parallel shards each

	// Hosts are the hosts with most rows and with most failed rows, by name. What
	// they count is part of the above. A sum has none: see transforms/report/hosts.
	Hosts []HostReport `json:"hosts,omitempty"`

	// Links is the sketch of the shard's links that transforms/report/repeats makes. A sum
	// has none.
	Links []byte `json:"links,omitempty"`

	Details Details `json:"details"`
}

// HostReport counts the rows whose last tried link is one host's.
type HostReport struct {
	Host       string `json:"host"` // its name, with its port unless that is 80 or 443
	Rows       int64  `json:"rows"`
	Failed     int64  `json:"failed"`                // of Rows
	Reason     string `json:"reason,omitempty"`      // of most of the failed
	ReasonRows int64  `json:"reason_rows,omitempty"` // failed for Reason
}

// Add adds the counts of o to r, but not its hosts and links. It keeps r's Shard
// and shares no memory with o.
func (r *Report) Add(o Report) {
	r.Sampled += o.Sampled
	r.Rows += o.Rows
	r.Written += o.Written
	r.Failed += o.Failed
	r.BytesDownloaded += o.BytesDownloaded
	r.BytesWritten += o.BytesWritten
	r.Attempts += o.Attempts
	r.SharedDownloads += o.SharedDownloads
	r.AddOriginals(o)
	r.ElapsedMS += o.ElapsedMS
	if r.Reasons == nil && len(o.Reasons) > 0 {
		r.Reasons = make(map[string]int64, len(o.Reasons))
	}
	for reason, n := range o.Reasons {
		r.Reasons[reason] += n
	}
	r.Details.Add(o.Details)
}

// AddOriginals adds o's counts of rows that the store of originals spared a request.
func (r *Report) AddOriginals(o Report) {
	r.Stored += o.Stored
	r.Remembered += o.Remembered
	if r.OldestMS == 0 || o.OldestMS != 0 && o.OldestMS < r.OldestMS {
		r.OldestMS = o.OldestMS
	}
}

func (r *Report) validate() error {
	if min(r.Stored, r.Remembered, r.OldestMS) < 0 || r.Stored+r.Remembered > r.Rows {
		return fmt.Errorf("report: of %d rows the store of originals had %d pictures and %d failures", r.Rows, r.Stored, r.Remembered)
	}
	if min(r.Sampled, r.Rows, r.Written, r.Failed, r.BytesDownloaded, r.BytesWritten, r.Attempts, r.SharedDownloads, r.ElapsedMS) < 0 {
		return errors.New("report: a negative count")
	}
	if r.Sampled > r.Rows || r.SharedDownloads > r.Sampled {
		return fmt.Errorf("report: %d sampled rows, %d rows and %d shared downloads", r.Sampled, r.Rows, r.SharedDownloads)
	}
	if r.Rows-r.Written != r.Failed {
		return fmt.Errorf("report: %d rows are not %d written and %d failed", r.Rows, r.Written, r.Failed)
	}
	left := r.Failed
	for reason, n := range r.Reasons {
		if reason == "" || n < 0 || n > left {
			return fmt.Errorf("report: reason %q counts %d", reason, n)
		}
		left -= n
	}
	if left != 0 {
		return fmt.Errorf("report: %d failed rows have no reason", left)
	}
	if err := r.Details.validate(r); err != nil {
		return err
	}
	return r.validateHosts()
}

func (r *Report) validateHosts() error {
	rows, failed, before := r.Rows, r.Failed, ""
	for _, h := range r.Hosts {
		switch {
		case h.Host <= before:
			return fmt.Errorf("report: host %q comes after %q", h.Host, before)
		case h.Rows < 0 || h.Rows > rows || h.Failed < 0 || h.Failed > min(h.Rows, failed):
			return fmt.Errorf("report: host %q counts %d rows and %d failed", h.Host, h.Rows, h.Failed)
		case h.ReasonRows < 0 || h.ReasonRows > h.Failed || (h.Reason != "") != (h.ReasonRows > 0):
			return fmt.Errorf("report: host %q counts %d rows for %q", h.Host, h.ReasonRows, h.Reason)
		}
		rows, failed, before = rows-h.Rows, failed-h.Failed, h.Host
	}
	return nil
}
