package parquetjson

import (
	"encoding/json"
	"testing"
)

// FuzzAppendString holds that a string reads back as encoding/json's does.
func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", "plain", "\"\\\b\f\n\r\t\x00\x1f\x7f", "é世😀\u2028\u2029\uFFFD", "\xff\xc3(\xed\xa0\x80\xf4\x90\x80\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		encoded, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var want, got string
		if err := json.Unmarshal(encoded, &want); err != nil {
			t.Fatal(err)
		}
		text := AppendString([]byte("x"), s)
		if err := json.Unmarshal(text[1:], &got); err != nil {
			t.Fatalf("%v in %q", err, text)
		}
		if got != want || string(AppendString([]byte("x"), []byte(s))) != string(text) {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
	})
}
