package engine

import (
	"crypto/md5" //nolint:gosec // as datasets have it
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/testweb"
	"github.com/beamcrop/beamcrop/io/shards"
	"github.com/beamcrop/beamcrop/transforms/fetch"
	"github.com/beamcrop/beamcrop/transforms/reason"
)

func TestParseHash(t *testing.T) {
	hex := "D41d8cd98f00b204e9800998ecf8427E"
	for name, c := range map[string]struct {
		cell any
		want string // "" = an invalid row
	}{
		"MD5":               {hex, strings.ToLower(hex)},
		"SHA-256":           {hex + hex, strings.ToLower(hex + hex)},
		"surrounding space": {" " + hex + "\n", strings.ToLower(hex)},
		"null":              {nil, ""},
		"empty":             {"", ""},
		"spaces":            {"  ", ""},
		"no hexadecimal":    {strings.Repeat("g", 32), ""},
		"SHA-1":             {hex[:8] + hex, ""},
		"odd":               {hex[1:], ""},
		"number":            {int64(12345678901234567), ""},
		"fraction":          {1.5, ""},
		"bool":              {true, ""},
		"long":              {strings.Repeat(hex, 1000), ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ParseHash(c.cell)
			failure, isRow := reason.Of(err)
			if got != c.want || (c.want == "") != isRow || isRow && failure.Reason != reason.InvalidRow {
				t.Errorf("%q, %v; want %q", got, err, c.want)
			}
			if err != nil && len(err.Error()) > 500 {
				t.Errorf("%d bytes of detail", len(err.Error()))
			}
		})
	}
}

func FuzzParseHash(f *testing.F) {
	f.Add("d41d8cd98f00b204e9800998ecf8427e")
	f.Add(strings.Repeat("A0", 32))
	f.Add("")
	f.Fuzz(func(t *testing.T, cell string) {
		got, err := ParseHash(cell)
		if err != nil {
			if _, isRow := reason.Of(err); !isRow || got != "" {
				t.Errorf("%q, %v", got, err)
			}
			return
		}
		if again, err := ParseHash(got); err != nil || again != got || len(got) != 32 && len(got) != 64 {
			t.Errorf("%q becomes %q, %v", got, again, err)
		}
	})
}

// A picture whose bytes are not those that the dataset states fails, and the
// row's next link is tried; rows that share a download have each their own hash.
func TestVerifyHash(t *testing.T) {
	server := startWeb(t, 1)
	picture := func(id int) (string, []byte) {
		p := testweb.Picture{ID: uint64(id), Width: 80, Height: 60}
		return server.URL(0, p), fetched(t, server.URL(0, p))
	}
	first, bytes := picture(0)
	second, other := picture(1)
	md5Of := func(data []byte) string { return fmt.Sprintf("%x", md5.Sum(data)) } //nolint:gosec // see above
	sha256Of := func(data []byte) string { return fmt.Sprintf("%X", sha256.Sum256(data)) }
	server.Reset()

	cells := []struct {
		link string
		hash string // "null" is one
		want string
	}{
		{first, md5Of(bytes), first},
		{first, sha256Of(bytes), first},
		{first, md5Of(other), "hash_mismatch"},
		{first, sha256Of(other), "hash_mismatch"},
		{first, "null", "invalid_row"},
		{first, "no hash", "invalid_row"},
		{first + ", " + second, md5Of(other), second},
		{first + ", " + second, sha256Of(bytes), first},
		{first + ", " + second, md5Of(nil), "hash_mismatch"},
	}
	table := make([]listed, len(cells))
	for i, c := range cells {
		table[i] = listed{URL: c.link, Box: "[10, 10, 40, 30]", Hash: &c.hash}
		if c.hash == "null" {
			table[i].Hash = nil
		}
	}
	b := newTable(t, table, len(cells), func(o *Options) { o.VerifyHash, o.Format = "hash", shards.FormatJSONL })
	if err := b.run(t.Context()); err != nil {
		t.Fatal(err)
	}

	got := make([]string, len(cells))
	at := func(line map[string]any) *string {
		var row int
		if _, err := fmt.Sscanf(line["id"].(string), "in.parquet#%d", &row); err != nil {
			t.Fatal(err)
		}
		return &got[row]
	}
	for _, line := range b.data() {
		*at(line) = line["url"].(string)
	}
	for _, line := range b.failures() {
		*at(line) = line["reason"].(string)
	}
	for i, c := range cells {
		if got[i] != c.want {
			t.Errorf("row %d: %s, want %s", i, got[i], c.want)
		}
	}
	if diff := cmp.Diff(map[string]int{first: 2, second: 1}, map[string]int{first: server.Requests(first), second: server.Requests(second)}); diff != "" {
		t.Error(diff)
	}
}

// A column that is not read cannot be verified by, and must not seem to be.
func TestVerifyHashUnread(t *testing.T) {
	if _, err := NewWorker(Options{VerifyHash: "md5"}); err == nil || !strings.Contains(err.Error(), `"md5"`) {
		t.Errorf("%v", err)
	}
}

// fetched is what a link gives.
func fetched(t *testing.T, link string) []byte {
	t.Helper()
	o := fetch.Defaults()
	o.AllowPrivate = true
	fetcher, err := fetch.New(o)
	if err != nil {
		t.Fatal(err)
	}
	defer fetcher.Close()
	body := make(chan []byte, 1)
	fetcher.Submit(t.Context(), []string{link}, func(res fetch.Result) { body <- slices.Clone(res.Body) })
	return <-body
}
