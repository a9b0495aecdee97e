package pipeline

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/beamcrop/beamcrop/pipeline/option"
)

const configComment = `The options of the run that made this output. To repeat it into another folder:
  beamcrop --config=THIS_FILE --output=FOLDER`

// Config returns the options as a file for --config, without secrets: those that
// decide a byte of the output, whatever they are, for a later version may have other
// defaults; and others that were changed. What was to be done with one folder, or where
// it ran, is not in it.
func (o Options) Config() ([]byte, error) {
	root := &yaml.Node{Kind: yaml.MappingNode, HeadComment: configComment}
	group := ""
	for _, entry := range o.List() {
		value, written := configured(entry)
		if !written {
			continue
		}
		key := scalar(entry.Name)
		if entry.Group != group {
			key.HeadComment = "\n" + entry.Group
			group = entry.Group
		}
		root.Content = append(root.Content, key, scalar(value))
	}
	var text bytes.Buffer
	to := yaml.NewEncoder(&text)
	if err := to.Encode(root); err != nil {
		return nil, fmt.Errorf("writing the configuration: %w", err)
	}
	return text.Bytes(), to.Close()
}

// configured returns what a file of options says of an entry, if it is in it. An
// option without a value that has none by default is found in the data.
func configured(entry option.Option) (value string, written bool) {
	value = entry.Value.String()
	if entry.Secret != nil {
		value = entry.Secret(value)
	}
	changed := value != entry.Default
	return value, !entry.Once && (changed || entry.Plan != nil && value != "")
}

// scalar is plain where YAML allows: what reads it takes all values as text.
func scalar(text string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Value: text}
	if text == "" || text == "~" {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}
