package page

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// v1 is the header of a page of version 1 that is not compressed.
func v1(values int, encoding format.Encoding, body []byte) *format.PageHeader {
	return &format.PageHeader{
		Type:                 format.DataPage,
		CompressedPageSize:   int32(len(body)),
		UncompressedPageSize: int32(len(body)),
		DataPageHeader: thrift.New(format.DataPageHeader{
			NumValues: int32(values), Encoding: encoding,
			DefinitionLevelEncoding: format.RLE, RepetitionLevelEncoding: format.RLE,
		}),
	}
}

// rewrite returns the body of a page that was rewritten, and its header.
func rewrite(t *testing.T, c Column, header *format.PageHeader, body []byte) (*format.PageHeader, []byte, error) {
	t.Helper()
	page, err := (&Rewriter{Column: c}).Append(nil, header, body)
	if err != nil {
		return nil, nil, err
	}
	in := new(thrift.CompactProtocol).NewReaderFromBytes(page)
	out := new(format.PageHeader)
	if err := thrift.NewDecoder(in).Decode(out); err != nil {
		t.Fatal(err)
	}
	rest := page[in.BytesRead():]
	if int(out.CompressedPageSize) != len(rest) || out.UncompressedPageSize != out.CompressedPageSize {
		t.Errorf("the header says %d and %d bytes of %d", out.CompressedPageSize, out.UncompressedPageSize, len(rest))
	}
	return out, rest, nil
}

// sized puts the length in front, as before levels and booleans.
func sized(data ...byte) []byte {
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(data))), data...)
}

func TestBooleans(t *testing.T) {
	tests := []struct {
		name   string
		values int
		runs   []byte
		want   []byte
	}{
		{"a run of trues", 16, []byte{32, 1}, []byte{0xff, 0xff}},
		{"a run of nine", 9, []byte{18, 1}, []byte{0xff, 0x01}},
		{"runs that meet in a byte", 12, []byte{10, 1, 6, 0, 8, 1}, []byte{0x1f, 0x0f}},
		{"packed", 8, []byte{3, 0xa5}, []byte{0xa5}},
		{"packed, then a run", 12, []byte{3, 0xa5, 8, 1}, []byte{0xa5, 0x0f}},
		{"packed with room at the end", 3, []byte{3, 0xff}, []byte{0x07}},
		{"bytes behind the last run", 8, []byte{16, 0, 99, 99, 99}, []byte{0}},
		{"an empty run", 8, []byte{0, 16, 1}, []byte{0xff}},
		{"longer than it need be", 5, []byte{20, 1}, []byte{0x1f}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			body := sized(test.runs...)
			header, got, err := rewrite(t, Column{Kind: parquet.Boolean}, v1(test.values, format.RLE, body), body)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" || header.DataPageHeader.V.Encoding != format.Plain {
				t.Errorf("%s: %s", header.DataPageHeader.V.Encoding, diff)
			}
		})
	}
}

