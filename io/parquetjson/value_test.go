package parquetjson

import (
	"testing"

	"github.com/parquet-go/parquet-go"
)

// TestNothingBelow holds that lists and maps of structs without members, of which
// no value says how many there are, are empty, also where no other leaf follows.
func TestNothingBelow(t *testing.T) {
	nothing := parquet.Group{}
	for name, c := range map[string]struct {
		node parquet.Node
		want string
	}{
		"list": {parquet.List(nothing), `[]`},
		"map":  {parquet.Map(nothing, nothing), `{}`},
	} {
		t.Run(name, func(t *testing.T) {
			var k Compiler
			if got := k.Node(c.node, 0, 0)(nil, &Cursor{}); string(got) != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
