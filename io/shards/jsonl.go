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
	w      io.Writer
	schema Schema
	kept   *keptJSON
	line   []byte // reused between records
	err    error
}

func newJSONLWriter(w io.Writer, s Schema) *jsonlWriter {
	return &jsonlWriter{w: w, schema: s, kept: newKeptJSON(s.Kept, keptNames(s.Kept, s.ours()))}
}

// Write implements Writer.
func (j *jsonlWriter) Write(r *Record) error {
	if j.err == nil {
		j.err = j.write(r)
	}
	return j.err
}

func (j *jsonlWriter) write(r *Record) error {
	line := appendText(append(j.line[:0], '{'), r)
	line = appendBase64(append(line, `,"image":`...), r.Image)
	line, err := j.kept.append(appendPicture(line, r, j.schema), r.Kept)
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

// appendText appends what a record says of its row, without the comma in front.
func appendText(dst []byte, r *Record) []byte {
	dst = appendString(append(dst, `"id":`...), r.ID)
	dst = appendString(append(dst, `,"url":`...), r.URL)
	dst = appendJSONBox(append(dst, `,"box":`...), r.Box)
	dst = append(dst, `,"caption":`...)
	if r.HasCaption {
		return appendString(dst, r.Caption)
	}
	return append(dst, "null"...)
}

// appendPicture appends what a record says of its picture.
func appendPicture(dst []byte, r *Record, s Schema) []byte {
	dst = strconv.AppendInt(append(dst, `,"width":`...), int64(r.Width), 10)
	dst = strconv.AppendInt(append(dst, `,"height":`...), int64(r.Height), 10)
	dst = appendString(append(dst, `,"format":`...), r.Format)
	dst = appendString(append(dst, `,"sha256":`...), r.SHA256)
	dst = strconv.AppendInt(append(dst, `,"source_width":`...), int64(r.Source.Width), 10)
	dst = strconv.AppendInt(append(dst, `,"source_height":`...), int64(r.Source.Height), 10)
	dst = appendString(append(dst, `,"source_format":`...), r.Source.Format)
	if s.Score {
		dst = appendJSONScore(append(dst, `,"score":`...), r.Score)
	}
	if s.Rescaled {
		dst = strconv.AppendBool(append(dst, `,"box_rescaled":`...), r.Rescaled)
	}
	if s.Exact {
		dst = appendExact(dst, r.Exact)
	}
	return dst
}

func appendJSONScore(dst []byte, score *float64) []byte {
	if score == nil {
		return append(dst, "null"...)
	}
	return appendFloat(dst, *score, 64)
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
