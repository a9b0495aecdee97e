package dryrun

import "testing"

func TestFit(t *testing.T) {
	for text, want := range map[string]string{
		"short":        "short",
		"ten column":   "ten column",
		"eleven colum": "eleven ...",
		"日本語です":        "日本語です",
		"日本語ですね":       "日本語...",
		"trailing    ": "trailing",
	} {
		if got := fit(text, 10); got != want {
			t.Errorf("fit(%q) = %q, want %q", text, got, want)
		}
	}
}
