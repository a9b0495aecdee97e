package jsonrecord

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// at places a value: repetition level, definition level, leaf.
func at(rep, def, column int, v parquet.Value) parquet.Value { return v.Level(rep, def, column) }

func bytesValue(s string) parquet.Value { return parquet.ByteArrayValue([]byte(s)) }

func fixed(b ...byte) parquet.Value { return parquet.FixedLenByteArrayValue(b) }

// typed gives a group another group's logical type, as files do that were
// written by other rules than parquet-go's.
type typed struct {
	parquet.Node
	of parquet.Node
}

func (t typed) Type() parquet.Type { return t.of.Type() }

func twoLevelList(name string, element parquet.Node) parquet.Node {
	return typed{parquet.Group{name: parquet.Repeated(element)}, parquet.List(parquet.String())}
}

func leafNode(t parquet.Type) parquet.Node { return parquet.Leaf(t) }

var null = parquet.NullValue()

func TestKeptJSONLeaves(t *testing.T) {
	for _, c := range []struct {
		name  string
		node  parquet.Node
		value parquet.Value
		want  string
	}{
		{"true", leafNode(parquet.BooleanType), parquet.BooleanValue(true), `true`},
		{"int32", leafNode(parquet.Int32Type), parquet.Int32Value(-7), `-7`},
		{"int64", leafNode(parquet.Int64Type), parquet.Int64Value(math.MinInt64), `-9223372036854775808`},
		{"uint8", parquet.Uint(8), parquet.Int32Value(200), `200`},
		{"uint32", parquet.Uint(32), parquet.Int32Value(-1), `4294967295`},
		{"uint64", parquet.Uint(64), parquet.Int64Value(-1), `18446744073709551615`},
		{"float", leafNode(parquet.FloatType), parquet.FloatValue(0.1), `0.1`},
		{"double", leafNode(parquet.DoubleType), parquet.DoubleValue(0.1), `0.1`},
		{"small double", leafNode(parquet.DoubleType), parquet.DoubleValue(1e-9), `1e-09`},
		{"large double", leafNode(parquet.DoubleType), parquet.DoubleValue(1e300), `1e+300`},
		{"NaN", leafNode(parquet.DoubleType), parquet.DoubleValue(math.NaN()), `null`},
		{"infinity", leafNode(parquet.FloatType), parquet.FloatValue(float32(math.Inf(-1))), `null`},
		{"string", parquet.String(), bytesValue("a\"b\\\n\x01<é>\u2028"), `"a\"b\\\n\u0001<é>\u2028"`},
		{"broken UTF-8", parquet.String(), bytesValue("a\xFFb\xC3"), `"a` + "\uFFFD" + `b` + "\uFFFD" + `"`},
		{"enum", parquet.Enum(), bytesValue("RED"), `"RED"`},
		{"JSON stays text", parquet.JSON(), bytesValue(`{"a":1}`), `"{\"a\":1}"`},
		{"bytes", leafNode(parquet.ByteArrayType), bytesValue("\xFF\x00"), `"/wA="`},
		{"fixed bytes", leafNode(parquet.FixedLenByteArrayType(3)), fixed(1, 2, 3), `"AQID"`},
		{"UUID", parquet.UUID(), fixed(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255), `"00010203-0405-0607-0809-0a0b0c0d0eff"`},
		{"date", parquet.Date(), parquet.Int32Value(19782), `"2024-02-29"`},
		{"date before 1970", parquet.Date(), parquet.Int32Value(-1), `"1969-12-31"`},
		{"timestamp ms", parquet.Timestamp(parquet.Millisecond), parquet.Int64Value(1709210000120), `"2024-02-29T12:33:20.12Z"`},
		{"timestamp us", parquet.Timestamp(parquet.Microsecond), parquet.Int64Value(1709210000000001), `"2024-02-29T12:33:20.000001Z"`},
		{"timestamp ns", parquet.Timestamp(parquet.Nanosecond), parquet.Int64Value(-1), `"1969-12-31T23:59:59.999999999Z"`},
		{"timestamp without zone", parquet.TimestampAdjusted(parquet.Millisecond, false), parquet.Int64Value(0), `"1970-01-01T00:00:00"`},
		{"INT96", leafNode(parquet.Int96Type), parquet.Int96Value(deprecated.Int96{1_000_000_000, 0, 2440589}), `"1970-01-02T00:00:01"`},
		{"time ms", parquet.TimeAdjusted(parquet.Millisecond, false), parquet.Int32Value(3_600_500), `"01:00:00.5"`},
		{"time us", parquet.Time(parquet.Microsecond), parquet.Int64Value(1), `"00:00:00.000001Z"`},
		{"decimal", parquet.Decimal(2, 9, parquet.Int32Type), parquet.Int32Value(-5), `"-0.05"`},
		{"decimal without fraction", parquet.Decimal(0, 18, parquet.Int64Type), parquet.Int64Value(120), `"120"`},
		{"decimal in bytes", parquet.Decimal(3, 38, parquet.FixedLenByteArrayType(4)), fixed(0xFF, 0xFF, 0xFF, 0xFE), `"-0.002"`},
		{"decimal in no bytes", parquet.Decimal(1, 5, parquet.ByteArrayType), bytesValue(""), `"0.0"`},
		{"decimal of a hostile scale", parquet.Decimal(2_000_000_000, 9, parquet.Int32Type), parquet.Int32Value(7), `"7E-2000000000"`},
		{"decimal of a negative scale", parquet.Decimal(-2, 9, parquet.Int32Type), parquet.Int32Value(7), `"7E2"`},
	} {
		t.Run(c.name, func(t *testing.T) { checkKeptJSON(t, c.node, parquet.Row{at(0, 0, 0, c.value)}, c.want) })
	}
}

