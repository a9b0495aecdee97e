package shards

import "github.com/beamcrop/beamcrop/io/parquetjson"

// The values of our own columns are written as those of kept ones are.

func appendString[T string | []byte](dst []byte, s T) []byte { return parquetjson.AppendString(dst, s) }

func appendFloat(dst []byte, f float64, bits int) []byte {
	return parquetjson.AppendFloat(dst, f, bits)
}

func appendBase64(dst, data []byte) []byte { return parquetjson.AppendBase64(dst, data) }
