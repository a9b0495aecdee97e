package shards

import (
	"fmt"
	"image"
	"io"
	"strconv"
)

// jsonlWriter writes one shard of JSON lines: a record is one object with the
// members and the order of ColumnNames, written in one call.
type jsonlWriter struct {
	w        io.Writer
	rescaled bool
	exact    bool
	kept     *keptJSON
	line     []byte // reused between records
	err      error
}

func newJSONLWriter(w io.Writer, s Schema) *jsonlWriter {
	return &jsonlWriter{w: w, rescaled: s.Rescaled, exact: s.Exact, kept: newKeptJSON(s.Kept, keptNames(s.Kept, s.ours()))}
}

// Write implements Writer.
func (j *jsonlWriter) Write(r *Record) error {
	if j.err == nil {
		j.err = j.write(r)
	}
	return j.err
}

func (j *jsonlWriter) write(r *Record) error {
	line := appendRecord(j.line[:0], r)
	if j.rescaled {
		line = strconv.AppendBool(append(line, `,"box_rescaled":`...), r.Rescaled)
	}
	if j.exact {
		line = appendExact(line, r.Exact)
	}
	line, err := j.kept.append(line, r.Kept)
	if err != nil {
		return fmt.Errorf("record %s: %w", r.ID, err)
	}
	line = append(line, '}', '\n')
	j.line = line
	if _, err := j.w.Write(j.line); err != nil {
		return fmt.Errorf("record %s: %w", r.ID, err)
	}
	return nil
}

// Close implements Writer.
func (j *jsonlWriter) Close() error {
	if j.err != nil {
		return j.err
	}
	j.err = errClosed
	return nil
}

// appendRecord appends our own members, with the brace that opens the object.
func appendRecord(dst []byte, r *Record) []byte {
	dst = appendString(append(dst, `{"id":`...), r.ID)
	dst = appendString(append(dst, `,"url":`...), r.URL)
	dst = appendJSONBox(append(dst, `,"box":`...), r.Box)
	dst = append(dst, `,"caption":`...)
	if r.HasCaption {
		dst = appendString(dst, r.Caption)
	} else {
		dst = append(dst, "null"...)
	}
	dst = appendBase64(append(dst, `,"image":`...), r.Image)
	dst = strconv.AppendInt(append(dst, `,"width":`...), int64(r.Width), 10)
	dst = strconv.AppendInt(append(dst, `,"height":`...), int64(r.Height), 10)
	dst = appendString(append(dst, `,"format":`...), r.Format)
	return appendString(append(dst, `,"sha256":`...), r.SHA256)
}

func appendExact(dst []byte, exact image.Rectangle) []byte {
	for i, v := range numbersOf(exact) {
		dst = append(append(append(dst, `,"`...), exactColumns[i]...), `":`...)
		dst = strconv.AppendInt(dst, int64(v), 10)
	}
	return dst
}

func appendJSONBox(dst []byte, box *[4]float64) []byte {
	if box == nil {
		return append(dst, "null"...)
	}
	for i, x := range box {
		dst = appendFloat(append(dst, "[,,,"[i]), x, 64)
	}
	return append(dst, ']')
}