func TestKeptJSONStructure(t *testing.T) {
	number, str := leafNode(parquet.Int64Type), parquet.String()
	n := func(rep, def int, v int64) parquet.Value { return at(rep, def, 0, parquet.Int64Value(v)) }
	list := parquet.Optional(parquet.List(parquet.Optional(number)))
	nested := parquet.List(parquet.List(number))
	structure := parquet.Optional(parquet.Group{"a": parquet.Optional(number), "b": parquet.Repeated(str)})
	dictionary := parquet.Optional(parquet.Map(str, parquet.Optional(number)))
	for _, c := range []struct {
		name string
		node parquet.Node
		row  parquet.Row
		want string
	}{
		{"optional null", parquet.Optional(number), parquet.Row{at(0, 0, 0, null)}, `null`},
		{"null column", parquet.Optional(leafNode(parquet.NullType)), parquet.Row{at(0, 0, 0, null)}, `null`},
		{"null list", list, parquet.Row{at(0, 0, 0, null)}, `null`},
		{"empty list", list, parquet.Row{at(0, 1, 0, null)}, `[]`},
		{"list of null", list, parquet.Row{at(0, 2, 0, null)}, `[null]`},
		{"list", list, parquet.Row{n(0, 3, 1), at(1, 2, 0, null), n(1, 3, 2)}, `[1,null,2]`},
		{"nested list", nested, parquet.Row{n(0, 2, 1), n(2, 2, 2), at(1, 1, 0, null), n(1, 2, 3)}, `[[1,2],[],[3]]`},
		{"no nested list", nested, parquet.Row{at(0, 0, 0, null)}, `[]`},
		{"repeated leaf", parquet.Repeated(number), parquet.Row{n(0, 1, 1), n(1, 1, 2)}, `[1,2]`},
		{"two-level list", twoLevelList("element", number), parquet.Row{n(0, 1, 4), n(1, 1, 5)}, `[4,5]`},
		{"two-level list of structs", twoLevelList("array", parquet.Group{"x": number}), parquet.Row{n(0, 1, 4)}, `[{"x":4}]`},
		{"two-level list named as a tuple", twoLevelList("tags_tuple", parquet.Group{"x": number}), parquet.Row{n(0, 1, 4)}, `[{"x":4}]`},
		{"list with another inner name", twoLevelList("bag", parquet.Group{"array_element": number}), parquet.Row{n(0, 1, 4)}, `[4]`},
		{"null struct", structure, parquet.Row{at(0, 0, 0, null), at(0, 0, 1, null)}, `null`},
		{"struct of nothing", structure, parquet.Row{at(0, 1, 0, null), at(0, 1, 1, null)}, `{"a":null,"b":[]}`},
		{"struct", structure, parquet.Row{n(0, 2, 9), at(0, 2, 1, bytesValue("x")), at(1, 2, 1, bytesValue("y"))}, `{"a":9,"b":["x","y"]}`},
		{"null map", dictionary, parquet.Row{at(0, 0, 0, null), at(0, 0, 1, null)}, `null`},
		{"empty map", dictionary, parquet.Row{at(0, 1, 0, null), at(0, 1, 1, null)}, `{}`},
		{
			"map", dictionary,
			parquet.Row{at(0, 2, 0, bytesValue("k")), at(1, 2, 0, bytesValue("l")), at(0, 3, 1, parquet.Int64Value(1)), at(1, 2, 1, null)},
			`{"k":1,"l":null}`,
		},
		{"map with keys that are numbers", parquet.Map(number, str), parquet.Row{n(0, 1, 5), at(0, 1, 1, bytesValue("v"))}, `{"5":"v"}`},
	} {
		t.Run(c.name, func(t *testing.T) { checkKeptJSON(t, c.node, c.row, c.want) })
	}
}

