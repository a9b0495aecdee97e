package shards

import (
	"fmt"
	"io"
	"strconv"

	"github.com/parquet-go/parquet-go"

	"github.com/beamcrop/beamcrop/io/parquetjson"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards/jsonrecord"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// Failure is one row that could not be written.
type Failure struct {
	ID, URL        string
	Kept           parquet.Row // as in Record; empty makes every kept column null
	Reason, Detail string
	HTTPStatus     int // of the last answer; 0 if there was none
	Attempts       int
	ElapsedMS      int64
}

// FailureWriter writes a failures file: JSON lines with the members id and
// url, the kept columns, and then reason and what belongs to it. Each line is one call of the underlying writer, so
// there is nothing to close. It is not safe for concurrent use.
type FailureWriter struct {
	w    io.Writer
	kept *jsonrecord.Kept
	line []byte // reused between failures
}

// NewFailureWriter starts a failures file. It writes nothing before the first
// failure, so a file can be created then.
func NewFailureWriter(w io.Writer, s Schema) *FailureWriter {
	return &FailureWriter{w: w, kept: jsonrecord.NewKept(s.Kept, failureKeptNames(s.Kept))}
}

// Write adds one line.
func (f *FailureWriter) Write(failure *Failure) error {
	line, err := f.appendFailure(f.line[:0], failure)
	if err != nil {
		return fmt.Errorf("failure of %s: %w", failure.ID, err)
	}
	f.line = line
	if _, err := f.w.Write(line); err != nil {
		return fmt.Errorf("failure of %s: %w", failure.ID, err)
	}
	return nil
}

func (f *FailureWriter) appendFailure(dst []byte, failure *Failure) ([]byte, error) {
	dst = parquetjson.AppendString(append(dst, `{"id":`...), failure.ID)
	dst = parquetjson.AppendString(append(dst, `,"url":`...), failure.URL)
	if len(failure.Kept) == 0 {
		dst = f.kept.AppendNulls(dst)
	} else {
		var err error
		if dst, err = f.kept.Append(dst, failure.Kept); err != nil {
			return nil, err
		}
	}
	dst = parquetjson.AppendString(append(dst, `,"reason":`...), failure.Reason)
	dst = parquetjson.AppendString(append(dst, `,"detail":`...), failure.Detail)
	dst = strconv.AppendInt(append(dst, `,"http_status":`...), int64(failure.HTTPStatus), 10)
	dst = strconv.AppendInt(append(dst, `,"attempts":`...), int64(failure.Attempts), 10)
	dst = strconv.AppendInt(append(dst, `,"elapsed_ms":`...), failure.ElapsedMS, 10)
	return append(dst, '}', '\n'), nil
}

// failureKeptNames names the kept columns in a failures file.
func failureKeptNames(kept []rows.KeptColumn) []string {
	return record.KeptNames(kept, []string{"id", "url", "reason", "detail", "http_status", "attempts", "elapsed_ms"})
}
