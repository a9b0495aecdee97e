package webdataset

import (
	"io"

	"github.com/beamcrop/beamcrop/io/files"
	"github.com/beamcrop/beamcrop/io/rows/input"
)

const (
	// onDisk is how many bytes are read at once from a disk of what is small: headers and text.
	onDisk = 8 << 10
	// A request takes about as long as a transfer of a megabyte: what is less far away than
	// nearby is read along with what lies between, and what is farther with a little.
	nearby = 1 << 20
	afar   = 64 << 10
)

// ahead reads a file in blocks, of which it keeps the last one. Cursors that enter the file
// one after the other share it.
type ahead struct {
	src    input.File
	remote bool
	block  []byte
	from   int64 // where the block starts
}

func newAhead(src input.File) *ahead { return &ahead{src: src, remote: files.Remote(src.File)} }

// read reads some of p at an offset.
func (a *ahead) read(p []byte, at int64) (int, error) {
	left := a.src.Size() - at
	if left <= 0 {
		return 0, io.EOF
	}
	end := a.from + int64(len(a.block))
	if at >= a.from && at < end {
		return copy(p, a.block[at-a.from:]), nil
	}
	size := a.size(at - end)
	if len(p) >= size {
		p = p[:min(int64(len(p)), left)]
		a.block, a.from = nil, at+int64(len(p))
		return a.src.ReadAt(p, at)
	}
	block := make([]byte, min(int64(size), left))
	a.block, a.from = nil, at
	if _, err := a.src.ReadAt(block, at); err != nil {
		return 0, err
	}
	a.block = block
	return copy(p, block), nil
}

// size is how much is read so far behind the last block.
func (a *ahead) size(distance int64) int {
	switch {
	case !a.remote:
		return onDisk
	case distance >= 0 && distance < nearby:
		return nearby
	default:
		return afar
	}
}
