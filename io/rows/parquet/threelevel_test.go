package parquet

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/rows/internal/rowstest"
	"github.com/beamcrop/beamcrop/io/table"
)

// repeatedList is a list of two levels, as old writers have it.
type repeatedList struct{ parquet.Group }

func (repeatedList) Type() parquet.Type { return listType{parquet.List(parquet.String()).Type()} }

type listType struct{ parquet.Type }

func (listType) LogicalType() *format.LogicalType {
	return &format.LogicalType{Value: new(format.ListType)}
}

func TestListsOfTwoLevelsBesideThree(t *testing.T) {
	write := func(list parquet.Node, levels ...int) *rowstest.File {
		var b bytes.Buffer
		w := parquet.NewWriter(&b, parquet.NewSchema("rows", parquet.Group{"m": parquet.Optional(list), "url": parquet.String()}))
		row := parquet.Row{}
		for i, level := range levels {
			row = append(row, parquet.ByteArrayValue([]byte{byte('a' + i)}).Level(min(i, 1), level, 0))
		}
		row = append(row, parquet.ByteArrayValue([]byte("http://h/1")).Level(0, 0, 1))
		if _, err := w.WriteRows([]parquet.Row{row}); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return &rowstest.File{Data: b.Bytes()}
	}
	files := []*rowstest.File{
		write(repeatedList{parquet.Group{"array": parquet.Repeated(parquet.String())}}, 2, 2),
		write(parquet.List(parquet.Optional(parquet.String())), 3, 3),
	}
	cols := table.Columns{URL: "url", KeepAll: true}
	a, b := inspect(t, files[0], cols), inspect(t, files[1], cols)
	if err := unify([]*table.Info{&a, &b}, []string{"a", "b"}, nil); err != nil {
		t.Fatal(err)
	}
	var got []parquet.Row
	for i, info := range []table.Info{a, b} {
		got = append(got, rowstest.Read(t, mustOpen(t, files[i], cols), table.Range(0, 1), info.Index)[0].Kept)
	}
	if diff := cmp.Diff(fmt.Sprintf("%+v", got[1]), fmt.Sprintf("%+v", got[0])); diff != "" {
		t.Error(diff)
	}
}
