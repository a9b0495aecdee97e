package shards

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

var someFailures = []Failure{
	{ID: "a#1", URL: "http://h/1, http://h/2", Reason: "http_5xx", Detail: "503 Service Unavailable", HTTPStatus: 503, Attempts: 3, ElapsedMS: 1 << 40},
	{ID: "a#2/0", URL: "UNKNOWN \"<\u2028", Reason: "invalid_row", Detail: "the row has no link"},
}

func writeFailures(tb testing.TB, s Schema, failures ...Failure) []byte {
	tb.Helper()
	var buf bytes.Buffer
	w := NewFailureWriter(&buf, s)
	for i := range failures {
		if err := w.Write(&failures[i]); err != nil {
			tb.Fatal(err)
		}
	}
	return buf.Bytes()
}

// Failures come back as they were written, whatever the kept columns are called.
func TestReadFailures(t *testing.T) {
	s := namesOf("ID", "Reason", "detail", "n")
	kept := parquet.Row{}
	for i := range s.Kept {
		kept = append(kept, parquet.ByteArrayValue([]byte("kept")).Level(0, 0, i))
	}
	failures := append([]Failure{}, someFailures...)
	failures[0].Kept = kept
	got, err := ReadFailures(bytes.NewReader(writeFailures(t, s, failures...)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(someFailures, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadFailuresMalformed(t *testing.T) {
	whole := string(writeFailures(t, Schema{}, someFailures...))
	for name, c := range map[string]struct{ text, says string }{
		"cut":         {whole[:len(whole)-3], "failure 1"},
		"no object":   {"[1]", "failure 0"},
		"no id":       {strings.Replace(whole, `"id"`, `"ID"`, 1), `"id"`},
		"wrong type":  {strings.Replace(whole, `"attempts":0`, `"attempts":"0"`, 1), `"attempts"`},
		"no reason":   {strings.Replace(whole, `"reason"`, `"why"`, 1), `"reason"`},
		"a huge time": {strings.Replace(whole, `"elapsed_ms":0`, `"elapsed_ms":1e99`, 1), `"elapsed_ms"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadFailures(strings.NewReader(c.text))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %s named", err, c.says)
			}
		})
	}
}

func FuzzReadFailures(f *testing.F) {
	f.Add(writeFailures(f, Schema{}, someFailures...))
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := ReadFailures(bytes.NewReader(data))
		if err != nil {
			return
		}
		again, err := ReadFailures(bytes.NewReader(writeFailures(t, Schema{}, read...)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(read, again); diff != "" {
			t.Error(diff)
		}
	})
}
