package fetch

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestValidateNamesTheFlag(t *testing.T) {
	for flag, o := range map[string]Options{
		"--concurrency":      {Concurrency: -1},
		"--host_concurrency": {HostConcurrency: -1},
		"--host_rate":        {HostRate: math.NaN()},
		"--timeout":          {Timeout: -time.Second},
		"--row_deadline":     {RowDeadline: -1},
		"--retries":          {Retries: -1},
		"--max_bytes":        {MaxBytes: -1},
		"--max_redirects":    {MaxRedirects: -1},
		"--max_outage":       {MaxOutage: -1},
		"--user_agent":       {UserAgent: "a\r\nX-Injected: b"},
		"--allowed_ports":    {AllowedPorts: "80;443"},
		"--proxy":            {Proxy: "ftp://p.test"},
		"--dns_server":       {DNSServer: "127.0.0.1"},
	} {
		t.Run(flag, func(t *testing.T) {
			_, err := New(o)
			if err == nil || !strings.HasPrefix(err.Error(), flag+" ") || strings.Contains(err.Error(), "\n") {
				t.Errorf("New(%+v): %v, want one line that begins with %s", o, err, flag)
			}
		})
	}
}

func TestDefaults(t *testing.T) {
	o := Defaults()
	if err := o.Validate(); err != nil {
		t.Error(err)
	}
	if !o.RespectOptOut || o.RespectRobots || o.Retries != 3 || o.MaxRedirects != 10 || o.Concurrency != 0 || o.HostConcurrency != 8 {
		t.Errorf("defaults %+v", o)
	}
	if !strings.HasPrefix(o.UserAgent, "beamcrop/") || !strings.Contains(o.UserAgent, "+https://") {
		t.Errorf("user agent %q names neither program nor contact", o.UserAgent)
	}
	zero := Options{}.filled()
	if zero.Retries != 0 || zero.MaxRedirects != 0 {
		t.Errorf("a zero that can be meant was replaced: %+v", zero)
	}
}
