package rows

import (
	"testing"

	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
)

func FuzzSniff(f *testing.F) {
	f.Add([]byte("url,caption\n"))
	f.Add([]byte("{\"a\""))
	f.Fuzz(func(t *testing.T, data []byte) {
		format, err := Sniff(&rowstest.File{Data: data})
		if err != nil {
			_ = rowstest.WantError(t, err)
		} else if format == "" {
			t.Fatal("neither a format nor an error")
		}
	})
}
