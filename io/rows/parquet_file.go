package rows

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
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
	*parquet.File                      // decodes pages; for its own metadata see withoutLZ4
	meta          *format.FileMetaData // what the footer says
}

// openParquet reads the footer of a file, and nothing else.
func openParquet(src source) (*parquetFile, error) {
	tail, err := readFooter(src)
	if err != nil {
		return nil, err
	}
	file, err := openFooter(tail, src.Size())
	if err != nil {
		return nil, err
	}
	if err := checkRows(file); err != nil {
		return nil, err
	}
	out := &parquetFile{meta: file.Metadata()}
	out.File, err = withoutLZ4(file)
	return out, err
}

// openFooter opens a file of which there is but the end.
func openFooter(tail []byte, size int64) (file *parquet.File, err error) {
	defer recovered(&err)
	file, err = parquet.OpenFile(&tailReader{data: tail, end: size}, size,
		parquet.SkipMagicBytes(true), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true), parquet.WithDecryption(noKeys{}))
	if errors.Is(err, errEncrypted) {
		return nil, errEncrypted
	}
	if err != nil {
		return nil, fmt.Errorf("the file's footer is damaged: %w", err)
	}
	return file, nil
}

var errEncrypted = errors.New("encrypted Parquet files cannot be read")

// noKeys tells by being asked for a key that a file whose footer can be read is
// encrypted behind it.
type noKeys struct{}

// FooterKey has none.
func (noKeys) FooterKey([]byte) ([]byte, error) { return nil, errEncrypted }

// ColumnKey has none.
func (noKeys) ColumnKey([]string, []byte) ([]byte, error) { return nil, errEncrypted }

// checkRows makes sure that row numbers can be trusted.
func checkRows(file *parquet.File) error {
	var sum int64
	for i, group := range file.RowGroups() {
		n := group.NumRows()
		if n < 0 || n > math.MaxInt64-sum {
			return fmt.Errorf("the file's footer is damaged: row group %d has %d rows", i, n)
		}
		sum += n
	}
	if sum != file.NumRows() {
		return fmt.Errorf("the file's footer is damaged: it counts %d rows, and %d in its row groups", file.NumRows(), sum)
	}
	return nil
}

// readFooter returns the end of a file from its footer, or earlier, on.
func readFooter(src source) ([]byte, error) {
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
func notParquet(src source, tail []byte) error {
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
	{"PK\x03\x04", "it is a zip archive"},
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
