package parquet

import (
	"fmt"

	"github.com/parquet-go/parquet-go/format"
)

// maxPageValues is how many values a page may have: a few bytes may stand for any
// number of nulls, or of the same value, and each takes five bytes when decoded.
const maxPageValues = 64 << 20

// plainPage is a size that no page is refused for, in bytes.
const plainPage = 64 << 20

// checkPage looks at a page before it is decoded, for the decoder trusts counts
// and sizes: it allocates what a damaged header asks for.
func (c *columnChunk) checkPage(header *format.PageHeader, body []byte) error {
	meta := &c.meta.MetaData
	size := int64(header.UncompressedPageSize)
	if int64(header.CompressedPageSize) != int64(len(body)) {
		return fmt.Errorf("it says that it has %d bytes, not %d", header.CompressedPageSize, len(body))
	}
	if size < 0 || size > max(meta.TotalUncompressedSize, plainPage) {
		return fmt.Errorf("it says that it is %d bytes uncompressed", size)
	}
	if header.DictionaryPageHeader.Valid {
		// An entry of a dictionary takes a byte at least.
		if n := int64(header.DictionaryPageHeader.V.NumValues); n < 0 || n > size {
			return fmt.Errorf("it says that its %d bytes are %d values", size, n)
		}
	}
	if n, _ := c.count(header); n < 0 || n > meta.NumValues {
		return fmt.Errorf("it says that it has %d values, its column has %d", n, meta.NumValues)
	}
	if n, _ := c.count(header); n > maxPageValues {
		return fmt.Errorf("it has %d values, which are too many for one page", n)
	}
	return nil
}
