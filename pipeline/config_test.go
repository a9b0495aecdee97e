package pipeline

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// written returns what the configuration says, as text.
func written(t *testing.T, o Options) (string, map[string]string) {
	t.Helper()
	data, err := o.Config()
	if err != nil {
		t.Fatal(err)
	}
	var nodes map[string]yaml.Node
	if err := yaml.Unmarshal(data, &nodes); err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	values := map[string]string{}
	for name, node := range nodes {
		values[name] = node.Value
	}
	return string(data), values
}

func TestConfigHasWhatRepeatsARun(t *testing.T) {
	o := Defaults()
	o.Inputs, o.Output, o.Preset = []string{"https://me:secret@host/a,b.csv", "c d.csv"}, "out", "facecaption"
	o.Where, o.Keep, o.Overwrite, o.Verbose, o.Fetch.Concurrency, o.Fetch.Proxy = "x != '#'\nor y", "", true, true, 7, "http://me:secret@proxy:1"
	o.Crop.Margin, o.Crop.Width, o.Crop.Height = 10, 10, 20
	text, values := written(t, o)
	for name, want := range map[string]string{
		"input": `https://host/a\,b.csv,c d.csv`, "preset": "facecaption", "where": o.Where, "keep": "", "concurrency": "7", "proxy": "http://proxy:1",
		"margin": "1000%", "resize": "10x20", "sample": "0", "seed": "1", "square": "false", "quality": "90", "output_format": "parquet",
	} {
		if got, found := values[name]; !found || got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"output", "overwrite", "verbose", "progress", "timeout", "user_agent", "url_column"} {
		if value, found := values[name]; found {
			t.Errorf("%s is there: %q", name, value)
		}
	}
	if strings.Contains(text, "secret") || !strings.HasPrefix(text, "# The options of the run") || !strings.Contains(text, "# Crop\n") {
		t.Error(text)
	}
}
