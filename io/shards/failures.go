package shards

import (
	"fmt"
	"io"
	"strconv"
)

// FailureWriter writes a failures file: JSON lines with the members and the
// order of FailureNames. Each line is one call of the underlying writer, so
// there is nothing to close. It is not safe for concurrent use.
type FailureWriter struct {
	w    io.Writer
	kept *keptJSON
	line []byte // reused between failures
}

// NewFailureWriter starts a failures file. It writes nothing before the first
// failure, so a file can be created then.
func NewFailureWriter(w io.Writer, s Schema) *FailureWriter {
	return &FailureWriter{w: w, kept: newKeptJSON(s.Kept, failureKeptNames(s.Kept))}
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
	dst = appendString(append(dst, `{"id":`...), failure.ID)
	dst = appendString(append(dst, `,"url":`...), failure.URL)
	if len(failure.Kept) == 0 {
		dst = f.kept.appendNulls(dst)
	} else {
		var err error
		if dst, err = f.kept.append(dst, failure.Kept); err != nil {
			return nil, err
		}
	}
	dst = appendString(append(dst, `,"reason":`...), failure.Reason)
	dst = appendString(append(dst, `,"detail":`...), failure.Detail)
	dst = strconv.AppendInt(append(dst, `,"http_status":`...), int64(failure.HTTPStatus), 10)
	dst = strconv.AppendInt(append(dst, `,"attempts":`...), int64(failure.Attempts), 10)
	dst = strconv.AppendInt(append(dst, `,"elapsed_ms":`...), failure.ElapsedMS, 10)
	return append(dst, '}', '\n'), nil
}
