package shards

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/parquetjson"
)

// Feature is the type of a column as Hugging Face datasets has it in a dataset
// card: a value of a dtype, a list of something, or a struct.
type Feature struct {
	Name   string // of a column or a field of a struct
	DType  string
	List   *Feature
	Struct []Feature
}

// Features returns what datasets loads a data file of the format as, so that it
// need not guess from the first rows, in which a column may be null. Pictures are
// of the format picture. The result is nil where datasets cannot load the files or
// has no such type.
func Features(format, picture string, s Schema) []Feature {
	if format == FormatTFRecord {
		return nil
	}
	typeOf := jsonFeature
	if format == FormatParquet {
		typeOf = arrowFeature
	}
	names := s.ours()
	columns := s.columnsAround(column{name: "image"})
	if format == FormatWebDataset {
		columns = s.columnsAround()
		columns = append([]column{{name: indexColumns[0], node: parquet.String()}}, columns...)
		names = append(names, indexColumns...)
	}
	var features []Feature
	for _, c := range columns {
		feature := &Feature{DType: "string"}
		switch {
		case c.name == "image" && s.ImageEncoding == EncodingBinary:
			feature = &Feature{DType: "image"}
		case c.name != "image":
			feature = nodeFeature(c.node, typeOf)
		}
		features = append(features, named(c.name, feature))
	}
	for i, name := range keptNames(s.Kept, names) {
		feature := nodeFeature(s.Kept[i].Node, typeOf)
		if feature == nil {
			return nil
		}
		features = append(features, named(name, feature))
	}
	if format != FormatWebDataset {
		return features
	}
	return []Feature{ // the files of a record, one of which has the columns
		{Name: "__key__", DType: "string"},
		{Name: "__url__", DType: "string"},
		{Name: imageExtension(picture), DType: "image"},
		{Name: "json", Struct: features},
		{Name: "txt", DType: "string"},
	}
}

func named(name string, f *Feature) Feature {
	f.Name = name
	return *f
}

// nodeFeature returns the feature of a column, nil if datasets has none.
func nodeFeature(n parquet.Node, leaf func(parquet.Type) string) *Feature {
	if !n.Repeated() {
		return contentFeature(n, leaf)
	}
	return listFeature(contentFeature(n, leaf))
}

func listFeature(element *Feature) *Feature {
	if element == nil {
		return nil
	}
	return &Feature{List: element}
}

func contentFeature(n parquet.Node, leaf func(parquet.Type) string) *Feature {
	if n.Leaf() {
		if dtype := leaf(n.Type()); dtype != "" {
			return &Feature{DType: dtype}
		}
		return nil
	}
	switch logical(n.Type()).(type) {
	case *format.ListType:
		if repeated, ok := parquetjson.RepeatedChild(n); ok {
			if parquetjson.IsElement(repeated) {
				return listFeature(contentFeature(repeated, leaf))
			}
			return listFeature(nodeFeature(repeated.Fields()[0], leaf))
		}
	case *format.MapType:
		return nil
	}
	var fields []Feature
	for _, f := range n.Fields() {
		feature := nodeFeature(f, leaf)
		if feature == nil {
			return nil
		}
		fields = append(fields, named(f.Name(), feature))
	}
	return &Feature{Struct: fields}
}

// arrowFeature is the dtype of what pyarrow reads of Parquet.
func arrowFeature(t parquet.Type) string { return valueType(t) }

// jsonFeature is the dtype of what package parquetjson writes: whatever is no
// number, truth value or null is text.
func jsonFeature(t parquet.Type) string {
	switch dtype := valueType(t); {
	case strings.HasPrefix(dtype, "int"), strings.HasPrefix(dtype, "uint"), dtype == "bool", dtype == "null", dtype == "float32", dtype == "float64":
		return dtype
	case dtype == "float16":
		return "float32"
	default:
		return "string"
	}
}

// YAML writes features as the list that dataset_info.features is in the head of a
// dataset card, each line after so many spaces.
func YAML(features []Feature, indent int) string {
	var text strings.Builder
	space := strings.Repeat(" ", indent)
	for _, f := range features {
		fmt.Fprintf(&text, "%s- name: %s\n%s", space, strconv.QuoteToASCII(f.Name), f.yaml(indent+2))
	}
	return text.String()
}

func (f Feature) yaml(indent int) string {
	space := strings.Repeat(" ", indent)
	switch {
	case f.List != nil && f.List.DType != "":
		return space + "list: " + f.List.DType + "\n"
	case f.List != nil && f.List.Struct != nil:
		return space + "list:\n" + YAML(f.List.Struct, indent)
	case f.List != nil:
		return space + "list:\n" + f.List.yaml(indent+2)
	case f.Struct != nil:
		return space + "struct:\n" + YAML(f.Struct, indent)
	default:
		return space + "dtype: " + f.DType + "\n"
	}
}
