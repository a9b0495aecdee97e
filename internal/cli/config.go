package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/beamcrop/beamcrop/internal/spelling"
	"github.com/beamcrop/beamcrop/io/files"
)

// config is what a --config file says, in its order.
type config struct {
	uri     string
	entries []entry
}

type entry struct {
	name, value string
	line        int
}

func (c config) has(name string) bool {
	return slices.ContainsFunc(c.entries, func(e entry) bool { return e.name == name })
}

// readConfig reads a file of options: local, or from where inputs can be read.
func readConfig(ctx context.Context, uri string) (config, error) {
	store := files.New()
	defer store.Close() //nolint:errcheck // nothing was written
	path, err := files.ExpandHome(uri)
	if err != nil {
		return config{}, err
	}
	data, err := store.ReadFile(ctx, path)
	if err != nil {
		return config{}, err
	}
	entries, err := parseConfig(data)
	if err != nil {
		return config{}, fmt.Errorf("%s: %w", uri, err)
	}
	return config{uri, entries}, nil
}

// parseConfig reads YAML of names and values. Values are read as text, and later as
// on the command line: 10% and 20s are no types of YAML's.
func parseConfig(data []byte) ([]entry, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("not YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(document.Content) == 0 { // an empty file, or only comments
		return nil, nil
	}
	root := document.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("line %d: write each option as NAME: VALUE on a line", root.Line)
	}
	var entries []entry
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, node := root.Content[i], root.Content[i+1]
		value, err := textOf(node)
		if err != nil {
			return nil, fmt.Errorf("line %d: %s %w", node.Line, key.Value, err)
		}
		if slices.ContainsFunc(entries, func(e entry) bool { return e.name == key.Value }) {
			return nil, fmt.Errorf("line %d: %s is there twice", key.Line, key.Value)
		}
		entries = append(entries, entry{key.Value, value, key.Line})
	}
	return entries, nil
}

// textOf returns a value as it is written on a command line.
func textOf(node *yaml.Node) (string, error) {
	switch node.Kind {
	case yaml.ScalarNode:
		if node.ShortTag() == "!!null" && node.Value == "" {
			return "", errors.New(`has no value: write "" if it is to be empty`)
		}
		return node.Value, nil
	case yaml.SequenceNode:
		var items []string
		for _, item := range node.Content {
			if item.Kind != yaml.ScalarNode {
				return "", errors.New("must be a list of single values")
			}
			items = append(items, strings.ReplaceAll(item.Value, ",", `\,`))
		}
		return strings.Join(items, ","), nil
	default:
		return "", errors.New("must be a single value or a list")
	}
}

// apply sets the flags that the file names and the command line does not.
func (c config) apply(fs *flag.FlagSet) error {
	said := map[string]bool{}
	fs.Visit(func(f *flag.Flag) { said[f.Name] = true })
	for _, e := range c.entries {
		f := fs.Lookup(e.name)
		if f == nil || forWorkers(e.name) || slices.Contains([]string{"config", "help", "h", "version"}, e.name) {
			return fmt.Errorf("%s, line %d: %s is not an option%s", c.uri, e.line, e.name, spelling.Suggest(e.name, "", flagNames(fs)))
		}
		if said[e.name] {
			continue
		}
		if err := set(fs, f, e.value); err != nil {
			return fmt.Errorf("%s, line %d: %s=%s: %w", c.uri, e.line, e.name, e.value, err)
		}
	}
	return nil
}
