package record

import (
	"bufio"
	"errors"
	"io"
)

// Writer writes the records of one data shard in the order they come. It is
// not safe for concurrent use, and it keeps no reference to a record.
type Writer interface {
	// Write adds one record. After an error the shard is lost: every later
	// call returns that error.
	Write(*Record) error
	// Close completes the file. It does not close the underlying writer.
	Close() error
}

// ErrClosed is of a Writer that is closed.
var ErrClosed = errors.New("the shard writer is closed")

// Reader reads the records of a data file that a Writer wrote, in their order. It
// is not safe for concurrent use.
//
// A record comes without Key, Caption, HasCaption and Kept: those are its row's,
// and the row's file has them. The numbers of its box have 32 bits in TFRecord.
type Reader interface {
	// Read returns the next record, which is the caller's; io.EOF after the last
	// one.
	Read() (*Record, error)
	// Close lets go of what the reader holds. It does not close the file.
	Close() error
}

// aheadBytes is how much of a file that is read from its start is read at a time.
const aheadBytes = 1 << 20

// FromStart reads a file of size bytes one piece after the other.
func FromStart(r io.ReaderAt, size int64) *bufio.Reader {
	return bufio.NewReaderSize(io.NewSectionReader(r, 0, size), int(min(size, aheadBytes)))
}