// TestPadding cuts off what lies behind the last value, and wants each of them.
func TestPadding(t *testing.T) {
	deltas := []byte{0x80, 1, 4, 10, 2, 2, 0, 0, 0, 0} // 1, 2, 3 ... 10: all deltas are 1
	tests := []struct {
		name     string
		column   Column
		encoding format.Encoding
		body     []byte
		values   int
		used     int // bytes of body
	}{
		{"int32", Column{Kind: parquet.Int32}, format.Plain, make([]byte, 48), 10, 40},
		{"int64", Column{Kind: parquet.Int64}, format.Plain, make([]byte, 88), 10, 80},
		{"int96", Column{Kind: parquet.Int96}, format.Plain, make([]byte, 128), 10, 120},
		{"float", Column{Kind: parquet.Float}, format.Plain, make([]byte, 48), 10, 40},
		{"double", Column{Kind: parquet.Double}, format.Plain, make([]byte, 88), 10, 80},
		{"fixed", Column{Kind: parquet.FixedLenByteArray, Length: 3}, format.Plain, make([]byte, 38), 10, 30},
		{"boolean", Column{Kind: parquet.Boolean}, format.Plain, make([]byte, 3), 10, 2},
		{"bytes", Column{Kind: parquet.ByteArray}, format.Plain, append(sized(1, 2, 3), 0, 0, 0, 0, 0), 1, 7},
		{"bytes and an empty one", Column{Kind: parquet.ByteArray}, format.Plain, append(sized(1, 2, 3), 0, 0, 0, 0, 0), 2, 11},
		{"split", Column{Kind: parquet.Double}, format.ByteStreamSplit, make([]byte, 88), 10, 80},
		{"indexes", Column{Kind: parquet.Int32, HasDictionary: true}, format.RLEDictionary, []byte{1, 20, 1, 0, 0}, 10, 3},
		{"indexes of no bits", Column{Kind: parquet.Int32, HasDictionary: true}, format.PlainDictionary, []byte{0, 20, 0, 0}, 10, 2}, //nolint:staticcheck // old files have it
		{"deltas", Column{Kind: parquet.Int32}, format.DeltaBinaryPacked, deltas, 10, len(deltas)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, got, err := rewrite(t, test.column, v1(test.values, test.encoding, test.body), test.body)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, test.body[:test.used]) {
				t.Errorf("got %v, want %v", got, test.body[:test.used])
			}
			short := test.body[:test.used-1]
			if _, _, err := rewrite(t, test.column, v1(test.values, test.encoding, short), short); err == nil {
				t.Error("a page that is a byte short was taken")
			}
			if _, _, err := rewrite(t, test.column, v1(test.values*3+8, test.encoding, test.body), test.body); err == nil {
				t.Error("a page with too few values was taken")
			}
		})
	}
}

func TestLevels(t *testing.T) {
	tests := []struct {
		name    string
		highest int
		runs    []byte
		want    int // of ten levels
	}{
		{"all", 1, []byte{20, 1}, 10},
		{"none", 1, []byte{20, 0}, 0},
		{"packed", 1, []byte{5, 0xff, 0xfd}, 9},
		{"two bits", 3, []byte{5, 0b11_10_01_11, 0, 0b11, 0xff}, 3},
		{"three bits", 5, []byte{8, 5, 3, 0b101, 0, 0b101_00000}, 4 + 1},
		{"a run and packed", 1, []byte{4, 1, 3, 0x0f}, 6},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := countLevels(test.runs, test.highest, 10)
			if err != nil || got != test.want {
				t.Errorf("%d of 10 are the highest, want %d: %v", got, test.want, err)
			}
		})
	}
	for name, runs := range map[string][]byte{
		"too few":       {8, 1},
		"too high":      {20, 3},
		"packed high":   {5, 0xff, 0xff, 0xff, 0xff},
		"endless":       {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1},
		"millions":      {0x80, 0x89, 0x7a, 1},
		"no value":      {20},
		"packed, short": {5, 1},
		"nothing":       {},
	} {
		if n, err := countLevels(runs, 2, 10); err == nil {
			t.Errorf("%s: counted %d", name, n)
		}
	}
}

// TestOldLevels has levels of ten rows of two bits, most significant bit first.
func TestOldLevels(t *testing.T) {
	old := []byte{0b00_01_10_11, 0b11_10_01_00, 0b10_11_0000}
	levels, rest, err := repack(append(old, 42), 2, 10)
	if err != nil || !bytes.Equal(rest, []byte{42}) {
		t.Fatal(rest, err)
	}
	var got []byte
	for i := range 10 {
		got = append(got, levels[5+i/4]>>(i%4*2)&3)
	}
	if diff := cmp.Diff([]byte{0, 1, 2, 3, 3, 2, 1, 0, 2, 3}, got); diff != "" {
		t.Error(diff)
	}
	if n, err := countLevels(cut(levels), 3, 10); err != nil || n != 3 {
		t.Errorf("counted %d: %v", n, err)
	}
}

