package originals

import (
	"errors"
	"fmt"
	"os"
)

// maxRecords is how many links a unit has at most: links that failed have no bytes
// that would fill it.
const maxRecords = 1 << 15

// batch is what is to become a unit: records in memory, pictures in a temporary
// file. The Store's lock guards it while it is filled; then nobody changes it.
type batch struct {
	file     *os.File // without a name
	size     int64
	records  []Record
	pictures []held // in the order of their first links
	byLink   map[key]int
	byKey    map[key]int // pictures
}

// held is a picture in a batch.
type held struct {
	picture key
	record  Record
	offset  int64 // in the batch's file
}

func newBatch(dir string) (*batch, error) {
	file, err := nameless(dir)
	if err != nil {
		return nil, err
	}
	return &batch{file: file, byLink: map[key]int{}, byKey: map[key]int{}}, nil
}

func (b *batch) full(unitBytes int64) bool {
	return b.size >= unitBytes || len(b.records) >= maxRecords
}

// add adds what is known of a link. Of two records the later counts.
func (b *batch) add(r Record) {
	k := linkKey(r.Link)
	if at, ok := b.byLink[k]; ok {
		b.records[at] = r
		return
	}
	b.byLink[k] = len(b.records)
	b.records = append(b.records, r)
}

// addPicture adds a picture's bytes.
func (b *batch) addPicture(k key, r Record, body []byte) error {
	if _, err := b.file.WriteAt(body, b.size); err != nil {
		return fmt.Errorf("writing a picture to a temporary file: %w", err)
	}
	b.byKey[k] = len(b.pictures)
	b.pictures = append(b.pictures, held{k, r, b.size})
	b.size += int64(len(body))
	return nil
}

// picture reads a picture back; nil if it is not in the batch.
func (b *batch) picture(k key) ([]byte, error) {
	if b == nil {
		return nil, nil
	}
	at, ok := b.byKey[k]
	if !ok {
		return nil, nil
	}
	return b.read(b.pictures[at], nil)
}

// read reads a picture into buf, if it is large enough.
func (b *batch) read(p held, buf []byte) ([]byte, error) {
	if cap(buf) < p.record.Size {
		buf = make([]byte, p.record.Size)
	}
	buf = buf[:p.record.Size]
	if _, err := b.file.ReadAt(buf, p.offset); err != nil {
		return nil, fmt.Errorf("reading a picture from a temporary file: %w", err)
	}
	return buf, nil
}

// record is what is known of a link.
func (b *batch) record(k key) (Record, bool) {
	if b == nil {
		return Record{}, false
	}
	at, ok := b.byLink[k]
	if !ok {
		return Record{}, false
	}
	return b.records[at], true
}

func (b *batch) close() error {
	if err := b.file.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}
