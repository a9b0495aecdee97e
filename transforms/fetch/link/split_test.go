package link

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func ExampleSplit() {
	for _, link := range Split("http://a.test/1.jpg, UNKNOWN, https://b.test/w_10,h_10/2.jpg") {
		fmt.Println(link)
	}
	// Output:
	// http://a.test/1.jpg
	// https://b.test/w_10,h_10/2.jpg
}

func TestSplit(t *testing.T) {
	tests := []struct {
		cell string
		want []string
	}{
		{"", nil},
		{"UNKNOWN", nil},
		{"unknown, Unknown", nil},
		{" , ,", nil},
		{"a, b, UNKNOWN", []string{"a", "b"}},
		{"http://h/1.jpg", []string{"http://h/1.jpg"}},
		{"http://h/1.jpg, http://h/2.jpg", []string{"http://h/1.jpg", "http://h/2.jpg"}},
		{"http://h/1.jpg,https://h/2.jpg", []string{"http://h/1.jpg", "https://h/2.jpg"}},
		{"http://h/1.jpg,HTTPS://h/2.jpg", []string{"http://h/1.jpg", "HTTPS://h/2.jpg"}},
		{"http://h/1.jpg ,\thttp://h/2.jpg", []string{"http://h/1.jpg", "http://h/2.jpg"}},
		{"http://h/1.jpg\nhttp://h/2.jpg\r\n https://h/3.jpg\n", []string{"http://h/1.jpg", "http://h/2.jpg", "https://h/3.jpg"}},
		{"http://h/1\n.jpg", []string{"http://h/1\n.jpg"}},
		{"UNKNOWN, http://h/1.jpg", []string{"http://h/1.jpg"}},
		{"UNKNOWN,http://h/1.jpg", []string{"http://h/1.jpg"}},
		{"http://h/1.jpg, UNKNOWN, http://h/2.jpg", []string{"http://h/1.jpg", "http://h/2.jpg"}},
		{"http://h/1.jpg, , http://h/2.jpg,", []string{"http://h/1.jpg", "http://h/2.jpg"}},
		{"http://h/a,b,,c.jpg?x=1,2", []string{"http://h/a,b,,c.jpg?x=1,2"}},
		{"http://h/Doe, John.jpg", []string{"http://h/Doe, John.jpg"}},
		{"http://h/Doe, John.jpg, http://h/2.jpg", []string{"http://h/Doe, John.jpg", "http://h/2.jpg"}},
		{"http://h/1.jpg, ftp://h/2.jpg", []string{"http://h/1.jpg", "ftp://h/2.jpg"}},
		{"http://h/unknown, http://h/UNKNOWN.jpg", []string{"http://h/unknown", "http://h/UNKNOWN.jpg"}},
	}
	for _, tt := range tests {
		t.Run(tt.cell, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Split(tt.cell)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("http://a/1.jpg, UNKNOWN,https://b/w_1,h_2.jpg, x")
	f.Fuzz(func(t *testing.T, cell string) {
		rest := cell
		for _, link := range Split(cell) {
			if link == "" || link != strings.TrimSpace(link) || strings.EqualFold(link, "unknown") {
				t.Fatalf("%q gives %q", cell, link)
			}
			_, after, found := strings.Cut(rest, link)
			if !found {
				t.Fatalf("%q: %q is not in it, or out of order", cell, link)
			}
			rest = after
		}
		if n := strings.Count(cell, ", http://"); len(Split(cell)) < n {
			t.Fatalf("%q holds at least %d links", cell, n)
		}
	})
}

func TestSplitIsBounded(t *testing.T) {
	cell := strings.Repeat("http://h/a.jpg, ", 100_000)
	if got := Split(cell); len(got) != maxLinks {
		t.Errorf("%d links", len(got))
	}
}
