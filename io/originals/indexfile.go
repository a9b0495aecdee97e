package originals

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// unitIndex is what an index file says of its unit. Its entries say nothing of the
// unit, which is the file's, and has another number in each process.
type unitIndex struct {
	unit     string
	pictures []pictureEntry
	links    []linkEntry
	size     int64 // of the Parquet file; 0 if there is none, as there are no pictures
}

// indexHeader is the first line of an index file. Behind it come the entries of
// links, those of pictures, and the SHA-256 of everything before it.
type indexHeader struct {
	Format   string `json:"format"`
	Version  int    `json:"version"`
	Unit     string `json:"unit"`
	Size     int64  `json:"parquet_bytes"`
	Links    int    `json:"links"`
	Pictures int    `json:"pictures"`
}

const indexFormat = "beamcrop originals index"

var errDamaged = errors.New("it is damaged")

func (x *unitIndex) encode() ([]byte, error) {
	head, err := json.Marshal(indexHeader{indexFormat, Version, x.unit, x.size, len(x.links), len(x.pictures)})
	if err != nil {
		return nil, fmt.Errorf("encoding an index: %w", err)
	}
	data := slices.Concat(head, []byte("\n"))
	for _, e := range x.links {
		e.unit = 0
		data = e.append(data)
	}
	for _, e := range x.pictures {
		e.unit = 0
		data = e.append(data)
	}
	sum := sha256.Sum256(data)
	return append(data, sum[:]...), nil
}

// rawIndex is an index file that is known to be whole, with its entries as they
// are written.
type rawIndex struct {
	indexHeader
	links, pictures []byte
}

func decodeIndex(data []byte) (rawIndex, error) {
	damaged := func(what string) (rawIndex, error) { return rawIndex{}, fmt.Errorf("%w: %s", errDamaged, what) }
	head, _, ok := bytes.Cut(data, []byte("\n"))
	var x rawIndex
	if !ok || json.Unmarshal(head, &x.indexHeader) != nil || x.Format != indexFormat {
		return damaged("it does not begin as an index")
	}
	if x.Version != Version {
		return rawIndex{}, fmt.Errorf("it is of version %d, and this program reads version %d: %w", x.Version, Version, ErrVersion)
	}
	if x.Links < 0 || x.Pictures < 0 || x.Links > len(data) || x.Pictures > len(data) || x.Size < 0 {
		return damaged("it counts what cannot be")
	}
	links, pictures := x.Links*linkEntryBytes, x.Pictures*pictureEntryBytes
	if len(data) != len(head)+1+links+pictures+sha256.Size {
		return damaged("its length is not what it says")
	}
	body, stated := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], stated) {
		return damaged("its hash is not what it says")
	}
	x.links, x.pictures = body[len(head)+1:][:links], body[len(head)+1+links:]
	return x, nil
}

// number writes the unit's number into each entry.
func (x *rawIndex) number(unit uint32) {
	for at := 2 * keyBytes; at < len(x.links); at += linkEntryBytes {
		order.PutUint32(x.links[at:], unit)
	}
	for at := keyBytes; at < len(x.pictures); at += pictureEntryBytes {
		order.PutUint32(x.pictures[at:], unit)
	}
}
