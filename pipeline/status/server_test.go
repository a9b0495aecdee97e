package status

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"go.uber.org/goleak"

	"github.com/beamcrop/beamcrop/transforms/progress"
)

func TestAddress(t *testing.T) {
	for text, want := range map[string]string{
		"8080":            "127.0.0.1:8080",
		"0":               "127.0.0.1:0",
		":8080":           ":8080",
		"0.0.0.0:8080":    "0.0.0.0:8080",
		"[::1]:8080":      "[::1]:8080",
		"node7:8080":      "node7:8080",
		"":                "",
		"localhost":       "",
		"65536":           "",
		"localhost:http":  "",
		"localhost:70000": "",
		"::1":             "",
		"http://:8080":    "",
	} {
		t.Run(text, func(t *testing.T) {
			got, err := Address(text)
			if got != want || (err != nil) != (want == "") {
				t.Errorf("%q, %v, want %q", got, err, want)
			}
		})
	}
}

// Prometheus's own parser reads what is written for it.
func TestMetrics(t *testing.T) {
	text := metrics(progress.Snapshot{
		Planned: true, Total: 3_000_000_000, Resumed: 10, Written: 20, Failed: 7, Bytes: 1 << 40,
		Reasons: map[string]int64{"dns": 4, "http_4xx": 3}, Fetching: progress.Fetching{InFlight: 5, Limit: 64, Outage: 1500 * time.Millisecond},
	})
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	got := map[string]float64{}
	for name, family := range families {
		if family.GetHelp() == "" || (family.GetType() == dto.MetricType_COUNTER) != strings.HasSuffix(name, "_total") {
			t.Errorf("%s is a %v, %q", name, family.GetType(), family.GetHelp())
		}
		for _, m := range family.GetMetric() {
			for _, label := range m.GetLabel() {
				name += " " + label.GetName() + "=" + label.GetValue()
			}
			got[name] = m.GetGauge().GetValue() + m.GetCounter().GetValue()
			name = family.GetName()
		}
	}
	for name, want := range map[string]float64{
		"beamcrop_rows_planned": 3e9, "beamcrop_rows_resumed_total": 10, "beamcrop_rows_written_total": 20,
		"beamcrop_rows_failed_total reason=dns": 4, "beamcrop_rows_failed_total reason=http_4xx": 3,
		"beamcrop_downloaded_bytes_total": 1 << 40,
		"beamcrop_rows_in_flight":         5, "beamcrop_rows_in_flight_limit": 64, "beamcrop_outage_seconds": 1.5,
	} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
}

func TestServer(t *testing.T) {
	defer goleak.VerifyNone(t)
	server, err := Listen(t.Context(), "0")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(t.Context(), server.listener.Addr().String()); err == nil {
		t.Error("two servers have one address")
	}
	made := 0
	pageErr := errors.New("the disk is on fire")
	server.Start(t.Context(), Job{
		Counts: func() progress.Snapshot { return progress.Snapshot{Written: 3} },
		Page: func(context.Context) ([]byte, error) {
			made++
			if made == 1 {
				return nil, pageErr
			}
			return []byte("<p>how it is"), nil
		},
	})
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	get := func(path, host string) (int, string) {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.TrimSuffix(server.URL(), "/")+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		answer, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close() //nolint:errcheck // it was read
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(body)
	}
	for _, c := range []struct {
		path, host string
		code       int
		body       string
	}{
		{"/", "", 500, pageErr.Error()},
		{"/", "", 200, "how it is"},
		{"/", "localhost:1", 200, "how it is"},
		{"/", "[::1]", 200, "how it is"},
		{"/", "evil.example", 403, ""},
		{"/metrics", "evil.example:80", 403, ""},
		{"/metrics", "", 200, "beamcrop_rows_written_total 3\n"},
		{"/favicon.ico", "", 404, ""},
	} {
		if code, body := get(c.path, c.host); code != c.code || !strings.Contains(body, c.body) {
			t.Errorf("GET %s of %q: %d %s", c.path, c.host, code, body)
		}
	}
	if made != 2 {
		t.Errorf("the page was made %d times", made)
	}
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	if _, err := client.Get(server.URL()); err == nil { //nolint:noctx,bodyclose // there is none
		t.Error("it answers when it is closed")
	}
}

func TestCloseBeforeStart(t *testing.T) {
	server, err := Listen(t.Context(), "0")
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	var none *Server
	if err := none.Close(); err != nil {
		t.Error(err)
	}
}
