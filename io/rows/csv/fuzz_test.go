package csv

import (
	"testing"

	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

func FuzzCSV(f *testing.F) {
	f.Add([]byte("url,caption\na,\"b\"\"\n\"\n\"c\"d,e\n\n,\n"))
	f.Add([]byte("\ufeffhttp://a,b\r\n\"c\nd\",e\r\n"))
	f.Add(rowstest.Gzip(f, "url,x\n", "a,b\nc,d\n").Data)
	f.Fuzz(func(t *testing.T, data []byte) {
		rowstest.Fuzz(t, data, Commas(), table.Columns{URL: "column1", KeepAll: true, Header: table.HeaderNo})
		rowstest.Fuzz(t, data, Commas(), table.Columns{URL: "url", Caption: "caption"})
	})
}

func FuzzTSV(f *testing.F) {
	f.Add([]byte("url\tcaption\na\t\"b\n\n\tc\r\n"))
	f.Add(rowstest.Zstd(f, "url\tx\n", "a\tb\nc\td\n").Data)
	f.Fuzz(func(t *testing.T, data []byte) {
		rowstest.Fuzz(t, data, Tabs(), table.Columns{URL: "column1", KeepAll: true, Header: table.HeaderNo})
		rowstest.Fuzz(t, data, Tabs(), table.Columns{URL: "url", Caption: "caption"})
	})
}
