package originals

import (
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/beamcrop/beamcrop/io/files"
)

// Names in a store's folder. What lies in the folder of notes is left out by who
// reads the folder as a dataset.
const (
	notesFolder     = "_originals"
	markerName      = "store.json"
	picturesPrefix  = "pictures-"
	picturesSuffix  = ".parquet"
	indexSuffix     = ".index"
	linesSuffix     = ".jsonl"
	cardName        = "README.md"
	writerNameBytes = 10
)

// newWriterName names a process's units, so that no two ever write the same file.
// It begins with the time, so that units are listed by age.
func newWriterName(now time.Time) string {
	return now.UTC().Format("20060102-150405-") + strings.ToLower(rand.Text()[:writerNameBytes])
}

func unitName(writer string, number int) string { return fmt.Sprintf("%s-%05d", writer, number) }

func picturesURI(store, unit string) string {
	return files.Join(store, picturesPrefix+unit+picturesSuffix)
}

func noteURI(store, name string) string { return files.Join(store, notesFolder, name) }

func indexURI(store, unit string) string { return noteURI(store, unit+indexSuffix) }

func linesURI(store, unit string) string { return noteURI(store, unit+linesSuffix) }

// listing is what is in a store's folder.
type listing struct {
	indexes  map[string]files.Info // by unit
	pictures map[string]int64      // sizes by unit
	bytes    int64                 // of all files
	empty    bool
}

// units names all units, by age.
func (l listing) units() []string {
	all := maps.Clone(l.pictures)
	for unit := range l.indexes {
		all[unit] = 0
	}
	return slices.Sorted(maps.Keys(all))
}

func newListing(uri string, infos []files.Info) listing {
	l := listing{indexes: map[string]files.Info{}, pictures: map[string]int64{}, empty: len(infos) == 0}
	folder := files.Join(uri) + "/"
	for _, info := range infos {
		l.bytes += info.Size
		name := strings.TrimPrefix(info.URI, folder)
		if note, ok := strings.CutPrefix(name, notesFolder+"/"); ok {
			if unit, ok := strings.CutSuffix(note, indexSuffix); ok {
				l.indexes[unit] = info
			}
			continue
		}
		unit, isPictures := strings.CutPrefix(name, picturesPrefix)
		unit, isParquet := strings.CutSuffix(unit, picturesSuffix)
		if isPictures && isParquet {
			l.pictures[unit] = info.Size
		}
	}
	return l
}
