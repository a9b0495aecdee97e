package page

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math/bits"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// Column is what the pages of one column chunk have in common.
type Column struct {
	Codec         format.CompressionCodec
	Kind          parquet.Kind
	Length        int // of a fixed-length byte array
	MaxRepetition int
	MaxDefinition int
	HasDictionary bool
	// MaxText is how long a text may be, in bytes; 0 = there is no limit. Longer ones
	// are left out while a page is unpacked if they are in plain encoding, and
	// so are those that a bomb is made of. TooLong stands in their place.
	MaxText int
	TooLong string
}

// Rewriter rewrites the pages of one column chunk, one after the other.
type Rewriter struct {
	Column
	scratch []byte // the page that is being unpacked
	thinned []byte // the page without texts that are too long
}

// page is a page whose parts lie one after the other.
type page struct {
	repetition, definition []byte // the levels; with their length in front in pages of version 1
	values                 []byte
	encoding               format.Encoding
	count                  int // of values and nulls
}

// Append appends a page to dst, header and all, so that it is neither compressed
// nor padded. It changes the header; body may be overwritten later.
func (w *Rewriter) Append(dst []byte, header *format.PageHeader, body []byte) ([]byte, error) {
	if header.CRC != 0 && crc32.ChecksumIEEE(body) != uint32(header.CRC) {
		return dst, errors.New("its checksum does not match")
	}
	switch {
	case header.Type == format.DictionaryPage && header.DictionaryPageHeader.Valid:
		return w.appendDictionary(dst, header, body)
	case header.Type == format.DataPage && header.DataPageHeader.Valid:
		return w.appendV1(dst, header, body)
	case header.Type == format.DataPageV2 && header.DataPageHeaderV2.Valid:
		return w.appendV2(dst, header, body)
	default:
		return dst, fmt.Errorf("it is a page of type %s without the header of that type", header.Type)
	}
}

func (w *Rewriter) appendDictionary(dst []byte, header *format.PageHeader, body []byte) ([]byte, error) {
	body, err := w.unpackPlain(body, int(header.UncompressedPageSize), 0)
	if err != nil {
		return dst, err
	}
	h := &header.DictionaryPageHeader.V
	values, err := w.plain(body, int(h.NumValues))
	if err != nil {
		return dst, err
	}
	h.Encoding = format.Plain
	return appendPage(dst, header, page{values: values})
}

func (w *Rewriter) appendV1(dst []byte, header *format.PageHeader, body []byte) ([]byte, error) {
	h := &header.DataPageHeader.V
	body, err := w.unpackValues(h.Encoding, body, int(header.UncompressedPageSize), int(h.NumValues),
		level{w.MaxRepetition, h.RepetitionLevelEncoding}, level{w.MaxDefinition, h.DefinitionLevelEncoding})
	if err != nil {
		return dst, err
	}
	p := page{encoding: h.Encoding, count: int(h.NumValues)}
	if w.MaxRepetition > 0 {
		if p.repetition, body, err = prefixed(body, h.RepetitionLevelEncoding, w.MaxRepetition, p.count); err != nil {
			return dst, fmt.Errorf("its repetition levels: %w", err)
		}
		h.RepetitionLevelEncoding = format.RLE
	}
	if w.MaxDefinition > 0 {
		if p.definition, body, err = prefixed(body, h.DefinitionLevelEncoding, w.MaxDefinition, p.count); err != nil {
			return dst, fmt.Errorf("its definition levels: %w", err)
		}
		h.DefinitionLevelEncoding = format.RLE
	}
	if _, err := w.settle(&p, cut(p.repetition), cut(p.definition), body); err != nil {
		return dst, err
	}
	h.Encoding = p.encoding
	h.Statistics = format.Statistics{}
	return appendPage(dst, header, p)
}

// cut leaves out the length in front of levels.
func cut(levels []byte) []byte { return levels[min(len(levels), 4):] }

// prefixed cuts levels off a page of version 1, and returns them in the hybrid
// encoding with their length in front.
func prefixed(body []byte, encoding format.Encoding, highest, count int) (levels, rest []byte, err error) {
	if encoding == format.BitPacked {
		return repack(body, bits.Len(uint(highest)), count)
	}
	if len(body) < 4 {
		return nil, nil, errShort
	}
	size := int64(binary.LittleEndian.Uint32(body)) + 4
	if size > int64(len(body)) {
		return nil, nil, errShort
	}
	return body[:size], body[size:], nil
}

func (w *Rewriter) appendV2(dst []byte, header *format.PageHeader, body []byte) ([]byte, error) {
	h := &header.DataPageHeaderV2.V
	repetition, definition := int(h.RepetitionLevelsByteLength), int(h.DefinitionLevelsByteLength)
	levels := repetition + definition
	if repetition < 0 || definition < 0 || levels > min(len(body), int(header.UncompressedPageSize)) {
		return dst, fmt.Errorf("it says that its levels have %d bytes", levels)
	}
	p := page{repetition: body[:repetition], definition: body[repetition:levels], encoding: h.Encoding, count: int(h.NumValues)}
	values := body[levels:]
	// Some writers leave the values of a page of nulls empty, which is not what
	// their codec makes of nothing.
	if len(values) > 0 && (!h.IsCompressed.Valid || h.IsCompressed.V) {
		var err error
		if values, err = w.unpackValues(h.Encoding, values, int(header.UncompressedPageSize)-levels, 0); err != nil {
			return dst, err
		}
	}
	// Levels that the column cannot have are ignored, as by parquet-mr and Arrow.
	if w.MaxRepetition == 0 {
		p.repetition = nil
	}
	if w.MaxDefinition == 0 {
		p.definition = nil
	}
	present, err := w.settle(&p, p.repetition, p.definition, values)
	if err != nil {
		return dst, err
	}
	h.NumNulls = int32(p.count - present)
	h.RepetitionLevelsByteLength, h.DefinitionLevelsByteLength = int32(len(p.repetition)), int32(len(p.definition))
	h.IsCompressed = thrift.New(false)
	h.Encoding = p.encoding
	h.Statistics = format.Statistics{}
	return appendPage(dst, header, p)
}

// settle checks the levels of a page and sets its values. It returns how many of
// them are not null.
func (w *Rewriter) settle(p *page, repetition, definition, values []byte) (present int, err error) {
	if w.MaxRepetition > 0 {
		if _, err := countLevels(repetition, w.MaxRepetition, p.count); err != nil {
			return 0, fmt.Errorf("its repetition levels: %w", err)
		}
	}
	present = p.count
	if w.MaxDefinition > 0 {
		if present, err = countLevels(definition, w.MaxDefinition, p.count); err != nil {
			return 0, fmt.Errorf("its definition levels: %w", err)
		}
	}
	p.values, p.encoding, err = w.values(p.encoding, values, present)
	return present, err
}

func appendPage(dst []byte, header *format.PageHeader, p page) ([]byte, error) {
	header.CompressedPageSize = int32(len(p.repetition) + len(p.definition) + len(p.values))
	header.UncompressedPageSize = header.CompressedPageSize
	header.CRC = 0
	head, err := thrift.Marshal(new(thrift.CompactProtocol), header)
	if err != nil {
		return dst, fmt.Errorf("rewriting its header: %w", err)
	}
	dst = append(dst, head...)
	dst = append(dst, p.repetition...)
	dst = append(dst, p.definition...)
	return append(dst, p.values...), nil
}

var errShort = errors.New("there are fewer bytes than the page's header says")
