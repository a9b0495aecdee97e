package parquet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/rows/input"
)

const (
	// tailSize is how much of a file's end is read at first: one request gets
	// the whole footer of most files.
	tailSize = 64 << 10
	// trailerSize is the footer's length and the magic number, which end a file.
	trailerSize = 8
	magic       = "PAR1"
)

// parquetFile is a file whose footer was read. It reads its pages through
// readers that are given to it later.
type parquetFile struct {
	meta   *footer
	root   *parquet.Column
	chunks []parquet.ColumnChunk // decode the pages of the leaf columns
}

// openParquet reads the footer of a file, and nothing else.
func openParquet(src input.File) (*parquetFile, error) {
	tail, err := readFooter(src)
	if err != nil {
		return nil, err
	}
	meta, err := parseFooter(tail)
	if err != nil {
		return nil, err
	}
	file, err := meta.openSchema()
	if err != nil {
		return nil, err
	}
	return &parquetFile{meta: meta, root: file.Root(), chunks: file.RowGroups()[0].ColumnChunks()}, nil
}

// readFooter returns the end of a file from its footer, or earlier, on.
func readFooter(src input.File) ([]byte, error) {
	size := src.Size()
	if size == 0 {
		return nil, errors.New("the file is empty")
	}
	tail := make([]byte, min(size, tailSize))
	if _, err := src.ReadAt(tail, size-int64(len(tail))); err != nil {
		return nil, fmt.Errorf("reading the end of the file: %w", err)
	}
	if !bytes.HasSuffix(tail, []byte(magic)) || size < int64(len(magic)+trailerSize) {
		return nil, notParquet(src, tail)
	}
	length := int64(binary.LittleEndian.Uint32(tail[len(tail)-trailerSize:]))
	need := length + trailerSize
	if need > size-int64(len(magic)) {
		return nil, fmt.Errorf("the file is damaged or truncated: its footer says it is %d bytes long, the file is %d", length, size)
	}
	if need <= int64(len(tail)) {
		return tail, nil
	}
	tail = make([]byte, need)
	if _, err := src.ReadAt(tail, size-need); err != nil {
		return nil, fmt.Errorf("reading the file's footer: %w", err)
	}
	return tail, nil
}

// notParquet says what a file without the magic number at its end may be.
func notParquet(src input.File, tail []byte) error {
	if bytes.HasSuffix(tail, []byte("PARE")) {
		return errEncrypted
	}
	head := make([]byte, min(src.Size(), 512))
	if _, err := src.ReadAt(head, 0); err != nil {
		return fmt.Errorf("reading the start of the file: %w", err)
	}
	return fmt.Errorf("not a Parquet file (no PAR1 magic): %s", guess(head))
}

// signatures are starts of files that are taken for Parquet now and then.
var signatures = []struct{ start, means string }{
	{magic, "it starts like one, but its end is missing (a truncated download?)"},
	{"version https://git-lfs", "it is a Git LFS pointer, not the file itself"},
	{"\x1f\x8b", "it is compressed with gzip"},
	{"\x28\xb5\x2f\xfd", "it is compressed with zstd"},
	{"PK\x03\x04", "it is a zip archive, or an Excel workbook: unpack it, or save it as CSV"},
	{"ARROW1", "it is an Arrow (Feather) file"},
	{"Obj\x01", "it is an Avro file"},
	{"ORC", "it is an ORC file"},
	{"<", "it is a web page (a failed download?)"},
	{"{", "is it JSON?"},
	{"[", "is it JSON?"},
}

func guess(head []byte) string {
	text := bytes.TrimLeft(head, "\ufeff \t\r\n")
	for _, s := range signatures {
		if bytes.HasPrefix(text, []byte(s.start)) {
			return s.means
		}
	}
	for range utf8.UTFMax - 1 { // the head may end inside a character
		if !utf8.Valid(head) {
			head = head[:len(head)-1]
		}
	}
	if utf8.Valid(head) && !bytes.ContainsRune(head, 0) {
		return "is it CSV?"
	}
	return "its format is not known"
}

// tailReader serves the end of a file from memory, as parquet.OpenFile needs
// no more.
type tailReader struct {
	data []byte
	end  int64
}

func (r *tailReader) ReadAt(p []byte, off int64) (int, error) {
	start := r.end - int64(len(r.data))
	if off < start || off > r.end {
		return 0, fmt.Errorf("offset %d is not in the footer", off)
	}
	n := copy(p, r.data[off-start:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
