package rowstest

import (
	"testing"

	"golang.org/x/text/encoding"
)

// Encode returns a text in another encoding, after a byte order mark.
func Encode(t testing.TB, e encoding.Encoding, mark, text string) string {
	t.Helper()
	out, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return mark + out
}
