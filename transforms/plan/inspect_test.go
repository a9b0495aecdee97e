package plan

import (
	"testing"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/transforms/joberror"
)

// A file that changed since it was matched is a mistake that the command, run
// again, mends: it is said in one line.
func TestInspectAnotherVersion(t *testing.T) {
	store := files.New()
	matched, err := Match(t.Context(), store, []string{write(t, "in.csv", []byte("url\nhttp://h/1\n"))}, "", "")
	if err != nil {
		t.Fatal(err)
	}
	matched[0].Version = "an earlier one"
	_, err = Inspect(t.Context(), store, matched[0], rows.Columns{URL: "url"}, "")
	if err == nil {
		t.Fatal("no error")
	}
	if _, code, marked := joberror.Find(err); !marked || code != joberror.Usage {
		t.Errorf("exit code %d of %v", code, err)
	}
}
