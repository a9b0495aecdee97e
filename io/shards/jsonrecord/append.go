package jsonrecord

import (
	"image"
	"strconv"

	"github.com/beamcrop/beamcrop/io/parquetjson"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// AppendText appends what a record says of its row, without the comma in front.
func AppendText(dst []byte, r *record.Record) []byte {
	dst = parquetjson.AppendString(append(dst, `"id":`...), r.ID)
	dst = parquetjson.AppendString(append(dst, `,"url":`...), r.URL)
	dst = appendJSONBox(append(dst, `,"box":`...), r.Box)
	dst = append(dst, `,"caption":`...)
	if r.HasCaption {
		return parquetjson.AppendString(dst, r.Caption)
	}
	return append(dst, "null"...)
}

// AppendPicture appends what a record says of its picture.
func AppendPicture(dst []byte, r *record.Record, s record.Schema) []byte {
	dst = strconv.AppendInt(append(dst, `,"width":`...), int64(r.Width), 10)
	dst = strconv.AppendInt(append(dst, `,"height":`...), int64(r.Height), 10)
	dst = parquetjson.AppendString(append(dst, `,"format":`...), r.Format)
	dst = parquetjson.AppendString(append(dst, `,"sha256":`...), r.SHA256)
	dst = strconv.AppendInt(append(dst, `,"source_width":`...), int64(r.Source.Width), 10)
	dst = strconv.AppendInt(append(dst, `,"source_height":`...), int64(r.Source.Height), 10)
	dst = parquetjson.AppendString(append(dst, `,"source_format":`...), r.Source.Format)
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
	return parquetjson.AppendFloat(dst, *score, 64)
}

func appendExact(dst []byte, exact image.Rectangle) []byte {
	for i, v := range record.NumbersOf(exact) {
		dst = append(append(append(dst, `,"`...), record.ExactColumns[i]...), `":`...)
		dst = strconv.AppendInt(dst, int64(v), 10)
	}
	return dst
}

func appendJSONBox(dst []byte, box *[4]float64) []byte {
	if box == nil {
		return append(dst, "null"...)
	}
	for i, x := range box {
		dst = parquetjson.AppendFloat(append(dst, "[,,,"[i]), x, 64)
	}
	return append(dst, ']')
}
