package summarize

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/internal/s3test"
	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/shards"
)

const bucketFolder = "s3://output/run"

func docsOf(run string) described {
	docs := described{}
	for _, name := range shards.Top() {
		docs[name] = []byte(name + " of " + run)
	}
	return docs
}

// takeOver claims the folder for a run of the same job, as package pipeline does.
func takeOver(t *testing.T, store *files.Files, run string) Options {
	t.Helper()
	was, version, err := shards.ReadManifest(t.Context(), store, bucketFolder)
	if err != nil {
		t.Fatal(err)
	}
	m := shards.Manifest{Run: run, Fingerprint: "f"}
	o := Options{Output: bucketFolder, Manifest: m}
	m.Described = was.Described
	if err := writeManifest(t.Context(), store, bucketFolder, m, version); err != nil {
		t.Fatal(err)
	}
	return o
}

// A run that loses the folder at any of its last writes overwrites nothing of the
// run that has it, even where a write takes until that one is done.
func TestPublishLosesToLaterOwner(t *testing.T) {
	writes := len(shards.Top()) + 2 // the manifest stands before and after them
	server := s3test.Start(t, "output")
	sides := []shards.ManifestShard{side(0, 1, 3, 0).InManifest()}
	for at := range writes {
		t.Run(fmt.Sprint("write ", at), func(t *testing.T) {
			store := files.New()
			defer store.Close() //nolint:errcheck // it is closed either way
			mine := takeOver(t, store, fmt.Sprint("first ", at))
			var puts atomic.Int64
			var inside atomic.Bool
			later := fmt.Sprint("later ", at)
			server.OnRequest(func(_ http.ResponseWriter, r *http.Request) bool {
				if r.Method != http.MethodPut || inside.Load() {
					return false
				}
				if puts.Add(1) == int64(at+1) {
					inside.Store(true)
					o := takeOver(t, store, later)
					if err := publish(t.Context(), store, o, sides, docsOf(later)); err != nil {
						t.Error(err)
					}
					inside.Store(false)
				}
				return false
			})
			err := publish(t.Context(), store, mine, sides, docsOf("first"))
			inside.Store(true)
			if !errors.Is(err, shards.ErrTakenOver) || !strings.Contains(err.Error(), later) {
				t.Errorf("%v, want the name of the run that has taken over", err)
			}
			m, _, err := shards.ReadManifest(t.Context(), store, bucketFolder)
			if err != nil || m.Run != later || !m.Complete {
				t.Errorf("the manifest is %+v, %v", m, err)
			}
			for name, want := range docsOf(later) {
				got, err := store.ReadFile(t.Context(), files.Join(bucketFolder, name))
				if diff := cmp.Diff(string(want), string(got)); diff != "" || err != nil || !m.Describes(shards.EntryOf(name, got)) {
					t.Errorf("%s: %v\n%s", name, err, diff)
				}
			}
		})
	}
}

// What the user puts into the folder while the job runs is kept, and a run that was
// killed amid the last writes leaves only what the next one knows as its own.
func TestPublishKnowsItsFiles(t *testing.T) {
	s3test.Start(t, "output")
	store := files.New()
	defer store.Close() //nolint:errcheck // it is closed either way
	sides := []shards.ManifestShard{side(0, 1, 3, 0).InManifest()}
	card := files.Join(bucketFolder, shards.CardName)
	o := takeOver(t, store, "first")
	if err := store.WriteFile(t.Context(), card, []byte("mine")); err != nil {
		t.Fatal(err)
	}
	if err := publish(t.Context(), store, o, sides, docsOf("first")); err == nil || !strings.Contains(err.Error(), card) {
		t.Errorf("%v, want the user's file", err)
	}
	if got, err := store.ReadFile(t.Context(), card); err != nil || string(got) != "mine" {
		t.Errorf("the user's file became %q, %v", got, err)
	}
	if err := store.Remove(t.Context(), card); err != nil {
		t.Fatal(err)
	}
	if err := publish(t.Context(), store, o, sides, docsOf("first")); err != nil {
		t.Fatal(err)
	}
	if err := publish(t.Context(), store, takeOver(t, store, "next"), sides, docsOf("next")); err != nil {
		t.Error(err)
	}
}
