package option

import (
	"flag"
	"strings"
	"testing"
	"time"
)

// holders has a value of each kind, and its text.
func holders() map[string]flag.Value {
	return map[string]flag.Value{
		"text": Text(new(string)), "bool": Bool(new(bool)), "whole": Whole(new(int)), "seed": Seed(new(uint64)), "number": Number(new(float64)),
		"fraction": Fraction(new(float64), 3, "%s times the box"), "duration": Duration(new(time.Duration)),
		"bytes": Bytes(new(int64)), "count": Count(new(int64)), "small count": SmallCount(new(int)),
	}
}

func TestValuesPeopleType(t *testing.T) {
	for _, c := range []struct{ kind, text, want string }{
		{"text", " as it is ", " as it is "},
		{"bool", "true", "true"}, {"bool", "0", "false"}, {"bool", "yes", "true"}, {"bool", "OFF", "false"},
		{"whole", "20", "20"}, {"whole", "-3", "-3"}, {"whole", "0x10", "16"}, {"whole", "1_000", "1000"},
		{"seed", "18446744073709551615", "18446744073709551615"},
		{"number", "0.5", "0.5"}, {"number", "1e3", "1000"},
		{"fraction", "0.1", "0.1"}, {"fraction", "10%", "0.1"}, {"fraction", "0.1 %", "0.001"}, {"fraction", "7%", "0.07"}, {"fraction", "2.5", "2.5"},
		{"fraction", "1000%", "1000%"}, {"fraction", "333.3%", "333.3%"}, {"fraction", "1e1%", "0.1"},
		{"duration", "20", "20s"}, {"duration", "20s", "20s"}, {"duration", "1.5", "1.5s"}, {"duration", "1m30s", "1m30s"}, {"duration", "0", "0s"},
		{"bytes", "1000", "1000"}, {"bytes", "32MiB", "33554432"}, {"bytes", "32M", "33554432"}, {"bytes", "32MB", "32000000"}, {"bytes", "1.5 GB", "1500000000"}, {"bytes", "7kb", "7000"}, {"bytes", "2TB", "2000000000000"}, {"bytes", "1T", "1099511627776"},
		{"count", "50M", "50000000"}, {"count", "1.5k", "1500"}, {"small count", "10k", "10000"},
	} {
		t.Run(c.kind+" "+c.text, func(t *testing.T) {
			v := holders()[c.kind]
			if err := v.Set(c.text); err != nil || v.String() != c.want {
				t.Fatalf("%q, %v; want %q", v, err, c.want)
			}
			if err := v.Set(v.String()); err != nil || v.String() != c.want {
				t.Errorf("read again: %q, %v; want %q", v, err, c.want)
			}
		})
	}
}

func TestValuesThatCannotBeRead(t *testing.T) {
	for _, c := range []struct{ kind, text, says string }{
		{"bool", "perhaps", "true or false"},
		{"whole", "many", "whole number"}, {"whole", "0.9", "whole number"}, {"whole", "99999999999999999999", "too large"},
		{"seed", "-1", "whole number"},
		{"number", "fast", "number"},
		{"fraction", "some", "percentage such as 10%"}, {"fraction", "%", "percentage"},
		{"fraction", "10", "10 means 10 times the box: did you mean 10%? If not, write 1000%"}, {"fraction", "3", "did you mean 3%?"},
		{"duration", "soon", "such as 20s"}, {"duration", "20 parsecs", "such as 20s"}, {"duration", "NaN", "such as 20s"}, {"duration", "1e300", "such as 20s"},
		{"bytes", "big", "32MiB"}, {"bytes", "3 apples", "32MiB"}, {"bytes", "-1MB", "32MiB"}, {"bytes", "9e9G", "32MiB"}, {"bytes", "99999999999G", "too large"},
		{"count", "1.5", "whole number"}, {"count", "", "whole number"}, {"small count", "x", "whole number"},
	} {
		t.Run(c.kind+" "+c.text, func(t *testing.T) {
			v := holders()[c.kind]
			before := v.String()
			if err := v.Set(c.text); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want an error that says %q", err, c.says)
			}
			if v.String() != before {
				t.Errorf("%q, was %q", v, before)
			}
		})
	}
}

// What any value is read as can be written and read again.
func FuzzValues(f *testing.F) {
	for _, text := range []string{"1", "10%", "1m30s", "32MiB", "1.5k", "0x10", "-0", "1e-7%", "300.1%"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for kind, v := range holders() {
			if v.Set(text) != nil {
				continue
			}
			written := v.String()
			if err := v.Set(written); err != nil || v.String() != written && written != "NaN" {
				t.Errorf("%s: %q is written as %q, which is read as %q, %v", kind, text, written, v, err)
			}
		}
	})
}

func TestDefineReplacesOthersFlags(t *testing.T) {
	fs := flag.NewFlagSet("", flag.ContinueOnError)
	theirs := fs.Bool("dry_run", false, "theirs")
	var ours, plain bool
	Define(fs, []Option{{Name: "dry_run", Value: Bool(&ours), Help: "ours"}, {Name: "square", Value: Bool(&plain)}})
	if err := fs.Parse([]string{"--dry_run", "--square"}); err != nil || *theirs || !ours || !plain {
		t.Errorf("theirs %v, ours %v, plain %v, %v", *theirs, ours, plain, err)
	}
}

func TestPlan(t *testing.T) {
	word := "set"
	o := Option{Name: "word", Value: Text(&word)}
	never := func() bool { return false }
	for name, c := range map[string]struct {
		plan            Plan
		fallback        string
		wantName, wantT string
	}{
		"none":          {nil, "", "", ""},
		"always":        {Always, "set", "word", "set"},
		"changed":       {UnlessDefault, "", "word", "set"},
		"the default":   {UnlessDefault, "set", "", ""},
		"another name":  {As("other", func() string { return "found" }), "", "other", "found"},
		"on conditions": {When(never, Always), "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			o.Plan, o.Default = c.plan, c.fallback
			if name, text := o.Planned(); name != c.wantName || text != c.wantT {
				t.Errorf("%q, %q; want %q, %q", name, text, c.wantName, c.wantT)
			}
		})
	}
}
