package huggingface

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/beamcrop/beamcrop/io/parquetjson"
	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/io/shards/parquetfile"
	"github.com/beamcrop/beamcrop/io/shards/record"
)

// Feature is the type of a column as Hugging Face datasets has it in a dataset
// card: a value of a dtype, a list of something, or a struct.
type Feature struct {
	Name   string // of a column or a field of a struct
	DType  string
	List   *Feature
	Struct []Feature
}

// Columns returns the features of our columns and of the kept ones, which have
// those names; the picture's is image, and typeOf tells the dtype of a leaf. The
// result is nil where datasets has no such type.
func Columns(ours []parquetfile.Column, image *Feature, kept []rows.KeptColumn, names []string, typeOf func(parquet.Type) string) []Feature {
	var features []Feature
	for _, c := range ours {
		feature := image
		if c.Name != "image" {
			feature = nodeFeature(c.Node, typeOf)
		}
		features = append(features, named(c.Name, feature))
	}
	for i, name := range names {
		feature := nodeFeature(kept[i].Node, typeOf)
		if feature == nil {
			return nil
		}
		features = append(features, named(name, feature))
	}
	return features
}

func named(name string, f *Feature) Feature {
	return Feature{Name: name, DType: f.DType, List: f.List, Struct: f.Struct}
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
	switch record.Logical(n.Type()).(type) {
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

// ArrowType is the dtype of what pyarrow reads of Parquet.
func ArrowType(t parquet.Type) string { return valueType(t) }

// JSONType is the dtype of what package parquetjson writes: whatever is no
// number, truth value or null is text.
func JSONType(t parquet.Type) string {
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