// TestNullPages: a page of nothing but nulls may have no values in any encoding,
// nor anything that its codec would make of them.
func TestNullPages(t *testing.T) {
	for _, codec := range []format.CompressionCodec{format.Uncompressed, format.Snappy, format.Gzip, format.Zstd, format.Lz4Raw, format.Brotli} {
		for _, encoding := range []format.Encoding{format.Plain, format.RLEDictionary, format.RLE, format.DeltaBinaryPacked, format.DeltaByteArray, format.ByteStreamSplit} {
			header := &format.PageHeader{Type: format.DataPageV2, CompressedPageSize: 2, UncompressedPageSize: 2}
			header.DataPageHeaderV2 = thrift.New(format.DataPageHeaderV2{NumValues: 10, NumNulls: 10, NumRows: 10, Encoding: encoding, DefinitionLevelsByteLength: 2})
			out, got, err := rewrite(t, Column{Codec: codec, Kind: parquet.ByteArray, MaxDefinition: 1}, header, []byte{20, 0})
			if err != nil || !bytes.Equal(got, []byte{20, 0}) || out.DataPageHeaderV2.V.NumNulls != 10 {
				t.Errorf("%s, %s: %v %v", codec, encoding, got, err)
			}
		}
	}
}

func TestDamaged(t *testing.T) {
	plain := make([]byte, 8)
	with := func(change func(*format.PageHeader)) *format.PageHeader {
		header := v1(1, format.Plain, plain)
		change(header)
		return header
	}
	number := Column{Kind: parquet.Int64}
	tests := []struct {
		name, want string
		column     Column
		header     *format.PageHeader
		body       []byte
	}{
		{"checksum", "checksum", number, with(func(h *format.PageHeader) { h.CRC = 7 }), plain},
		{"no header", "without the header", number, with(func(h *format.PageHeader) { h.Type = format.DataPageV2 }), plain},
		{"an index page", "without the header", number, with(func(h *format.PageHeader) { h.Type = format.IndexPage }), plain},
		{"snappy", "unpacking SNAPPY", Column{Kind: parquet.Int64, Codec: format.Snappy}, v1(1, format.Plain, plain), []byte{99}},
		{"a bomb", "more bytes than its header says", Column{Kind: parquet.Int64, Codec: format.Snappy}, v1(1, format.Plain, plain), []byte{0xff, 0xff, 0xff, 0x7f, 0}},
		{"LZO", "its compression is LZO", Column{Kind: parquet.Int64, Codec: format.LZO}, v1(1, format.Plain, plain), plain},
		{"no dictionary", "no dictionary", number, v1(1, format.RLEDictionary, plain), plain},
		{"RLE of numbers", "no column of INT64", number, v1(1, format.RLE, plain), plain},
		{"an encoding", "cannot be read", number, v1(1, format.BitPacked, plain), plain},
		{"levels longer than the page", "definition levels", Column{Kind: parquet.Int64, MaxDefinition: 1}, v1(1, format.Plain, plain), []byte{9, 0, 0, 0, 2, 1}},
		{"deltas of other counts", "10 were written", number, v1(9, format.DeltaBinaryPacked, plain), []byte{0x80, 1, 4, 10, 2, 2, 0, 0, 0, 0}},
		{"deltas of odd blocks", "blocks of 129", number, v1(10, format.DeltaBinaryPacked, plain), []byte{0x81, 1, 4, 10, 2, 2, 0, 0, 0, 0}},
		{"lengths beyond the page", "fewer bytes", Column{Kind: parquet.ByteArray}, v1(1, format.DeltaLengthByteArray, plain), []byte{0x80, 1, 4, 1, 20, 1, 2, 3}},
		{"negative lengths", "fewer bytes", Column{Kind: parquet.ByteArray}, v1(1, format.DeltaLengthByteArray, plain), []byte{0x80, 1, 4, 1, 1, 1, 2, 3}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := rewrite(t, test.column, test.header, test.body)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
