package hub_test

import (
	"testing"

	"github.com/beamcrop/beamcrop/internal/testhub"
	"github.com/beamcrop/beamcrop/io/files/storetest"
)

const hubDataset = "owner/faces"

func TestMain(m *testing.M) { storetest.Main(m) }

func TestConformance(t *testing.T) {
	storetest.TestReader(t, true, func(t *testing.T) storetest.Place { return hubPlace(t, testhub.Start(t)) })
}

// hubPlace is a folder in a dataset.
func hubPlace(t *testing.T, hub *testhub.Hub) storetest.Place {
	t.Helper()
	dir := "hf://datasets/" + hubDataset + "/some/folder"
	return storetest.Place{Files: storetest.New(t), Dir: dir, Plant: func(t *testing.T, name, text string) string {
		t.Helper()
		hub.Put(hubDataset, "some/folder/"+name, []byte(text))
		return dir + "/" + name
	}}
}
