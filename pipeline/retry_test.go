package pipeline

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestRetried(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Options)
		want   []reason.Reason
		fails  bool
	}{
		"not asked":      {func(*Options) {}, nil, false},
		"transient ones": {func(o *Options) { o.RetryFailed = true }, reason.Transients(), false},
		"named":          {func(o *Options) { o.RetryFailed, o.RetryReasons = true, "http_4xx, tls" }, []reason.Reason{reason.HTTP4xx, reason.TLS}, false},
		"named alone":    {func(o *Options) { o.RetryReasons = "dns" }, []reason.Reason{reason.DNS}, false},
		"unknown":        {func(o *Options) { o.RetryReasons = "dns,rain" }, nil, true},
		"none":           {func(o *Options) { o.RetryReasons = "," }, nil, true},
		"overwritten":    {func(o *Options) { o.RetryFailed, o.Overwrite = true, true }, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			o := Defaults()
			c.change(&o)
			got, err := o.retried()
			if diff := cmp.Diff(c.want, got); diff != "" || (err != nil) != c.fails {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}