// checkKeptJSON writes one kept column, and another behind it to see that the
// first took no more than its own values.
func checkKeptJSON(t *testing.T, node parquet.Node, row parquet.Row, want string) {
	t.Helper()
	kept := []rows.KeptColumn{{Name: "v", Node: node}, {Name: "next", Node: parquet.Leaf(parquet.BooleanType)}}
	leaves := record.LeavesOf(kept)
	row = append(row, at(0, 0, len(leaves)-1, parquet.BooleanValue(true)))
	got, err := NewKept(kept, []string{"v", "next"}).Append(nil, row)
	if err != nil {
		t.Fatal(err)
	}
	if want = `,"v":` + want + `,"next":true`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// nest is what the property test writes as JSON and reads back.
type nest struct {
	A int64              `parquet:"a" json:"a"`
	B *string            `parquet:"b,optional" json:"b"`
	C []float64          `parquet:"c,list" json:"c"`
	D [][]string         `parquet:"d,list" parquet-element:",list" json:"d"`
	E []inner            `parquet:"e,list" json:"e"`
	F map[string]inner   `parquet:"f" json:"f"`
	G map[int64][]uint32 `parquet:"g" json:"g"`
	H *inner             `parquet:"h,optional" json:"h"`
	I []byte             `parquet:"i" json:"i"`
	J time.Time          `parquet:"j,timestamp(nanosecond)" json:"j"`
	K bool               `parquet:"k" json:"k"`
	L float32            `parquet:"l" json:"l"`
}

type inner struct {
	X *int32   `parquet:"x,optional" json:"x"`
	Y []string `parquet:"y" json:"y"`
}

// FuzzKeptJSON holds that reading the JSON gives what parquet-go's own
// reconstruction of the same values gives.
func FuzzKeptJSON(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed)
	}
	schema, kept := parquet.SchemaOf(nest{}), columnsOf[nest]()
	f.Fuzz(func(t *testing.T, seed uint64) {
		row := schema.Deconstruct(nil, randomNest(rand.New(rand.NewPCG(seed, 1))))
		var want, got nest
		if err := schema.Reconstruct(&want, row); err != nil {
			t.Fatal(err)
		}
		line, err := NewKept(kept, columnsIn(kept)).Append(nil, row)
		if err != nil {
			t.Fatal(err)
		}
		line[0] = '{'
		if err := json.Unmarshal(append(line, '}'), &got); err != nil {
			t.Fatalf("%v in %s}", err, line)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s\n%s}", diff, line)
		}
	})
}

