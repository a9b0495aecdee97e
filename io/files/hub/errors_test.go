package hub_test

import (
	"errors"
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"github.com/beamcrop/beamcrop/internal/testhub"
	"github.com/beamcrop/beamcrop/io/files/storetest"
)

// TestHubErrors has what users run into, and what each is to be told.
func TestHubErrors(t *testing.T) {
	const limited = "owner/limited"
	for _, c := range []struct {
		name, token, uri string
		is               error
		want             string
	}{
		{"gated, nobody", "", "owner/gated/a.parquet", fs.ErrPermission, "owner/gated is gated, private, or does not exist: set HF_TOKEN"},
		{"gated, no access", "hf_other", "owner/gated/a.parquet", fs.ErrPermission, "ask for access on HUB/datasets/owner/gated"},
		{"private, nobody", "", "owner/private/a.parquet", fs.ErrPermission, "set HF_TOKEN"},
		{"private, no access", "hf_other", "owner/private/a.parquet", nil, "no dataset owner/private, or its token may not see it"},
		{"bad token", "invalid", "owner/gated/a.parquet", fs.ErrPermission, "does not accept the token"},
		{"no dataset, nobody", "", "owner/nowhere/a.parquet", fs.ErrPermission, "owner/nowhere is gated, private, or does not exist"},
		{"no dataset", "hf_other", "owner/nowhere/a.parquet", nil, "no dataset owner/nowhere"},
		{"no revision", "", hubDataset + "@v9/a.parquet", nil, `owner/faces has no revision "v9"`},
		{"no file", "", hubDataset + "/b.parquet", fs.ErrNotExist, "no file matches"},
		{"limited", "", limited + "/a.parquet", nil, "higher with HF_TOKEN set"},
	} {
		t.Run(c.name, func(t *testing.T) {
			hub := testhub.Start(t)
			for _, name := range []string{hubDataset, "owner/gated", "owner/private", limited} {
				hub.Put(name, "a.parquet", []byte("x"))
			}
			hub.Gate("owner/gated", "hf_good", true)
			hub.Gate("owner/private", "hf_good", false)
			hub.OnRequest(func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.Contains(r.URL.Path, limited) {
					return false
				}
				w.Header().Set("RateLimit", `"api";r=0;t=0`)
				w.WriteHeader(http.StatusTooManyRequests)
				return true
			})
			t.Setenv("HF_TOKEN", c.token)
			f, uri := storetest.New(t), "hf://datasets/"+c.uri
			for op, err := range map[string]error{
				"Open": storetest.Second(f.Open(t.Context(), uri)),
				"Glob": storetest.Second(f.Glob(t.Context(), uri)),
			} {
				want := strings.ReplaceAll(c.want, "HUB", hub.URL)
				if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), uri) {
					t.Errorf("%s: %v; want %q and the URI", op, err, want)
				}
				if errors.Is(err, fs.ErrNotExist) != (c.is == fs.ErrNotExist) || c.is != nil && !errors.Is(err, c.is) { //nolint:errorlint // which one the table names
					t.Errorf("%s: %v; want %v", op, err, c.is)
				}
			}
		})
	}
}

func TestHubMistakes(t *testing.T) {
	f := storetest.New(t)
	for _, uri := range []string{
		"hf://", "hf://owner/model/x", "hf://models/owner/name/x", "hf://buckets/owner/name/x", "hf://datasets/", "hf://datasets/squad",
		"hf://datasets//faces/x", "hf://datasets/owner/faces@/x", "hf://datasets/owner/faces@%/x", "hf://datasets/owner/*/x", "hf://datasets/owner/@v1/x",
	} {
		for op, err := range map[string]error{
			"Glob": storetest.Second(f.Glob(t.Context(), uri)),
			"Open": storetest.Second(f.Open(t.Context(), uri)),
			"Pin":  storetest.Second(f.Pin(t.Context(), uri)),
		} {
			if err == nil || !strings.Contains(err.Error(), "write hf://datasets/OWNER/NAME[@REVISION]/PATH") || !strings.Contains(err.Error(), uri) {
				t.Errorf("%s(%s): %v", op, uri, err)
			}
		}
	}
	t.Setenv("HF_ENDPOINT", "huggingface.co")
	if err := storetest.Second(storetest.New(t).Glob(t.Context(), hubRoot)); err == nil || !strings.Contains(err.Error(), "HF_ENDPOINT=huggingface.co is not a link") {
		t.Errorf("got %v", err)
	}
}
