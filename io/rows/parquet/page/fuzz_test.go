package page

import (
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// FuzzAppend rewrites pages from outside. What comes out of one is the same again
// when it is rewritten once more: nothing is left to unpack, check or cut off.
func FuzzAppend(f *testing.F) {
	encodings := []format.Encoding{
		format.Plain, format.RLE, format.RLEDictionary, format.DeltaBinaryPacked,
		format.DeltaLengthByteArray, format.DeltaByteArray, format.ByteStreamSplit,
	}
	for encoding := range encodings {
		f.Add(uint8(encoding), uint8(parquet.Boolean), uint8(0), uint8(1), false, uint16(10), uint16(2), []byte{4, 0, 0, 0, 20, 1, 3, 0xff})
		f.Add(uint8(encoding), uint8(parquet.ByteArray), uint8(0), uint8(0), false, uint16(2), uint16(0), []byte{0x80, 1, 4, 2, 6, 2, 3, 0xff})
		f.Add(uint8(encoding), uint8(parquet.Int32), uint8(1), uint8(1), true, uint16(8), uint16(2), []byte{16, 1, 20, 0, 0x80, 1, 4, 8, 2, 2, 0, 0, 0, 0})
	}
	f.Fuzz(func(t *testing.T, encoding, kind, codec, highest uint8, second bool, values, levels uint16, body []byte) {
		c := Column{
			Codec: format.CompressionCodec(codec % 8), Kind: parquet.Kind(kind % 8), Length: 3,
			MaxRepetition: int(highest % 3), MaxDefinition: int(highest % 5), HasDictionary: true,
			MaxText: int(levels % 64), TooLong: "too long",
		}
		header := v1(int(values), encodings[int(encoding)%len(encodings)], body)
		header.UncompressedPageSize = 1 << 12
		if second {
			header.Type = format.DataPageV2
			header.DataPageHeaderV2 = thrift.New(format.DataPageHeaderV2{
				NumValues: int32(values), NumRows: int32(values), Encoding: header.DataPageHeader.V.Encoding,
				DefinitionLevelsByteLength: int32(levels), RepetitionLevelsByteLength: int32(levels % 7),
			})
			header.DataPageHeader = thrift.Null[format.DataPageHeader]{}
		}
		rewritten, once, err := rewrite(t, c, header, body)
		if err != nil {
			return
		}
		c.Codec = format.Uncompressed
		_, twice, err := rewrite(t, c, rewritten, once)
		if err != nil || string(once) != string(twice) {
			t.Errorf("%v: once %v, twice %v", err, once, twice)
		}
	})
}