// columnsOf returns the fields of T as kept columns.
func columnsOf[T any]() []rows.KeptColumn {
	var columns []rows.KeptColumn
	for _, f := range parquet.SchemaOf(*new(T)).Fields() {
		columns = append(columns, rows.KeptColumn{Name: f.Name(), Node: f})
	}
	return columns
}

func columnsIn(kept []rows.KeptColumn) []string {
	var names []string
	for _, column := range kept {
		names = append(names, column.Name)
	}
	return names
}

func randomNest(r *rand.Rand) nest {
	n := nest{
		A: int64(r.Uint64()), C: some(r, r.NormFloat64), K: r.IntN(2) == 1, L: r.Float32(),
		D: some(r, func() []string { return some(r, func() string { return randomText(r) }) }),
		E: some(r, func() inner { return randomInner(r) }),
		F: map[string]inner{}, G: map[int64][]uint32{},
		I: []byte(randomText(r)), J: time.Unix(0, int64(r.Uint64()>>2)).UTC(),
	}
	if r.IntN(2) == 1 {
		s := randomText(r)
		n.B = &s
	}
	if r.IntN(2) == 1 {
		i := randomInner(r)
		n.H = &i
	}
	for range r.IntN(4) {
		n.F[randomText(r)] = randomInner(r)
		n.G[int64(r.Uint64())] = some(r, r.Uint32)
	}
	return n
}

func randomInner(r *rand.Rand) inner {
	i := inner{Y: some(r, func() string { return randomText(r) })}
	if r.IntN(2) == 1 {
		x := int32(r.Uint32())
		i.X = &x
	}
	return i
}

func randomText(r *rand.Rand) string {
	return string(some(r, func() rune { return []rune("ab\"\\\n\t\x00/<&é世\u2028😀")[r.IntN(14)] }))
}

func some[T any](r *rand.Rand, one func() T) []T {
	out := make([]T, r.IntN(5))
	for i := range out {
		out[i] = one()
	}
	return out
}

// FuzzKeptLevels holds that no sequence of levels makes the writer panic or
// write what is not JSON.
func FuzzKeptLevels(f *testing.F) {
	f.Add([]byte{0, 0, 0, 1, 0, 0})
	f.Add([]byte{0, 3, 1, 0, 0, 0, 1, 0, 0, 1, 2, 0, 0, 3, 1})
	kept := columnsOf[nest]()[1:9]
	leaves := record.LeavesOf(kept)
	f.Fuzz(func(t *testing.T, data []byte) {
		line, err := NewKept(kept, columnsIn(kept)).Append(nil, randomLevels(data, leaves))
		if err != nil {
			return
		}
		line[0] = '{'
		if line = append(line, '}'); !json.Valid(line) {
			t.Errorf("not JSON: %s", line)
		}
	})
}

// randomLevels makes values whose kinds fit and whose levels are data's.
func randomLevels(data []byte, leaves []record.Leaf) parquet.Row {
	var row parquet.Row
	for i, l := range leaves {
		for rep := 0; ; {
			def := l.MaxDef
			if len(data) > 1 {
				def, data = int(data[0])%(l.MaxDef+1), data[1:]
			}
			v := parquet.NullValue()
			if def == l.MaxDef {
				v = parquet.ZeroValue(l.Kind)
			}
			row = append(row, at(rep, def, i, v))
			if len(data) < 2 || l.MaxRep == 0 || data[0]%2 == 0 {
				break
			}
			rep, data = 1+int(data[1])%l.MaxRep, data[2:]
		}
	}
	return row
}
