package shards

// Report counts what became of the rows of one shard, or of several together.
type Report struct {
	Shard           int              `json:"shard"` // of no meaning in a sum
	Rows            int64            `json:"rows"`  // always Written + Failed
	Written         int64            `json:"written"`
	Failed          int64            `json:"failed"`
	Reasons         map[string]int64 `json:"reasons,omitempty"` // failed rows by reason; they add up to Failed
	BytesDownloaded int64            `json:"bytes_downloaded"`
	BytesWritten    int64            `json:"bytes_written"` // of data and failures files
	Attempts        int64            `json:"attempts"`      // requests made
	ElapsedMS       int64            `json:"elapsed_ms"`    // from the shard's first row to its commit; a sum counts parallel shards each
}

// Add adds the counts of o to r. It keeps r's Shard and shares no memory with o.
func (r *Report) Add(o Report) {
	r.Rows += o.Rows
	r.Written += o.Written
	r.Failed += o.Failed
	r.BytesDownloaded += o.BytesDownloaded
	r.BytesWritten += o.BytesWritten
	r.Attempts += o.Attempts
	r.ElapsedMS += o.ElapsedMS
	if r.Reasons == nil && len(o.Reasons) > 0 {
		r.Reasons = make(map[string]int64, len(o.Reasons))
	}
	for reason, n := range o.Reasons {
		r.Reasons[reason] += n
	}
}
