package originals

import (
	"testing"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
)

func testRemove(t *testing.T, f *files.Files, dir string) {
	s := openStore(t, f, dir, Options{})
	for i := range 6 {
		put(t, s, linkOf(i), bodyOf(i, 1000))
		if i%2 == 1 {
			flush(t, s)
		}
	}
	const same = "https://mirror.example/0.jpg"
	put(t, s, same, bodyOf(0, 1000)) // in another unit than the picture
	closeStore(t, s)

	never := "https://never.example/"
	removal := Removal{Links: []string{linkOf(0), linkOf(3), never}, Reason: "opted_out", Detail: "removed", Now: noon.Add(time.Hour), Temp: t.TempDir()}
	got, err := Remove(t.Context(), f, dir, removal)
	if want := (Removed{Links: 4, Pictures: 2, Units: 3}); err != nil || got != want {
		t.Errorf("removed %+v, %v; want %+v", got, err, want)
	}
	rows := rowsIn(t, f, dir)
	if len(rows) != 4 {
		t.Errorf("%d pictures are left, want 4", len(rows))
	}
	for _, row := range rows {
		if row.URL == linkOf(0) || row.URL == linkOf(3) {
			t.Errorf("%s is still there", row.URL)
		}
	}
	s = openStore(t, f, dir, Options{})
	for _, i := range []int{1, 2, 4, 5} {
		wantPicture(t, s, linkOf(i), bodyOf(i, 1000))
		r := recordOf(linkOf(i))
		r.Size, r.SHA256 = 1000, fullSHA256(bodyOf(i, 1000))
		wantRecord(t, s, r)
	}
	for _, link := range []string{linkOf(0), linkOf(3), never, same} {
		wantRecord(t, s, Record{Link: link, FetchedAt: removal.Now, Reason: "opted_out", Detail: "removed"})
	}
	closeStore(t, s)

	if got, err := Remove(t.Context(), f, dir, removal); err != nil || got.Pictures+got.Units != 0 {
		t.Errorf("again: removed %+v, %v; want nothing", got, err)
	}
	if _, err := Remove(t.Context(), f, files.Join(dir, "nothing"), removal); err == nil {
		t.Error("a folder without a store: no error")
	}
}
