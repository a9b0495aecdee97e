package shards

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestManifestRoundTrip(t *testing.T) {
	m := Manifest{
		Fingerprint: "f", Plan: map[string]string{"seed": "1"},
		Described: []FileEntry{EntryOf(CardName, []byte("card"))},
		Replaces:  []Extent{{Format: FormatJSONL, Shards: 3, Removed: true}},
	}.Finish([]ManifestShard{sampleTarSidecar().InManifest()})
	data, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeManifest(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, got); diff != "" || !got.Complete {
		t.Error(diff)
	}
	for _, broken := range []string{"", "{", "{}", "[]", `{"fingerprint":1}`} {
		if _, err := DecodeManifest([]byte(broken)); err == nil {
			t.Errorf("%q passes for a manifest", broken)
		}
	}
}

func TestManifestAccounts(t *testing.T) {
	begun := Manifest{Plan: map[string]string{"output_format": FormatWebDataset}, Replaces: []Extent{{Format: FormatJSONL, Shards: 7}}}
	for name, c := range map[string]struct{ begun, finished bool }{
		ManifestName:                      {true, true},
		DataName(0, 2, FormatWebDataset):  {true, true},
		DataName(1, 2, FormatIndex):       {true, true},
		FailuresName(1, 2):                {true, true},
		SidecarName(1, 2):                 {true, true},
		EarlierName(1, 2):                 {true, true},
		DataName(0, 3, FormatWebDataset):  {true, false},
		SidecarName(0, 3):                 {true, false},
		DataName(0, 7, FormatJSONL):       {true, true},
		SidecarName(0, 7):                 {true, true},
		DataName(0, 2, FormatJSONL):       {false, false},
		DataName(0, 2, FormatTFRecord):    {false, false},
		CardName:                          {false, false},
		"notes.txt":                       {false, false},
		"data/notes.tar":                  {false, false},
		"_beamcrop/part-00000-of-00002.x": {false, false},
	} {
		if got := begun.Accounts(name); got != c.begun {
			t.Errorf("begun: %s: %t", name, got)
		}
		if got := begun.Finish(make([]ManifestShard, 2)).Accounts(name); got != c.finished {
			t.Errorf("finished: %s: %t", name, got)
		}
	}
}
