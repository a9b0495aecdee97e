package pipeline

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/beamcrop/beamcrop/io/rows"
	"github.com/beamcrop/beamcrop/pipeline/option"
	"github.com/beamcrop/beamcrop/transforms/boxes"
	"github.com/beamcrop/beamcrop/transforms/report"
	"github.com/beamcrop/beamcrop/transforms/workplan"
)

// fields returns the names and values of the fields of a struct, and of structs in it.
func fields(v reflect.Value, prefix string) map[string]any {
	all := map[string]any{}
	for i := range v.NumField() {
		name := prefix + v.Type().Field(i).Name
		if v.Field(i).Kind() != reflect.Struct {
			all[name] = v.Field(i).Interface()
			continue
		}
		for inner, value := range fields(v.Field(i), name+".") {
			all[inner] = value
		}
	}
	return all
}

// Every entry of the table sets a field, and every field has an entry, but for those
// that no flag is wanted for.
func TestEveryFieldHasAnEntry(t *testing.T) {
	left := fields(reflect.ValueOf(Defaults()), "")
	for _, without := range []string{"LookAhead", "Buffer", "SpoolDir", "Fetch.Workers"} {
		delete(left, without)
	}
	o := Defaults()
	for i, entry := range o.List() {
		changed := Defaults()
		value := changed.List()[i].Value
		for _, text := range []string{"true", "false", "7", "7%"} {
			_ = value.Set(text) // one of them is of its kind
			if !reflect.DeepEqual(changed, Defaults()) {
				break
			}
		}
		before, sets := fields(reflect.ValueOf(Defaults()), ""), 0
		for name, now := range fields(reflect.ValueOf(changed), "") {
			if !reflect.DeepEqual(now, before[name]) {
				delete(left, name)
				sets++
			}
		}
		if sets == 0 {
			t.Errorf("--%s sets no field", entry.Name)
		}
	}
	for name := range left {
		t.Errorf("Options.%s has no entry", name)
	}
}

func TestEntriesAreWhole(t *testing.T) {
	o := Defaults()
	seen, common := map[string]bool{}, 0
	for _, entry := range o.List() {
		if seen[entry.Name] || entry.Help == "" || !slices.Contains(option.Groups(), entry.Group) {
			t.Errorf("%+v: a name of its own, help or a group is missing", entry)
		}
		if entry.Check != nil && entry.Name != "input" {
			if err := entry.Check(); err != nil {
				t.Errorf("--%s: the default is refused: %v", entry.Name, err)
			}
		}
		seen[entry.Name] = true
		if entry.Common {
			common++
		}
	}
	if common > 12 {
		t.Errorf("a short --help is of %d options", common)
	}
}

// The report and the card show the whole plan, in groups.
func TestAskedIsThePlan(t *testing.T) {
	o := Defaults()
	o.Crop.Mode, o.Crop.Width, o.Crop.Height, o.IDPrefix = "pad", 10, 20, "jan-"
	plan := map[string]string{}
	inputs := []workplan.File{{Name: "a.parquet", Format: "parquet"}}
	groups := o.asked(decided{inputs: inputs})
	for _, g := range groups {
		for _, entry := range g.Options {
			plan[entry.Name] = entry.Value
		}
	}
	m, err := o.manifest(inputs, rows.Columns{}, boxes.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range m.Plan {
		if text == "" {
			text = "none"
		}
		if name == "sample" {
			text = "all rows"
		}
		if plan[name] != text {
			t.Errorf("%s is %q in the plan, and shown as %q", name, text, plan[name])
		}
		delete(plan, name)
	}
	if len(plan) > 0 {
		t.Errorf("shown, and not in the plan: %v", plan)
	}
	if diff := cmp.Diff(report.Group{Name: "Sample", Options: []report.Option{{Name: "sample", Value: "all rows"}, {Name: "seed", Value: "1"}, {Name: "where", Value: "none"}}}, groups[1]); diff != "" {
		t.Error(diff)
	}
}

// What a sample is called does not change the plan.
func TestSampleWithUnits(t *testing.T) {
	for text, want := range map[string]string{"30k": "30000", "1.5M": "1500000", "1000": "1000", "2.5%": "2.5%", "0": "0"} {
		if got := planned(t, "--sample="+text).Plan["sample"]; got != want {
			t.Errorf("%s is %q in the plan, want %q", text, got, want)
		}
	}
}

func TestResizeAsPeopleTypeIt(t *testing.T) {
	for text, want := range map[string]string{"224": "224x224", "224x112": "224x112", "224X112": "224x112", "224 x 112": "224x112", "224\u00d7112": "224x112"} {
		if got := planned(t, "--resize="+text).Plan["resize"]; got != want {
			t.Errorf("%s is %q in the plan, want %q", text, got, want)
		}
	}
	o := Defaults()
	for _, text := range []string{"", "x", "224x", "x224", "0", "-1x5", "1x2x3", "big"} {
		if err := (resize{&o.Crop}).Set(text); err == nil || !strings.Contains(err.Error(), "224x224") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWithoutSecrets(t *testing.T) {
	for text, want := range map[string]string{
		"faces.parquet,s3://bucket/a?b":                   "faces.parquet,s3://bucket/a?b",
		"https://host/a.csv?download=1":                   "https://host/a.csv?download=1",
		"https://me:secret@host/a.csv":                    "https://host/a.csv",
		`https://host/a\,b.csv?X-Amz-Signature=1&part=2`:  `https://host/a\,b.csv?part=2`,
		"http://me:secret@proxy.example:8080":             "http://proxy.example:8080",
		"https://h/a?token=1,https://h/b?sig=2&Expires=3": "https://h/a,https://h/b?Expires=3",
	} {
		if got := withoutSecrets(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
