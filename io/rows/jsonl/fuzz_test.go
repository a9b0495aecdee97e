package jsonl

import (
	"encoding/json"
	"testing"

	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

func FuzzJSONL(f *testing.F) {
	f.Add([]byte("{\"url\": [\"a\", null], \"box\": [1, 2], \"n\": 1}\n{\"n\": 1e400}\n{\"url\": \"\\ud800\", \"n\": {\"a\": []}}\n\n[]\n{"))
	f.Add([]byte("{\"url\": 1, \"url\": \"a\", \"box\": \"x\", \"n\": true}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rowstest.Fuzz(t, data, Format(), table.Columns{URL: "url", KeepAll: true, Also: []string{"url"}})
	})
}

// FuzzValidJSON holds the fast check to the standard library's.
func FuzzValidJSON(f *testing.F) {
	f.Add([]byte(`{"a": [1, -2.5e+3, "\u00fc\n", true, null]}`))
	f.Add([]byte("{\"a\": 01}"))
	f.Add([]byte("\"\x01\""))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got := validJSON(data); got != json.Valid(data) {
			t.Fatalf("%q: %v", data, got)
		}
	})
}
